//! Markdown to a body: prepares the text, parses it, writes the events.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::address;
use super::body::{Body, Hole, Piece};
use super::directive::{self, Written};
use super::emphasis::{self, Marks};
use super::prepared::{Edit, Prepared};
use super::writer::{Context, Writer};
use super::{block, bounds, inline, leaf, raw};
use crate::base::diagnostic::code::Code;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::text::digits::runs;
use crate::input::source::path::SourcePath;
use crate::input::yaml::located::Located;

/// Codes of every module here.
pub const ALL_CODES: [&[&Code]; 5] = [bounds::CODES, raw::CODES, inline::CODES, leaf::CODES, block::CODES];

/// Bytes of text for each event of the parser.
const BYTES_AN_EVENT: usize = 12;

/// Reads the Markdown `text`, which stands at byte `offset` of the file `path`.
#[must_use]
pub fn read(text: &str, offset: u32, path: &SourcePath) -> Outcome<Body> {
    let mut findings = Findings::default();
    if let Some(finding) = bounds::passed(text, offset, path) {
        findings.push(finding);
        return Outcome::new(Body::default(), findings);
    }
    let (controls, finding) = bounds::without_controls(text, offset, path);
    findings.extend(finding);
    let prepared = prepare(text, controls, options());
    // About what a text of a campus has, so that the list seldom grows.
    let mut events = Vec::with_capacity(text.len() / BYTES_AN_EVENT);
    events.extend(Parser::new_ext(&prepared.text, options()).into_offset_iter());
    let mut writer = Writer::new(Context { prepared: &prepared, offset, path, plain: false });
    writer.run(&events);
    findings.extend(writer.findings);
    let body = writer.out.finish();
    let html = body.pieces.iter().filter_map(|p| if let Piece::Html(html) = p { Some(html) } else { None });
    let body = Body {
        may_hold_number: html.into_iter().any(|html| runs(html).next().is_some()),
        headings: writer.headings.into(),
        anchors: writer.anchors,
        lead: writer.lead.unwrap_or_default(),
        words: writer.words,
        numbers: numbers(text, offset),
        has_code: writer.has_code,
        has_math: writer.has_math,
        ..body
    };
    Outcome::new(body, findings)
}

fn numbers(text: &str, offset: u32) -> Vec<Located<String>> {
    runs(text).map(|run| Located::new(run.digits, Span::new(run.start, run.end).shifted(offset))).collect()
}

