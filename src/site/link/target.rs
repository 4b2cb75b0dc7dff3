//! Everything that a reference may point at, found by the names that editors use.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use crate::base::text::nearest::nearest;
use crate::input::document::entry::{ColumnDocument, EntryDocument};
use crate::input::markdown::body::Body;
use crate::input::sorted::Asset;
use crate::input::source::path::{SourcePath, is_content_root};
use crate::site::account::Account;
use crate::site::address::{Addresses, Beside};
use crate::site::column::Column;
use crate::site::entry::Entry;
use crate::site::id::{ColumnId, EntryId, TaskId};
use crate::site::reference::Resolved;
use crate::site::shelf::Shelf;
use crate::site::tree::Hidden;
use crate::site::unit::Units;

/// Most names of a folder that a suggestion looks at: those that sort next to the word. Keeps a folder of 100,000
/// files with a mistake in each of them from taking minutes.
const SUGGESTION_NAMES_MAX: usize = 100;

/// What the index is made from.
#[derive(Clone, Copy)]
pub struct Sources<'s> {
    /// Entries that are shown.
    pub entries: &'s Shelf<EntryId, Entry>,
    /// Columns that are shown.
    pub columns: &'s Shelf<ColumnId, Column>,
    /// What is not shown.
    pub hidden: &'s [Hidden],
    /// Pictures and attachments.
    pub assets: &'s BTreeMap<SourcePath, Asset>,
    /// Units.
    pub units: &'s Units,
    /// Tasks of the plan.
    pub tasks: &'s BTreeSet<TaskId>,
    /// Accounts.
    pub accounts: &'s [Account],
    /// Address of the registry's page.
    pub matrix_url: &'s str,
    /// Everything with an address.
    pub addresses: &'s Addresses,
    /// The folder of content that all this comes from: `content`, or `content.en` of a further language.
    pub tree: &'s str,
    /// The pages of the main language, for a further one.
    pub beside: Option<&'s Beside>,
}

/// A file of the content, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// An entry.
    Entry(usize),
    /// A column.
    Column(usize),
    /// Not shown on this day.
    Hidden(usize),
}

/// Files of the content by their names.
pub struct Names<'s> {
    by_path: HashMap<&'s str, Spot, FixedState>,
    by_reference: HashMap<&'s str, Spot, FixedState>,
}

impl<'s> Names<'s> {
    /// Of all files, those that are not shown included.
    #[must_use]
    pub fn of(
        entries: &'s Shelf<EntryId, Entry>,
        columns: &'s Shelf<ColumnId, Column>,
        hidden: &'s [Hidden],
    ) -> Self {
        let count = entries.len() + columns.len() + hidden.len();
        let mut by_path = HashMap::with_capacity_and_hasher(count, FixedState::default());
        let mut by_reference = HashMap::with_capacity_and_hasher(count, FixedState::default());
        for (n, hidden) in hidden.iter().enumerate() {
            by_path.insert(hidden.path.as_str(), Spot::Hidden(n));
            by_reference.insert(hidden.reference.as_str(), Spot::Hidden(n));
        }
        for (n, column) in columns.iter().enumerate() {
            by_path.insert(column.document.path.as_str(), Spot::Column(n));
            by_reference.insert(column.folder.as_str(), Spot::Column(n));
        }
        for (n, entry) in entries.iter().enumerate() {
            by_path.insert(entry.document.path.as_str(), Spot::Entry(n));
            by_reference.insert(entry.reference.as_str(), Spot::Entry(n));
        }
        Self { by_path, by_reference }
    }
}

/// The index.
pub struct Targets<'s> {
    /// What it is made from.
    pub from: Sources<'s>,
    names: Names<'s>,
    accounts: HashMap<&'s str, &'s Account>,
    entry_anchors: Vec<OnceLock<HashSet<&'s str>>>,
    column_anchors: Vec<OnceLock<HashSet<&'s str>>>,
    folded: OnceLock<HashMap<String, &'s str>>,
    folders: OnceLock<HashMap<&'s str, Vec<&'s str>>>,
    stems: OnceLock<HashMap<&'s str, &'s str>>,
}

impl<'s> Targets<'s> {
    /// Indexes everything.
    #[must_use]
    pub fn new(from: Sources<'s>, names: Names<'s>) -> Self {
        let mut accounts = HashMap::new();
        for account in from.accounts.iter().rev() {
            accounts.extend(account.written().map(|w| (w.name.value.trim(), account)));
        }
        let locks = |n: usize| std::iter::repeat_with(OnceLock::new).take(n).collect();
        Self {
            entry_anchors: locks(from.entries.len()),
            column_anchors: locks(from.columns.len()),
            from,
            names,
            accounts,
            folded: OnceLock::new(),
            folders: OnceLock::new(),
            stems: OnceLock::new(),
        }
    }

