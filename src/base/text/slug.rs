//! Names to parts of addresses.

use pinyin::ToPinyin;

/// The part of an address for a name: small ASCII letters and digits with `-` between words, Hanzi as pinyin.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut gap = false;
    let mut push = |out: &mut String, gap: &mut bool, word: &str, apart: bool| {
        if (*gap || apart) && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        *gap = apart;
        out.push_str(word);
    };
    for c in text.chars() {
        if let Some(sound) = c.to_pinyin() {
            push(&mut out, &mut gap, sound.plain(), true);
        } else if c.is_ascii_alphanumeric() {
            push(&mut out, &mut gap, &c.to_ascii_lowercase().to_string(), false);
        } else {
            gap = true;
        }
    }
    out
}
