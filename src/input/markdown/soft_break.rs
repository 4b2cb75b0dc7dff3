//! What a line end inside a paragraph becomes.

use crate::base::text::width::is_wide;

/// Whether a soft break between two characters renders as nothing: both are East Asian wide and neither is Hangul
/// (CSS Text 3, 4.1.3, segment break transformation rules). The curly quotes, ellipsis and dash of Chinese are of
/// ambiguous width; beside a wide character they are Chinese.
#[must_use]
pub fn vanishes(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    joins(before) && joins(after) && (is_wide(before) || is_wide(after))
}

fn joins(c: char) -> bool {
    (is_wide(c) || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')) && !is_hangul(c)
}

fn is_hangul(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{302e}'..='\u{302f}' | '\u{3130}'..='\u{318f}' | '\u{3200}'..='\u{321e}'
        | '\u{3260}'..='\u{327e}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{ffa0}'..='\u{ffdc}')
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
            ('中', '—', true),
            ('中', 'a', false),
            ('a', '中', false),
            ('한', '국', false),
            ('中', '한', false),
            ('”', '“', false),
        ] {
            assert_eq!(vanishes(Some(before), Some(after)), expected, "{before}{after}");
        }
        assert!(!vanishes(None, Some('中')));
    }
}
