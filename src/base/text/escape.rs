//! Text made safe for the place it is put in.

use std::borrow::Cow;

use super::scan::{self, is_one_of};

/// Text for HTML, between tags or within quotes.
#[must_use]
pub fn html(text: &str) -> Cow<'_, str> {
    replaced(text, |b| is_one_of(b, *b"&<>\"'"), marked)
}

/// Text for HTML, between tags or within double quotes, as CommonMark's reference implementation writes it.
#[must_use]
pub fn commonmark(text: &str) -> Cow<'_, str> {
    replaced(text, |b| is_one_of(b, *b"&<>\""), marked)
}

/// Text for a quoted attribute of HTML or XML; line breaks and tabs survive the reader's normalisation.
#[must_use]
pub fn attribute(text: &str) -> Cow<'_, str> {
    replaced(
        text,
        |b| is_one_of(b, *b"&<>\"'\n\r\t"),
        |c| match c {
            '\n' => Some("&#10;"),
            '\r' => Some("&#13;"),
            '\t' => Some("&#9;"),
            _ => marked(c),
        },
    )
}

/// Text for XML 1.0, in elements or attributes. The characters that XML 1.0 forbids (section 2.2) are dropped:
/// there is no way to write them, and one of them makes a feed unreadable.
#[must_use]
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is done for many bytes at once")]
pub fn xml(text: &str) -> Cow<'_, str> {
    replaced(
        text,
        // U+FFFE and U+FFFF begin with EF.
        |b| is_one_of(b, *b"&<>\"'\xEF") | (b < 0x20),
        |c| match c {
            '\t' | '\n' => None,
            '\r' => Some("&#13;"),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => Some(""),
            _ => marked(c),
        },
    )
}

/// JSON for a `<script>` element. Within JSON `<` stands in strings only, so that `</script>` and `<!--` cannot be
/// written; the two line separators are line ends to older JavaScript.
#[must_use]
pub fn json_in_script(json: &str) -> Cow<'_, str> {
    replaced(
        json,
        // The separators begin with E2.
        |b| is_one_of(b, *b"<\xE2"),
        |c| match c {
            '<' => Some("\\u003c"),
            '\u{2028}' => Some("\\u2028"),
            '\u{2029}' => Some("\\u2029"),
            _ => None,
        },
    )
}

/// The signs of markup.
fn marked(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    }
}

/// A path for an address: its segments percent-encoded, `/` kept. The path is taken as it is meant, so that a `%`
/// of its own is encoded too.
#[must_use]
pub fn url_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    push_url_path(path, &mut out);
    out
}

/// The same at the end of an address.
pub fn push_url_path(path: &str, out: &mut String) {
    push_encoded(path, stands_in_path, out);
}

/// A path with everything encoded but RFC 3986's unreserved characters and `/`: for those who take more for signs of
/// their own than a browser does.
#[must_use]
pub fn unreserved_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    push_encoded(path, |byte| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte), &mut out);
    out
}

/// Adds a byte as `%` and two digits (RFC 3986, section 2.1).
pub fn push_percent(byte: u8, out: &mut String) {
    out.push('%');
    let digits = [byte >> 4, byte & 0xF].into_iter();
    out.extend(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).map(|c| c.to_ascii_uppercase()));
}

/// Adds a text, of which every byte but those that `stand` is encoded; these are of ASCII.
fn push_encoded(text: &str, stand: impl Fn(u8) -> bool, out: &mut String) {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| !stand(*byte)) {
        let (run, after) = rest.split_at(at);
        out.push_str(std::str::from_utf8(run).unwrap_or_default());
        let Some((byte, after)) = after.split_first() else { break };
        push_percent(*byte, out);
        rest = after;
    }
    out.push_str(std::str::from_utf8(rest).unwrap_or_default());
}

/// What a path may hold as it is: RFC 3986's `pchar` and `/`, without the quotes and brackets that would have to be
/// escaped where an address is put.
const fn stands_in_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.' | b'_' | b'~' | b'/' | b'!' | b'$' | b'*' | b'+' | b',' | b';' | b'=' | b':' | b'@'
        )
}

/// Puts words `instead` of some characters. Only where `may_be` holds for a byte is a character looked at; the byte is
/// the first of its character.
fn replaced(
    text: &str,
    may_be: impl Fn(u8) -> bool + Copy,
    instead: impl Fn(char) -> Option<&'static str>,
) -> Cow<'_, str> {
    let (mut out, mut from, mut at) = (None::<String>, 0, 0);
    while let Some(found) = scan::position(text.as_bytes(), at, may_be) {
        let Some(c) = text.get(found..).and_then(|rest| rest.chars().next()) else { break };
        at = found + c.len_utf8();
        if let Some(words) = instead(c) {
            let out = out.get_or_insert_with(|| String::with_capacity(text.len() + 16));
            out.push_str(text.get(from..found).unwrap_or_default());
            out.push_str(words);
            from = at;
        }
    }
    let Some(mut out) = out else { return Cow::Borrowed(text) };
    out.push_str(text.get(from..).unwrap_or_default());
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
        assert_eq!(unreserved_path("/a-b_c.d~/名:@!"), "/a-b_c.d~/%E5%90%8D%3A%40%21");
    }
}