/// The text as CommonMark's reference shows it, by the same passes, holes filled with addresses as written: what the
/// examples of specifications are held against.
#[must_use]
pub fn render_plain(text: &str, strikethrough: bool) -> String {
    let path = SourcePath::new("content/example.md");
    let options = if strikethrough { Options::ENABLE_STRIKETHROUGH } else { Options::empty() };
    let prepared = prepare(text, Vec::new(), options);
    let events: Vec<_> = Parser::new_ext(&prepared.text, options).into_offset_iter().collect();
    let mut writer = Writer::new(Context { prepared: &prepared, offset: 0, path: &path, plain: true });
    writer.run(&events);
    writer.out.filled(|hole, written| match hole {
        Hole::Source(_) => format!("src=\"{}\"", address::escaped(written)),
        _ => address::escaped(written),
    })
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

/// Control characters out, marks for emphasis in, directives in paragraphs of their own.
fn prepare(text: &str, mut edits: Vec<Edit>, options: Options) -> Prepared {
    let Some(marks) = Marks::absent_from(text) else { return Prepared::new(text, &edits, Vec::new()) };
    edits.extend(emphasis::edits(text, marks));
    if options == self::options() {
        for line in outside_code(text, directive::lines(text)) {
            edits.extend(set_apart(&line, marks.letter));
        }
    }
    edits.sort_by_key(|edit| edit.at);
    let marks = if edits.is_empty() { Vec::new() } else { marks.all() };
    Prepared::new(text, &edits, marks)
}

/// A directive gets blank lines around it, quote marks kept, so that no list or paragraph draws it in; the mark keeps
/// its colons from being read as a definition.
fn set_apart(line: &Written, mark: char) -> [Edit; 3] {
    let blank = line.prefix.trim_end();
    [
        Edit::insert(line.line_start, format!("{blank}\n")),
        Edit::insert(line.range.start, mark),
        Edit::insert(line.range.end, format!("\n{blank}")),
    ]
}

/// Only those lines that the parser does not take for code, HTML or a formula.
fn outside_code(text: &str, lines: Vec<Written>) -> Vec<Written> {
    if lines.is_empty() {
        return lines;
    }
    let mut inert: Vec<Range<usize>> = Parser::new_ext(text, options())
        .into_offset_iter()
        .filter(|(event, _)| is_inert(event))
        .map(|(_, range)| range)
        .collect();
    inert.sort_by_key(|range| range.start);
    lines
        .into_iter()
        .filter(|line| {
            let before = inert.partition_point(|range| range.start <= line.range.start);
            // Inert ranges do not nest, so the last one that starts before is the only one that can hold the line.
            let holds = before.checked_sub(1).and_then(|n| inert.get(n));
            holds.is_none_or(|range| range.end <= line.range.start)
        })
        .collect()
}

fn is_inert(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Code(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)
    )
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::input::markdown::body::{Piece, ReferenceForm};

    #[derive(Deserialize)]
    struct Example {
        #[serde(default)]
        example: u32,
        #[serde(default, alias = "source")]
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

    #[test]
    fn emphasis_is_cjk_friendly() {
        // 123 examples that are published, and further ones of the same authors on emoji.
        check_examples(include_str!("../../../tests/spec/cjk-friendly.json"), 156, true);
    }

    fn read_text(text: &str) -> Outcome<Body> {
        read(text, 0, &SourcePath::new("content/a/b.md"))
    }

    /// The HTML, holes filled so that they can be told apart.
    fn html(text: &str) -> String {
        let body = read_text(text).value;
        let target = |hole: Hole| body.references[hole.number()].target.clone();
        body.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Html(html) => html.clone(),
                Piece::Hole(hole @ (Hole::Address(_) | Hole::Title(_))) => target(*hole),
                Piece::Hole(hole @ Hole::Source(_)) => format!("src=\"{}\"", target(*hole)),
                Piece::Hole(hole @ Hole::Picture(..)) => format!("<img src=\"{}\"", target(*hole)),
                Piece::Hole(Hole::PictureEnd(..)) => ">".to_owned(),
                Piece::Hole(hole) => format!("{hole:?}"),
            })
            .collect()
    }

    /// Codes of findings with the text that each points at.
    fn found(text: &str) -> Vec<String> {
        let findings = read_text(text).findings;
        let at = |f: &crate::base::diagnostic::finding::Finding| {
            f.place.span.unwrap_or_default().of(text).to_owned()
        };
        findings.iter().map(|f| format!("{} {}", f.code.name, at(f))).collect()
    }

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(html(text), *expected, "{text}");
        }
    }

    fn check_parts(cases: &[(&str, &str)]) {
        for (text, part) in cases {
            let html = html(text);
            assert!(html.contains(part), "{text}\n{html}\nlacks\n{part}");
        }
    }

    #[test]
    fn emphasis_stands_beside_chinese_punctuation() {
        check(&[
            ("**“名师名生”**专栏", "<p><strong>“名师名生”</strong>专栏</p>\n"),
            ("这是**重点。**后文", "<p>这是<strong>重点。</strong>后文</p>\n"),
            ("**注意：**请", "<p><strong>注意：</strong>请</p>\n"),
            ("~~删除（带括号）。~~继续", "<p><del>删除（带括号）。</del>继续</p>\n"),
            ("周一~周五，“周六”~周日。", "<p>周一~周五，“周六”~周日。</p>\n"),
            ("`**“码”**专`和**“码”**专", "<p><code>**“码”**专</code>和<strong>“码”</strong>专</p>\n"),
            ("[**“链”**接](/a**。**b)后", "<p><a href=\"/a**。**b\"><strong>“链”</strong>接</a>后</p>\n"),
            ("**3%**的", "<p><strong>3%</strong>的</p>\n"),
            ("***“粗斜”***字", "<p><em><strong>“粗斜”</strong></em>字</p>\n"),
            (
                "- **甲：**乙\n- **丙。**丁",
                "<ul>\n<li><strong>甲：</strong>乙</li>\n<li><strong>丙。</strong>丁</li>\n</ul>\n",
            ),
            (">**“引”**文", "<blockquote>\n<p><strong>“引”</strong>文</p>\n</blockquote>\n"),
            ("\\**“甲”**乙", "<p>**“甲”**乙</p>\n"),
            ("## **“名”**录 {#a}", "<h2 id=\"a\"><strong>“名”</strong>录</h2>\n"),
        ]);
        check_parts(&[
            ("|**“a”**是|*斜。*后|\n|-|-|\n|**“甲”**乙|丙|", "<td><strong>“甲”</strong>乙</td>"),
            ("|**“a”**是|*斜。*后|\n|-|-|\n|**“甲”**乙|丙|", "<em>斜。</em>后</th>"),
            ("```\n**“a”**是\n```", "<code>**“a”**是\n</code>"),
        ]);
    }

    #[test]
    fn characters_that_could_be_marks_survive() {
        let text = "\u{e0f0}是**“甲”**乙\u{e0f1}\u{16e97}";
        assert_eq!(html(text), "<p>\u{e0f0}是<strong>“甲”</strong>乙\u{e0f1}\u{16e97}</p>\n");
    }

    #[test]
    fn a_line_end_between_han_characters_adds_no_space() {
        check(&[
            ("第一行\n第二行", "<p>第一行第二行</p>\n"),
            ("第一行，\n**第二行**\n第三行", "<p>第一行，<strong>第二行</strong>第三行</p>\n"),
            ("用 Rust\n写", "<p>用 Rust\n写</p>\n"),
            ("한국어\n한국어", "<p>한국어\n한국어</p>\n"),
            ("甲\n[乙](#b)\n丙", "<p>甲<a href=\"#b\">乙</a>丙</p>\n"),
            ("甲\n`b`", "<p>甲\n<code>b</code></p>\n"),
            ("甲  \n乙", "<p>甲<br>\n乙</p>\n"),
        ]);
    }

    #[test]
    fn directives_become_blocks() {
        check_parts(&[
            (
                "前文\n:::callout{type=\"tip\" title=\"小贴士\"}\n- 甲\n- 乙\n:::\n后文",
                "<p>前文</p>\n<aside class=\"callout callout-tip\" role=\"note\" aria-label=\"小贴士\">\n<p class=\"callout-title\">小贴士</p>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n</aside>\n<p>后文</p>",
            ),
            ("::: 提示\n甲\n:::", "callout-note\" role=\"note\" aria-label=\"说明\""),
            (
                ":::gallery{caption=\"现场\"}\n![甲](a.png)\n![乙](b.png)\n:::",
                "<div class=\"gallery\">\n<figure><img src=\"a.png\" alt=\"甲\"></figure>\n<figure><img src=\"b.png\"",
            ),
            ("::card{entry=\"a/b\"}", "Card(0)\n"),
            (
                "::figure{src=\"图/a%20b.svg\" alt=\"一\" caption=\"图 <1>\"}",
                "<figure><img src=\"图/a b.svg\" alt=\"一\"><figcaption>图 &lt;1&gt;</figcaption></figure>",
            ),
            (
                "::视频{url=\"https://example.com/v?a=1&b=2\" title=\"核查\" duration=\"3:20\"}",
                "data-video=\"https://example.com/v?a=1&b=2\" data-title=\"核查\" rel=\"external noopener\"><span><span aria-hidden=\"true\">▶</span> 播放视频：核查 <span class=\"video-duration\">3:20</span>",
            ),
            (
                "::音频{src=\"a.mp3\" title=\"潮声\" transcript=\"海浪。\"}",
                "<details><summary>文字稿</summary><p>海浪。</p></details>",
            ),
            ("::附件{src=\"清单.csv\"}", "<span>清单.csv</span> <small>Size(0)</small>"),
            // Nested, in a quote, in a list.
            (
                "::::callout\n:::gallery\n![甲](a.png)\n:::\n后\n::::\n尾",
                "</div>\n</figure>\n<p>后</p>\n</aside>\n<p>尾</p>",
            ),
            (
                ":::callout\n:::callout{type=tip}\n甲\n:::\n乙\n:::",
                "<p>甲</p>\n</aside>\n<p>乙</p>\n</aside>\n",
            ),
            ("> 引\n> :::callout\n> 甲\n> :::\n> 乙", "<p>甲</p>\n</aside>\n<p>乙</p>\n</blockquote>"),
            ("- 甲\n\n  ::card{entry=\"a\"}\n\n  乙", "Card(0)\n<p>乙</p>\n</li>"),
            ("|a|\n|-|\n|b|\n::card{entry=\"a\"}", "</table></div>\nCard(0)"),
        ]);
        assert!(found(":::callout\n甲\n\n> 引\n\n- 乙\n  1. 丙\n:::").is_empty());
    }

    #[test]
    fn directives_are_inert_in_code_html_and_formulas() {
        for text in [
            "```\n::card{entry=\"a/b\"}\n```",
            "- ~~~\n  ::card{entry=\"a/b\"}\n  ~~~",
            "    ::card{entry=\"a/b\"}",
            "> ```\n> ::card{entry=\"a/b\"}\n> ```",
            "<pre>\n::card{entry=\"a/b\"}\n</pre>",
        ] {
            let body = read_text(text).value;
            assert!(body.references.is_empty(), "{text}");
            assert!(html(text).contains("::card{entry="), "{text}");
        }
    }

    #[test]
    fn mistakes_are_found_where_they_stand() {
        for (text, expected) in [
            ("正文\n\n::figur{src=\"a.svg\"}", vec!["MD010 ::figur{src=\"a.svg\"}"]),
            ("::video{url=\"https://example.com/v\"}", vec!["MD011 ::video{url=\"https://example.com/v\"}"]),
            ("> ::card{entri=\"a\"}\n", vec!["MD011 ::card{entri=\"a\"}"]),
            ("::card{entry=\"a\"", vec!["MD011 ::card{entry=\"a\""]),
            (":::callout{type=\"tipp\"}\n内容\n:::", vec!["MD011 :::callout{type=\"tipp\"}"]),
            (":::figure{src=\"a\" alt=\"b\"}\n:::", vec!["MD011 :::figure{src=\"a\" alt=\"b\"}"]),
            (
                "::figure{src=\"javascript:x\" alt=\"b\"}",
                vec!["MD011 ::figure{src=\"javascript:x\" alt=\"b\"}"],
            ),
            (":::callout{type=\"tip\"}\n内容", vec!["MD012 :::callout{type=\"tip\"}"]),
            ("> :::callout\n> 内容\n\n正文", vec!["MD012 :::callout"]),
            ("::::callout\n:::callout\n::::", vec!["MD012 :::callout"]),
            ("正文\n\n:::", vec!["MD013 :::"]),
            ("- ::card{entry=\"a\"}", vec!["MD018 ::card{entry=\"a\"}"]),
            ("![](a.png)", vec!["MD007 ![](a.png)"]),
            ("甲**乙。**丙[点](javascript:x)", vec!["MD004 [点](javascript:x)"]),
            ("![图](data:image/png;base64,x)", vec!["MD004 ![图](data:image/png;base64,x)"]),
            ("**甲。**乙$\\nosuch{1}$", vec!["MD005 $\\nosuch{1}$"]),
            ("```pyton\nx\n```", vec!["MD006 ```pyton"]),
            ("```rust linenum\nx\n```", vec!["MD014 ```rust linenum"]),
            ("<script>x</script>", vec!["MD003 <script>x</script>"]),
            ("甲<b onclick=x>乙</b>", vec!["MD003 <b onclick=x>"]),
            ("<a href=\"javascript:x\">甲</a>", vec!["MD004 <a href=\"javascript:x\">"]),
            ("甲<b>乙\n\n丙", vec!["MD009 <b>"]),
            ("甲</b>乙", vec!["MD009 </b>"]),
            ("正\u{8}文", vec!["MD008 \u{8}"]),
            ("[](a.md)", vec!["MD016 [](a.md)"]),
            ("甲\n\n[^x]: 乙", vec!["MD015 [^x]: 乙"]),
            ("# 甲 {#a}\n# 乙 {#a}", vec!["MD017 # 乙 {#a}"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_could_do_harm_is_not_published() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg><script>alert(1)</script></svg>",
            "<iframe src=\"https://example.com\"></iframe>",
            "<div\nonclick=alert(1)>",
            "甲<style>*{}</style>",
            "[a](javascript:alert(1))",
            "[a](JavaScript&#58;alert(1))",
            "<javascript:alert(1)>",
            "![a](javascript:alert(1))",
            "[a]: javascript:alert(1)\n\n[a]",
            "[[javascript:alert(1)]]",
            "$\\operatorname{<script>alert(1)</script>}$",
            "$\\text{<script>alert(1)</script>}\\color{red\" onclick=\"alert(1)}a$",
            "# 甲 {#a onclick=alert(1)}",
            "```x\"onclick=\"alert(1)\n```",
            "::card{entry=\"a\\\" onclick=\\\"alert(1)\"}",
            "::figure{src=\"a\" alt=\"\\\" onload=\\\"alert(1)\"}",
        ] {
            let html = html(text);
            for bad in [
                "<script",
                "<iframe",
                "<style",
                "<svg",
                "onerror=alert",
                "onclick=alert",
                "onclick=\"",
                "onload=\"",
                "href=\"java",
                "href=\"Java",
            ] {
                assert!(!html.contains(bad), "{text}\n{html}");
            }
        }
    }

    #[test]
    fn harmless_html_is_kept_and_its_addresses_are_references() {
        check(&[
            ("<!--\n注\n-->\n后文", "<p>后文</p>\n"),
            ("汉<ruby>字<rt>zì</rt></ruby>", "<p>汉<ruby>字<rt>zì</rt></ruby></p>\n"),
            (
                "<details>\n<summary>更多</summary>\n\n**甲。**乙\n\n</details>",
                "<details>\n<summary>更多</summary>\n<p><strong>甲。</strong>乙</p>\n</details>",
            ),
            ("<a href=\"../a.md\" name=\"b\">甲</a>", "<p><a href=\"../a.md\" id=\"b\">甲</a></p>\n"),
            ("> <div>\n\n后", "<blockquote>\n<div>\n</div>\n</blockquote>\n<p>后</p>\n"),
        ]);
        let body = read_text("<a href=\"../a.md\" name=\"b\">甲</a><img src=\"c.png\" alt=\"丙\">").value;
        assert_eq!(body.anchors, ["b"]);
        let forms: Vec<_> = body.references.iter().map(|r| (r.target.as_str(), r.form)).collect();
        assert_eq!(forms, [("../a.md", ReferenceForm::Link), ("c.png", ReferenceForm::Image)]);
    }

    #[test]
    fn references_are_kept_with_form_and_place() {
        let text = "**甲。**[乙](../b%20c.md#丁) <https://example.com/a?b&c> <a@example.com> [[a/b#c|词]] [戊][x] [己](#庚)\n\n![辛](x.png)\n\n[x]: y.md\n";
        let read = read(text, 7, &SourcePath::new("a.md")).value;
        let kept: Vec<_> = read
            .references
            .iter()
            .map(|r| {
                (r.target.as_str(), r.form, Span { start: r.span.start - 7, end: r.span.end - 7 }.of(text))
            })
            .collect();
        assert_eq!(
            kept,
            [
                ("../b c.md#丁", ReferenceForm::Link, "[乙](../b%20c.md#丁)"),
                ("https://example.com/a?b&c", ReferenceForm::Link, "<https://example.com/a?b&c>"),
                ("mailto:a@example.com", ReferenceForm::Link, "<a@example.com>"),
                ("a/b#c", ReferenceForm::Wiki, "[[a/b#c|词]]"),
                ("y.md", ReferenceForm::Link, "[戊][x]"),
                ("#庚", ReferenceForm::Link, "[己](#庚)"),
                ("x.png", ReferenceForm::Image, "![辛](x.png)"),
            ]
        );
    }

    #[test]
    fn other_blocks_are_marked_up_for_readers() {
        check(&[
            (
                "[甲](https://example.com)",
                "<p><a href=\"https://example.com\" rel=\"external noopener\">甲</a></p>\n",
            ),
            (
                "![甲](a.png \"题\")",
                "<figure><img src=\"a.png\" alt=\"甲\"><figcaption>题</figcaption></figure>\n",
            ),
            ("甲![乙](a.png \"题\")", "<p>甲<img src=\"a.png\" alt=\"乙\" title=\"题\"></p>\n"),
            (
                "[[mingshi/a]]、[[mingshi/a|甲]]",
                "<p><a href=\"mingshi/a\">mingshi/a</a>、<a href=\"mingshi/a\">甲</a></p>\n",
            ),
            ("`[[a]]` $[[a]]$", html("`[[a]]` $[[a]]$").as_str()),
        ]);
        check_parts(&[
            (
                "> [!TIP]\n> 甲",
                "<aside class=\"callout callout-tip\" role=\"note\" aria-label=\"提示\">\n<p class=\"callout-title\">提示</p>\n<p>甲</p>\n</aside>",
            ),
            (
                "- [x] 做完\n- [ ] 没做",
                "<li class=\"task-list-item\"><input type=\"checkbox\" disabled checked aria-label=\"已完成\"> 做完</li>\n<li class=\"task-list-item\"><input type=\"checkbox\" disabled aria-label=\"未完成\"> 没做",
            ),
            (
                "|a|b|\n|-|-:|\n|c|d|",
                "aria-label=\"表格\"><table><thead><tr><th scope=\"col\">a</th><th scope=\"col\" style=\"text-align: right\">b</th>",
            ),
            ("词\n: 解释", "<dl>\n<dt>词</dt>\n<dd>解释</dd>\n</dl>"),
            ("## 第二步 {#two}", "<h2 id=\"two\">第二步</h2>"),
            ("~~旧~~", "<del>旧</del>"),
            ("$a^2$", "<math"),
            (
                "```rust {2} linenos title=\"例\"\nfn a() {}\nfn b() {}\n```",
                "<figcaption>例</figcaption><pre class=\"numbered\" tabindex=\"0\"><code class=\"language-rust\"><span class=\"line\" data-line=\"1\">",
            ),
            ("```\na\n```", "<pre tabindex=\"0\"><code>a\n</code></pre>"),
        ]);
        assert!(read_text("`[[a]]` $[[a]]$").value.references.is_empty());
    }

    #[test]
    fn footnotes_are_numbered_by_use_and_lead_back() {
        let text = "[^late]: 后。\n\n[^Early]: 先 **一。**段\n\n    二段\n\n甲[^early]乙[^late]丙[^early]";
        check_parts(&[
            (
                text,
                "甲<sup class=\"footnote\"><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\" aria-label=\"脚注 1\">1</a></sup>乙<sup",
            ),
            (text, "id=\"fnref-1-2\""),
            (
                text,
                "<p>二段 <a href=\"#fnref-1\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"回到正文第 1 处引用\">↩</a> <a href=\"#fnref-1-2\"",
            ),
            (text, "<li id=\"fn-2\" value=\"2\">\n<p>后。 <a"),
        ]);
        let body = read_text(text).value;
        assert_eq!(body.anchors, ["fnref-1", "fnref-2", "fnref-1-2", "fn-1", "fn-2"]);
    }

    #[test]
    fn a_body_knows_its_headings_lead_and_words() {
        let body =
            read_text("> 引文\n\n# **“题”**目\n\n第一段，\n有 [two words](a.md)。\n\n## 题目\n\n## 题目\n")
                .value;
        assert_eq!(body.lead, "第一段，有 two words。");
        let headings: Vec<_> =
            body.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
        assert_eq!(headings, [(1, "题-目", "“题”目"), (2, "题目", "题目"), (2, "题目-1", "题目")]);
        assert_eq!(body.words, 14);
        assert!(!body.has_code && !body.has_math);
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let cells = format!("{}|\n{}|\n{}", "|a".repeat(3000), "|-".repeat(3000), "b\n".repeat(3000));
        assert_eq!(found(&">".repeat(50_000)).len(), 1);
        assert_eq!(found(&cells).len(), 1);
        assert_eq!(read_text(&"# 同\n\n".repeat(20_000)).value.headings.len(), 20_000);
        let nested: String = (0..300).map(|n| format!("{}- 甲\n", "  ".repeat(n))).collect();
        let outcome = read_text(&nested);
        assert_eq!(outcome.findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), ["MD001"]);
        assert_eq!(html(&nested).matches("<ul>").count(), 50);
        let n = 20_000;
        for text in [
            "*a **b ".repeat(n),
            "[".repeat(n),
            "[[".repeat(n),
            "![[".repeat(n),
            "[a](".repeat(n),
            "**。".repeat(n),
            ">**。".repeat(n),
            "|*“".repeat(n),
            "<b ".repeat(n),
            "<div>\n".to_owned() + &"<b ".repeat(n),
            "<div>\n".to_owned() + &"<script>".repeat(n),
            "<div>\n".to_owned() + &"<!--".repeat(n),
            "<b>".repeat(n),
            "`".repeat(n),
            "$".repeat(n),
            "[^1]".repeat(n) + "\n\n[^1]: 甲",
            ":::callout\n".repeat(n / 10),
            "::card{entry=\"a\"}\n".repeat(n / 10),
            "::a{a=\"".repeat(n),
            "甲\n: 乙\n\n".repeat(n / 10),
            "a\n".repeat(n),
            "[a]: b\n".repeat(n) + &"[a]".repeat(n),
        ] {
            let _ = read_text(&text);
        }
    }

    /// Bits of Markdown that meet each other in odd ways.
    const BITS: [&str; 62] = [
        "**",
        "*",
        "_",
        "~~",
        "~",
        "`",
        "```\n",
        "$",
        "$$",
        "[",
        "]",
        "](",
        ")",
        "[[",
        "]]",
        "|",
        "|-|\n",
        "![",
        "<b>",
        "</b>",
        "<div>\n",
        "</div>\n",
        "<a href=\"",
        "\">",
        "<!--",
        "-->",
        "<script>",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "# ",
        "{#a}",
        ": ",
        ":::callout\n",
        ":::\n",
        "::card{entry=\"a\"}\n",
        "::figure{",
        "}",
        "[^1]",
        "[^1]: ",
        "> [!TIP]\n",
        "- [x] ",
        "\\",
        "&amp;",
        "中",
        "。",
        "“",
        "”",
        "（",
        "a",
        " ",
        "\u{e0f0}",
        "\u{16e97}",
        "\u{fe01}",
        "\u{0}",
        "\r\n",
        "한",
        "🈯",
        "http://a",
    ];

    fn holds(text: &str) {
        let offset = 11;
        let outcome = read(text, offset, &SourcePath::new("a.md"));
        let end = offset + u32::try_from(text.len()).expect("short");
        let spans = outcome.value.references.iter().map(|r| r.span);
        let spans = spans.chain(outcome.value.headings.iter().map(|h| h.span));
        let spans = spans.chain(outcome.findings.iter().filter_map(|f| f.place.span));
        for span in spans {
            assert!(
                offset <= span.start && span.start <= span.end && span.end <= end,
                "{span:?} of {text:?}"
            );
            assert!(
                text.is_char_boundary((span.start - offset) as usize)
                    && text.is_char_boundary((span.end - offset) as usize)
            );
        }
        let html: String = outcome
            .value
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Html(html) => html.as_str(),
                Piece::Hole(hole) => {
                    assert!(hole.number() < outcome.value.references.len());
                    ""
                }
            })
            .collect();
        let private =
            |c: &char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{16e97}'..='\u{16e9a}' | '\u{11fff}');
        let count = |text: &str| text.chars().filter(private).count();
        // Headings' and links' texts may be shown more than once, so only what was not there counts.
        assert!(count(&html) == 0 || count(text) > 0, "a mark is left of {text:?}\n{html}");
        assert!(!html.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')), "{text:?}");
        assert_balanced(text, &html);
        let _ = render_plain(text, true);
    }

    /// Every element that is opened is closed in order, MathML and code included.
    fn assert_balanced(text: &str, html: &str) {
        let mut open = Vec::new();
        for tag in html.split('<').skip(1) {
            let name: String =
                tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{text:?}\n{html}");
            } else if !matches!(
                name.as_str(),
                "br" | "hr" | "img" | "input" | "wbr" | "col" | "source" | "track"
            ) && !tag.split('>').next().unwrap_or_default().ends_with('/')
            {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?} of {text:?}\n{html}");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

        #[test]
        fn any_text_is_read(text in "\\PC{0,80}") {
            holds(&text);
        }

        #[test]
        fn any_markdown_is_read(bits in proptest::collection::vec(proptest::sample::select(BITS.to_vec()), 0..40)) {
            holds(&bits.concat());
        }
    }
}