    /// By reference, as editors write it: `mingshi/x`, `/mingshi/x.md`, `content/mingshi/x/index.md`.
    #[must_use]
    pub fn named(&self, reference: &str) -> Option<Spot> {
        self.names.by_reference.get(bare(reference)).copied()
    }

    /// By the path of a file or folder, with or without `.md`.
    #[must_use]
    pub fn at(&self, path: &SourcePath) -> Option<Spot> {
        self.names.by_path.get(path.as_str()).copied().or_else(|| self.named(path.as_str()))
    }

    /// A picture or attachment by its path. A further language has those of the main one at the same place, so that
    /// a translation need not carry the pictures of its original along.
    #[must_use]
    pub fn asset(&self, path: &SourcePath) -> Option<SourcePath> {
        let find = |path: &SourcePath| self.from.assets.get_key_value(path).map(|(path, _)| path.clone());
        find(path).or_else(|| {
            self.from.beside?;
            find(&SourcePath::new(&format!("content/{}", path.below_root())))
        })
    }

    /// The page of the main language at a path that a link of a further one gives.
    #[must_use]
    pub fn elsewhere(&self, path: &str, file: &SourcePath, anchor: Option<&str>) -> Option<Resolved> {
        let beside = self.from.beside?;
        let at = path.starts_with('/').then(|| beside.at(path, anchor)).flatten();
        at.or_else(|| beside.named(bare(file.below_root()), anchor))
    }

    /// An account by its name; of several with one name the first in platform order.
    #[must_use]
    pub fn account(&self, name: &str) -> Option<&'s Account> {
        self.accounts.get(name.trim()).copied()
    }

    /// The nearest account's name.
    #[must_use]
    pub fn nearest_account(&self, name: &str) -> Option<&'s str> {
        let names = self.from.accounts.iter().filter_map(|a| a.written());
        nearest(name.trim(), names.map(|w| w.name.value.trim()).take(SUGGESTION_NAMES_MAX))
    }

    /// What a spot resolves to; `None` for what is not shown.
    #[must_use]
    pub fn resolved(&self, spot: Spot, anchor: Option<String>) -> Option<Resolved> {
        match spot {
            Spot::Entry(n) => self.from.entries.as_slice().get(n).map(|e| Resolved::Entry(e.id, anchor)),
            Spot::Column(n) => self.from.columns.as_slice().get(n).map(|c| Resolved::Column(c.id, anchor)),
            Spot::Hidden(_) => None,
        }
    }

    /// The spot of what is resolved already.
    #[must_use]
    pub fn spot(&self, resolved: &Resolved) -> Option<Spot> {
        match resolved {
            Resolved::Entry(id, _) => self.from.entries.position(*id).map(Spot::Entry),
            Resolved::Column(id, _) => self.from.columns.position(*id).map(Spot::Column),
            _ => None,
        }
    }

    /// Whether a page has an anchor.
    #[must_use]
    pub fn has_anchor(&self, spot: Spot, anchor: &str) -> bool {
        // The browser itself goes to the top for both (HTML, "select the indicated part").
        if anchor.is_empty() || anchor.eq_ignore_ascii_case("top") {
            return true;
        }
        match spot {
            Spot::Entry(n) => self.entry_document(n).is_some_and(|d| {
                self.entry_anchors.get(n).is_some_and(|a| a.get_or_init(|| anchors(&d.body)).contains(anchor))
            }),
            Spot::Column(n) => self.column_document(n).is_some_and(|d| {
                d.kind == "tasks"
                    || (d.kind == "accounts" && self.from.accounts.iter().any(|a| a.slug == anchor))
                    || self
                        .column_anchors
                        .get(n)
                        .is_some_and(|a| a.get_or_init(|| anchors(&d.body)).contains(anchor))
            }),
            Spot::Hidden(_) => true,
        }
    }

    /// The anchor of a page that is nearest to a word.
    #[must_use]
    pub fn nearest_anchor(&self, spot: Spot, anchor: &str) -> Option<&'s str> {
        let body = match spot {
            Spot::Entry(n) => &self.entry_document(n)?.body,
            Spot::Column(n) => &self.column_document(n)?.body,
            Spot::Hidden(_) => return None,
        };
        nearest(anchor, body.headings.iter().map(|h| h.id.as_str()).take(SUGGESTION_NAMES_MAX))
    }

    fn entry_document(&self, n: usize) -> Option<&'s EntryDocument> {
        self.from.entries.as_slice().get(n).map(|e| e.document.as_ref())
    }

    fn column_document(&self, n: usize) -> Option<&'s ColumnDocument> {
        self.from.columns.as_slice().get(n).map(|c| c.document.as_ref())
    }

    /// The file that differs from a path in case alone.
    #[must_use]
    pub fn other_case(&self, path: &str) -> Option<&'s str> {
        let folded = self.folded.get_or_init(|| self.files().map(|p| (p.to_lowercase(), p)).collect());
        folded.get(&path.to_lowercase()).copied().filter(|p| *p != path)
    }

    /// The nearest file to a path that does not exist: in the same folder, else one of the same name elsewhere,
    /// then as a path from the root of the content.
    #[must_use]
    pub fn nearest_file(&self, path: &str) -> Option<Suggestion<'s>> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folders = self.folders.get_or_init(|| {
            let mut folders: HashMap<&str, Vec<&str>> = HashMap::new();
            for path in self.files() {
                let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
                folders.entry(folder).or_default().push(name);
            }
            #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
            for names in folders.values_mut() {
                names.sort_unstable();
            }
            folders
        });
        if let Some(names) = folders.get(folder) {
            let at = names.partition_point(|n| *n < name);
            let from = at.saturating_sub(SUGGESTION_NAMES_MAX / 2);
            let near = names.iter().skip(from).take(SUGGESTION_NAMES_MAX);
            // An extension left out or mistaken is the likeliest slip.
            let same = near.clone().find(|n| stem(n) == stem(name));
            if let Some(found) = same.copied().or_else(|| nearest(name, near.copied())) {
                return Some(Suggestion::Beside(found));
            }
        }
        let stems = self
            .stems
            .get_or_init(|| self.files().map(|p| (stem(p.rsplit('/').next().unwrap_or(p)), p)).collect());
        let path = stems.get(stem(name)).filter(|_| !matches!(stem(name), "index" | "_index"))?;
        path.find('/').and_then(|n| path.get(n..)).map(Suggestion::Elsewhere)
    }

    fn files(&self) -> impl Iterator<Item = &'s str> {
        let columns = self.from.columns.iter().map(|c| c.document.path.as_str());
        let entries = self.from.entries.iter().map(|e| e.document.path.as_str());
        columns.chain(entries).chain(self.from.assets.keys().map(SourcePath::as_str))
    }
}

