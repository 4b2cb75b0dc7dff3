//! Hanzi to pinyin without tones.

use pinyin::ToPinyin;

/// A key that sorts titles as a Chinese reader looks them up: pinyin for Hanzi, small letters for the rest.
#[must_use]
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match c.to_pinyin() {
            Some(sound) => {
                out.push_str(sound.plain());
                out.push(' ');
            }
            None => out.extend(c.to_lowercase()),
        }
    }
    out
}
