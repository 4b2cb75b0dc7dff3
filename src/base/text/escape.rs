//! Text made safe for the place it is put in.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Text for HTML, between tags or within quotes.
#[must_use]
pub fn html(text: &str) -> Cow<'_, str> {
    replaced_bytes(text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    })
}

/// Text for HTML, between tags or within double quotes, as CommonMark's reference implementation writes it.
#[must_use]
pub fn commonmark(text: &str) -> Cow<'_, str> {
    replaced_bytes(text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    })
}

/// Text for a quoted attribute of HTML or XML; line breaks and tabs survive the reader's normalisation.
#[must_use]
pub fn attribute(text: &str) -> Cow<'_, str> {
    replaced(text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        '\t' => Some("&#9;"),
        _ => None,
    })
}

/// Text for XML 1.0, in elements or attributes. The characters that XML 1.0 forbids (section 2.2) are dropped:
/// there is no way to write them, and one of them makes a feed unreadable.
#[must_use]
pub fn xml(text: &str) -> Cow<'_, str> {
    replaced(text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\t' | '\n' => None,
        '\r' => Some("&#13;"),
        '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => Some(""),
        _ => None,
    })
}

/// JSON for a `<script>` element. Within JSON `<` stands in strings only, so that `</script>` and `<!--` cannot be
/// written; the two line separators are line ends to older JavaScript.
#[must_use]
pub fn json_in_script(json: &str) -> Cow<'_, str> {
    replaced(json, |c| match c {
        '<' => Some("\\u003c"),
        '\u{2028}' => Some("\\u2028"),
        '\u{2029}' => Some("\\u2029"),
        _ => None,
    })
}

/// A path for an address: its segments percent-encoded, `/` kept. The path is taken as it is meant, so that a `%`
/// of its own is encoded too.
#[must_use]
pub fn url_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/'
            | b'!'
            | b'$'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b':'
            | b'@' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The same for single bytes of ASCII, which no longer character holds: most of a text need not be decoded.
fn replaced_bytes(text: &str, instead: impl Fn(u8) -> Option<&'static str>) -> Cow<'_, str> {
    let Some(first) = text.bytes().position(|byte| instead(byte).is_some()) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 16);
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate().skip(first) {
        if let Some(words) = instead(byte) {
            out.push_str(text.get(from..at).unwrap_or_default());
            out.push_str(words);
            from = at + 1;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

fn replaced(text: &str, instead: impl Fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    let Some(first) = text.find(|c| instead(c).is_some()) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        match instead(c) {
            Some(words) => out.push_str(words),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_special_characters_is_lent() {
        for escape in [html, attribute, xml, json_in_script] {
            assert!(matches!(escape("潮音 Chaoyin"), Cow::Borrowed("潮音 Chaoyin")));
        }
    }

    #[test]
    fn html_cannot_be_left() {
        assert_eq!(html(r#"<a href="x">'&'</a>"#), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
        assert_eq!(attribute("a\n\"b\"\t"), "a&#10;&quot;b&quot;&#9;");
    }

    #[test]
    fn xml_holds_only_what_xml_allows() {
        assert_eq!(xml("甲\u{0}\u{8}\u{B}\u{1F}\u{FFFE}乙\t\n<"), "甲乙\t\n&lt;");
        assert_eq!(xml("🌊\u{85}\r"), "🌊\u{85}&#13;");
    }

    #[test]
    fn json_cannot_end_its_script() {
        assert_eq!(
            json_in_script("\"</script><!--\u{2028}\u{2029}\""),
            r#""\u003c/script>\u003c!--\u2028\u2029""#
        );
    }

    #[test]
    fn a_path_is_encoded_by_bytes() {
        for (path, expected) in [
            ("/mingshi/wang-yangming/", "/mingshi/wang-yangming/"),
            ("/名师/", "/%E5%90%8D%E5%B8%88/"),
            ("a b?c#d%e&f'g\"h", "a%20b%3Fc%23d%25e%26f%27g%22h"),
            ("", ""),
        ] {
            assert_eq!(url_path(path), expected);
        }
    }
}
