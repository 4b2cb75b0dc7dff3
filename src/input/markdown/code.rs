//! Code blocks: highlighting with CSS classes, line numbers, marked lines.

use std::fmt::Write as _;
use std::sync::OnceLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::base::limits::{CODE_BYTES_MAX, CODE_LINE_BYTES_MAX};
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
    /// Words that mean nothing here.
    pub unknown: Vec<String>,
}

/// Most ranges of marked lines that are kept.
const RANGES_MAX: usize = 100;

impl CodeInfo {
    /// Words that may stand behind the language.
    pub const WORDS: [&str; 2] = ["linenos", "title"];

    /// Reads the words after a fence.
    #[must_use]
    pub fn parse(info: &str) -> Self {
        let info = info.trim();
        let end = info.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(info.len());
        let (language, mut rest) = info.split_at(end);
        let mut out = Self { language: language.to_ascii_lowercase(), ..Self::default() };
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return out;
            }
            if let Some((inner, left)) = rest.strip_prefix('{').and_then(|r| r.split_once('}')) {
                rest = left;
                out.mark(inner);
                continue;
            }
            if let Some((title, left)) = rest.strip_prefix("title=\"").and_then(|r| r.split_once('"')) {
                rest = left;
                title.clone_into(&mut out.title);
                continue;
            }
            let (word, left) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
            rest = left;
            match word.strip_prefix("title=") {
                Some(title) => title.trim_matches('"').clone_into(&mut out.title),
                None if word == "linenos" => out.numbered = true,
                None => out.unknown.push(word.to_owned()),
            }
        }
    }

    fn mark(&mut self, ranges: &str) {
        for written in ranges.split([',', '，', '、']).filter(|r| !r.trim().is_empty()).take(RANGES_MAX) {
            match range(written) {
                Some(range) => self.marked.push(range),
                None => self.unknown.push(written.trim().to_owned()),
            }
        }
    }

    fn is_marked(&self, line: u32) -> bool {
        self.marked.iter().any(|(from, to)| (*from..=*to).contains(&line))
    }
}

fn range(text: &str) -> Option<(u32, u32)> {
    let number = |t: &str| t.trim().parse::<u32>().ok().filter(|n| *n > 0);
    match text.split_once('-') {
        Some((from, to)) => Some((number(from)?, number(to)?)).filter(|(from, to)| from <= to),
        None => number(text).map(|n| (n, n)),
    }
}

/// A block as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBlock {
    /// The HTML.
    pub html: String,
    /// Whether anything is coloured.
    pub highlighted: bool,
    /// Whether a language is named that nobody knows.
    pub unknown: bool,
}

/// A block as HTML.
#[must_use]
pub fn block(info: &CodeInfo, code: &str) -> CodeBlock {
    let syntax = syntax(&info.language);
    let unknown = syntax.is_none() && !info.language.is_empty() && !is_plain(&info.language);
    let inner = syntax.and_then(|syntax| highlighted(syntax, code));
    let highlighted = inner.is_some();
    let inner = inner.unwrap_or_else(|| escape::html(code).into_owned());
    let mut html = String::with_capacity(inner.len() * 2 + 128);
    html.push_str("<figure class=\"code\">");
    if !info.title.is_empty() {
        let _ = write!(html, "<figcaption>{}</figcaption>", escape::html(&info.title));
    }
    // A block may be wider than its room, so it can be reached and scrolled by keyboard.
    html.push_str(if info.numbered {
        "<pre class=\"numbered\" tabindex=\"0\">"
    } else {
        "<pre tabindex=\"0\">"
    });
    if info.language.is_empty() {
        html.push_str("<code>");
    } else {
        let _ = write!(html, "<code class=\"language-{}\">", escape::html(&info.language));
    }
    if highlighted || info.numbered || !info.marked.is_empty() {
        lines(&mut html, &inner, info);
    } else {
        html.push_str(&inner);
    }
    html.push_str("</code></pre></figure>\n");
    CodeBlock { html, highlighted, unknown }
}

/// A block without anything said of it: indented code.
#[must_use]
pub fn bare_block(code: &str) -> String {
    format!("<figure class=\"code\"><pre tabindex=\"0\"><code>{}</code></pre></figure>\n", escape::html(code))
}

