//! What of a template's text its engine reads: tags and expressions. All else is shown as it stands.

use std::ops::Range;

/// A tag or an expression, with its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'t> {
    /// Where it stands.
    pub at: Range<usize>,
    /// What stands between its marks.
    pub inner: &'t str,
    /// Whether it is a tag, `{% … %}`, and no expression, `{{ … }}`.
    pub is_tag: bool,
}

/// Those of a text in order, without those in comments and in what is shown as it stands. One that is not closed reaches
/// to the end.
#[must_use]
pub fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut all = Vec::new();
    let (mut from, mut is_raw) = (0, false);
    while let Some(open) = text[from..].find('{').map(|n| from + n) {
        let (close, is_tag) = match text.as_bytes().get(open + 1) {
            Some(b'%') => (b'%', true),
            Some(b'{') if !is_raw => (b'}', false),
            Some(b'#') if !is_raw => {
                from = text[open..].find("#}").map_or(text.len(), |n| open + n + 2);
                continue;
            }
            _ => {
                from = open + 1;
                continue;
            }
        };
        let end = end(text, open + 2, close);
        let inner = text[open + 2..end].trim_matches('-').trim();
        if is_raw && inner != "endraw" {
            from = open + 2;
            continue;
        }
        is_raw = is_tag && inner == "raw";
        from = (end + 2).min(text.len());
        all.push(Tag { at: open..from, inner, is_tag });
    }
    all
}

/// Where a tag that is open at `from` is closed: strings in it may hold anything.
fn end(text: &str, from: usize, close: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        if *byte == close && bytes.get(at + 1) == Some(&b'}') {
            return at;
        }
        at += 1;
        if matches!(byte, b'"' | b'\'' | b'`') {
            let length = bytes.iter().skip(at).position(|other| other == byte);
            at = length.map_or(bytes.len(), |length| at + length + 1);
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_told_from_what_is_shown() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = tags(text)
                .iter()
                .map(|tag| format!("{}{}", if tag.is_tag { "%" } else { "" }, tag.inner))
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("甲{{ a.b }}乙{%- if c -%}\"d\"{% endif %}", &["a.b", "%if c", "%endif"]);
        check("{{ a(b=\"}}\") }}{% set c = '%}' %}", &["a(b=\"}}\")", "%set c = '%}'"]);
        check("{# {{ a }} #}{{ b }}{#", &["b"]);
        check("{% raw %}{{ a }}{% if %}{% endraw %}{{ b }}", &["%raw", "%endraw", "b"]);
        check("{ a } {{ b", &["b"]);
        check("{{ \"a", &["\"a"]);
        check("{", &[]);
    }
}
