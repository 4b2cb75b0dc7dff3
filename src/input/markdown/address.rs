//! Addresses as written in links.

use crate::base::text::escape;

/// Schemes that only lead somewhere.
const SCHEMES: [&str; 7] = ["http", "https", "mailto", "tel", "sms", "ftp", "geo"];

/// Whether an address cannot run code or carry a page of its own: relative, or of a scheme that only leads somewhere.
#[must_use]
pub fn is_safe(address: &str) -> bool {
    // Browsers pass over white space and control characters in a scheme.
    let mut scheme = address.chars().filter(|c| !c.is_control() && !c.is_whitespace());
    let mut name = String::new();
    for c in scheme.by_ref() {
        match c {
            ':' => return SCHEMES.contains(&name.as_str()),
            '/' | '?' | '#' | '\\' => return true,
            // A scheme is ASCII; a file's name may be anything.
            c if !c.is_ascii() => return true,
            c => name.push(c.to_ascii_lowercase()),
        }
    }
    true
}

/// Whether an address leads to another site.
#[must_use]
pub fn is_outside(address: &str) -> bool {
    let start = address.trim_start().get(..8).unwrap_or(address.trim_start()).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://") || start.starts_with("//")
}

/// A path without its percent signs, for finding files; addresses of other sites and malformed ones stay.
#[must_use]
pub fn decoded(address: &str) -> String {
    if !address.contains('%') || address.contains("//") {
        return address.to_owned();
    }
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = (byte == b'%').then(|| address.get(at + 1..at + 3)).flatten();
        let value = hex
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(value.unwrap_or(byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| address.to_owned())
}

/// An address for a double-quoted attribute, as CommonMark's reference escapes it.
#[must_use]
pub fn escaped(address: &str) -> String {
    let mut out = String::with_capacity(address.len() + 8);
    for c in address.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#x27;"),
            c if c.is_ascii_alphanumeric() || "-_.+!*(),%#@?=;:/$~".contains(c) => out.push(c),
            c => {
                let mut buffer = [0; 4];
                for byte in c.encode_utf8(&mut buffer).bytes() {
                    escape::push_percent(byte, &mut out);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_code_are_not_safe() {
        for address in ["a/b:c", "https://x", "#x", "mailto:a@b.c", "中文：说明:1.md", "?a=b:c", "", "a.md"]
        {
            assert!(is_safe(address), "{address}");
        }
        for address in [
            "javascript:x",
            " java\nscript:x",
            "JAVASCRIPT:x",
            "data:text/html,x",
            "vbscript:x",
            "\u{1}javascript:x",
        ] {
            assert!(!is_safe(address), "{address}");
        }
    }

    #[test]
    fn percent_signs_are_undone_where_they_name_files() {
        for (written, expected) in [
            ("%E5%9B%BE.png", "图.png"),
            ("a%20b.md", "a b.md"),
            ("100%.md", "100%.md"),
            ("%+1.md", "%+1.md"),
            ("%FF.md", "%FF.md"),
            ("https://example.com/a%2Fb", "https://example.com/a%2Fb"),
        ] {
            assert_eq!(decoded(written), expected);
        }
        assert!(is_outside("HTTPS://example.com") && is_outside("//example.com") && !is_outside("中文a/b"));
    }
}
