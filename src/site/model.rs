//! The whole site: what `assemble` makes and everything after it reads.

use std::collections::{BTreeMap, BTreeSet};

use super::account::Account;
use super::column::Column;
use super::entry::Entry;
use super::id::{AccountId, ColumnId, EntryId, TermId};
use super::task::model::Plan;
use super::taxonomy::{Taxonomy, Term};
use super::unit::Units;
use crate::base::diagnostic::finding::Place;
use crate::base::hash::Fingerprint;
use crate::base::time::Date;
use crate::input::config::settings::Config;
use crate::input::kind::schema::Kinds;
use crate::input::parse::Asset;
use crate::input::source::path::SourcePath;

/// Nouns of one sort in a stable order, found by id.
#[derive(Clone, Debug)]
pub struct Shelf<I, T> {
    all: Vec<T>,
    index: Vec<(I, u32)>,
}

impl<I: Ord + Copy, T> Shelf<I, T> {
    /// Shelves `all` in its order.
    pub fn new(all: Vec<T>, id: impl Fn(&T) -> I) -> Self {
        let mut index: Vec<(I, u32)> = (0u32..).zip(&all).map(|(n, t)| (id(t), n)).collect();
        index.sort_unstable_by_key(|(id, _)| *id);
        Self { all, index }
    }

    /// By id.
    pub fn get(&self, id: I) -> Option<&T> {
        let at = self.index.binary_search_by_key(&id, |(i, _)| *i).ok()?;
        self.index.get(at).and_then(|(_, n)| self.all.get(*n as usize))
    }

    /// All in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.all.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl<I, T> Default for Shelf<I, T> {
    fn default() -> Self {
        Self { all: Vec::new(), index: Vec::new() }
    }
}

/// A former address that leads to a new one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Redirect {
    /// Former site path: `/old/`.
    pub from: String,
    /// Present site path.
    pub to: String,
    /// Where it is written.
    pub place: Place,
}

/// Why a source is not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// The source.
    pub path: SourcePath,
    /// The reason in words: 草稿, 定时发布 2026-12-01, 已过期.
    pub reason: String,
}

/// The model of a site on one day. Nothing changes it after `assemble`.
#[derive(Clone, Debug)]
pub struct Site {
    /// Configuration.
    pub config: Config,
    /// The day of the build.
    pub today: Date,
    /// Kinds.
    pub kinds: Kinds,
    /// Units.
    pub units: Units,
    /// Columns in path order; the home page first.
    pub columns: Shelf<ColumnId, Column>,
    /// Entries that are shown, in path order.
    pub entries: Shelf<EntryId, Entry>,
    /// Taxonomies: tags, years, then the configured ones.
    pub taxonomies: Vec<Taxonomy>,
    /// Terms.
    pub terms: Shelf<TermId, Term>,
    /// The plan.
    pub plan: Plan,
    /// Accounts, in platform and name order.
    pub accounts: Shelf<AccountId, Account>,
    /// Every asset below `content/`.
    pub assets: BTreeMap<SourcePath, Asset>,
    /// Assets that a published page reaches: only these are published.
    pub reached: BTreeSet<SourcePath>,
    /// Former addresses.
    pub redirects: Vec<Redirect>,
    /// What is not published, and why.
    pub excluded: Vec<Excluded>,
    /// Fingerprint of configuration and menus: what every page's head and foot show.
    pub frame_print: Fingerprint,
}

impl Site {
    /// Site path of an asset: its path below `content/`, column folders as they are in addresses.
    #[must_use]
    pub fn column_of(&self, folder: &str) -> Option<&Column> {
        self.columns.get(ColumnId::of(folder))
    }
}
