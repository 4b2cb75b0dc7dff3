//! Entries.

use std::sync::Arc;

use super::id::{ColumnId, EntryId, TaskId, TermId, UnitId};
use super::reference::Resolved;
use crate::base::hash::Fingerprint;
use crate::base::time::date::Moment;
use crate::input::document::entry::EntryDocument;
use crate::input::source::path::SourcePath;

/// Whether an entry is shown on the day of the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Publication {
    /// Shown.
    Published,
    /// `draft: true`; shown and marked with `--drafts`.
    Draft,
    /// `publish_at` is later than today; shown and marked with `--drafts`.
    Scheduled,
    /// `expire_at` has passed; shown and marked with `--drafts`.
    Expired,
}

/// An entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Identity.
    pub id: EntryId,
    /// What its file says.
    pub document: Arc<EntryDocument>,
    /// The column it stands in.
    pub column: ColumnId,
    /// Site path: `/mingshi/wang-yangming/`.
    pub url: String,
    /// Path below `content/` without extension, as editors refer to it: `mingshi/wang-yangming`.
    pub reference: String,
    /// Whether it is shown.
    pub publication: Publication,
    /// Its date: `date`, else `updated`, else none.
    pub date: Option<Moment>,
    /// When it was last changed: `updated`, else the day that the repository knows, where that is after its date.
    pub updated: Option<Moment>,
    /// `summary`, else the first paragraph cut at 120 characters.
    pub summary: String,
    /// Its unit.
    pub unit: Option<UnitId>,
    /// Tasks that it is evidence for: its own and its columns'.
    pub tasks: Vec<TaskId>,
    /// Its terms in all taxonomies.
    pub terms: Vec<TermId>,
    /// Its cover (the portrait where a kind has one and there is no cover).
    pub cover: Option<SourcePath>,
    /// References of its body, by index.
    pub resolved: Vec<Resolved>,
    /// References in its fields (paths, entries, units, tasks, accounts), by the position of the field and, in lists,
    /// of the value: `(field name, position, resolved)`.
    pub field_references: Vec<(String, usize, Resolved)>,
    /// The entry before it in the column's order.
    pub previous: Option<EntryId>,
    /// The entry after it in the column's order.
    pub next: Option<EntryId>,
    /// Entries on like subjects, best first, at most six.
    pub related: Vec<EntryId>,
    /// Entries that link here, in path order.
    pub backlinks: Vec<EntryId>,
    /// Fingerprint of what cards and lists show: title, date, summary, cover, unit, terms, address, publication.
    pub card_print: Fingerprint,
    /// Fingerprint of what stands around it: previous, next, related, back-links.
    pub around_print: Fingerprint,
    /// Fingerprint of the article: document and every resolved reference's address and title.
    pub article_print: Fingerprint,
}
