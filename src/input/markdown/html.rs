//! Raw HTML in Markdown: what an editor may write by hand is told apart from what could do harm.

use pulldown_cmark::{Event, Parser};

/// Elements that editors may write.
const ALLOWED: [&str; 69] = [
    "a",
    "abbr",
    "address",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Attributes that they may have, besides `aria-*`. No `style` and no `data-*`: looks and behaviour are the theme's.
const ATTRIBUTES: [&str; 36] = [
    "alt",
    "class",
    "colspan",
    "controls",
    "datetime",
    "dir",
    "headers",
    "height",
    "href",
    "id",
    "kind",
    "label",
    "lang",
    "loop",
    "media",
    "muted",
    "name",
    "open",
    "poster",
    "preload",
    "reversed",
    "role",
    "rowspan",
    "scope",
    "span",
    "src",
    "srclang",
    "start",
    "title",
    "type",
    "value",
    "width",
    "cite",
    "abbr",
    "default",
    "translate",
];

/// Elements whose content is no text for readers.
const OPAQUE: [&str; 9] =
    ["script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "textarea"];

/// Elements without content.
const VOID: [&str; 8] = ["br", "col", "hr", "img", "source", "track", "wbr", "embed"];

/// A part of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text, `<` escaped and entities as written.
    Text(String),
    /// A start tag with the attributes that it may have.
    Open(Tag),
    /// An end tag.
    Close(String),
    /// Something taken out: its name.
    Removed(String),
}

/// A start tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// Element, in small letters.
    pub name: String,
    /// Attributes with their values, entities undone where an address is meant.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute's value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Whether the element has no content and no end tag.
    #[must_use]
    pub fn is_void(&self) -> bool {
        VOID.contains(&self.name.as_str())
    }
}

/// Whether an element's end tag may be left out.
#[must_use]
pub fn ends_by_itself(name: &str) -> bool {
    matches!(name, "li" | "p" | "dt" | "dd" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "rt" | "rp")
}

/// Whether a start tag of `next` ends an open element `open`.
#[must_use]
pub fn ends(open: &str, next: &str) -> bool {
    let cell = |name| matches!(name, "td" | "th");
    let term = |name| matches!(name, "dt" | "dd");
    let ruby = |name| matches!(name, "rt" | "rp");
    matches!(open, "li" | "p" | "tr") && open == next
        || cell(open) && cell(next)
        || term(open) && term(next)
        || ruby(open) && ruby(next)
}

/// Reads raw HTML. Comments and declarations are dropped, since they say nothing to readers.
#[must_use]
pub fn parts(html: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (before, from) = rest.split_at(open);
        text.push_str(before);
        if let Some(after) = past_comment(from) {
            rest = after;
            continue;
        }
        let Some((closing, tag, removed, after)) = tag(from) else {
            text.push_str("&lt;");
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        if !text.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut text)));
        }
        let name = tag.name.clone();
        if ALLOWED.contains(&name.as_str()) {
            parts.extend(removed.into_iter().map(Part::Removed));
            parts.push(if closing { Part::Close(name) } else { Part::Open(tag) });
            continue;
        }
        if !closing && OPAQUE.contains(&name.as_str()) {
            rest = past_content(rest, &name);
        }
        parts.push(Part::Removed(format!("<{name}>")));
    }
    text.push_str(rest);
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    parts
}

fn past_comment(text: &str) -> Option<&str> {
    let until = |start: &str, end: &str| {
        let inner = text.strip_prefix(start)?;
        Some(inner.find(end).and_then(|n| inner.get(n + end.len()..)).unwrap_or_default())
    };
    until("<!-->", "")
        .or_else(|| until("<!--", "-->"))
        .or_else(|| until("<![CDATA[", "]]>"))
        .or_else(|| until("<?", ">"))
        .or_else(|| until("<!", ">"))
}

/// What stands behind the end tag of `name`; nothing where there is none.
fn past_content<'t>(text: &'t str, name: &str) -> &'t str {
    let ends = |at: usize| {
        let tail = text.get(at + 2..at + 2 + name.len());
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(name))
    };
    let Some((at, _)) = text.match_indices("</").find(|(at, _)| ends(*at)) else { return "" };
    let rest = text.get(at..).unwrap_or_default();
    rest.find('>').and_then(|n| rest.get(n + 1..)).unwrap_or_default()
}

