//! Counting words of Chinese and other scripts.

use super::width::is_han;

/// Characters that a student reads in a minute: the middle of 300 to 500 (DOMAIN: Chinese text).
pub const CHARACTERS_PER_MINUTE: u32 = 400;

/// Han characters, and words of other scripts.
#[must_use]
pub fn words(text: &str) -> u32 {
    let mut count = 0u32;
    let mut inside = false;
    for c in text.chars() {
        if is_han(c) {
            count = count.saturating_add(1);
            inside = false;
        } else if c.is_alphanumeric() {
            if !inside {
                count = count.saturating_add(1);
            }
            inside = true;
        } else if c != '\'' && c != '-' {
            inside = false;
        }
    }
    count
}

/// Minutes of reading, at least one.
#[must_use]
pub fn reading_minutes(words: u32) -> u32 {
    words.div_ceil(CHARACTERS_PER_MINUTE).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_count_one_each_and_latin_by_word() {
        assert_eq!(words("学习 Rust 语言 2 小时，well-kept。"), 9);
        assert_eq!(reading_minutes(0), 1);
        assert_eq!(reading_minutes(401), 2);
    }
}
