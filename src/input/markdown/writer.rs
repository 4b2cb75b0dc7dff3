//! The parser's events to a body.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use super::block::Containers;
use super::body::{Heading, Hole, Piece, ReferenceForm};
use super::code::{self, CodeInfo};
use super::heading::Ids;
use super::html;
use super::math;
use super::output::Output;
use super::prepared::Prepared;
use super::soft_break;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::base::diagnostic::span::Span;
use crate::base::text::{count, escape, width};
use crate::input::source::path::SourcePath;

/// HTML that could do harm.
pub static UNSAFE_HTML: Code = Code {
    name: "MD003",
    severity: Severity::Warning,
    message: Words {
        zh: "这段 HTML 里有不允许的标签或属性，已按文字显示",
        en: "this HTML has elements or attributes that are not allowed; they are shown as text",
    },
    help: Words {
        zh: "改用 Markdown 或指令（如 ::video）；脚本、样式和内嵌框架不能写进正文",
        en: "use Markdown or a directive such as ::video",
    },
    example: "<script>alert(1)</script>",
};

/// An address that runs code.
pub static UNSAFE_ADDRESS: Code = Code {
    name: "MD004",
    severity: Severity::Error,
    message: Words { zh: "链接地址 `{address}` 不安全", en: "the address `{address}` is not safe" },
    help: Words {
        zh: "链接只能是站内路径，或 http、https、mailto 开头的地址",
        en: "use a path, or an http, https or mailto address",
    },
    example: "[点这里](javascript:alert(1))",
};

/// A formula that cannot be read.
pub static BAD_MATH: Code = Code {
    name: "MD005",
    severity: Severity::Warning,
    message: Words { zh: "公式读不懂：{why}", en: "the formula cannot be read: {why}" },
    help: Words {
        zh: "检查花括号是否成对、命令是否拼对；不是公式的 $ 请写成 \\$",
        en: "check braces and commands; write `\\$` for a plain dollar sign",
    },
    example: "$\\frac{1$",
};

/// A language that has no highlighting.
pub static UNKNOWN_LANGUAGE: Code = Code {
    name: "MD006",
    severity: Severity::Note,
    message: Words {
        zh: "代码块的语言 `{language}` 没有高亮",
        en: "there is no highlighting for `{language}`",
    },
    help: Words {
        zh: "检查拼写；普通文字写 text", en: "check the spelling; write `text` for plain text"
    },
    example: "```pyton\nprint(1)\n```",
};

/// A picture that says nothing to who does not see it.
pub static NO_ALT: Code = Code {
    name: "MD007",
    severity: Severity::Warning,
    message: Words { zh: "图片没有文字说明", en: "the picture has no text alternative" },
    help: Words {
        zh: "在方括号里或 alt=\"…\" 写一句图里有什么",
        en: "say in the brackets or in alt=\"…\" what it shows",
    },
    example: "![](a.png)",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNSAFE_HTML, &UNSAFE_ADDRESS, &BAD_MATH, &UNKNOWN_LANGUAGE, &NO_ALT];

/// Events and what they are written from.
pub struct Writer<'w> {
    /// Written into.
    pub out: Output,
    /// What was found.
    pub findings: Findings,
    /// The prepared text.
    pub prepared: &'w Prepared,
    /// The mark that emphasis put in; empty where none.
    pub mark: &'w str,
    /// Byte offset of the text in its file.
    pub offset: u32,
    /// The file.
    pub path: &'w SourcePath,
    /// As CommonMark shows it: no decoration, raw HTML and addresses as written.
    pub plain: bool,
    /// Open directives.
    pub containers: Containers,
    /// Headings so far.
    pub headings: Vec<Heading>,
    /// Words so far.
    pub words: u32,
    /// The first paragraph's text.
    pub lead: Option<String>,
    /// Whether there is code.
    pub has_code: bool,
    /// Whether there are formulas.
    pub has_math: bool,
    ids: Ids,
    footnotes: BTreeMap<String, u32>,
    notes: BTreeMap<u32, Vec<Piece>>,
    note_open: Vec<u32>,
    back: BTreeMap<u32, u32>,
    table: Option<Table>,
    last: Option<char>,
    quotes: Vec<bool>,
    /// Depth of open blocks, for directives.
    pub depth: usize,
}

struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    head: bool,
}

type Events<'e> = [(Event<'e>, Range<usize>)];

impl<'w> Writer<'w> {
    /// A writer for a prepared text.
    #[must_use]
    pub fn new(
        prepared: &'w Prepared,
        mark: &'w str,
        offset: u32,
        path: &'w SourcePath,
        plain: bool,
    ) -> Self {
        Self {
            out: Output::default(),
            findings: Findings::default(),
            prepared,
            mark,
            offset,
            path,
            plain,
            containers: Containers::default(),
            headings: Vec::new(),
            words: 0,
            lead: None,
            has_code: false,
            has_math: false,
            ids: Ids::default(),
            footnotes: BTreeMap::new(),
            notes: BTreeMap::new(),
            note_open: Vec::new(),
            back: BTreeMap::new(),
            table: None,
            last: None,
            quotes: Vec::new(),
            depth: 0,
        }
    }

    /// Writes all events.
    pub fn run(&mut self, events: &Events<'_>) {
        let mut at = 0;
        while at < events.len() {
            at = self.event(events, at);
        }
        self.close_containers(0);
        self.write_notes();
    }

    /// Where a range of the prepared text stands in the file.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.prepared.written(range.start), self.prepared.written(range.end)).shifted(self.offset)
    }

    /// The place of a range.
    #[must_use]
    pub fn place(&self, range: &Range<usize>) -> Place {
        Place::new(self.path.shared(), self.span(range))
    }

    /// A range of the text as written, marks taken out.
    #[must_use]
    pub fn source(&self, range: &Range<usize>) -> String {
        let text = self.prepared.text.get(range.clone()).unwrap_or_default();
        if self.mark.is_empty() { text.to_owned() } else { text.replace(self.mark, "") }
    }

    fn unmarked<'t>(&self, text: &'t str) -> CowStr<'t> {
        if self.mark.is_empty() || !text.contains(self.mark) {
            CowStr::Borrowed(text)
        } else {
            CowStr::from(text.replace(self.mark, ""))
        }
    }

    /// Writes the event at `at`, and gives the place of the next one to write.
    fn event(&mut self, events: &Events<'_>, at: usize) -> usize {
        let Some((event, range)) = events.get(at) else { return at + 1 };
        match event {
            Event::Start(tag) => return self.start(tag, range, events, at),
            Event::End(end) => self.end(end),
            Event::Text(text) => {
                let text = self.unmarked(text);
                self.words = self.words.saturating_add(count::words(&text));
                self.last = text.chars().next_back().or(self.last);
                self.out.text(&text);
            }
            Event::Code(text) => {
                let text = self.unmarked(text);
                self.out.html("<code>");
                self.out.text(&text);
                self.out.html("</code>");
                self.last = Some('a');
            }
            Event::InlineMath(latex) => self.formula(latex, range, false),
            Event::DisplayMath(latex) => self.formula(latex, range, true),
            Event::Html(raw) | Event::InlineHtml(raw) => self.raw_html(raw, range),
            Event::FootnoteReference(name) => self.footnote(name),
            Event::SoftBreak => {
                let next = events.get(at + 1).and_then(|(event, _)| first_char(event, self.mark));
                if self.plain || !soft_break::vanishes(self.last, next) {
                    self.out.html("\n");
                }
            }
            Event::HardBreak => self.out.html(if self.plain { "<br />\n" } else { "<br>\n" }),
            Event::Rule => {
                self.out.fresh_line();
                self.out.html(if self.plain { "<hr />\n" } else { "<hr>\n" });
            }
            Event::TaskListMarker(done) => {
                let label = if *done { "已完成" } else { "未完成" };
                let checked = if *done { " checked" } else { "" };
                self.out
                    .html(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\">\n"));
            }
        }
        at + 1
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, events: &Events<'_>, at: usize) -> usize {
        if is_block(tag) {
            self.depth += 1;
        }
        match tag {
            Tag::Paragraph => return self.paragraph(range, events, at),
            Tag::Heading { level, id, .. } => self.heading(*level, id.as_deref(), range, events, at),
            Tag::BlockQuote(kind) => self.quote(*kind),
            Tag::CodeBlock(kind) => return self.code_block(kind, range, events, at),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
            Tag::List(None) => self.line("<ul>\n"),
            Tag::List(Some(1)) => self.line("<ol>\n"),
            Tag::List(Some(first)) => self.line(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.line("<li>"),
            Tag::FootnoteDefinition(name) => {
                let number = self.number(name);
                self.note_open.push(number);
                self.out.begin_aside();
            }
            Tag::DefinitionList => self.line("<dl>\n"),
            Tag::DefinitionListTitle => self.line("<dt>"),
            Tag::DefinitionListDefinition => self.line("<dd>"),
            Tag::Table(alignments) => {
                self.table = Some(Table { alignments: alignments.clone(), cell: 0, head: false });
                let open = if self.plain {
                    "<table>"
                } else {
                    "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"表格\"><table>"
                };
                self.line(open);
            }
            Tag::TableHead => {
                self.set_head(true);
                self.out.html("<thead><tr>");
            }
            Tag::TableRow => {
                self.set_head(false);
                self.out.html("<tr>");
            }
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.out.html("<em>"),
            Tag::Strong => self.out.html("<strong>"),
            Tag::Strikethrough => self.out.html("<del>"),
            Tag::Superscript => self.out.html("<sup>"),
            Tag::Subscript => self.out.html("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.link(*link_type, dest_url, title, range, events, at);
            }
            Tag::Image { dest_url, title, .. } => return self.image(dest_url, title, range, events, at),
        }
        at + 1
    }

    fn end(&mut self, end: &TagEnd) {
        match end {
            TagEnd::Paragraph => self.out.html("</p>\n"),
            TagEnd::Heading(level) => self.out.html(&format!("</h{}>\n", *level as u8)),
            TagEnd::BlockQuote(_) => {
                self.close_containers(self.depth);
                let alert = self.quotes.pop().unwrap_or(false);
                self.line(if alert { "</aside>\n" } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {}
            TagEnd::List(true) => self.out.html("</ol>\n"),
            TagEnd::List(false) => self.out.html("</ul>\n"),
            TagEnd::Item => {
                self.close_containers(self.depth);
                self.out.html("</li>\n");
            }
            TagEnd::FootnoteDefinition => {
                let pieces = self.out.end_aside();
                if let Some(number) = self.note_open.pop() {
                    self.notes.insert(number, pieces);
                }
            }
            TagEnd::DefinitionList => self.line("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.html("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.html("</dd>\n"),
            TagEnd::Table => {
                self.table = None;
                self.out.html(if self.plain { "</tbody></table>\n" } else { "</tbody></table></div>\n" });
            }
            TagEnd::TableHead => self.out.html("</tr></thead><tbody>\n"),
            TagEnd::TableRow => self.out.html("</tr>\n"),
            TagEnd::TableCell => {
                let head = self.table.as_ref().is_some_and(|t| t.head);
                self.out.html(if head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.out.html("</em>"),
            TagEnd::Strong => self.out.html("</strong>"),
            TagEnd::Strikethrough => self.out.html("</del>"),
            TagEnd::Superscript => self.out.html("</sup>"),
            TagEnd::Subscript => self.out.html("</sub>"),
            TagEnd::Link => self.out.html("</a>"),
        }
        if is_block_end(end) {
            self.depth = self.depth.saturating_sub(1);
        }
        if matches!(end, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) {
            self.last = None;
        }
    }

    /// Writes on a line of its own.
    pub fn line(&mut self, html: &str) {
        self.out.fresh_line();
        self.out.html(html);
    }

    fn paragraph(&mut self, range: &Range<usize>, events: &Events<'_>, at: usize) -> usize {
        let end = matching_end(events, at);
        if !self.plain {
            if let Some(next) = self.directive(range, events, at, end) {
                self.depth = self.depth.saturating_sub(1);
                return next;
            }
            if self.lead.is_none() {
                let text = plain_text(events, at, end, self.mark);
                if !text.trim().is_empty() {
                    self.lead = Some(width::truncate(text.trim(), 200).into_owned());
                }
            }
            if only_pictures(events, at, end) {
                self.pictures(events, at, end);
                self.depth = self.depth.saturating_sub(1);
                return end + 1;
            }
        }
        self.line("<p>");
        at + 1
    }

    /// A paragraph of nothing but pictures: each is a figure of its own.
    fn pictures(&mut self, events: &Events<'_>, at: usize, end: usize) {
        let mut n = at + 1;
        while n < end {
            let Some((Event::Start(Tag::Image { dest_url, title, .. }), range)) = events.get(n) else {
                n += 1;
                continue;
            };
            self.line("<figure>");
            n = self.image(dest_url, "", range, events, n);
            if !title.is_empty() {
                self.out.html("<figcaption>");
                self.out.text(title);
                self.out.html("</figcaption>");
            }
            self.out.html("</figure>\n");
        }
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        range: &Range<usize>,
        events: &Events<'_>,
        at: usize,
    ) {
        let number = level as u8;
        if self.plain {
            self.line(&format!("<h{number}>"));
            return;
        }
        let text = plain_text(events, at, matching_end(events, at), self.mark);
        let id = self.ids.give(&text, id);
        self.line(&format!("<h{number} id=\"{}\">", escape::html(&id)));
        let span = self.span(range);
        self.headings.push(Heading { level: number, id, text, span });
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let alert = kind.filter(|_| !self.plain).map(|kind| match kind {
            BlockQuoteKind::Note => ("note", "说明"),
            BlockQuoteKind::Tip => ("tip", "提示"),
            BlockQuoteKind::Important => ("important", "重要"),
            BlockQuoteKind::Warning => ("warning", "注意"),
            BlockQuoteKind::Caution => ("caution", "警示"),
        });
        self.quotes.push(alert.is_some());
        match alert {
            Some((name, title)) => self.line(&format!(
                "<aside class=\"callout callout-{name}\" aria-label=\"{title}\">\n<p class=\"callout-title\">{title}</p>\n"
            )),
            None => self.line("<blockquote>\n"),
        }
    }

    fn code_block(
        &mut self,
        kind: &CodeBlockKind<'_>,
        range: &Range<usize>,
        events: &Events<'_>,
        at: usize,
    ) -> usize {
        let end = matching_end(events, at);
        let mut text = String::new();
        for (event, _) in events.get(at + 1..end).unwrap_or_default() {
            if let Event::Text(part) = event {
                text.push_str(&self.unmarked(part));
            }
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.unmarked(info).into_string(),
            CodeBlockKind::Indented => String::new(),
        };
        self.out.fresh_line();
        if self.plain {
            let language = info.split(char::is_whitespace).next().unwrap_or_default();
            if language.is_empty() {
                self.out.html("<pre><code>");
            } else {
                self.out.html(&format!("<pre><code class=\"language-{}\">", escape::html(language)));
            }
            self.out.text(&text);
            self.out.html("</code></pre>\n");
        } else {
            let info = CodeInfo::parse(&info);
            let (html, unknown) = code::block(&info, &text);
            self.has_code = true;
            self.out.html(&html);
            if unknown {
                let place = self.place(&(range.start..range.start + 3));
                self.findings.push(Finding::new(&UNKNOWN_LANGUAGE, place).with("language", &info.language));
            }
        }
        self.depth = self.depth.saturating_sub(1);
        end + 1
    }

    fn set_head(&mut self, head: bool) {
        if let Some(table) = &mut self.table {
            table.head = head;
            table.cell = 0;
        }
    }

    fn cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let name = if table.head { "th" } else { "td" };
        let scope = if table.head && !self.plain { " scope=\"col\"" } else { "" };
        let align = match table.alignments.get(table.cell) {
            Some(Alignment::Left) => " style=\"text-align: left\"",
            Some(Alignment::Center) => " style=\"text-align: center\"",
            Some(Alignment::Right) => " style=\"text-align: right\"",
            _ => "",
        };
        table.cell += 1;
        self.out.html(&format!("<{name}{scope}{align}>"));
    }

    fn link(
        &mut self,
        kind: LinkType,
        address: &str,
        title: &str,
        range: &Range<usize>,
        events: &Events<'_>,
        at: usize,
    ) -> usize {
        let address = self.unmarked(address);
        let mail = if kind == LinkType::Email { "mailto:" } else { "" };
        let full = format!("{mail}{address}");
        if self.plain {
            self.out.html("<a href=\"");
            self.out.html(&escaped_address(&full));
            self.title_attribute(title);
            self.out.html("\">");
            return at + 1;
        }
        if !html::is_safe_address(&full) {
            let place = self.place(range);
            self.findings
                .push(Finding::new(&UNSAFE_ADDRESS, place).with("address", width::truncate(&full, 60)));
            self.out.html("<a>");
            return at + 1;
        }
        let form =
            if matches!(kind, LinkType::WikiLink { .. }) { ReferenceForm::Wiki } else { ReferenceForm::Link };
        let span = self.span(range);
        let target = if form == ReferenceForm::Link { percent_decoded(&full) } else { full.clone() };
        let number = self.out.refer(&target, form, span);
        self.out.html("<a href=\"");
        self.out.hole(Hole::Address(number));
        if !title.is_empty() {
            self.title_attribute(title);
        }
        let outside = full.starts_with("http://") || full.starts_with("https://");
        self.out.html(if outside { "\" rel=\"external noopener\">" } else { "\">" });
        if kind == (LinkType::WikiLink { has_pothole: false }) {
            self.out.hole(Hole::Title(number));
            self.out.html("</a>");
            return matching_end(events, at) + 1;
        }
        at + 1
    }

    fn title_attribute(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.html("\" title=\"");
            let title = self.unmarked(title).into_string();
            self.out.text(&title);
        }
    }

    fn image(
        &mut self,
        address: &str,
        title: &str,
        range: &Range<usize>,
        events: &Events<'_>,
        at: usize,
    ) -> usize {
        let end = matching_end(events, at);
        let alt = plain_text(events, at, end, self.mark);
        let address = self.unmarked(address).into_string();
        if self.plain {
            self.out.html("<img src=\"");
            self.out.html(&escaped_address(&address));
            self.out.html("\" alt=\"");
            self.out.text(&alt);
            self.title_attribute(title);
            self.out.html("\" />");
            return end + 1;
        }
        self.picture(&percent_decoded(&address), &alt, title, range);
        end + 1
    }

    /// A picture's element; an address outside the site stays as it is.
    pub fn picture(&mut self, address: &str, alt: &str, title: &str, range: &Range<usize>) {
        if alt.trim().is_empty() {
            let place = self.place(range);
            self.findings.push(Finding::new(&NO_ALT, place));
        }
        let span = self.span(range);
        let number = self.out.refer(address, ReferenceForm::Image, span);
        self.out.html("<img ");
        self.out.hole(Hole::Source(number));
        self.out.html(" alt=\"");
        self.out.text(alt);
        self.title_attribute(title);
        self.out.html("\" loading=\"lazy\" decoding=\"async\">");
    }

    fn formula(&mut self, latex: &str, range: &Range<usize>, display: bool) {
        let latex = self.unmarked(latex);
        self.has_math = true;
        self.last = Some('a');
        match math::mathml(&latex, display) {
            Ok(mathml) => self.out.html(&mathml),
            Err(why) => {
                let place = self.place(range);
                self.findings.push(Finding::new(&BAD_MATH, place).with("why", why));
                self.out.html("<code>");
                self.out.text(&latex);
                self.out.html("</code>");
            }
        }
    }

    fn raw_html(&mut self, raw: &str, range: &Range<usize>) {
        let raw = self.unmarked(raw);
        if self.plain {
            self.out.html(&raw);
            return;
        }
        let (clean, changed) = html::harmless(&raw);
        if changed {
            let place = self.place(range);
            self.findings.push(Finding::new(&UNSAFE_HTML, place));
        }
        self.out.html(&clean);
    }

    fn number(&mut self, name: &str) -> u32 {
        let next = u32::try_from(self.footnotes.len()).unwrap_or(u32::MAX).saturating_add(1);
        *self.footnotes.entry(name.to_owned()).or_insert(next)
    }

    fn footnote(&mut self, name: &str) {
        let number = self.number(name);
        let times = self.back.entry(number).or_insert(0);
        *times += 1;
        let suffix = if *times > 1 { format!("-{times}") } else { String::new() };
        self.out.html(&format!(
            "<sup class=\"footnote\"><a href=\"#fn-{number}\" id=\"fnref-{number}{suffix}\" aria-label=\"注 {number}\">{number}</a></sup>"
        ));
    }

    fn write_notes(&mut self) {
        let notes: Vec<(u32, Vec<Piece>)> = std::mem::take(&mut self.notes)
            .into_iter()
            .filter(|(number, _)| self.back.contains_key(number))
            .collect();
        if notes.is_empty() {
            return;
        }
        self.line("<section class=\"footnotes\" aria-label=\"注释\">\n<ol>\n");
        for (number, pieces) in notes {
            self.out.html(&format!("<li id=\"fn-{number}\" value=\"{number}\">"));
            self.out.pieces(pieces);
            self.out.html(&format!(
                "<a href=\"#fnref-{number}\" class=\"footnote-back\" aria-label=\"回到正文\">↩</a></li>\n"
            ));
        }
        self.out.html("</ol>\n</section>\n");
    }
}

/// The event that ends what starts at `at`.
#[must_use]
pub fn matching_end(events: &Events<'_>, at: usize) -> usize {
    let mut depth = 0usize;
    for (n, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return n;
                }
            }
            _ => {}
        }
    }
    events.len()
}

