//! Findings in their machine form: what `check --format json`, editors and the overlay of `serve` read.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::diagnostic::code::{Language, Severity};
use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::Findings;
use crate::base::diagnostic::span::{Position, Span};
use crate::input::source::decode::decode;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::SourceTree;

/// One finding. Its form is a contract: names are added, never changed.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnostic {
    /// Stable code.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// File from the site's root.
    pub path: String,
    /// Line from 1.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// The source line of a finding, in three parts: before what is meant, what is meant, after it.
#[derive(Clone, Debug, Serialize)]
pub struct Excerpt(pub String, pub String, pub String);

/// A diagnostic with its source line.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// The diagnostic.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// Its line; `null` where a whole file is meant.
    pub excerpt: Option<Excerpt>,
}

/// Decoded texts of sources, each decoded once.
pub struct Texts<'t> {
    tree: &'t SourceTree,
    known: RefCell<BTreeMap<String, Option<String>>>,
}

impl<'t> Texts<'t> {
    /// Of a tree's files.
    #[must_use]
    pub fn new(tree: &'t SourceTree) -> Self {
        Self { tree, known: RefCell::default() }
    }

    /// A file's text as spans count it; `None` for assets and what is not UTF-8.
    pub fn text(&self, path: &str) -> Option<String> {
        self.with(path, str::to_owned)
    }

    /// A diagnostic of a finding.
    pub fn diagnostic(&self, finding: &Finding, language: Language) -> Diagnostic {
        let start = finding.place.span.map(|span| span.start);
        let found = start.and_then(|start| self.with(&finding.place.file, |text| Position::of(text, start)));
        let Position { line, column } = found.unwrap_or(Position { line: 1, column: 1 });
        Diagnostic {
            code: finding.code.name,
            severity: finding.severity,
            path: finding.place.file.to_string(),
            line,
            column,
            message: finding.message(language),
            help: finding.help(language),
        }
    }

    /// A diagnostic with its source line.
    pub fn shown(&self, finding: &Finding, language: Language) -> Shown {
        let excerpt =
            finding.place.span.and_then(|span| self.with(&finding.place.file, |text| excerpt(text, span)));
        Shown { diagnostic: self.diagnostic(finding, language), excerpt }
    }

    fn with<T>(&self, path: &str, read: impl FnOnce(&str) -> T) -> Option<T> {
        let mut known = self.known.borrow_mut();
        let text = known.entry(path.to_owned()).or_insert_with(|| {
            let source = SourcePath::new(path);
            let bytes = self.tree.bytes(&source, self.tree.get(path)?)?;
            decode(&source, &bytes).ok().map(std::borrow::Cow::into_owned)
        });
        text.as_deref().map(read)
    }
}

/// All findings in their machine form.
#[must_use]
pub fn diagnostics(findings: &Findings, tree: &SourceTree, language: Language) -> Vec<Diagnostic> {
    let texts = Texts::new(tree);
    findings.iter().map(|finding| texts.diagnostic(finding, language)).collect()
}

/// Characters of a line that are shown before and after what is meant.
const AROUND_CHARS: usize = 80;

fn excerpt(text: &str, span: Span) -> Excerpt {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(span.start as usize);
    let (head, tail) = text.split_at(start);
    let before = head.rsplit('\n').next().unwrap_or_default();
    let line_rest = tail.split('\n').next().unwrap_or_default();
    let meant = (floor(span.end as usize).max(start) - start).min(line_rest.len());
    let (meant, after) = line_rest.split_at(meant);
    let last: String = {
        let skipped = before.chars().count().saturating_sub(AROUND_CHARS);
        before.chars().skip(skipped).collect()
    };
    Excerpt(last, meant.chars().take(2 * AROUND_CHARS).collect(), after.chars().take(AROUND_CHARS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_into_what_is_meant_and_its_surroundings() {
        let text = "第一行\n标题: 王阳明 # 注\n";
        let at = text.find('王').unwrap();
        let Excerpt(before, meant, after) = excerpt(text, Span::new(at, at + 9));
        assert_eq!((before.as_str(), meant.as_str(), after.as_str()), ("标题: ", "王阳明", " # 注"));
    }

    #[test]
    fn a_span_past_the_end_or_inside_a_character_is_no_fault() {
        for (start, end) in [(0, 999), (1, 2), (999, 1000), (3, 1)] {
            excerpt("王\n", Span { start, end });
        }
    }
}
