//! Code blocks: highlighting with CSS classes, line numbers, marked lines.

use std::sync::OnceLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::base::text::escape;

/// What the words after a fence say: `rust {2,4-5} linenos title="x"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeInfo {
    /// Language; empty where none.
    pub language: String,
    /// Marked lines, as ranges from 1.
    pub marked: Vec<(u32, u32)>,
    /// Whether lines are numbered.
    pub numbered: bool,
    /// A title above the block.
    pub title: String,
}

impl CodeInfo {
    /// Reads the words after a fence.
    #[must_use]
    pub fn parse(info: &str) -> Self {
        let mut out = Self::default();
        let mut rest = info.trim();
        let end = rest.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(rest.len());
        out.language = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('{') {
                let end = inner.find('}').unwrap_or(inner.len());
                out.marked = inner[..end].split(',').filter_map(range).collect();
                rest = inner.get(end + 1..).unwrap_or_default().trim_start();
            } else if let Some(title) = rest.strip_prefix("title=\"") {
                let end = title.find('"').unwrap_or(title.len());
                title[..end].clone_into(&mut out.title);
                rest = title.get(end + 1..).unwrap_or_default().trim_start();
            } else {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                out.numbered |= &rest[..end] == "linenos";
                rest = rest[end..].trim_start();
            }
        }
        out
    }

    fn is_marked(&self, line: u32) -> bool {
        self.marked.iter().any(|(from, to)| (*from..=*to).contains(&line))
    }
}

fn range(text: &str) -> Option<(u32, u32)> {
    let text = text.trim();
    match text.split_once('-') {
        Some((from, to)) => Some((from.trim().parse().ok()?, to.trim().parse().ok()?)),
        None => text.parse().ok().map(|n| (n, n)),
    }
}

/// Longest code that is highlighted, in bytes; longer ones stay plain, since a page of it is read by nobody.
const HIGHLIGHTED_BYTES_MAX: usize = 256 * 1024;

/// A block as HTML, and whether its language is unknown.
#[must_use]
pub fn block(info: &CodeInfo, code: &str) -> (String, bool) {
    let syntax = syntax(&info.language).filter(|_| code.len() <= HIGHLIGHTED_BYTES_MAX);
    let unknown = syntax.is_none() && !info.language.is_empty() && !is_plain(&info.language);
    let inner = match syntax {
        Some(syntax) => highlighted(syntax, code).unwrap_or_else(|| escape::html(code).into_owned()),
        None => escape::html(code).into_owned(),
    };
    let inner = if info.numbered || !info.marked.is_empty() { lines(&inner, info) } else { inner };
    let mut out = String::with_capacity(inner.len() + 128);
    out.push_str("<figure class=\"code\">");
    if !info.title.is_empty() {
        out.push_str("<figcaption>");
        out.push_str(&escape::html(&info.title));
        out.push_str("</figcaption>");
    }
    out.push_str(if info.numbered {
        "<pre class=\"numbered\" tabindex=\"0\">"
    } else {
        "<pre tabindex=\"0\">"
    });
    out.push_str("<code");
    if !info.language.is_empty() {
        out.push_str(" class=\"language-");
        out.push_str(&escape::html(&info.language));
        out.push('"');
    }
    out.push('>');
    out.push_str(&inner);
    out.push_str("</code></pre></figure>\n");
    (out, unknown)
}

/// Names of text without a syntax, which nobody needs to be told of.
fn is_plain(language: &str) -> bool {
    matches!(language, "text" | "txt" | "plain" | "plaintext" | "none" | "console" | "output")
}

/// Loaded when the first block needs it: the dump takes some milliseconds to read.
fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(two_face::syntax::extra_newlines)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    if language.is_empty() || is_plain(language) {
        return None;
    }
    syntaxes().find_syntax_by_token(language)
}

fn highlighted(syntax: &SyntaxReference, code: &str) -> Option<String> {
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes(), style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

/// Wraps each line; elements that run over a line end are closed and opened again.
fn lines(html: &str, info: &CodeInfo) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    let mut open: Vec<&str> = Vec::new();
    for (n, line) in (1u32..).zip(html.trim_end_matches('\n').split('\n')) {
        out.push_str(if info.is_marked(n) {
            "<span class=\"line marked\" data-line=\""
        } else {
            "<span class=\"line\" data-line=\""
        });
        out.push_str(&n.to_string());
        out.push_str("\">");
        open.iter().for_each(|tag| out.push_str(tag));
        out.push_str(line);
        track(line, &mut open);
        open.iter().for_each(|_| out.push_str("</span>"));
        out.push_str("</span>\n");
    }
    out
}

fn track<'h>(line: &'h str, open: &mut Vec<&'h str>) {
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = rest.find('>').map_or(rest.len(), |n| n + 1);
        if rest.starts_with("</") {
            open.pop();
        } else {
            open.push(&rest[..end]);
        }
        rest = &rest[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_after_a_fence_are_read() {
        let info = CodeInfo::parse("rust {2,4-5} linenos title=\"示例 一\"");
        assert_eq!(info.language, "rust");
        assert_eq!(info.marked, [(2, 2), (4, 5)]);
        assert!(info.numbered);
        assert_eq!(info.title, "示例 一");
        assert_eq!(CodeInfo::parse("python{1}").language, "python");
    }

    #[test]
    fn marked_lines_are_marked_and_text_is_escaped() {
        let (html, unknown) = block(&CodeInfo::parse("nosuch {2}"), "a < b\nc\n");
        assert!(unknown);
        assert!(
            html.contains("a &lt; b")
                && html.contains("<span class=\"line marked\" data-line=\"2\">c</span>"),
            "{html}"
        );
        assert!(block(&CodeInfo::parse("rust"), "fn a() {}\n").0.contains("hl-"));
    }
}
