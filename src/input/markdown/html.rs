//! Raw HTML in Markdown: harmless elements pass, everything else is shown as text.

use std::borrow::Cow;

/// Elements that editors may write by hand.
const ALLOWED: [&str; 46] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "q", "rp", "rt", "ruby", "s", "samp",
    "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "u", "ul",
];

/// Attributes that they may have.
const ATTRIBUTES: [&str; 11] =
    ["class", "id", "title", "lang", "dir", "href", "colspan", "rowspan", "scope", "open", "datetime"];

/// The HTML without what could do harm, and whether something was taken out.
#[must_use]
pub fn harmless(html: &str) -> (Cow<'_, str>, bool) {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut changed = false;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        match tag(rest) {
            Some((clean, len, kept_whole)) => {
                changed |= !kept_whole;
                out.push_str(&clean);
                rest = &rest[len..];
            }
            None => {
                changed = true;
                out.push_str("&lt;");
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    (Cow::Owned(out), changed)
}

/// Reads one tag at the start of `text`: what may stay of it, its length, and whether that is all of it. `None` where
/// it is no tag or one that is not allowed.
fn tag(text: &str) -> Option<(String, usize, bool)> {
    let end = tag_end(text)?;
    let inner = text.get(1..end)?;
    let closing = inner.starts_with('/');
    let body = inner.trim_start_matches('/').trim_end_matches('/');
    let name: String =
        body.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if !ALLOWED.contains(&name.as_str()) {
        return None;
    }
    if closing {
        return Some((format!("</{name}>"), end + 1, true));
    }
    let mut clean = format!("<{name}");
    let mut whole = true;
    for (attribute, value) in attributes(body.get(name.len()..).unwrap_or_default()) {
        let safe = ATTRIBUTES.contains(&attribute.as_str())
            && (attribute != "href" || is_safe_address(value.as_deref().unwrap_or_default()));
        if !safe {
            whole = false;
            continue;
        }
        clean.push(' ');
        clean.push_str(&attribute);
        if let Some(value) = value {
            clean.push_str("=\"");
            clean.push_str(&value.replace('"', "&quot;").replace('<', "&lt;"));
            clean.push('"');
        }
    }
    clean.push('>');
    Some((clean, end + 1, whole))
}

/// The byte of the `>` that ends the tag, quotes passed over.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(q), b) if q == b => quote = None,
            (None, b'<') => return None,
            _ => {}
        }
    }
    None
}

fn attributes(text: &str) -> Vec<(String, Option<String>)> {
    let mut list = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..name_end].to_ascii_lowercase();
        rest = rest[name_end..].trim_start();
        let mut value = None;
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let (taken, left) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = &after[1..];
                    let end = inner.find(quote).unwrap_or(inner.len());
                    (&inner[..end], inner.get(end + 1..).unwrap_or_default())
                }
                _ => {
                    let end = after.find(char::is_whitespace).unwrap_or(after.len());
                    (&after[..end], &after[end..])
                }
            };
            value = Some(taken.to_owned());
            rest = left.trim_start();
        } else if name_end == 0 {
            rest = rest.get(1..).unwrap_or_default();
        }
        if !name.is_empty() {
            list.push((name, value));
        }
    }
    list
}

/// Whether a link's address cannot run code: relative, or of a scheme that only leads somewhere.
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    let plain: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let Some(colon) = plain.find(':') else { return true };
    if plain.find(['/', '?', '#']).is_some_and(|n| n < colon) {
        return true;
    }
    let scheme = plain[..colon].to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "ftp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_do_harm_is_taken_out() {
        for (html, expected, changed) in [
            ("<b>粗</b>", "<b>粗</b>", false),
            ("<ruby>汉<rt>hàn</rt></ruby>", "<ruby>汉<rt>hàn</rt></ruby>", false),
            ("<script>x</script>", "&lt;script>x&lt;/script>", true),
            ("<b onclick=\"x\" class=a>", "<b class=\"a\">", true),
            ("<a href=\"javascript:x\">", "<a>", true),
            ("<img src=x onerror=y>", "&lt;img src=x onerror=y>", true),
            ("<!-- 注 -->后", "后", false),
        ] {
            let (clean, taken) = harmless(html);
            assert_eq!((clean.as_ref(), taken), (expected, changed), "{html}");
        }
    }

    #[test]
    fn addresses_that_run_code_are_not_safe() {
        assert!(["a/b:c", "https://x", "#x", "mailto:a@b.c", "中文.md"].into_iter().all(is_safe_address));
        assert!(
            !["javascript:x", " java\nscript:x", "data:text/html,x", "vbscript:x"]
                .into_iter()
                .any(is_safe_address)
        );
    }
}
