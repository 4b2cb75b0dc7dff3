//! A field of a kind, and a value that fits it.

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::span::Span;
use crate::base::time::date::{Date, Moment};

/// What a field's value must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// One line of text.
    String,
    /// Text with Markdown.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A day and a time.
    Datetime,
    /// A length of time: `12:00` (minutes and seconds), `1:02:03`, `12分钟`, `2小时`.
    Duration,
    /// An `http` or `https` address.
    Url,
    /// A mail address.
    Email,
    /// A file beside the entry or below `content/`, which must exist.
    Path,
    /// One of [`Field::choices`].
    Choice,
    /// A list of values of the given type.
    List(Box<FieldType>),
    /// A unit's name or alias.
    Unit,
    /// A reference to an entry: `mingshi/wang-yangming`.
    Entry,
    /// A reference to a task: `4-4`.
    Task,
    /// A reference to an account by name.
    Account,
    /// A name as credited on the page.
    Person,
    /// A mapping with the fields of [`Field::fields`].
    Object,
}

/// One field of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Field {
    /// Key in the front matter.
    pub name: String,
    /// Label on pages and in messages.
    pub label: String,
    /// Label on pages that are not in Chinese; empty: as `label`.
    pub label_en: String,
    /// What the value must be.
    pub kind: FieldType,
    /// Whether it must be given.
    pub required: bool,
    /// The values of a choice (or of a list of choices).
    pub choices: Vec<String>,
    /// The same on pages that are not in Chinese, in the same order; editors may write either.
    pub choices_en: Vec<String>,
    /// Least number, or least length of text and lists.
    pub min: Option<i64>,
    /// Greatest number, or greatest length of text and lists.
    pub max: Option<i64>,
    /// Fields of an object (or of a list of objects).
    pub fields: Vec<Field>,
    /// Whether lists can be narrowed by it.
    pub facet: bool,
    /// Whether the page's field table shows it.
    pub shown: bool,
    /// What to write, for scaffolds, schemas and docs.
    pub help: String,
}

impl Field {
    /// Its label on pages in a language.
    #[must_use]
    pub fn label_in(&self, language: &str) -> &str {
        if self.label_en.is_empty() || is_chinese(language) { &self.label } else { &self.label_en }
    }

    /// A choice as pages in a language show it; any other word as it is.
    #[must_use]
    pub fn choice_in<'c>(&'c self, word: &'c str, language: &str) -> &'c str {
        let (from, to) = if is_chinese(language) {
            (&self.choices_en, &self.choices)
        } else {
            (&self.choices, &self.choices_en)
        };
        let at = from.iter().position(|choice| choice == word);
        at.and_then(|n| to.get(n)).map_or(word, String::as_str)
    }
}

/// Whether a language is Chinese, of whichever writing.
#[must_use]
pub fn is_chinese(language: &str) -> bool {
    language.split('-').next() == Some("zh")
}

/// A value as written that fits its field's type: typed, not yet resolved against other files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FieldValue {
    /// Text of any text-like type (string, url, email, choice, person); Markdown for `text`.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A moment in the site's time zone.
    Datetime(Moment),
    /// Seconds.
    Duration(u32),
    /// A file reference as written.
    Path(String),
    /// A unit as written.
    Unit(String),
    /// An entry reference as written.
    Entry(String),
    /// A task reference as written.
    Task(String),
    /// An account's name as written.
    Account(String),
    /// A list.
    List(Vec<LocatedValue>),
    /// An object, in the order of the kind's fields.
    Object(Vec<(String, LocatedValue)>),
}

/// A field's value and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LocatedValue {
    /// What it is.
    pub value: FieldValue,
    /// Where it stands.
    pub span: Span,
}
