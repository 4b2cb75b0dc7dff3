//! What renders: an engine that all share, and a door for each worker.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tera::{Context, ErrorKind, Value};

use super::bounded::Bounded;
use super::doorway;
use super::engines::Engines;
use super::files::first_line;
use super::marks::unmarked;
use super::words::chinese;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::span::Span;
use crate::base::limits::OUTPUT_BYTES_MAX;
use crate::base::text::nearest::nearest;
use crate::base::text::rewriting;
use crate::output::imaging::darkroom::Darkroom;
use crate::output::query::answers::Answers;
use crate::output::query::ask::Ask;
use crate::output::query::inventory;

/// A template that fails while it renders a page.
pub static RENDERING: Code = Code {
    name: "TPL002",
    severity: Severity::Error,
    message: Words {
        zh: "渲染 {page} 时模板出错：{why}", en: "the template failed on {page}: {why_en}"
    },
    help: Words {
        zh: "检查这一行用到的字段和函数；可能没有的字段先用 if 判断",
        en: "check the fields and functions of this line; test a field that may be missing",
    },
    example: "{{ page.nosuch.field }}",
};

/// A page that grows without end.
pub static TOO_LARGE: Code = Code {
    name: "TPL004",
    severity: Severity::Error,
    message: Words { zh: "页面 {page} 超过 {max} MB", en: "the page {page} is larger than {max} MB" },
    help: Words {
        zh: "检查模板里的循环有没有成倍增长，或给栏目设置分页",
        en: "look for a loop that multiplies, or paginate the column",
    },
    example: "（一个不断翻倍的循环）",
};

/// A template that an entry, a kind or a column names and that is not there.
pub static UNKNOWN_TEMPLATE: Code = Code {
    name: "TPL006",
    severity: Severity::Error,
    message: Words {
        zh: "{page} 要用的模板 `{name}` 不存在",
        en: "the template `{name}` of {page} does not exist",
    },
    help: Words {
        zh: "改正 template 的名称，或把模板放进 themes/<主题>/templates/",
        en: "correct the name, or add the template",
    },
    example: "---\ntitle: 甲\ntemplate: entry/nosuch.html\n---",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&RENDERING, &TOO_LARGE, &UNKNOWN_TEMPLATE];

/// What renders: a door, and the engine whose functions ask through it.
pub struct Worker {
    /// The door.
    pub ask: Arc<Ask>,
    /// Where it makes pictures from others.
    pub darkroom: Darkroom,
    engines: Engines,
}

/// The workers of one build: as many as work at once.
pub struct Workers<'b> {
    answers: &'b Arc<Answers>,
    engines: &'b Engines,
    /// Whether they write down what is asked.
    recording: bool,
    idle: Mutex<Vec<Worker>>,
}

impl<'b> Workers<'b> {
    /// None yet; `recording`: they will write down what is asked.
    #[must_use]
    pub fn new(answers: &'b Arc<Answers>, engines: &'b Engines, recording: bool) -> Self {
        Self { answers, engines, recording, idle: Mutex::default() }
    }

    /// Does something with a worker of a language that nobody else has meanwhile; `None` where there is no such
    /// language.
    pub fn with<T>(&self, language: &str, work: impl FnOnce(&Worker) -> T) -> Option<T> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let speaks = |worker: &Worker| worker.ask.answers().language_path() == language;
        let take = |mut all: MutexGuard<'_, Vec<Worker>>| {
            let at = all.iter().position(speaks)?;
            Some(all.swap_remove(at))
        };
        let worker = match take(idle()) {
            Some(worker) => worker,
            None => Worker::new(self.answers.in_language(language)?, self.engines, self.recording),
        };
        let done = work(&worker);
        idle().push(worker);
        Some(done)
    }
}

impl Worker {
    /// A worker for one thread at a time.
    #[must_use]
    pub fn new(answers: &Arc<Answers>, engines: &Engines, recording: bool) -> Self {
        let ask = if recording { Ask::new } else { Ask::unrecorded };
        let ask = Arc::new(ask(Arc::clone(answers)));
        let darkroom = answers.darkroom().another();
        Self { ask, darkroom, engines: engines.clone() }
    }

    /// Renders a template. `page` names in findings what is rendered; `source` is the file that it comes from.
    ///
    /// # Errors
    /// [`RENDERING`], [`TOO_LARGE`] or [`UNKNOWN_TEMPLATE`].
    pub fn render(
        &self,
        template: &str,
        context: Vec<(&'static str, Value)>,
        page: &str,
        source: &str,
    ) -> Result<Vec<u8>, Finding> {
        self.ask.begin_template(template);
        let engine = self.engines.with(template);
        if !engine.contains_template(template) {
            let place = inventory::template_place(&self.ask.answers().context(), template, source);
            let finding = Finding::new(&UNKNOWN_TEMPLATE, place).with("page", page).with("name", template);
            let known = self.ask.answers().theme().templates.keys().map(String::as_str);
            return Err(finding.suggesting(nearest(template, known)));
        }
        let mut all = Context::new();
        for (name, value) in context {
            all.insert_value(name, value);
        }
        let mut out = Bounded::default();
        let render = || engine.render_to(template, &all, &mut out);
        match doorway::rendering(&self.ask, engine, render) {
            Ok(()) => Ok(match self.ask.answers().writing() {
                Some(writing) => rewriting::html(&String::from_utf8_lossy(&out.0), writing).into_bytes(),
                None => out.0,
            }),
            Err(error) => Err(self.finding(&error, template, page)),
        }
    }

    fn finding(&self, error: &tera::Error, template: &str, page: &str) -> Finding {
        if matches!(error.kind(), ErrorKind::Io(_)) {
            return Finding::new(&TOO_LARGE, self.place(template, None))
                .with("page", page)
                .with("max", OUTPUT_BYTES_MAX / (1024 * 1024));
        }
        let (name, range, mut why) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                (report.filename().to_owned(), Some(report.span().range.clone()), report.message().to_owned())
            }
            other => (template.to_owned(), None, first_line(&other.to_string())),
        };
        // Our own functions tell their cause in a chain below the engine's words.
        let mut cause = std::error::Error::source(error);
        let mut words = chinese(&why);
        while let Some(inner) = cause {
            let told = first_line(&inner.to_string());
            words = format!("{words}（{told}）");
            why = format!("{why} ({told})");
            cause = inner.source();
        }
        Finding::new(&RENDERING, self.place(&name, range))
            .with("page", page)
            .with("why", words)
            .with("why_en", why)
    }

    fn place(&self, template: &str, range: Option<std::ops::Range<usize>>) -> Place {
        let files = self.ask.answers().theme();
        let file = files.templates.get(template).map_or_else(|| template.into(), |t| Arc::clone(&t.path));
        let written = |range| files.templates.get(template).map(|t| unmarked(&t.text, range));
        Place { file, span: range.and_then(written).map(|r| Span::new(r.start, r.end)) }
    }
}
