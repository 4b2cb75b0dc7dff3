//! Columns: a tree of entries.

use std::sync::Arc;

use super::entry::Publication;
use super::id::{ColumnId, EntryId, TaskId, UnitId};
use super::reference::Resolved;
use crate::base::hash::Fingerprint;
use crate::input::document::entry::ColumnDocument;
use crate::input::source::path::SourcePath;

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Identity.
    pub id: ColumnId,
    /// What its `_index.md` says.
    pub document: Arc<ColumnDocument>,
    /// Folder below `content/`; empty for the home page.
    pub folder: String,
    /// Site path: `/mingshi/`.
    pub url: String,
    /// The column above; `None` for top columns and the home page.
    pub parent: Option<ColumnId>,
    /// Columns directly in it, in order.
    pub children: Vec<ColumnId>,
    /// Published entries directly in it, sorted as the column says.
    pub entries: Vec<EntryId>,
    /// Published entries of it and all columns below, newest first.
    pub all_entries: Vec<EntryId>,
    /// Tasks that it serves.
    pub tasks: Vec<TaskId>,
    /// Unit that keeps it.
    pub unit: Option<UnitId>,
    /// Its body's references, by index.
    pub resolved: Vec<Resolved>,
    /// References in its own fields, as in [`super::entry::Entry::field_references`].
    pub field_references: Vec<(String, usize, Resolved)>,
    /// Whether it is shown; below a draft column everything counts as draft.
    pub publication: Publication,
    /// Its cover.
    pub cover: Option<SourcePath>,
    /// Entries on one list page.
    pub paginate: usize,
    /// Fingerprint of what lists show of it: title, summary, cover, address, count and day of its newest entry.
    pub head_print: Fingerprint,
    /// Fingerprint of its own page without its entries: trail, text with references as resolved, columns in it,
    /// tasks, fields; for the home page the blocks too.
    pub body_print: Fingerprint,
}
