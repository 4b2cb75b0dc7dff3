//! Names to parts of addresses.

use super::pinyin::{Sound, sounds};
use crate::base::limits::URL_SEGMENT_BYTES_MAX;

/// A stable, readable part of an address: Hanzi become syllables joined by `-`, Latin letters small, other
/// characters a `-`. Empty where nothing is left.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut gap = false;
    let mut after_syllable = false;
    for sound in sounds(text) {
        let (syllable, c) = match sound {
            Sound::Syllable(s) => (Some(s), None),
            Sound::Other(c) if c.is_alphanumeric() || c == '_' => (None, Some(c)),
            Sound::Other(_) => {
                gap = true;
                continue;
            }
        };
        if !out.is_empty() && (gap || after_syllable || syllable.is_some()) {
            out.push('-');
        }
        gap = false;
        after_syllable = syllable.is_some();
        match (syllable, c) {
            (Some(s), _) => out.push_str(s),
            (None, Some(c)) => out.extend(c.to_lowercase()),
            (None, None) => {}
        }
    }
    cut(out)
}

fn cut(mut slug: String) -> String {
    if slug.len() > URL_SEGMENT_BYTES_MAX {
        let mut at = URL_SEGMENT_BYTES_MAX;
        while !slug.is_char_boundary(at) {
            at -= 1;
        }
        slug.truncate(at);
        while slug.ends_with('-') {
            slug.pop();
        }
    }
    slug
}

/// Names that Windows cannot write as files.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Whether a written slug can stand as one part of an address and as a folder's name on any system.
#[must_use]
pub fn is_safe_segment(text: &str) -> bool {
    let bad = |c: char| c.is_control() || c.is_whitespace() || "/\\?#%:*\"<>|&'".contains(c);
    !text.is_empty()
        && text.len() <= URL_SEGMENT_BYTES_MAX
        && !text.starts_with('.')
        && !text.ends_with('.')
        && !text.contains(bad)
        && !RESERVED.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_readable_addresses() {
        for (name, expected) in [
            ("名师名生", "ming-shi-ming-sheng"),
            ("wang-yangming", "wang-yangming"),
            ("2026重阳", "2026-chong-yang"),
            ("a&b", "a-b"),
            ("Hello World", "hello-world"),
            ("《潮音》第1期", "chao-yin-di-1-qi"),
            ("！！", ""),
            ("01", "01"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn what_leads_elsewhere_is_not_safe() {
        for text in ["", "..", ".git", "a/b", "a\\b", "con", "a?b", "a b", "尾.", "a%2e"] {
            assert!(!is_safe_segment(text), "{text}");
        }
        assert!(["wang-yangming", "重阳", "a_1"].into_iter().all(is_safe_segment));
    }
}
