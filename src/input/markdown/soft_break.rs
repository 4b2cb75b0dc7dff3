//! What a line end inside a paragraph becomes.

use crate::base::text::width::is_wide;

/// Whether a soft break between two characters renders as nothing: both are East Asian wide and neither is Hangul
/// (CSS Text 3, segment break transformation rules).
#[must_use]
pub fn vanishes(before: Option<char>, after: Option<char>) -> bool {
    let joins = |c: char| {
        (is_wide(c) || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—'))
            && !matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
    };
    let wide = |c: Option<char>| c.is_some_and(is_wide);
    before.is_some_and(joins) && after.is_some_and(joins) && (wide(before) || wide(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_between_wide_characters() {
        for (before, after, expected) in [
            ('中', '文', true),
            ('。', '后', true),
            ('”', '中', true),
            ('中', 'a', false),
            ('a', '中', false),
            ('한', '국', false),
            ('”', '“', false),
        ] {
            assert_eq!(vanishes(Some(before), Some(after)), expected, "{before}{after}");
        }
    }
}
