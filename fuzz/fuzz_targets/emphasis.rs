//! Any text with Chinese punctuation and delimiters: the marks that make emphasis CJK-friendly never show, and a text
//! without wide characters reads as CommonMark alone reads it.
#![no_main]

use chaoyin::input::markdown::read::render_plain;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let html = render_plain(text, true);
    let private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    if !text.contains(private) && !text.contains('&') {
        assert!(!html.contains(private), "{text:?}\n{html}");
    }
});
