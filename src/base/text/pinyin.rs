//! Pinyin of whole texts: what lists are sorted by and addresses are made of.

use std::cmp::Reverse;
use std::sync::LazyLock;

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

use super::reading::OTHER_READINGS;

/// A row of [`OTHER_READINGS`].
type Row = (char, &'static str, &'static str);

/// The rows in the order of their characters, those of one character as they are written.
static BY_CHARACTER: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows = OTHER_READINGS.to_vec();
    rows.sort_by_key(|row| row.0);
    rows
});

/// A character of a text as it is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// A Han character, as its syllable with the tone's number: `chong2`.
    Syllable(&'static str),
    /// Any other character, and Han characters whose reading nobody knows.
    Letter(char),
}

/// A text as it is spoken, character by character.
pub fn spoken(text: &str) -> impl Iterator<Item = Spoken> {
    text.char_indices().map(|(at, c)| syllable(text, at, c).map_or(Spoken::Letter(c), Spoken::Syllable))
}

/// The syllables of a text's Han characters, without tones and in ASCII: `lv` for 绿, as everyone types it.
#[must_use]
pub fn syllables(text: &str) -> Vec<String> {
    spoken(text)
        .filter_map(|s| match s {
            Spoken::Syllable(syllable) => Some(plain(syllable)),
            Spoken::Letter(_) => None,
        })
        .collect()
}

/// What a list of titles or names is sorted by: their pinyin with tones, then the text itself. Punctuation and case
/// do not count, and numbers stand in the order of their value.
#[must_use]
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut number = String::new();
    let mut in_word = false;
    for sound in spoken(&folded) {
        if let Spoken::Letter(c @ '0'..='9') = sound {
            number.push(c);
            continue;
        }
        in_word &= number.is_empty();
        put_number(&mut out, &mut number);
        match sound {
            Spoken::Syllable(syllable) => put(&mut out, syllable, false),
            Spoken::Letter(c) if c.is_alphanumeric() => put(&mut out, c.encode_utf8(&mut [0; 4]), in_word),
            Spoken::Letter(_) => {}
        }
        in_word = matches!(sound, Spoken::Letter(c) if c.is_alphanumeric());
    }
    put_number(&mut out, &mut number);
    out.push('\0');
    out.push_str(text);
    out
}

fn put(out: &mut String, word: &str, joined: bool) {
    if !out.is_empty() && !joined {
        out.push(' ');
    }
    out.push_str(word);
}

/// A number behind the count of its digits, so that 第2期 comes before 第10期.
fn put_number(out: &mut String, number: &mut String) {
    if number.is_empty() {
        return;
    }
    let digits = number.trim_start_matches('0');
    let length = char::from_digit(u32::try_from(digits.len()).unwrap_or(9).min(9), 10).unwrap_or('9');
    put(out, &format!("{length}{digits}"), false);
    number.clear();
}

/// A syllable without its tone, in ASCII.
#[must_use]
pub fn plain(syllable: &str) -> String {
    syllable.trim_end_matches(|c: char| c.is_ascii_digit()).replace('ü', "v")
}

/// The reading of the character `c` that stands at byte `at`: that of the listed word around it which begins first
/// (注重新闻 has 注重, not 重新) and is longest, else the common one.
fn syllable(text: &str, at: usize, c: char) -> Option<&'static str> {
    let common = c.to_pinyin()?.with_tone_num_end();
    let rows = BY_CHARACTER.get(BY_CHARACTER.partition_point(|row| row.0 < c)..).unwrap_or_default();
    rows.iter()
        .take_while(|(character, _, _)| *character == c)
        .flat_map(|(_, reading, words)| words.split(' ').map(move |word| (*reading, word)))
        .flat_map(|(reading, word)| word.match_indices(c).map(move |(offset, _)| (reading, word, offset)))
        .filter(|(_, word, offset)| {
            at.checked_sub(*offset)
                .is_some_and(|start| text.get(start..).is_some_and(|t| t.starts_with(word)))
        })
        .min_by_key(|(_, word, offset)| (Reverse(*offset), Reverse(word.len())))
        .map_or(Some(common), |(reading, _, _)| Some(reading))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(text: &str) -> String {
        syllables(text).join(" ")
    }

    #[test]
    fn words_of_our_domain_have_their_own_readings() {
        for (text, expected) in [
            ("重阳", "chong yang"),
            ("重点", "zhong dian"),
            ("校长", "xiao zhang"),
            ("长江", "chang jiang"),
            ("校长江某", "xiao zhang jiang mou"),
            ("音乐", "yin yue"),
            ("快乐", "kuai le"),
            ("银行", "yin hang"),
            ("进行中", "jin xing zhong"),
            ("行业", "hang ye"),
            ("三审三校", "san shen san jiao"),
            ("学校对口帮扶", "xue xiao dui kou bang fu"),
            ("注重新闻采写", "zhu zhong xin wen cai xie"),
            ("重新出发", "chong xin chu fa"),
            ("王阳明传略", "wang yang ming zhuan lve"),
            ("传播", "chuan bo"),
            ("它山堰", "tuo shan yan"),
            ("句章故城", "gou zhang gu cheng"),
            ("类似", "lei si"),
            ("佛像", "fo xiang"),
            ("仿佛", "fang fu"),
            ("栏目的目的", "lan mu de mu di"),
            ("绿色", "lv se"),
            ("〇", "ling"),
            ("Rust 与 2026", "yu"),
            ("", ""),
        ] {
            assert_eq!(spelt(text), expected, "{text}");
        }
    }

    #[test]
    fn every_listed_reading_says_something() {
        for (c, reading, words) in OTHER_READINGS {
            let common = c.to_pinyin().unwrap().with_tone_num_end();
            let other_rows = OTHER_READINGS.iter().filter(|row| row.0 == *c).count();
            assert!(*reading != common || other_rows > 1, "{c} is {common} anyway");
            for word in words.split(' ') {
                assert!(word.contains(*c), "{word} stands beside {c}");
                let at = word.find(*c).unwrap();
                assert_eq!(syllable(word, at, *c), Some(*reading), "{word}");
            }
        }
    }

    #[test]
    fn lists_are_sorted_as_a_dictionary_sorts_them() {
        let mut titles = [
            "重阳",
            "重点",
            "阿育王寺",
            "王阳明",
            "万斯同",
            "黄宗羲",
            "第10期",
            "第2期",
            "“潮音”",
            "潮",
            "Beta",
            "alpha",
            "2026年",
            "999年",
            "Ａ卷",
        ];
        titles.sort_by_cached_key(|title| key(title));
        assert_eq!(
            titles,
            [
                "999年",
                "2026年",
                "Ａ卷",
                "阿育王寺",
                "alpha",
                "Beta",
                "潮",
                "“潮音”",
                "重阳",
                "第2期",
                "第10期",
                "黄宗羲",
                "万斯同",
                "王阳明",
                "重点"
            ]
        );
    }

    #[test]
    fn different_texts_have_different_keys() {
        assert_ne!(key("晚"), key("碗"));
        assert_ne!(key("007"), key("7"));
        assert_ne!(key(""), key("，"));
    }
}
