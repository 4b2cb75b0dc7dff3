//! Words and reading time.

/// Minutes that a reader needs for so many words, at 400 a minute, at least one.
#[must_use]
pub fn reading_minutes(words: u32) -> u32 {
    words.div_ceil(400).max(1)
}
