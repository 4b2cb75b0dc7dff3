//! What is kept of the last parse.

use serde::{Deserialize, Serialize};

use super::document::accounts::WrittenAccounts;
use super::document::entry::{ColumnDocument, EntryDocument};
use super::document::tasks::WrittenTable;
use super::shelf::Shelf;
use crate::base::apart::Loss;
use crate::base::hash::Fingerprint;

/// Documents as they were read last time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ParsedMemory {
    /// Entries: most of it, and kept apart in a cache.
    #[serde(skip)]
    pub entries: Shelf<EntryDocument>,
    pub(super) columns: Shelf<ColumnDocument>,
    pub(super) tables: Shelf<WrittenTable>,
    pub(super) accounts: Shelf<WrittenAccounts>,
    /// What was parsed last.
    #[serde(skip)]
    pub(super) last: Option<Parsed>,
    /// Whether texts of them were gone or damaged when they were looked at.
    #[serde(skip)]
    pub loss: Loss,
}

/// What is known of the tree that was parsed last, by one process.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parsed {
    /// The number of its reading.
    pub reading: u64,
    /// Of all documents.
    pub outline: Fingerprint,
    /// Whether nothing was found.
    pub is_quiet: bool,
}

impl ParsedMemory {
    /// The documents that are no entries.
    #[must_use]
    pub fn without_entries(&self) -> Self {
        Self {
            entries: Shelf::default(),
            columns: self.columns.clone(),
            tables: self.tables.clone(),
            accounts: self.accounts.clone(),
            last: None,
            loss: self.loss.clone(),
        }
    }
}
