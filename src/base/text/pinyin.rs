//! Hanzi to pinyin, without tones.

use pinyin::ToPinyin;

/// Words whose reading differs from that of their characters alone, as they occur in a school's columns.
const WORDS: [(&str, &[&str]); 22] = [
    ("重阳", &["chong", "yang"]),
    ("重庆", &["chong", "qing"]),
    ("重复", &["chong", "fu"]),
    ("校长", &["xiao", "zhang"]),
    ("院长", &["yuan", "zhang"]),
    ("成长", &["cheng", "zhang"]),
    ("部长", &["bu", "zhang"]),
    ("音乐", &["yin", "yue"]),
    ("银行", &["yin", "hang"]),
    ("行业", &["hang", "ye"]),
    ("会计", &["kuai", "ji"]),
    ("调查", &["diao", "cha"]),
    ("调研", &["diao", "yan"]),
    ("朝阳", &["chao", "yang"]),
    ("传记", &["zhuan", "ji"]),
    ("自传", &["zi", "zhuan"]),
    ("角色", &["jue", "se"]),
    ("供给", &["gong", "ji"]),
    ("参差", &["cen", "ci"]),
    ("沈括", &["shen", "kuo"]),
    ("鄞州", &["yin", "zhou"]),
    ("都市", &["du", "shi"]),
];

/// A character's reading, or the character itself where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sound {
    /// A Hanzi's syllable.
    Syllable(&'static str),
    /// Any other character.
    Other(char),
}

/// A text as sounds, words with their own readings first.
#[must_use]
pub fn sounds(text: &str) -> Vec<Sound> {
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii() {
            out.push(Sound::Other(c));
            rest = &rest[1..];
            continue;
        }
        if let Some((word, readings)) = WORDS.iter().find(|(word, _)| rest.starts_with(word)) {
            out.extend(readings.iter().map(|s| Sound::Syllable(s)));
            rest = &rest[word.len()..];
            continue;
        }
        out.push(c.to_pinyin().map_or(Sound::Other(c), |p| Sound::Syllable(p.plain())));
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// What titles are sorted by: pinyin in lower case, then the text itself, so that no two texts are equal.
#[must_use]
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() * 2);
    for sound in sounds(text) {
        match sound {
            Sound::Syllable(s) => {
                key.push_str(s);
                key.push(' ');
            }
            Sound::Other(c) => key.extend(c.to_lowercase()),
        }
    }
    key.push('\u{0}');
    key.push_str(text);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_sort_by_sound() {
        let mut titles = ["中秋", "重阳", "春节", "Abc", "端午"];
        titles.sort_by_key(|t| key(t));
        assert_eq!(titles, ["Abc", "重阳", "春节", "端午", "中秋"]);
    }
}
