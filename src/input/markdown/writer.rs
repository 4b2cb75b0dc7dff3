//! What is known while events are written, and the few moves that every sort of event needs.

use std::borrow::Cow;
use std::ops::Range;

use super::body::{Heading, ReferenceForm};
use super::bounds::TOO_DEEP;
use super::directive::{self, Directive};
use super::footnote::Notes;
use super::heading::Ids;
use super::output::Output;
use super::prepared::Prepared;
use super::said::Said;
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::base::diagnostic::span::Span;
use crate::base::limits::MARKDOWN_DEPTH_MAX;
use crate::base::text::count;
use crate::input::source::path::SourcePath;

/// Where a text stands and how it is to be written.
#[derive(Clone, Copy)]
pub struct Context<'w> {
    /// The prepared text.
    pub prepared: &'w Prepared,
    /// Byte offset of the written text in its file.
    pub offset: u32,
    /// The file.
    pub path: &'w SourcePath,
    /// As CommonMark's reference shows it: raw HTML and addresses as written, nothing added.
    pub plain: bool,
}

/// A body being written.
pub struct Writer<'w> {
    /// Where the text stands.
    pub context: Context<'w>,
    /// Written into.
    pub out: Output,
    /// What was found.
    pub findings: Findings,
    /// Headings so far.
    pub headings: Vec<Heading>,
    /// Other ids so far.
    pub anchors: Vec<String>,
    /// Words so far.
    pub words: u32,
    /// The first paragraph's text.
    pub lead: Option<String>,
    /// Whether there is coloured code.
    pub has_code: bool,
    /// Whether there are formulas.
    pub has_math: bool,
    /// Ids of headings.
    pub ids: Ids,
    /// Footnotes.
    pub notes: Notes,
    /// The table that is open.
    pub table: Option<Table>,
    /// For every open quote, whether it is an alert.
    pub quotes: Vec<bool>,
    /// Open directives, innermost last.
    pub containers: Vec<Container>,
    /// How many links are open.
    pub links: usize,
    /// Open elements of raw HTML, innermost last.
    pub raw: Vec<RawElement>,
    /// For every open block or inline element: how many raw elements were open when it began. A raw element ends
    /// inside what it began in.
    pub bases: Vec<usize>,
    /// The last character that was shown in this paragraph.
    pub last: Option<char>,
    told_depth: bool,
}

/// An open table.
pub struct Table {
    /// How columns are aligned.
    pub alignments: Vec<pulldown_cmark::Alignment>,
    /// The next cell.
    pub cell: usize,
    /// Whether the head is being written.
    pub head: bool,
}

/// An open directive.
pub struct Container {
    /// Its name as written.
    pub name: String,
    /// How many colons open it.
    pub colons: usize,
    /// What ends it.
    pub close: String,
    /// How many elements were open when it began.
    pub depth: usize,
    /// Where it stands.
    pub place: Place,
}

impl Container {
    /// The directive that it is.
    #[must_use]
    pub fn directive(&self) -> Option<&'static Directive> {
        directive::named(&self.name)
    }
}

/// An open element of raw HTML.
pub struct RawElement {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

impl<'w> Writer<'w> {
    /// A writer for a prepared text.
    #[must_use]
    pub fn new(context: Context<'w>) -> Self {
        Self {
            context,
            out: Output::default(),
            findings: Findings::default(),
            headings: Vec::new(),
            anchors: Vec::new(),
            words: 0,
            lead: None,
            has_code: false,
            has_math: false,
            ids: Ids::default(),
            notes: Notes::default(),
            table: None,
            quotes: Vec::new(),
            containers: Vec::new(),
            links: 0,
            raw: Vec::new(),
            bases: Vec::new(),
            last: None,
            told_depth: false,
        }
    }

    /// The words of the text's language.
    #[must_use]
    pub fn said(&self) -> &'static Said {
        Said::of(self.context.path)
    }

    /// Whether the text is written as CommonMark's reference shows it.
    #[must_use]
    pub fn plain(&self) -> bool {
        self.context.plain
    }

    /// How many blocks and inline elements are open.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.bases.len()
    }

    /// Whether the innermost element is one too many: it is left out, and that is told once.
    pub fn is_too_deep(&mut self, range: &Range<usize>) -> bool {
        let deep = self.depth() > MARKDOWN_DEPTH_MAX && !self.plain();
        if deep && !self.told_depth {
            self.told_depth = true;
            let place = self.place(range);
            self.findings.push(Finding::new(&TOO_DEEP, place).with("max", MARKDOWN_DEPTH_MAX));
        }
        deep
    }

    /// Where a range of the prepared text stands in the file, white space at its end left out.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        let prepared = self.context.prepared;
        let text = prepared.text.get(range.clone()).unwrap_or_default();
        let end = range.start + text.trim_end().len();
        Span::new(prepared.written(range.start), prepared.written(end)).shifted(self.context.offset)
    }

    /// The place of a range.
    #[must_use]
    pub fn place(&self, range: &Range<usize>) -> Place {
        Place::new(self.context.path.shared(), self.span(range))
    }

    /// A text of the parser without marks.
    #[must_use]
    pub fn unmarked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.context.prepared.unmarked(text)
    }

    /// Writes on a line of its own.
    pub fn line(&mut self, html: &str) {
        self.out.fresh_line();
        self.out.html(html);
    }

    /// Counts a text that is shown, and keeps its last character.
    pub fn shown(&mut self, text: &str) {
        self.words = self.words.saturating_add(count::words(text));
        self.last = text.chars().next_back().or(self.last);
    }

    /// Notes a reference that is written in `range`.
    pub fn refer(&mut self, target: &str, form: ReferenceForm, range: &Range<usize>) -> u32 {
        let span = self.span(range);
        self.out.refer(target.to_owned(), target, form, span)
    }
}
