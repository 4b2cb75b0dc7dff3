//! Markdown to a body: prepares the text, parses it, writes the events.

use pulldown_cmark::{Options, Parser};

use super::body::Body;
use super::prepared::Prepared;
use super::writer::Writer;
use super::{directive, emphasis};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::limits::{MARKDOWN_DEPTH_MAX, TABLE_CELLS_MAX};
use crate::input::source::path::SourcePath;

/// Blocks nested too deep.
pub static TOO_DEEP: Code = Code {
    name: "MD001",
    severity: Severity::Error,
    message: Words {
        zh: "引用或列表嵌套超过 {max} 层", en: "quotes or lists are nested deeper than {max}"
    },
    help: Words {
        zh: "减少行首的 > 或列表符号", en: "remove some of the marks at the start of the line"
    },
    example: ">>>>>>>>>>（超过一百个）",
};

/// A table that grows far beyond what is written.
pub static TABLE_TOO_LARGE: Code = Code {
    name: "MD002",
    severity: Severity::Error,
    message: Words {
        zh: "表格太大：{columns} 列，{rows} 行",
        en: "the table is too large: {columns} columns, {rows} rows",
    },
    help: Words { zh: "拆成几张表，或做成附件", en: "split it, or attach it as a file" },
    example: "（表头有一万列、正文有一万行的表格）",
};

/// Invisible control characters.
pub static CONTROL_CHARACTER: Code = Code {
    name: "MD008",
    severity: Severity::Warning,
    message: Words {
        zh: "正文里有看不见的控制字符（U+{code}）",
        en: "there is a control character (U+{code})",
    },
    help: Words {
        zh: "删去它：通常是从别的软件复制带来的", en: "remove it; it usually comes from copying"
    },
    example: "正\u{0008}文",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&TOO_DEEP, &TABLE_TOO_LARGE, &CONTROL_CHARACTER];

/// Reads the Markdown `text`, which stands at byte `offset` of the file `path`.
#[must_use]
pub fn read(text: &str, offset: u32, path: &SourcePath) -> Outcome<Body> {
    let mut findings = Findings::default();
    if let Some(finding) = out_of_bounds(text, offset, path) {
        findings.push(finding);
        return Outcome::new(Body::default(), findings);
    }
    let cleaned = without_controls(text, offset, path, &mut findings);
    let text = cleaned.as_deref().unwrap_or(text);
    let (prepared, mark) = prepare(text, true);
    let mut writer = Writer::new(&prepared, mark, offset, path, false);
    let events: Vec<_> = Parser::new_ext(&prepared.text, options()).into_offset_iter().collect();
    writer.run(&events);
    findings.extend(std::mem::take(&mut writer.findings));
    let anchors = anchors(&writer);
    let body = Body {
        headings: std::mem::take(&mut writer.headings),
        anchors,
        lead: writer.lead.take().unwrap_or_default(),
        words: writer.words,
        has_code: writer.has_code,
        has_math: writer.has_math,
        ..std::mem::take(&mut writer.out).finish()
    };
    Outcome::new(body, findings)
}

