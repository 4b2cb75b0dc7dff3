//! Directives among the parser's blocks: opening, closing, and what each becomes.

use std::ops::Range;

use super::address;
use super::body::{Hole, ReferenceForm};
use super::directive::{DIRECTIVES, Directive, Line, Name};
use super::said::Said;
use super::writer::{Container, Writer};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::base::text::escape;
use crate::base::text::nearest::nearest;
use crate::input::kind::check::is_url;

/// A directive amid other text.
pub static NOT_ALONE: Code = Code {
    name: "MD018",
    severity: Severity::Warning,
    message: Words {
        zh: "指令 `{name}` 没有独占一行，按普通文字显示",
        en: "the directive `{name}` does not stand alone on its line; it is shown as text",
    },
    help: Words { zh: "让它独占一行，前面不加列表符号", en: "give it a line of its own" },
    example: "- ::card{entry=\"mingshi/wang-yangming\"}",
};

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
pub const CODES: &[&Code] =
    &[&NOT_ALONE, &UNKNOWN_DIRECTIVE, &BAD_ATTRIBUTE, &UNCLOSED_DIRECTIVE, &STRAY_END];

impl Writer<'_> {
    /// Writes the paragraph in `range` where it is a directive, and says whether it was.
    pub fn directive(&mut self, range: &Range<usize>) -> bool {
        let prepared = self.context.prepared;
        let text = prepared.text.get(range.clone()).unwrap_or_default().trim();
        // Lines of directives outside code and HTML were given a mark, and nothing else begins with one.
        if !text.starts_with(|c| prepared.is_mark(c)) || text.contains('\n') {
            return false;
        }
        let text = prepared.unmarked(text).into_owned();
        let Some(line) = Line::parse(&text) else { return false };
        self.last = None;
        if line.name.is_empty() {
            self.end_container(line.colons, range);
            return true;
        }
        match line.directive() {
            Some(directive) => {
                if self.attributes_fit(&line, directive, range) {
                    self.write_directive(&line, directive, range);
                } else if line.colons >= 3 {
                    // Its end is no stray one.
                    self.open(&line, String::new(), range);
                }
            }
            None => self.unknown_directive(&line, range),
        }
        true
    }

    /// Tells of a text that looks like a directive amid other text.
    pub fn tell_of_directive(&mut self, text: &str, range: &Range<usize>) {
        let name = text.trim_start_matches(':');
        let colons = text.len() - name.len();
        let end = name.find('{').unwrap_or(0);
        let (name, _) = name.split_at(end);
        if (2..=8).contains(&colons) && DIRECTIVES.iter().any(|d| d.words.contains(&name)) {
            let place = self.place(range);
            self.findings.push(Finding::new(&NOT_ALONE, place).with("name", name));
        }
    }

    fn unknown_directive(&mut self, line: &Line, range: &Range<usize>) {
        let known: Vec<&str> = DIRECTIVES.iter().flat_map(|d| d.words).collect();
        let place = self.place(range);
        self.findings.push(
            Finding::new(&UNKNOWN_DIRECTIVE, place)
                .with("name", &line.name)
                .with("known", known.join("、"))
                .suggesting(nearest(&line.name, known.iter().copied())),
        );
        if line.colons >= 3 {
            self.open(line, String::new(), range);
        }
    }

    fn write_directive(&mut self, line: &Line, directive: &Directive, range: &Range<usize>) {
        match directive.name {
            Name::Figure => self.figure(line, range),
            Name::Video => self.video(line, range),
            Name::Audio => self.audio(line, range),
            Name::Attachment => self.attachment(line, range),
            Name::Card => {
                let number = self.refer(line.get("entry").trim(), ReferenceForm::Card, range);
                self.out.fresh_line();
                self.out.hole(Hole::Card(number));
                self.out.html("\n");
            }
            Name::Gallery => self.gallery(line, range),
            Name::Callout => self.callout(line, range),
        }
    }

    fn attributes_fit(&mut self, line: &Line, directive: &Directive, range: &Range<usize>) -> bool {
        let misfit = misfit(line, directive);
        let fits = misfit.is_none();
        if let Some((what, what_en, near)) = misfit {
            let place = self.place(range);
            self.findings.push(
                Finding::new(&BAD_ATTRIBUTE, place)
                    .with("name", &line.name)
                    .with("what", what)
                    .with("what_en", what_en)
                    .with("form", directive.form())
                    .suggesting(near),
            );
        }
        fits
    }

    /// Begins a container.
    pub fn open(&mut self, line: &Line, close: String, range: &Range<usize>) {
        let container = Container {
            name: line.name.clone(),
            colons: line.colons,
            close,
            depth: self.depth(),
            place: self.place(range),
        };
        self.containers.push(container);
        self.bases.push(self.raw.len());
    }

    fn callout(&mut self, line: &Line, range: &Range<usize>) {
        let kind = match line.get("type") {
            "" => "note",
            kind => kind,
        };
        let title = match line.get("title") {
            "" => self.said().callout(kind),
            title => title,
        };
        self.begin_callout(kind, title);
        self.open(line, "</aside>\n".to_owned(), range);
    }

    /// Begins a callout's element.
    pub fn begin_callout(&mut self, kind: &str, title: &str) {
        let title = escape::html(title);
        self.line(&format!(
            "<aside class=\"callout callout-{kind}\" role=\"note\" aria-label=\"{title}\">\n<p class=\"callout-title\">{title}</p>\n"
        ));
    }

    fn end_container(&mut self, colons: usize, range: &Range<usize>) {
        let open = self.open_here();
        // The innermost of as many colons; else the innermost that is opened by fewer.
        let meant = open
            .iter()
            .copied()
            .find(|n| self.containers.get(*n).is_some_and(|c| c.colons == colons))
            .or_else(|| {
                open.first().copied().filter(|n| self.containers.get(*n).is_some_and(|c| c.colons < colons))
            });
        let Some(meant) = meant else {
            let place = self.place(range);
            self.findings.push(Finding::new(&STRAY_END, place));
            return;
        };
        while self.containers.len() > meant + 1 {
            self.close_last_container(true);
        }
        self.close_last_container(false);
    }

    /// Containers that may end here, innermost first: those that began in the same block.
    fn open_here(&self) -> Vec<usize> {
        let mut depth = self.depth();
        let mut open = Vec::new();
        for (n, container) in self.containers.iter().enumerate().rev() {
            if container.depth + 1 != depth {
                break;
            }
            open.push(n);
            depth = container.depth;
        }
        open
    }

    /// Closes the containers that began in the block that ends here, each a finding.
    pub fn close_containers(&mut self) {
        while self.containers.last().is_some_and(|c| c.depth + 1 == self.depth()) {
            self.close_last_container(true);
        }
    }

    fn close_last_container(&mut self, forgotten: bool) {
        let Some(container) = self.containers.pop() else { return };
        let base = self.bases.pop().unwrap_or(0);
        self.close_raw_to(base);
        if !container.close.is_empty() {
            self.line(&container.close);
        }
        if forgotten {
            self.findings
                .push(Finding::new(&UNCLOSED_DIRECTIVE, container.place).with("name", container.name));
        }
    }
}