/// A file that may have been meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestion<'s> {
    /// Another name in the same folder.
    Beside(&'s str),
    /// A path from the root of the content, with a `/` before it.
    Elsewhere(&'s str),
}

impl Suggestion<'_> {
    /// How an editor would write it in place of `written`.
    #[must_use]
    pub fn in_place_of(self, written: &str) -> String {
        match self {
            Self::Beside(name) => match written.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/{name}"),
                None => name.to_owned(),
            },
            Self::Elsewhere(path) => path.to_owned(),
        }
    }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn anchors(body: &Body) -> HashSet<&str> {
    body.headings.iter().map(|h| h.id.as_str()).chain(body.anchors.iter().map(String::as_str)).collect()
}

/// A reference without `content/`, slashes at its ends, `.md` and the file name of a bundle or column.
#[must_use]
pub fn bare(reference: &str) -> &str {
    let trimmed = reference.trim().trim_matches('/');
    let below = match trimmed.split_once('/') {
        Some((root, rest)) if is_content_root(root) => rest,
        None if is_content_root(trimmed) => "",
        _ => trimmed,
    };
    let plain = below.strip_suffix(".md").unwrap_or(below);
    let plain = match plain {
        "index" | "_index" => "",
        plain => plain.strip_suffix("/index").or_else(|| plain.strip_suffix("/_index")).unwrap_or(plain),
    };
    plain.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_bared() {
        for written in
            ["mingshi/x", "/mingshi/x/", "content/mingshi/x.md", "mingshi/x/index.md", "mingshi/x/_index"]
        {
            assert_eq!(bare(written), "mingshi/x");
        }
        assert_eq!(bare("content/_index.md"), "");
    }

    #[test]
    fn a_suggestion_stands_where_the_mistake_stood() {
        assert_eq!(Suggestion::Beside("a.svg").in_place_of("../x/b.svg"), "../x/a.svg");
        assert_eq!(Suggestion::Beside("a.svg").in_place_of("b.svg"), "a.svg");
        assert_eq!(Suggestion::Elsewhere("/images/a.svg").in_place_of("b.svg"), "/images/a.svg");
    }
}
