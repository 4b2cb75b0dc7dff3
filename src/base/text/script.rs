//! Which script a character belongs to, as far as counting and reading need it.

/// Whether a character is a Han character: the unified ideographs with their extensions, 〇 and 々.
#[must_use]
pub const fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FFFD}' | '\u{30000}'..='\u{3FFFD}')
}

/// Whether a character is hiragana or katakana, which like Han are written without spaces.
#[must_use]
pub const fn is_kana(c: char) -> bool {
    matches!(c,
        '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' | '\u{1B000}'..='\u{1B16F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_is_told_from_its_neighbours() {
        for c in "潮音〇々㐀龥𠀀豈".chars() {
            assert!(is_han(c), "{c}");
        }
        for c in "aé1，。、・ーあア한 “🌊".chars() {
            assert!(!is_han(c), "{c}");
        }
    }

    #[test]
    fn kana_is_told_from_its_neighbours() {
        for c in "あんアンーｱ".chars() {
            assert!(is_kana(c), "{c}");
        }
        for c in "潮・。a한".chars() {
            assert!(!is_kana(c), "{c}");
        }
    }
}