/// The text between two events, marks taken out.
#[must_use]
pub fn plain_text(events: &Events<'_>, at: usize, end: usize, mark: &str) -> String {
    let mut text = String::new();
    for (event, _) in events.get(at + 1..end).unwrap_or_default() {
        match event {
            Event::Text(part) | Event::Code(part) | Event::InlineMath(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak if text.chars().next_back().is_some_and(width::is_wide) => {}
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    if mark.is_empty() { text } else { text.replace(mark, "") }
}

fn only_pictures(events: &Events<'_>, at: usize, end: usize) -> bool {
    let mut pictures = 0;
    let mut depth = 0;
    for (event, _) in events.get(at + 1..end).unwrap_or_default() {
        match event {
            Event::Start(Tag::Image { .. }) => {
                depth += 1;
                pictures += 1;
            }
            Event::End(TagEnd::Image) => depth -= 1,
            Event::SoftBreak | Event::HardBreak => {}
            Event::Text(text) if depth > 0 || text.trim().is_empty() => {}
            _ if depth > 0 => {}
            _ => return false,
        }
    }
    pictures > 0
}

fn first_char(event: &Event<'_>, mark: &str) -> Option<char> {
    match event {
        Event::Text(text) => {
            text.strip_prefix(mark).filter(|_| !mark.is_empty()).unwrap_or(text).chars().next()
        }
        _ => None,
    }
}

fn escaped_address(address: &str) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = pulldown_cmark_escape::escape_href(&mut out, address);
    out
}

/// An address without its percent signs, for finding files; malformed ones stay.
fn percent_decoded(address: &str) -> String {
    if !address.contains('%') || address.contains("://") {
        return address.to_owned();
    }
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = (byte == b'%').then(|| address.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| address.to_owned())
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn is_block_end(end: &TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
