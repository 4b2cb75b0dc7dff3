//! Columns: a tree of entries.

use std::sync::Arc;

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
    /// Its cover.
    pub cover: Option<SourcePath>,
    /// Entries on one list page.
    pub paginate: usize,
    /// Fingerprint of what lists and trails show of it: title, summary, cover, address, order.
    pub head_print: Fingerprint,
    /// Fingerprint of its own page's text, references as resolved.
    pub body_print: Fingerprint,
}
