//! East Asian width, and cutting at a number of characters.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Whether a character is wide in East Asian text (UAX 11: W or F), halfwidth Katakana included.
#[must_use]
pub fn is_wide(c: char) -> bool {
    (c as u32) >= 0x1100 && (c.width() == Some(2) || ('\u{ff61}'..='\u{ff9f}').contains(&c))
}

/// Whether a character is a Han character.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c as u32,
        0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

/// The first `characters` of a text, with `…` where something was cut.
#[must_use]
pub fn truncate(text: &str, characters: usize) -> Cow<'_, str> {
    match text.char_indices().nth(characters) {
        Some((at, _)) => Cow::Owned(format!("{}…", text[..at].trim_end())),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_kana_and_fullwidth_marks_are_wide_and_latin_is_not() {
        assert!(['中', 'あ', '，', '。', '！', '𠀀'].into_iter().all(is_wide));
        assert!(!['a', 'é', '“', '—', '…'].into_iter().any(is_wide));
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(truncate("名师名生专栏", 4), "名师名生…");
        assert_eq!(truncate("名师", 4), "名师");
    }
}