/// As CommonMark shows it, by the same passes: what the specification's examples are held against.
#[must_use]
pub fn render_plain(text: &str, strikethrough: bool) -> String {
    let path = SourcePath::new("content/example.md");
    let (prepared, mark) = prepare(text, false);
    let mut writer = Writer::new(&prepared, mark, 0, &path, true);
    let options = if strikethrough { Options::ENABLE_STRIKETHROUGH } else { Options::empty() };
    let events: Vec<_> = Parser::new_ext(&prepared.text, options).into_offset_iter().collect();
    writer.run(&events);
    let body = std::mem::take(&mut writer.out).finish();
    body.pieces
        .into_iter()
        .filter_map(|piece| match piece {
            super::body::Piece::Html(html) => Some(html),
            super::body::Piece::Hole(_) => None,
        })
        .collect()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// Marks for emphasis, blank lines for directives. The mark is empty where none was put in.
fn prepare(text: &str, directives: bool) -> (Prepared, &'static str) {
    let Some(mark) = emphasis::mark_for(text) else { return (Prepared::new(text, &[]), "") };
    let mut places: Vec<(usize, String)> =
        emphasis::places(text).into_iter().map(|at| (at, mark.to_owned())).collect();
    if directives {
        for line in directive::lines(text) {
            // The mark keeps a line of colons from being read as a definition.
            places.push((line.start, format!("\n{mark}")));
            places.push((line.end, "\n".to_owned()));
        }
    }
    let mark = if places.is_empty() { "" } else { mark };
    places.sort_by_key(|(at, _)| *at);
    (Prepared::new(text, &places), mark)
}

fn anchors(writer: &Writer<'_>) -> Vec<String> {
    writer.headings.iter().map(|h| h.id.clone()).collect()
}

fn out_of_bounds(text: &str, offset: u32, path: &SourcePath) -> Option<Finding> {
    let mut at = 0;
    let mut header = 0usize;
    let mut rows = 0usize;
    for line in text.split_inclusive('\n') {
        let place = || Place::new(path.shared(), Span::new(at, at + line.trim_end().len()).shifted(offset));
        if block_marks(line) > MARKDOWN_DEPTH_MAX {
            return Some(Finding::new(&TOO_DEEP, place()).with("max", MARKDOWN_DEPTH_MAX));
        }
        if line.contains('|') {
            rows += 1;
            header = header.max(line.bytes().filter(|b| *b == b'|').count());
            if header.saturating_mul(rows) > TABLE_CELLS_MAX {
                return Some(
                    Finding::new(&TABLE_TOO_LARGE, place()).with("columns", header).with("rows", rows),
                );
            }
        } else {
            (header, rows) = (0, 0);
        }
        at += line.len();
    }
    None
}

/// Quote and list marks at the start of a line; a line of one mark alone is a rule.
fn block_marks(line: &str) -> usize {
    let start: &str = line.trim_end();
    let marks = start.bytes().take_while(|b| b" \t>-+*0123456789.)".contains(b));
    let quotes = start.bytes().take_while(|b| b" \t>".contains(b)).filter(|b| *b == b'>').count();
    let rule = start.bytes().all(|b| b" \t-*_".contains(&b));
    if rule {
        return quotes;
    }
    let bytes: Vec<u8> = marks.collect();
    let lists = bytes.windows(2).filter(|pair| b"-+*.)".contains(&pair[0]) && pair[1] == b' ').count();
    quotes + lists
}

fn without_controls(text: &str, offset: u32, path: &SourcePath, findings: &mut Findings) -> Option<String> {
    let control = |c: char| (c < ' ' && c != '\n' && c != '\t') || c == '\u{7f}';
    let (at, found) = text.char_indices().find(|(_, c)| control(*c))?;
    findings.push(
        Finding::new(&CONTROL_CHARACTER, Place::new(path.shared(), Span::new(at, at + 1).shifted(offset)))
            .with("code", format!("{:04X}", u32::from(found))),
    );
    // A space each, so that every other place stays where it is.
    Some(text.chars().map(|c| if control(c) { ' ' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::base::diagnostic::code::Language;
    use crate::input::markdown::body::Piece;

    #[derive(Deserialize)]
    struct Example {
        #[serde(default)]
        example: u32,
        #[serde(default)]
        section: String,
        markdown: String,
        html: String,
    }

    /// Every example of a specification; the failing ones are named.
    fn check_examples(json: &str, count: usize, strikethrough: bool) {
        let examples: Vec<Example> = serde_json::from_str(json).expect("the examples are JSON");
        assert_eq!(examples.len(), count);
        let failing: Vec<String> = examples
            .iter()
            .map(|e| (e, render_plain(&e.markdown, strikethrough)))
            .filter(|(e, html)| normal(html) != normal(&e.html))
            .map(|(e, html)| {
                format!("{} {}\n{:?}\nwant {:?}\nhave {:?}", e.example, e.section, e.markdown, e.html, html)
            })
            .collect();
        assert!(failing.is_empty(), "{} of {count} fail:\n{}", failing.len(), failing.join("\n\n"));
    }

    /// Line ends between blocks do not matter to a browser, and the specification's own test passes over them.
    fn normal(html: &str) -> String {
        html.replace("<li>\n", "<li>").replace("\n</li>", "</li>").trim_end().to_owned()
    }

    #[test]
    fn commonmark_is_read_as_its_specification_says() {
        check_examples(include_str!("../../../tests/spec/commonmark-0.31.2.json"), 652, false);
    }

    fn html(text: &str) -> String {
        let outcome = read(text, 0, &SourcePath::new("content/a/b.md"));
        let references = &outcome.value.references;
        outcome
            .value
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Html(html) => html.clone(),
                Piece::Hole(hole) => match hole {
                    super::super::body::Hole::Address(n) | super::super::body::Hole::Title(n) => {
                        references[*n as usize].target.clone()
                    }
                    super::super::body::Hole::Source(n) => {
                        format!("src=\"{}\"", references[*n as usize].target)
                    }
                    hole => format!("{hole:?}"),
                },
            })
            .collect()
    }

    fn found(text: &str) -> Vec<String> {
        let outcome = read(text, 0, &SourcePath::new("content/a/b.md"));
        outcome
            .findings
            .iter()
            .map(|f| format!("{} {}", f.code.name, f.place.span.unwrap_or_default().of(text)))
            .collect()
    }

    #[test]
    fn emphasis_stands_beside_chinese_punctuation() {
        for (text, expected) in [
            ("**“名师名生”**专栏", "<p><strong>“名师名生”</strong>专栏</p>\n"),
            ("这是**重点。**后文", "<p>这是<strong>重点。</strong>后文</p>\n"),
            ("**注意：**请", "<p><strong>注意：</strong>请</p>\n"),
            ("~~删除（带括号）。~~继续", "<p><del>删除（带括号）。</del>继续</p>\n"),
            ("`**“码”**专`和**“码”**专", "<p><code>**“码”**专</code>和<strong>“码”</strong>专</p>\n"),
            ("[**“链”**接](/a**。**b)后", "<p><a href=\"/a**。**b\"><strong>“链”</strong>接</a>后</p>\n"),
            ("**3%**的", "<p><strong>3%</strong>的</p>\n"),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }

    #[test]
    fn a_line_end_between_han_characters_adds_no_space() {
        assert_eq!(html("第一行\n第二行"), "<p>第一行第二行</p>\n");
        assert_eq!(html("用 Rust\n写"), "<p>用 Rust\n写</p>\n");
    }

    #[test]
    fn directives_become_blocks_and_are_inert_in_code() {
        assert!(html("前文\n:::callout{type=\"tip\" title=\"小贴士\"}\n- 甲\n- 乙\n:::\n后文").contains(
            "<aside class=\"callout callout-tip\" aria-label=\"小贴士\">\n<p class=\"callout-title\">小贴士</p>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n</aside>\n<p>后文</p>"
        ));
        assert!(html("```\n::card{entry=\"a/b\"}\n```").contains("::card{entry="));
        assert!(
            html(":::gallery{caption=\"现场\"}\n![甲](a.png)\n![乙](b.png)\n:::")
                .contains("<div class=\"gallery\">\n<figure><img src=\"a.png\"")
        );
        assert_eq!(html("::card{entry=\"a/b\"}"), "Card(0)\n");
    }

    #[test]
    fn mistakes_are_found_where_they_stand() {
        for (text, expected) in [
            ("正文\n\n::figur{src=\"a.svg\"}", vec!["MD010 ::figur{src=\"a.svg\"}"]),
            ("::video{url=\"https://example.com/v\"}", vec!["MD011 ::video{url=\"https://example.com/v\"}"]),
            (":::callout{type=\"tip\"}\n内容", vec!["MD012 :::callout{type=\"tip\"}"]),
            ("正文\n\n:::", vec!["MD013 :::"]),
            ("![](a.png)", vec!["MD007 ![](a.png)"]),
            ("甲**乙。**丙[点](javascript:x)", vec!["MD004 [点](javascript:x)"]),
            ("$\\nosuch{1}$", vec!["MD005 $\\nosuch{1}$"]),
            ("```pyton\nx\n```", vec!["MD006 ```"]),
            ("<script>x</script>", vec!["MD003 <script>x</script>"]),
            ("正\u{8}文", vec!["MD008 \u{8}"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let headings = "# 同\n\n".repeat(20_000);
        let cells = format!("{}\n{}\n{}", "|a".repeat(3000), "|-".repeat(3000), "|b\n".repeat(3000));
        assert_eq!(found(&">".repeat(50_000)).len(), 1);
        assert_eq!(found(&cells).len(), 1);
        assert_eq!(read(&headings, 0, &SourcePath::new("a")).value.headings.len(), 20_000);
        for text in ["*a **b ".repeat(5000), "[".repeat(50_000), "**。".repeat(20_000), "![[".repeat(20_000)]
        {
            let _ = read(&text, 0, &SourcePath::new("a"));
        }
    }

    #[test]
    fn other_blocks_are_marked_up_for_readers() {
        assert!(html("> [!TIP]\n> 提示").contains("callout-tip"));
        assert!(html("甲[^1]\n\n[^1]: 注").contains("<li id=\"fn-1\" value=\"1\">\n<p>注</p>"));
        assert!(
            html("- [x] 做完").contains("<input type=\"checkbox\" disabled checked aria-label=\"已完成\">")
        );
        assert!(html("|a|\n|-|\n|b|").contains("<th scope=\"col\">a</th>"));
        assert!(html("词\n: 解释").contains("<dt>词</dt>"));
        assert!(
            html("[[mingshi/a]]、[[mingshi/a|甲]]")
                .contains("<a href=\"mingshi/a\">mingshi/a</a>、<a href=\"mingshi/a\">甲</a>")
        );
        assert!(html("## 第二步 {#two}").contains("<h2 id=\"two\">第二步</h2>"));
        let found = found("```pyton\nx\n```");
        assert_eq!(found.len(), 1);
        let message = read("$\\nosuch{1}$", 0, &SourcePath::new("a"))
            .findings
            .iter()
            .map(|f| f.message(Language::Chinese))
            .collect::<String>();
        assert!(message.starts_with("公式读不懂"), "{message}");
    }
}
