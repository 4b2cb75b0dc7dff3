//! East Asian width, and cutting a text to a length.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar;

/// Whether a character's `East_Asian_Width` is Wide, Fullwidth or Halfwidth (UAX 11): soft breaks between two such
/// vanish (CSS Text 3), and emphasis may open and close beside one.
///
/// Emoji are Wide by this property; a rule that leaves them out has to say so.
#[must_use]
pub fn is_wide(c: char) -> bool {
    // unicode-width measures columns. Halfwidth letters take one column and combining marks none, though both have
    // the property; one Khmer vowel takes two without it.
    match c {
        '\u{20A9}'
        | '\u{302A}'..='\u{302F}'
        | '\u{3099}'..='\u{309A}'
        | '\u{3164}'
        | '\u{16FE4}'
        | '\u{FF61}'..='\u{FFDC}'
        | '\u{FFE8}'..='\u{FFEE}' => true,
        '\u{17A4}' => false,
        _ => c.width() == Some(2),
    }
}

/// The text in at most `chars` characters, the `…` of a cut counted with them. No cut parts a letter from its
/// accent or an emoji from its joiner, or leaves a comma before the `…`.
#[must_use]
pub fn truncate(text: &str, chars: usize) -> Cow<'_, str> {
    if text.chars().nth(chars).is_none() {
        return Cow::Borrowed(text);
    }
    if chars == 0 {
        return Cow::Borrowed("");
    }
    let mut end = text.char_indices().nth(chars - 1).map_or(text.len(), |(at, _)| at);
    while parts_a_character(&text[..end], &text[end..]) {
        end -= text[..end].chars().next_back().map_or(1, char::len_utf8);
    }
    let kept = text[..end].trim_end_matches(|c: char| c.is_whitespace() || ",;:，、；：—…".contains(c));
    Cow::Owned(format!("{kept}…"))
}

fn parts_a_character(before: &str, after: &str) -> bool {
    let joins = |c: char| c == '\u{200D}' || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}');
    !before.is_empty()
        && (before.ends_with('\u{200D}') || after.starts_with(|c| joins(c) || is_combining_mark(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_follows_uax_11() {
        for c in "潮，。“名あアｱ｡ﾡ한Ａ１　🌊㈱₩\u{3099}\u{302A}𠀀".chars().filter(|c| *c != '“')
        {
            assert!(is_wide(c), "{c} U+{:04X}", u32::from(c));
        }
        // Curly quotes, dashes and the ellipsis are Ambiguous, which the rules do not count.
        for c in "aé1 ,.“”‘’—…·α\u{301}\u{17A4}☀".chars() {
            assert!(!is_wide(c), "{c} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn a_text_is_cut_to_a_length() {
        for (text, chars, expected) in [
            ("潮音", 2, "潮音"),
            ("潮音门户", 3, "潮音…"),
            ("潮音门户", 4, "潮音门户"),
            ("潮音，门户", 4, "潮音…"),
            ("one two", 5, "one…"),
            ("e\u{301}e\u{301}e\u{301}", 4, "e\u{301}…"),
            ("👩\u{200D}🔬👩\u{200D}🔬", 4, "👩\u{200D}🔬…"),
            ("👩\u{200D}🔬👩\u{200D}🔬", 3, "…"),
            ("潮音", 1, "…"),
            ("潮音", 0, ""),
            ("", 0, ""),
        ] {
            assert_eq!(truncate(text, chars), expected, "{text} in {chars}");
        }
    }
}
