//! Directives among the parser's blocks: opening, closing, and what each becomes.

use std::ops::Range;

use pulldown_cmark::Event;

use super::body::{Hole, ReferenceForm};
use super::directive::{DIRECTIVES, Directive, Line, Name};
use super::writer::Writer;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::text::escape;
use crate::base::text::nearest::nearest;
use crate::input::kind::check::is_url;

/// A directive of no known name.
pub static UNKNOWN_DIRECTIVE: Code = Code {
    name: "MD010",
    severity: Severity::Error,
    message: Words { zh: "没有名为 `{name}` 的指令", en: "there is no directive `{name}`" },
    help: Words { zh: "可用的指令：{known}", en: "directives: {known}" },
    example: "::figur{src=\"a.svg\" alt=\"图\"}",
};

/// An attribute that a directive does not know, or one that it lacks.
pub static BAD_ATTRIBUTE: Code = Code {
    name: "MD011",
    severity: Severity::Error,
    message: Words { zh: "指令 `{name}` {what}", en: "the directive `{name}`: {what_en}" },
    help: Words { zh: "写成 {form}", en: "write {form}" },
    example: "::video{url=\"https://example.com/v\"}",
};

/// A container that is never closed.
pub static UNCLOSED_DIRECTIVE: Code = Code {
    name: "MD012",
    severity: Severity::Error,
    message: Words {
        zh: "指令 `{name}` 没有结束的 `:::`",
        en: "the directive `{name}` is not closed with `:::`",
    },
    help: Words { zh: "在内容下面另起一行写 :::", en: "add a line `:::` below its text" },
    example: ":::callout{type=\"tip\"}\n内容",
};

/// An end without a beginning.
pub static STRAY_END: Code = Code {
    name: "MD013",
    severity: Severity::Error,
    message: Words { zh: "这里的 `:::` 没有对应的开头", en: "this `:::` ends nothing" },
    help: Words {
        zh: "删去这一行，或补上开头，如 :::callout{type=\"tip\"}",
        en: "remove it, or add the line that opens it",
    },
    example: "正文\n\n:::",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_DIRECTIVE, &BAD_ATTRIBUTE, &UNCLOSED_DIRECTIVE, &STRAY_END];

/// Open containers, innermost last.
#[derive(Default)]
pub struct Containers(Vec<Container>);

struct Container {
    name: String,
    close: String,
    depth: usize,
    place: Place,
}

