//! Sites and accounts of the media matrix.

use std::sync::Arc;

use super::id::{AccountId, UnitId};
use crate::input::document::accounts::{WrittenAccount, WrittenAccounts};
use crate::input::source::path::SourcePath;

/// Whether an account's yearly review is in order on the day of the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewState {
    /// Nothing due within the near days.
    InOrder,
    /// Due in this many days.
    Near(u32),
    /// Overdue by this many days.
    Overdue(u32),
    /// No review date is recorded.
    Unknown,
    /// Closed or moved: none needed.
    NotNeeded,
}

/// A site or account, its unit resolved.
#[derive(Clone, Debug)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// File it stands in and position there.
    pub file: Arc<WrittenAccounts>,
    /// Position in the file.
    pub position: usize,
    /// Owner.
    pub unit: UnitId,
    /// The QR picture, resolved.
    pub qr: Option<SourcePath>,
    /// State of its yearly review.
    pub review: ReviewState,
    /// Last part of its anchor on the registry page.
    pub slug: String,
}

impl Account {
    /// What the file says of it.
    #[must_use]
    pub fn written(&self) -> Option<&WrittenAccount> {
        self.file.accounts.get(self.position)
    }
}
