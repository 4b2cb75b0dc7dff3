//! How long a text is to a reader.

use unicode_normalization::char::is_combining_mark;

use super::script::{is_han, is_kana};

/// Characters that a reader takes in a minute: the middle of the 300 to 500 that are given for Chinese.
const CHARACTERS_A_MINUTE: u32 = 400;

/// Han characters and kana, each for itself, and the words and numbers of other scripts.
#[must_use]
pub fn words(text: &str) -> u32 {
    let mut count = 0_u32;
    let mut in_word = false;
    let mut rest = text.chars();
    loop {
        // Most characters by far: U+4E00 to U+9FFF, told by their first bytes.
        let is_han_chunk = |c: &&[u8]| matches!(c, [0xE5..=0xE9, ..] | [0xE4, 0xB8..=0xBF, ..]);
        let han = rest.as_str().as_bytes().chunks_exact(3).take_while(is_han_chunk).count();
        if han > 0 {
            count = count.saturating_add(u32::try_from(han).unwrap_or(u32::MAX));
            in_word = false;
            rest = rest.as_str().get(han * 3..).unwrap_or_default().chars();
        }
        let Some(c) = rest.next() else { break };
        if is_wide_sign(c) {
            in_word = false;
        } else if is_han(c) || is_kana(c) {
            count = count.saturating_add(1);
            in_word = false;
        } else if c.is_alphanumeric() {
            count = count.saturating_add(u32::from(!in_word));
            in_word = true;
        } else if !(in_word && continues(c, rest.clone().next())) {
            in_word = false;
        }
    }
    count
}

/// Chinese punctuation: told first, since it takes long to say that it is no letter of any script.
const fn is_wide_sign(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
}

/// Whether a sign within a word leaves it one word: `don't`, `e-mail`, `3.14`, `1,000`, accents.
fn continues(c: char, next: Option<char>) -> bool {
    let word = |c: char| c.is_alphanumeric() && !is_han(c) && !is_kana(c);
    is_combining_mark(c) || (matches!(c, '\'' | '’' | '-' | '.' | ',' | '_') && next.is_some_and(word))
}

/// Words that a reader of an alphabet takes in a minute (Brysbaert 2019: 238 for English).
const WORDS_A_MINUTE: u32 = 238;

/// Minutes that so many words take to read in a language, at least 1. Chinese and Japanese are read by characters.
#[must_use]
pub fn reading_minutes(words: u32, language: &str) -> u32 {
    let by_character = matches!(language.split('-').next(), Some("zh" | "ja"));
    words.div_ceil(if by_character { CHARACTERS_A_MINUTE } else { WORDS_A_MINUTE }).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_counts_by_character_and_latin_by_word() {
        for (text, expected) in [
            ("", 0),
            ("，。！", 0),
            ("潮音", 2),
            ("潮音 Chaoyin 生成器", 6),
            ("用Rust写成", 4),
            ("don't panic", 2),
            ("一封e-mail", 3),
            ("圆周率3.14，共1,000位", 7),
            ("2026年11月23日", 6),
            ("cafe\u{301} bar", 2),
            ("end. Next", 2),
            ("한국어 단어", 2),
            ("ひらがな", 4),
            ("A是B", 3),
            ("don，t：e。mail（3．14）", 6),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn reading_takes_at_least_a_minute() {
        for (words, minutes) in [(0, 1), (1, 1), (400, 1), (401, 2), (4000, 10), (u32::MAX, 10_737_419)] {
            assert_eq!(reading_minutes(words, "zh-CN"), minutes, "{words}");
        }
        assert_eq!([238, 239].map(|words| reading_minutes(words, "en")), [1, 2]);
    }
}
