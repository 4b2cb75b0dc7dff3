//! An entry or a column page: front matter and body.

use serde::{Deserialize, Serialize};

use super::front_matter::{ColumnKeys, FrontMatter};
use crate::base::hash::Fingerprint;
use crate::input::markdown::body::Body;
use crate::input::source::path::SourcePath;

/// An entry, as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryDocument {
    /// Its file.
    pub path: SourcePath,
    /// Name of the kind it was read as.
    pub kind: String,
    /// Fingerprint of the file's bytes and of the kind.
    pub fingerprint: Fingerprint,
    /// Fingerprint of all that other pages may show or point at, and of all that anything could be found in: two
    /// documents of one outline differ at most in the words of their bodies.
    pub outline: Fingerprint,
    /// Front matter.
    pub front: FrontMatter,
    /// Body.
    pub body: Body,
}

/// A column's `_index.md`, as written; for a folder without one, made from the folder's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnDocument {
    /// `content/<column>/_index.md`.
    pub path: SourcePath,
    /// The kind of the entries that it holds directly.
    pub kind: String,
    /// The kind that the column itself is an instance of (a course), where its parent's kind has `holds`.
    pub own_kind: Option<String>,
    /// Whether the file exists.
    pub written: bool,
    /// Fingerprint of the file's bytes and of the kinds.
    pub fingerprint: Fingerprint,
    /// Common front matter; `fields` are those of `own_kind` or of the kind's `column_fields`.
    pub front: FrontMatter,
    /// A column's own keys.
    pub keys: ColumnKeys,
    /// Body.
    pub body: Body,
}
