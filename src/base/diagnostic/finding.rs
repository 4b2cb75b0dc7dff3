//! One finding: a code at a place, with what fills its message.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::code::{Code, Language, Severity};
use super::span::Span;

/// A place in a named source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file's path from the root, `/` between names.
    pub file: Arc<str>,
    /// The range; `None` where the whole file is meant.
    pub span: Option<Span>,
}

impl Place {
    /// A range of a file.
    #[must_use]
    pub fn new(file: impl Into<Arc<str>>, span: Span) -> Self {
        Self { file: file.into(), span: Some(span) }
    }

    /// The whole of a file.
    #[must_use]
    pub fn whole(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), span: None }
    }
}

/// One finding of a run.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is.
    pub code: &'static Code,
    /// How much it weighs here: `--strict` and configuration may raise a code's own weight.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// Arguments of the message and the help, by name.
    pub arguments: Vec<(&'static str, String)>,
    /// A further place that explains this one, such as the other of two equal addresses.
    pub related: Option<Place>,
}

impl Finding {
    /// A finding at a place.
    #[must_use]
    pub fn new(code: &'static Code, place: Place) -> Self {
        Self { code, severity: code.severity, place, arguments: Vec::new(), related: None }
    }

    /// Gives an argument of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// Gives the nearest valid word, which the human form and the JSON append to the help as a question.
    #[must_use]
    pub fn suggesting(mut self, word: Option<impl ToString>) -> Self {
        if let Some(word) = word {
            self.arguments.push(("suggestion", word.to_string()));
        }
        self
    }

    /// Points at a further place.
    #[must_use]
    pub fn related(mut self, place: Place) -> Self {
        self.related = Some(place);
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        self.filled(self.code.message.in_language(language))
    }

    /// How to mend it.
    #[must_use]
    pub fn help(&self, language: Language) -> String {
        let mut help = self.filled(self.code.help.in_language(language));
        if let Some(word) = self.argument("suggestion") {
            match language {
                Language::Chinese => help.insert_str(0, &format!("是不是想写“{word}”？")),
                Language::English => help.insert_str(0, &format!("did you mean `{word}`? ")),
            }
        }
        help
    }

    /// An argument by name.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
    }

    fn filled(&self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}').map(|n| open + n) else { break };
            out.push_str(&rest[..open]);
            match self.argument(&rest[open + 1..close]) {
                Some(value) => out.push_str(value),
                None => out.push_str(&rest[open..=close]),
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        out
    }

    /// What findings are ordered by: file, then place, then code.
    #[must_use]
    pub fn order(&self) -> (&str, u32, &'static str, &[(&'static str, String)]) {
        (&self.place.file, self.place.span.map_or(0, |s| s.start), self.code.name, &self.arguments)
    }
}
