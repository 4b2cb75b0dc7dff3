//! Sources to documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::accounts::WrittenAccounts;
use super::document::entry::{ColumnDocument, EntryDocument};
use super::document::tasks::WrittenTable;
use super::document::units::WrittenUnits;
use super::kind::schema::Kinds;
use super::source::path::SourcePath;
use crate::base::hash::Fingerprint;

/// Everything that the files say, one value per file, nothing joined yet.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// Built-in kinds, extended by the site's.
    pub kinds: Kinds,
    /// Columns in path order; the home page's `content/_index.md` is the first, with path `content/_index.md`.
    pub columns: Vec<Arc<ColumnDocument>>,
    /// Entries in path order.
    pub entries: Vec<Arc<EntryDocument>>,
    /// Task tables in path order.
    pub tables: Vec<Arc<WrittenTable>>,
    /// Account files in path order.
    pub accounts: Vec<Arc<WrittenAccounts>>,
    /// Units.
    pub units: Arc<WrittenUnits>,
    /// Files below `content/` that are neither of these: pictures, attachments.
    pub assets: BTreeMap<SourcePath, Asset>,
}

/// A picture or attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Bytes.
    pub len: u64,
    /// Fingerprint of the bytes.
    pub fingerprint: Fingerprint,
}
