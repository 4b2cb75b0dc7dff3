//! A page in another writing of its language: its words, and nothing that programs read. Addresses, ids, classes and
//! code stay, and so does what is marked as another language.

use super::traditional::Traditional;

/// Elements whose content is no running text.
const KEPT: [&str; 7] = ["code", "pre", "kbd", "samp", "style", "math", "textarea"];

/// Attributes that readers see or hear.
const SPOKEN: [&str; 10] = [
    "alt",
    "title",
    "aria-label",
    "placeholder",
    "content",
    "label",
    "data-words",
    "data-done",
    "data-label",
    "data-category",
];

/// A page with its words rewritten.
#[must_use]
pub fn html(page: &str, writing: &Traditional) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 16);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out.push_str(&writing.text(text));
        rest = element(tag, writing, &mut out);
    }
    out.push_str(&writing.text(rest));
    out
}

/// Writes the tag that `from` begins with, and where its content is kept, that too; gives what follows.
fn element<'p>(from: &'p str, writing: &Traditional, out: &mut String) -> &'p str {
    if from.starts_with("<!--") {
        return copied(from, from.find("-->").map_or(from.len(), |end| end + 3), out);
    }
    let end = tag_end(from);
    let (tag, rest) = from.split_at(end);
    let name: &str = tag.get(1..).unwrap_or_default();
    let name = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
    attributes(tag, writing, out);
    if name.is_empty() || tag.ends_with("/>") {
        return rest;
    }
    if name == "script" {
        let close = rest.find("</script").unwrap_or(rest.len());
        let (script, after) = rest.split_at(close);
        // A description of the page is words between marks of ASCII.
        let is_description = tag.contains("application/ld+json");
        out.push_str(&if is_description { writing.text(script) } else { script.to_owned() });
        return after;
    }
    let is_other = attribute(tag, "lang").is_some_and(|lang| name != "html" && !lang.is_empty());
    if is_other || KEPT.contains(&name) || attribute(tag, "translate") == Some("no") {
        return copied(rest, content_end(rest, name), out);
    }
    rest
}

fn copied<'p>(from: &'p str, end: usize, out: &mut String) -> &'p str {
    let (copied, rest) = from.split_at(end);
    out.push_str(copied);
    rest
}

/// One past the `>` that ends the tag at the beginning of `from`; quotes may hold others.
fn tag_end(from: &str) -> usize {
    let mut quote = None;
    for (at, c) in from.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    from.len()
}

/// Where the element `name` ends whose content `from` begins with: at its end tag, past those of its own name in it.
fn content_end(from: &str, name: &str) -> usize {
    let mut depth = 1_usize;
    let mut at = 0;
    while let Some(found) = from.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let tag = from.get(start..).unwrap_or_default();
        let end = start + tag_end(tag);
        let is_named = |rest: &str| {
            rest.strip_prefix(name)
                .is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
        };
        if tag.strip_prefix("</").is_some_and(is_named) {
            depth -= 1;
            if depth == 0 {
                return start;
            }
        } else if tag.strip_prefix('<').is_some_and(is_named)
            && !from.get(..end).is_some_and(|t| t.ends_with("/>"))
        {
            depth += 1;
        }
        at = end;
    }
    from.len()
}

/// The value of an attribute in double quotes.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let before = tag.get(..at)?.chars().next_back()?;
        let value = tag.get(at + name.len()..)?.strip_prefix("=\"")?;
        before.is_ascii_whitespace().then(|| value.split('"').next().unwrap_or_default())
    })
}

/// Writes a tag, those of its attributes rewritten that readers meet.
fn attributes(tag: &str, writing: &Traditional, out: &mut String) {
    let mut rest = tag;
    while let Some(at) = rest.find(['"', '\'']) {
        let (before, quoted) = rest.split_at(at);
        out.push_str(before);
        let mark = if quoted.starts_with('"') { '"' } else { '\'' };
        let Some(inner) = quoted.get(1..) else { break };
        let end = inner.find(mark).unwrap_or(inner.len());
        let (value, after) = inner.split_at(end);
        let name =
            before.trim_end_matches('=').rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        out.push(mark);
        out.push_str(&if SPOKEN.contains(&name) { writing.text(value) } else { value.to_owned() });
        rest = after;
        if let Some(after) = rest.strip_prefix(mark) {
            out.push(mark);
            rest = after;
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_change_and_what_programs_read_stays() {
        let writing = Traditional::of("zh-Hant");
        for (page, expected) in [
            ("<p>网络</p>", "<p>網絡</p>"),
            (
                "<a href=\"/网/#后\" id=\"网\" title=\"网>络\">后来</a>",
                "<a href=\"/网/#后\" id=\"网\" title=\"網>絡\">後來</a>",
            ),
            (
                "<code>网</code><pre>网<pre>络</pre>络</pre>网",
                "<code>网</code><pre>网<pre>络</pre>络</pre>網",
            ),
            ("<a lang=\"zh-CN\" href=\"/\">简体</a>体", "<a lang=\"zh-CN\" href=\"/\">简体</a>體"),
            ("<html lang=\"zh-Hant\"><b>体</b>", "<html lang=\"zh-Hant\"><b>體</b>"),
            (
                "<script>var 网</script><script type=\"application/ld+json\">{\"name\":\"网\"}</script>",
                "<script>var 网</script><script type=\"application/ld+json\">{\"name\":\"網\"}</script>",
            ),
            ("<!-- 网 --><meta content='网\"' name=\"网\">", "<!-- 网 --><meta content='網\"' name=\"网\">"),
            (
                "<button data-word=\"网\" data-words=\"网\" disabled>体 < 体",
                "<button data-word=\"网\" data-words=\"網\" disabled>體 < 体",
            ),
            ("<svg/><i lang=\"ja\"><i/>体<i>体</i></i>体", "<svg/><i lang=\"ja\"><i/>体<i>体</i></i>體"),
        ] {
            assert_eq!(html(page, &writing), expected, "{page}");
        }
    }
}
