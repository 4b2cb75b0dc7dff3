//! A finding's code: one constant beside the line that raises it, gathered into one catalogue.

use serde::Serialize;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// Published, and worth mending.
    Warning,
    /// Worth knowing.
    Note,
}

/// A language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Simplified Chinese, the default.
    #[default]
    Chinese,
    /// English.
    English,
}

/// One text in both languages. `{name}` stands for a finding's argument of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// The text in one language.
    #[must_use]
    pub const fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }
}

/// What a stable code means. Declared as `pub static NAME: Code` next to the code that raises it and listed in
/// that module's `CODES`.
#[derive(Debug)]
pub struct Code {
    /// Family and number, such as `TSK007`; never reused.
    pub name: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// What is wrong, with `{arguments}`.
    pub message: Words,
    /// How to mend it, with `{arguments}`.
    pub help: Words,
    /// A smallest input that raises it, for the catalogue page.
    pub example: &'static str,
}