/// Names of text without a syntax, which nobody needs to be told of.
fn is_plain(language: &str) -> bool {
    matches!(language, "text" | "txt" | "plain" | "plaintext" | "none" | "output" | "文本" | "纯文本")
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
    let usual = match language {
        "golang" => "go",
        "shell" | "console" | "shell-session" => "sh",
        "jsonc" | "json5" => "json",
        language => language,
    };
    syntaxes().find_syntax_by_token(usual)
}

/// Names of languages for suggestions.
pub fn languages() -> impl Iterator<Item = &'static str> {
    let tokens =
        |s: &'static SyntaxReference| s.file_extensions.iter().map(String::as_str).chain([s.name.as_str()]);
    syntaxes().syntaxes().iter().filter(|s| !s.hidden).flat_map(tokens)
}

fn highlighted(syntax: &SyntaxReference, code: &str) -> Option<String> {
    if code.len() > CODE_BYTES_MAX || code.split('\n').any(|line| line.len() > CODE_LINE_BYTES_MAX) {
        return None;
    }
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes(), style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

/// Wraps each line, its end included; elements that run over a line's end are closed and opened again.
fn lines(out: &mut String, html: &str, info: &CodeInfo) {
    let mut open: Vec<&str> = Vec::new();
    for (n, line) in (1u32..).zip(html.split_inclusive('\n')) {
        let text = line.strip_suffix('\n').unwrap_or(line);
        // What only closes elements after the last line is no line.
        if !line.ends_with('\n') && text.split("</span>").all(str::is_empty) {
            return;
        }
        let class = if info.is_marked(n) { "line marked" } else { "line" };
        let _ = write!(out, "<span class=\"{class}\" data-line=\"{n}\">");
        out.extend(open.iter().copied());
        out.push_str(text);
        track(text, &mut open);
        out.extend(open.iter().map(|_| "</span>"));
        out.push_str("\n</span>");
    }
}

/// Follows the elements that `line` opens and closes.
fn track<'h>(line: &'h str, open: &mut Vec<&'h str>) {
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        let from = rest.get(at..).unwrap_or_default();
        let end = from.find('>').map_or(from.len(), |n| n + 1);
        let (tag, left) = from.split_at(end);
        if tag.starts_with("</") {
            open.pop();
        } else {
            open.push(tag);
        }
        rest = left;
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
        assert!(info.numbered && info.unknown.is_empty());
        assert_eq!(info.title, "示例 一");
        assert_eq!(CodeInfo::parse("Python{1}").language, "python");
        assert_eq!(CodeInfo::parse("js {a,0,3-2} linenum").unknown, ["a", "0", "3-2", "linenum"]);
        assert_eq!(CodeInfo::parse("js title=a").title, "a");
    }

    #[test]
    fn marked_lines_are_marked_and_text_is_escaped() {
        let block = super::block(&CodeInfo::parse("nosuch {2}"), "a < b\nc\n");
        assert!(block.unknown && !block.highlighted);
        let expected = "<span class=\"line\" data-line=\"1\">a &lt; b\n</span><span class=\"line marked\" data-line=\"2\">c\n</span></code>";
        assert!(block.html.contains(expected), "{}", block.html);
    }

    #[test]
    fn code_is_coloured_and_each_line_is_whole() {
        let block = super::block(&CodeInfo::parse("rust"), "/* a\nb */\nfn c() {}\n");
        assert!(block.highlighted && block.html.contains("hl-"));
        assert_eq!(block.html.matches("class=\"line\"").count(), 3);
        for line in block.html.split("<span class=\"line\"").skip(1) {
            let line = line.split("</code>").next().unwrap_or_default();
            assert_eq!(line.matches("<span").count() + 1, line.matches("</span>").count(), "{line}");
        }
    }

    #[test]
    fn very_long_code_stays_plain() {
        let block = super::block(&CodeInfo::parse("js"), &"a;".repeat(CODE_LINE_BYTES_MAX));
        assert!(!block.highlighted && !block.unknown);
    }
}
