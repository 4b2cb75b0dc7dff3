//! One segment of an address, made from a title or a file's name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::pinyin::{Spoken, plain, spoken};
use crate::base::limits::URL_SEGMENT_BYTES_MAX;

/// Names that Windows keeps for devices, whatever follows the first dot; a site must build there too.
const RESERVED: &[&str] = &[
    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The text as one segment: Han as pinyin without tones, a `-` between syllables; letters in lower case and
/// digits kept; anything else a `-`. Empty where nothing is left to name; otherwise always a safe segment.
#[must_use]
pub fn slug(text: &str) -> String {
    // What files are mostly called: one segment as it is.
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut after_syllable = false;
    let folded: String = text.nfkc().flat_map(char::to_lowercase).nfc().collect();
    for sound in spoken(&folded) {
        match sound {
            Spoken::Syllable(syllable) => {
                divide(&mut out);
                out.push_str(&plain(syllable));
                after_syllable = true;
            }
            Spoken::Letter(c) if c.is_alphanumeric() => {
                if after_syllable {
                    divide(&mut out);
                }
                out.push(c);
                after_syllable = false;
            }
            Spoken::Letter(c)
                if is_combining_mark(c) && !after_syllable && out.ends_with(char::is_alphanumeric) =>
            {
                out.push(c);
            }
            // The apostrophe of `don't` parts nothing.
            Spoken::Letter('\'' | '’') => {}
            Spoken::Letter(_) => {
                divide(&mut out);
                after_syllable = false;
            }
        }
    }
    let mut out = bounded(out);
    if is_device(&out) {
        out.push_str("-1");
    }
    out
}

/// Small letters and digits with single hyphens between them, within the bound, and no device of Windows.
fn is_plain(text: &str) -> bool {
    let is_sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    text.bytes().all(is_sign)
        && text.len() <= URL_SEGMENT_BYTES_MAX
        && !(text.is_empty() || text.starts_with('-') || text.ends_with('-') || text.contains("--"))
        && !is_device(text)
}

/// Whether a name may stand as one segment of an address and as a file's name on every common system: not empty,
/// not `.` or `..`, within the bound, none of the signs with a meaning in addresses or file systems, no control or
/// invisible character, no final dot or space, no device of Windows.
#[must_use]
pub fn is_safe_segment(segment: &str) -> bool {
    !segment.is_empty()
        && segment.len() <= URL_SEGMENT_BYTES_MAX
        && !segment.ends_with(['.', ' '])
        && !segment.starts_with(' ')
        && !segment.chars().any(is_unsafe)
        && !is_device(segment)
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '/' | '\\' | '?' | '#' | '%' | ':' | '*' | '"' | '<' | '>' | '|')
        // Marks that turn or hide text make two names look alike.
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Whether Windows keeps a name for a device, whatever follows its first dot.
#[must_use]
pub fn is_device(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or_default().trim_end();
    RESERVED.iter().any(|name| name.eq_ignore_ascii_case(stem))
}

fn divide(out: &mut String) {
    if !out.is_empty() && !out.ends_with('-') {
        out.push('-');
    }
}

/// Cut at the last `-` within the bound, or at a character where there is none.
fn bounded(mut out: String) -> String {
    // The last two bytes are left for the end that a reserved name gets.
    let most = URL_SEGMENT_BYTES_MAX - 2;
    if out.len() > most {
        let character = (0..=most).rev().find(|at| out.is_char_boundary(*at)).unwrap_or(0);
        let whole_syllables =
            if out[character..].starts_with('-') { Some(character) } else { out[..character].rfind('-') };
        out.truncate(whole_syllables.unwrap_or(character));
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_becomes_a_segment() {
        for (text, expected) in [
            ("王阳明", "wang-yang-ming"),
            ("重阳节的来历", "chong-yang-jie-de-lai-li"),
            ("“名师名生”专栏", "ming-shi-ming-sheng-zhuan-lan"),
            ("2026年通知", "2026-nian-tong-zhi"),
            ("AI 课程：第3讲", "ai-ke-cheng-di-3-jiang"),
            ("AI课程", "ai-ke-cheng"),
            ("Hello,  World!", "hello-world"),
            ("Don't panic", "dont-panic"),
            ("ＡＢＣ１２３", "abc123"),
            ("Cafe\u{301}", "café"),
            ("绿道", "lv-dao"),
            ("a/b\\..c", "a-b-c"),
            ("--a--", "a"),
            ("", ""),
            ("……", ""),
            ("🌊", ""),
            ("CON", "con-1"),
            ("Ωмега", "ωмега"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_title_ends_at_a_syllable() {
        let long = slug(&"长江".repeat(200));
        assert!(long.len() <= URL_SEGMENT_BYTES_MAX && long.len() > URL_SEGMENT_BYTES_MAX - 10, "{long}");
        assert!(long.ends_with("-jiang") || long.ends_with("-chang"), "{long}");
        assert_eq!(slug(&"a".repeat(999)).len(), URL_SEGMENT_BYTES_MAX - 2);
        assert!(is_safe_segment(&slug(&"é".repeat(999))));
    }

    #[test]
    fn unsafe_segments_are_told() {
        for safe in ["a", "a.b", "名师", ".well-known", "a..b", "console", "a b", "com10"] {
            assert!(is_safe_segment(safe), "{safe}");
        }
        for wrong in [
            "",
            ".",
            "..",
            "...",
            "a/b",
            "a\\b",
            "a?b",
            "a#b",
            "a%2e",
            "a\nb",
            "a\u{0}",
            "con",
            "NUL.txt",
            "Lpt1",
            "a.",
            "a ",
            " a",
            "a:b",
            "a\u{202E}b",
            "a|b",
        ] {
            assert!(!is_safe_segment(wrong), "{wrong:?}");
        }
        assert!(!is_safe_segment(&"a".repeat(URL_SEGMENT_BYTES_MAX + 1)));
    }

    proptest! {
        #[test]
        fn a_slug_is_empty_or_safe_and_stays_as_it_is(text in "\\PC{0,80}") {
            let once = slug(&text);
            prop_assert!(once.is_empty() || is_safe_segment(&once), "{}", once);
            prop_assert!(!once.contains("--") && !once.starts_with('-') && !once.ends_with('-'));
            prop_assert!(!once.chars().any(|c| "/\\?#%".contains(c)));
        }
    }
}
