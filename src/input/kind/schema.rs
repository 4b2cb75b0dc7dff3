//! A kind: the schema of a sort of entry.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::field::{Field, is_chinese};

/// How a column's entries are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Newest first.
    Date,
    /// By the pinyin of the title.
    Title,
    /// Greatest weight first, then newest.
    Weight,
    /// By the `order` field, smallest first.
    Order,
}

/// A sort of entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Kind {
    /// Name, as in a column's `kind:`.
    pub name: String,
    /// Name on pages and in messages.
    pub label: String,
    /// Name on pages that are not in Chinese; empty: as `label`.
    pub label_en: String,
    /// What it is for, one sentence.
    pub help: String,
    /// Fields besides the common ones.
    pub fields: Vec<Field>,
    /// Fields that a column of this kind has in its `_index.md` (such as a plan's name for `tasks`).
    pub column_fields: Vec<Field>,
    /// How entries sort where the column does not say.
    pub sort: Sort,
    /// Template of an entry's page.
    pub template: String,
    /// Template of a column's page.
    pub column_template: String,
    /// The kind of the entries that a nested column of this kind holds (a course holds lessons).
    pub holds: Option<String>,
    /// schema.org type of an entry's page: `Article`, `Person`, `Course`, `Event` …
    pub schema_type: String,
    /// Whether its entries go to feeds.
    pub feed: bool,
    /// Whether its entries show previous and next.
    pub neighbours: bool,
}

impl Kind {
    /// Its name on pages in a language.
    #[must_use]
    pub fn label_in(&self, language: &str) -> &str {
        if self.label_en.is_empty() || is_chinese(language) { &self.label } else { &self.label_en }
    }
}

/// All kinds of a site by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Kinds(pub BTreeMap<String, Kind>);

impl Kinds {
    /// A kind by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Kind> {
        self.0.get(name)
    }
}