/// What is wrong with a directive in both languages, and the word that may be meant.
fn misfit(line: &Line, directive: &Directive) -> Option<(String, String, Option<String>)> {
    let says = |zh: String, en: String| Some((zh, en, None));
    if !line.well_formed {
        return says("的属性写法不对，检查引号和花括号".into(), "its attributes are broken".into());
    }
    if directive.container != (line.colons >= 3) {
        return if directive.container {
            says("要用三个冒号开头，并用 ::: 结束".into(), "needs three colons and an end".into())
        } else {
            says("只用两个冒号，单独一行，不用 ::: 结束".into(), "has two colons and no end".into())
        };
    }
    if let Some((key, _)) = line.attributes.iter().find(|(k, _)| !directive.attributes.contains(&k.as_str()))
    {
        let near = nearest(key, directive.attributes.iter().copied()).map(str::to_owned);
        return Some((format!("没有属性 `{key}`"), format!("knows no `{key}`"), near));
    }
    if let Some(key) = directive.required.iter().find(|key| line.get(key).trim().is_empty()) {
        return says(format!("缺少属性 `{key}`"), format!("lacks `{key}`"));
    }
    if directive.name == Name::Video && line.get("url").is_empty() == line.get("src").is_empty() {
        return says(
            "要写 url（平台上的）或 src（自己的文件），二者选一".into(),
            "needs either url or src".into(),
        );
    }
    if !line.get("url").is_empty() && !is_url(line.get("url")) {
        return says("的 url 不是完整的网址".into(), "needs a whole address as url".into());
    }
    let kind = line.get("type");
    if !kind.is_empty() && !Said::sorts().any(|k| k == kind) {
        let near = nearest(kind, Said::sorts()).map(str::to_owned);
        return Some((format!("没有类型 `{kind}`"), format!("knows no type `{kind}`"), near));
    }
    let unsafe_path =
        ["src", "poster", "captions"].into_iter().map(|key| line.get(key)).find(|a| !address::is_safe(a));
    unsafe_path.and_then(|path| says(format!("的地址 `{path}` 不安全"), format!("`{path}` is not safe")))
}
