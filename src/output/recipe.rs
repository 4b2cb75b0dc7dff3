//! What an output is made from: a family and a subject, small, ordered, hashable, no closures.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::input::config::settings::Packing;
use crate::input::source::path::SourcePath;
use crate::output::imaging::rendition::Rendition;
use crate::site::id::{ColumnId, EntryId, TaskId, TermId, UnitId};

/// A path below the output folder: `mingshi/index.html`. Never absolute, never with `..`.
#[derive(Clone, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::derived_hash_with_manual_eq, reason = "one text is equal to itself either way")]
pub struct OutputPath(Arc<str>);

// Plans and what is kept of them share their paths, so that most comparisons need not look at the text.
impl PartialEq for OutputPath {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Ord for OutputPath {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for OutputPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl OutputPath {
    /// The file of a site path: `/mingshi/` → `mingshi/index.html`, `/feed.xml` → `feed.xml`. `None` where it
    /// would leave the output folder.
    #[must_use]
    pub fn of_url(url: &str) -> Option<Self> {
        let path = url.trim_start_matches('/');
        let safe = |name: &str| name != "." && name != ".." && !name.contains(['\\', '\0']);
        if !path.split('/').all(safe) {
            return None;
        }
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        Some(Self(file.into()))
    }

    /// The path with another extension behind its own.
    #[must_use]
    pub fn beside(&self, extension: &str) -> Self {
        Self(format!("{}.{extension}", self.0).into())
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as shared text.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// What an output is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// The site as a whole.
    Site,
    /// A column's list page, from 1.
    Column(ColumnId, u32),
    /// An entry.
    Entry(EntryId),
    /// A taxonomy, by its slug.
    Taxonomy(String),
    /// A term's list page, from 1.
    Term(TermId, u32),
    /// A unit's page, from 1.
    Unit(UnitId, u32),
    /// A task.
    Task(TaskId),
    /// A table.
    Table(u32),
    /// A former address.
    Redirect(String),
    /// A feed of the site or a column.
    Feed(Option<ColumnId>),
    /// A file of the theme's `static/`.
    Static(String),
    /// A picture or attachment.
    Asset(SourcePath),
    /// A picture made from another.
    Rendition(Rendition),
    /// A text file, packed.
    Packed(OutputPath, Packing),
    /// Part of a split file, from 0.
    Part(u32),
    /// A member of a small fixed set: `entries`.
    Name(String),
}

impl Subject {
    /// Whether it is one of the few that may go through all pages.
    #[must_use]
    pub fn is_of_whole_site(&self) -> bool {
        matches!(self, Self::Site | Self::Name(_) | Self::Taxonomy(_))
    }
}

/// How an output is made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Recipe {
    /// Name of the family that writes it.
    pub family: String,
    /// What it is about.
    pub subject: Subject,
    /// The language that it is in, as in its address; empty for the main one.
    pub language: String,
}