/// One tag at the start of `text`: whether it is an end tag, the tag, names of attributes that were taken out, and the
/// rest. `None` where it is no tag.
fn tag(text: &str) -> Option<(bool, Tag, Vec<String>, &str)> {
    let inner = text.strip_prefix('<')?;
    let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'))?;
    let (name, mut rest) = inner.split_at(end);
    let mut tag = Tag { name: name.to_ascii_lowercase(), attributes: Vec::new() };
    let mut removed = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some((closing, tag, removed, after));
        }
        let (name, value, after) = attribute(rest)?;
        rest = after;
        if closing {
            continue;
        }
        let known = ATTRIBUTES.contains(&name.as_str()) || name.starts_with("aria-");
        if known && tag.get(&name).is_none() {
            tag.attributes.push((name, value));
        } else {
            removed.push(name);
        }
    }
}

/// One attribute at the start of `text`; `None` where the tag does not end.
fn attribute(text: &str) -> Option<(String, String, &str)> {
    // Another tag begins: this one never ended. So broken tags cost no more than their own length.
    if text.starts_with('<') {
        return None;
    }
    // A `=` at the start belongs to the name, as browsers read it; so every turn takes at least one character.
    let first = text.chars().next()?;
    let end = text
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/' | '<'))
        .map_or(text.len(), |(at, _)| at)
        .max(first.len_utf8());
    let (name, rest) = text.split_at(end);
    let name = name.to_ascii_lowercase();
    let Some(after) = rest.trim_start_matches(|c: char| c.is_ascii_whitespace()).strip_prefix('=') else {
        return Some((name, String::new(), rest));
    };
    let after = after.trim_start_matches(|c: char| c.is_ascii_whitespace());
    if let quote @ ('"' | '\'') = after.chars().next()? {
        let inner = after.get(1..)?;
        let end = inner.find(quote)?;
        Some((name, plain(inner.get(..end)?), inner.get(end + 1..)?))
    } else {
        let end = after.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
        let (value, rest) = after.split_at(end);
        Some((name, plain(value), rest))
    }
}

/// A value with its entities undone: the parser of Markdown knows them all.
fn plain(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let from = rest.get(at..).unwrap_or_default();
        // The longest name of an entity has 33 characters.
        let end = from.char_indices().take(40).find(|(_, c)| *c == ';').map_or(1, |(n, _)| n + 1);
        let written = from.get(..end).unwrap_or_default();
        let read = (end > 2).then(|| entity(written)).flatten();
        out.push_str(read.as_deref().unwrap_or(written));
        rest = from.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn entity(written: &str) -> Option<String> {
    let text: String = Parser::new(written)
        .filter_map(|event| if let Event::Text(text) = event { Some(text.into_string()) } else { None })
        .collect();
    (text != written).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(name: &str, attributes: &[(&str, &str)]) -> Part {
        let attributes = attributes.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Part::Open(Tag { name: name.to_owned(), attributes })
    }

    fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    fn removed(name: &str) -> Part {
        Part::Removed(name.to_owned())
    }

    fn close(name: &str) -> Part {
        Part::Close(name.to_owned())
    }

    #[test]
    fn harmless_html_passes() {
        assert_eq!(parts("<b>粗</b>"), [open("b", &[]), text("粗"), close("b")]);
        assert_eq!(parts("<BR/>"), [open("br", &[])]);
        assert_eq!(
            parts("<td\n colspan=2 title='a&amp;b' open>"),
            [open("td", &[("colspan", "2"), ("title", "a&b"), ("open", "")])]
        );
        assert_eq!(parts("a < b &nbsp; > c"), [text("a &lt; b &nbsp; > c")]);
        assert_eq!(parts("前<!-- 注\n<b> -->后<?x?><!DOCTYPE html>"), [text("前后")]);
    }

    #[test]
    fn what_could_do_harm_is_taken_out() {
        assert_eq!(parts("<script>x<b></script>后"), [removed("<script>"), text("后")]);
        assert_eq!(parts("<STYLE>x"), [removed("<style>")]);
        assert_eq!(parts("<form>内容</form>"), [removed("<form>"), text("内容"), removed("<form>")]);
        assert_eq!(
            parts("<b onclick=\"x\" class=a style='b'>"),
            [removed("onclick"), removed("style"), open("b", &[("class", "a")])]
        );
        assert_eq!(parts("<a href='java&#115;cript:x'>"), [open("a", &[("href", "javascript:x")])]);
        assert_eq!(parts("<a href=\"a\" href=\"b\">"), [removed("href"), open("a", &[("href", "a")])]);
        for unfinished in ["<b", "<b class=\"a", "<b class", "<b ="] {
            assert_eq!(parts(unfinished), [text(&unfinished.replace('<', "&lt;"))]);
        }
    }
}