impl Writer<'_> {
    /// Writes the paragraph from `at` to `end` where it is a directive; `None` where it is not.
    pub fn directive(
        &mut self,
        range: &Range<usize>,
        events: &[(Event<'_>, Range<usize>)],
        at: usize,
        end: usize,
    ) -> Option<usize> {
        // Read after the parser's tokens: what starts with code or a link is no directive.
        if !matches!(events.get(at + 1), Some((Event::Text(_), _))) {
            return None;
        }
        let source = self.source(range);
        let line = Line::parse(source.trim_end()).filter(|_| source.starts_with("::"))?;
        let written = self.prepared.text.get(range.clone()).unwrap_or_default();
        let trimmed = range.start..range.start + written.trim_end().len();
        self.write_directive(&line, &trimmed);
        Some(end + 1)
    }

    fn write_directive(&mut self, line: &Line, range: &Range<usize>) {
        if line.name.is_empty() {
            self.end_container(range);
            return;
        }
        let Some(directive) = line.directive() else {
            let known: Vec<&str> = DIRECTIVES.iter().flat_map(|d| d.words).collect();
            let place = self.place(range);
            self.findings.push(
                Finding::new(&UNKNOWN_DIRECTIVE, place)
                    .with("name", &line.name)
                    .with("known", known.join(" "))
                    .suggesting(nearest(&line.name, known.iter().copied())),
            );
            return;
        };
        if !self.attributes_fit(line, directive, range) {
            return;
        }
        if directive.container && line.colons >= 3 {
            self.open_container(line, directive.name, range);
            return;
        }
        match directive.name {
            Name::Figure => self.figure(line, range),
            Name::Video => self.video(line, range),
            Name::Audio => self.audio(line, range),
            Name::Attachment => self.attachment(line, range),
            Name::Card => {
                let span = self.span(range);
                let number = self.out.refer(line.get("entry"), ReferenceForm::Card, span);
                self.out.fresh_line();
                self.out.hole(Hole::Card(number));
                self.out.html("\n");
            }
            Name::Gallery | Name::Callout => {
                self.misfit(line, range, "要用三个冒号开头，并用 ::: 结束", "needs three colons and an end")
            }
        }
    }

    fn attributes_fit(&mut self, line: &Line, directive: &Directive, range: &Range<usize>) -> bool {
        if !line.well_formed {
            self.misfit(line, range, "的属性写法不对，检查引号和花括号", "has broken attributes");
            return false;
        }
        for (key, _) in &line.attributes {
            if !directive.attributes.contains(&key.as_str()) {
                self.misfit(line, range, &format!("没有属性 `{key}`"), &format!("knows no `{key}`"));
                return false;
            }
        }
        for key in directive.required {
            if line.get(key).trim().is_empty() {
                self.misfit(line, range, &format!("缺少属性 `{key}`"), &format!("lacks `{key}`"));
                return false;
            }
        }
        let address = line.get("url");
        if !address.is_empty() && !is_url(address) {
            self.misfit(line, range, "的 url 不是完整的网址", "needs a whole address as url");
            return false;
        }
        true
    }

    fn misfit(&mut self, line: &Line, range: &Range<usize>, what: &str, what_en: &str) {
        let form = line.directive().map_or_else(String::new, form);
        let place = self.place(range);
        self.findings.push(
            Finding::new(&BAD_ATTRIBUTE, place)
                .with("name", &line.name)
                .with("what", what)
                .with("what_en", what_en)
                .with("form", form),
        );
    }

    fn open_container(&mut self, line: &Line, name: Name, range: &Range<usize>) {
        let title = line.get("title");
        let close = if name == Name::Gallery {
            self.line("<figure class=\"gallery-figure\"><div class=\"gallery\">\n");
            match line.get("caption") {
                "" => "</div></figure>\n".to_owned(),
                caption => format!("</div><figcaption>{}</figcaption></figure>\n", escape::html(caption)),
            }
        } else {
            let kind = match line.get("type") {
                kind @ ("tip" | "warning" | "danger" | "important" | "caution") => kind,
                _ => "note",
            };
            let label = if title.is_empty() { callout_word(kind) } else { title };
            let label = escape::html(label).into_owned();
            self.line(&format!(
                "<aside class=\"callout callout-{kind}\" aria-label=\"{label}\">\n<p class=\"callout-title\">{label}</p>\n"
            ));
            "</aside>\n".to_owned()
        };
        let place = self.place(range);
        let depth = self.depth;
        self.containers.0.push(Container { name: line.name.clone(), close, depth, place });
    }

    fn end_container(&mut self, range: &Range<usize>) {
        match self.containers.0.pop_if(|container| container.depth == self.depth) {
            Some(container) => self.line(&container.close),
            None => {
                let place = self.place(range);
                self.findings.push(Finding::new(&STRAY_END, place));
            }
        }
    }

    /// Closes containers that were opened deeper than `depth`, each a finding.
    pub fn close_containers(&mut self, depth: usize) {
        while let Some(container) = self.containers.0.pop_if(|container| container.depth > depth) {
            self.line(&container.close);
            self.findings
                .push(Finding::new(&UNCLOSED_DIRECTIVE, container.place).with("name", container.name));
        }
    }

    fn figure(&mut self, line: &Line, range: &Range<usize>) {
        self.line("<figure>");
        self.picture(line.get("src"), line.get("alt"), "", range);
        let caption = line.get("caption");
        if !caption.is_empty() {
            self.out.html("<figcaption>");
            self.out.text(caption);
            self.out.html("</figcaption>");
        }
        self.out.html("</figure>\n");
    }

    fn video(&mut self, line: &Line, range: &Range<usize>) {
        let url = escape::html(line.get("url")).into_owned();
        self.line(&format!(
            "<figure class=\"video\"><a class=\"video-facade\" href=\"{url}\" data-video=\"{url}\" rel=\"external noopener\">"
        ));
        if !line.get("poster").is_empty() {
            let span = self.span(range);
            let number = self.out.refer(line.get("poster"), ReferenceForm::Media, span);
            self.out.html("<img ");
            self.out.hole(Hole::Source(number));
            self.out.html(" alt=\"\" loading=\"lazy\" decoding=\"async\">");
        }
        self.out.html("<span>▶ ");
        self.out.text(line.get("title"));
        if !line.get("duration").is_empty() {
            self.out.html(" · ");
            self.out.text(line.get("duration"));
        }
        self.out.html("</span></a></figure>\n");
    }

    fn audio(&mut self, line: &Line, range: &Range<usize>) {
        let title = escape::html(line.get("title")).into_owned();
        let span = self.span(range);
        let number = self.out.refer(line.get("src"), ReferenceForm::Media, span);
        self.line(&format!("<figure class=\"audio\"><figcaption>{title}</figcaption><audio controls preload=\"none\" aria-label=\"{title}\" "));
        self.out.hole(Hole::Source(number));
        self.out.html("></audio>");
        if !line.get("transcript").is_empty() {
            self.out.html("<details><summary>文字稿</summary><p>");
            self.out.text(line.get("transcript"));
            self.out.html("</p></details>");
        }
        self.out.html("</figure>\n");
    }

    fn attachment(&mut self, line: &Line, range: &Range<usize>) {
        let span = self.span(range);
        let number = self.out.refer(line.get("src"), ReferenceForm::Attachment, span);
        let title = match line.get("title") {
            "" => line.get("src").rsplit('/').next().unwrap_or_default(),
            title => title,
        };
        self.line("<p><a class=\"attachment\" download href=\"");
        self.out.hole(Hole::Address(number));
        self.out.html("\"><span>");
        self.out.text(title);
        self.out.html("</span> <small>");
        self.out.hole(Hole::Size(number));
        self.out.html("</small></a></p>\n");
    }
}

fn callout_word(kind: &str) -> &'static str {
    match kind {
        "tip" => "提示",
        "warning" => "注意",
        "danger" => "危险",
        "important" => "重要",
        "caution" => "警示",
        _ => "说明",
    }
}

/// How a directive is written, for help texts.
fn form(directive: &Directive) -> String {
    let attributes: Vec<String> = directive.attributes.iter().map(|a| format!("{a}=\"…\"")).collect();
    let colons = if directive.container { ":::" } else { "::" };
    format!("{colons}{}{{{}}}", directive.words[0], attributes.join(" "))
}
