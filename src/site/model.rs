//! The whole site: what `assemble` makes and everything after it reads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::account::Account;
use super::column::Column;
use super::duty::Duties;
use super::entry::Entry;
use super::id::{AccountId, ColumnId, EntryId, TermId, UnitId};
use super::reference::{MenuNode, Resolved};
use super::shelf::Shelf;
use super::task::model::Plan;
use super::taxonomy::{Taxonomy, Term};
use super::unit::Units;
use super::url;
use crate::base::diagnostic::finding::Place;
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::input::config::settings::Config;
use crate::input::kind::schema::Kinds;
use crate::input::sorted::Asset;
use crate::input::source::path::SourcePath;

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
    /// What each unit leads, supports, writes and keeps.
    pub duties: BTreeMap<UnitId, Duties>,
    /// Address of the registry's page: `/matrix/`.
    pub matrix_url: String,
    /// The main menu: as configured, else all top columns that ask for it.
    pub menu: Vec<MenuNode>,
    /// Links of the footer.
    pub footer_links: Vec<MenuNode>,
    /// Accounts, in platform and name order.
    pub accounts: Shelf<AccountId, Account>,
    /// Every asset below `content/`.
    pub assets: BTreeMap<SourcePath, Asset>,
    /// Assets that a published page reaches: only these are published.
    pub reached: BTreeSet<SourcePath>,
    /// Former addresses, in their order; each once.
    pub redirects: Vec<Redirect>,
    /// What is not published, and why.
    pub excluded: Vec<Excluded>,
    /// Fingerprint of its address, its language and which others there are.
    pub base_print: Fingerprint,
}

/// A site in each of its languages.
#[derive(Clone, Debug)]
pub struct Sites {
    /// In its main language.
    pub main: Arc<Site>,
    /// In the further ones, as they are declared.
    pub further: Vec<Arc<Site>>,
}

impl Sites {
    /// All of them, the main language first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Site>> {
        std::iter::once(&self.main).chain(&self.further)
    }
}

impl Site {
    /// A column by its folder below `content/`, empty for the home page.
    #[must_use]
    pub fn column_of(&self, folder: &str) -> Option<&Column> {
        self.columns.get(ColumnId::of(folder))
    }

    /// Where a former address leads.
    #[must_use]
    pub fn redirect(&self, from: &str) -> Option<&Redirect> {
        let at = self.redirects.binary_search_by(|redirect| redirect.from.as_str().cmp(from)).ok()?;
        self.redirects.get(at)
    }

    /// The columns above an entry or column, from the top, without the home page, the given one last.
    #[must_use]
    pub fn trail(&self, column: ColumnId) -> Vec<&Column> {
        let mut trail = Vec::new();
        let mut at = self.columns.get(column);
        while let Some(column) = at {
            if !column.folder.is_empty() {
                trail.push(column);
            }
            at = column.parent.and_then(|id| self.columns.get(id));
        }
        trail.reverse();
        trail
    }

    /// The site path of what a reference points at, with its anchor; `None` where it is broken. An address outside
    /// is given as written.
    #[must_use]
    pub fn url_of(&self, resolved: &Resolved) -> Option<String> {
        let with_anchor = |url: &str, anchor: &Option<String>| match anchor {
            Some(anchor) => format!("{url}#{anchor}"),
            None => url.to_owned(),
        };
        match resolved {
            Resolved::Address(address) => Some(address.clone()),
            Resolved::Entry(id, anchor) => self.entries.get(*id).map(|e| with_anchor(&e.url, anchor)),
            Resolved::Column(id, anchor) => self.columns.get(*id).map(|c| with_anchor(&c.url, anchor)),
            Resolved::Task(id) => self.plan.task(*id).map(|t| t.url.clone()),
            Resolved::Unit(id) => self.units.get(*id).map(|u| u.url.clone()),
            Resolved::Page(url) => Some(url.clone()),
            Resolved::Asset(path) => Some(url::of_asset(path)),
            Resolved::Elsewhere(page) => Some(page.url.clone()),
            Resolved::Broken => None,
        }
    }

    /// The title of what a reference points at, where it has one.
    #[must_use]
    pub fn title_of<'a>(&'a self, resolved: &'a Resolved) -> Option<&'a str> {
        match resolved {
            Resolved::Entry(id, _) => self.entries.get(*id).map(|e| e.document.front.title.value.as_str()),
            Resolved::Column(id, _) => self.columns.get(*id).map(|c| c.document.front.title.value.as_str()),
            Resolved::Task(id) => self.plan.task(*id).map(|t| t.title.as_str()),
            Resolved::Unit(id) => self.units.get(*id).map(|u| u.name.as_str()),
            Resolved::Elsewhere(page) => Some(page.title.as_str()).filter(|title| !title.is_empty()),
            Resolved::Address(_) | Resolved::Page(_) | Resolved::Asset(_) | Resolved::Broken => None,
        }
    }
}
