//! Columns and entries from their documents: which folder is which column, what is shown on the day, where each
//! stands in the site. What leads from one to another is joined later.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::column::Column;
use super::entry::{Entry, Publication};
use super::id::{ColumnId, EntryId, UnitId};
use super::schedule::publication;
use super::unit::Units;
use super::url;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::time::date::{Date, Moment};
use crate::input::config::settings::Config;
use crate::input::document::entry::{ColumnDocument, EntryDocument};
use crate::input::document::front_matter::{ColumnKeys, FrontMatter};
use crate::input::markdown::body::Body;
use crate::input::source::path::SourcePath;
use crate::input::yaml::located::Located;

/// A unit in front matter that `content/units.yaml` does not know.
pub static UNKNOWN_FRONT_UNIT: Code = Code {
    name: "FM100",
    severity: Severity::Error,
    message: Words { zh: "没有名为“{name}”的单位", en: "there is no unit named `{name}`" },
    help: Words {
        zh: "写 content/units.yaml 里的名称，或在那里把它加为单位或别名",
        en: "write a name from content/units.yaml, or add it there as a unit or an alias",
    },
    example: "unit: 宣传部门",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_FRONT_UNIT];

/// Entries whose folders one worker looks at together.
const LOOKED_AT_ONCE: usize = 1024;

/// The longest summary that is taken from a body, in characters.
const SUMMARY_CHARS: usize = 120;

/// A source that is not shown on the day.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// Its file.
    pub path: SourcePath,
    /// As editors refer to it; a column's folder.
    pub reference: String,
    /// Where it would stand.
    pub url: String,
    /// Why it is not shown.
    pub reason: String,
}

/// Columns and entries in path order, and what is not shown.
#[derive(Debug, Default)]
pub struct Tree {
    /// Columns by folder, the home page first.
    pub columns: Vec<Column>,
    /// Entries that are shown, by path.
    pub entries: Vec<Entry>,
    /// What is not shown.
    pub hidden: Vec<Hidden>,
}

/// Grows the tree of columns and entries that are shown on the day.
#[must_use]
pub fn grow(
    (columns, entries): (&[Arc<ColumnDocument>], &[Arc<EntryDocument>]),
    changed: &BTreeMap<SourcePath, Date>,
    units: &Units,
    config: &Config,
    (today, drafts): (Date, bool),
) -> Outcome<Tree> {
    let mut findings = Findings::default();
    let mut tree = Tree::default();
    let documents = in_folder_order(columns, &config.tree);
    let folders = Folders::new(&documents, entries, &mut findings);
    let mut reasons: Vec<Option<String>> = Vec::with_capacity(documents.len());
    let mut states: Vec<Publication> = Vec::with_capacity(documents.len());
    for (folder, document) in &documents {
        let above = folders.column_above(folder);
        let (state, reason) =
            inherited(publication(&document.front, today), above, &documents, &states, &reasons);
        let (unit, finding) = unit_of(&document.front, &document.path, units);
        findings.extend(finding);
        let address = folders.url(folder);
        if reason.is_none() || drafts {
            let parent = above.and_then(|n| documents.get(n)).map(|(f, _)| ColumnId::of(f));
            let placed = Placed { folder, url: address, parent, unit, publication: state };
            tree.columns.push(column(document, placed, config));
        } else if let Some(reason) = &reason {
            tree.hidden.push(Hidden {
                path: document.path.clone(),
                reference: (*folder).to_owned(),
                url: address.to_owned(),
                reason: reason.clone(),
            });
        }
        states.push(state);
        reasons.push(reason);
    }
    let stand = |document: &Arc<EntryDocument>| {
        let above = folders.column_of(split(&document.path).0);
        let (state, reason) =
            inherited(publication(&document.front, today), above, &documents, &states, &reasons);
        (above, state, reason)
    };
    let standing: Vec<_> = entries.par_iter().map(stand).collect();
    let (mut shown, mut hidden) = (Vec::with_capacity(entries.len()), Vec::new());
    for (document, (above, state, reason)) in entries.iter().zip(standing) {
        match reason.filter(|_| !drafts) {
            None => shown.push((document, above, state)),
            Some(reason) => hidden.push((document, reason)),
        }
    }
    // Entries are large, so each is made where it stays.
    let grow = |(document, above, state): (&Arc<EntryDocument>, Option<usize>, Publication)| {
        let column = above.and_then(|n| documents.get(n)).map_or("", |(f, _)| f);
        let changed = changed.get(&document.path).copied();
        entry((document, changed), &folders, ColumnId::of(column), units, state)
    };
    let mut found: Vec<Vec<Finding>> = Vec::new();
    shown.into_par_iter().map(grow).unzip_into_vecs(&mut tree.entries, &mut found);
    findings.extend(found.into_iter().flatten());
    for (document, reason) in hidden {
        let (Placement { url, reference }, finding) = placement(document, &folders);
        findings.extend(finding);
        tree.hidden.push(Hidden { path: document.path.clone(), reference, url, reason });
    }
    Outcome::new(tree, findings)
}

/// Folder and document of each column, sorted so that a column comes after the one above it; a home page is made
/// where none is written.
fn in_folder_order<'c>(
    columns: &'c [Arc<ColumnDocument>],
    tree: &str,
) -> Vec<(&'c str, Arc<ColumnDocument>)> {
    let mut out: Vec<(&str, Arc<ColumnDocument>)> =
        columns.iter().map(|c| (below_content(c.path.folder()), Arc::clone(c))).collect();
    out.sort_by(|a, b| a.0.cmp(b.0).then_with(|| a.1.path.cmp(&b.1.path)));
    if out.first().is_none_or(|(folder, _)| !folder.is_empty()) {
        out.insert(0, ("", Arc::new(bare_home(tree))));
    }
    out
}

fn bare_home(tree: &str) -> ColumnDocument {
    ColumnDocument {
        path: SourcePath::new(&format!("{tree}/_index.md")),
        kind: "page".to_owned(),
        own_kind: None,
        written: false,
        fingerprint: Fingerprint::default(),
        front: FrontMatter::default(),
        keys: ColumnKeys { feed: true, nav: false, ..ColumnKeys::default() },
        body: Body::default(),
    }
}

/// A folder's path below `content/` or the tree of its language, empty for that itself.
fn below_content(folder: &str) -> &str {
    folder.split_once('/').map_or("", |(_, rest)| rest)
}

/// The folder (below `content/`) that an entry stands in and the name that it goes by: a bundle's folder counts as
/// the entry's name.
fn split(path: &SourcePath) -> (&str, &str) {
    let folder = below_content(path.folder());
    if path.stem() == "index" && !folder.is_empty() {
        return folder.rsplit_once('/').unwrap_or(("", folder));
    }
    (folder, path.stem())
}

/// Addresses of all folders, and the column that each belongs to.
struct Folders<'d> {
    known: HashMap<&'d str, Folder, FixedState>,
}

struct Folder {
    url: String,
    column: Option<usize>,
}

impl<'d> Folders<'d> {
    fn new(
        columns: &[(&'d str, Arc<ColumnDocument>)],
        entries: &'d [Arc<EntryDocument>],
        findings: &mut Findings,
    ) -> Self {
        let mut folders = Self { known: HashMap::default() };
        for (n, (folder, document)) in columns.iter().enumerate() {
            if folder.is_empty() {
                folders.known.entry(folder).or_insert(Folder { url: "/".to_owned(), column: Some(n) });
                continue;
            }
            let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
            folders.enter(above);
            let (part, finding) = url::part(document.front.slug.as_ref(), name, document.path.as_str());
            findings.extend(finding);
            let url = format!("{}{part}/", folders.url(above));
            folders.known.entry(folder).or_insert(Folder { url, column: Some(n) });
        }
        // Entries come in the order of their paths, so mostly many of one folder.
        let of_some = |some: &'d [Arc<EntryDocument>]| {
            let mut all: Vec<&str> = some.iter().map(|entry| split(&entry.path).0).collect();
            all.dedup();
            all
        };
        let all: Vec<Vec<&str>> = entries.par_chunks(LOOKED_AT_ONCE).map(of_some).collect();
        for folder in all.into_iter().flatten() {
            folders.enter(folder);
        }
        folders
    }

    /// Makes a folder that is no column, and those above it, known.
    fn enter(&mut self, folder: &'d str) {
        let mut missing = Vec::new();
        let mut at = folder;
        while !self.known.contains_key(at) && !at.is_empty() {
            missing.push(at);
            at = at.rsplit_once('/').map_or("", |(above, _)| above);
        }
        for folder in missing.into_iter().rev() {
            let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
            let url = format!("{}{}/", self.url(above), url::from_name(name));
            let column = self.column_of(above);
            self.known.insert(folder, Folder { url, column });
        }
    }

    fn url(&self, folder: &str) -> &str {
        self.known.get(folder).map_or("/", |f| &f.url)
    }

    /// Position of the column that a folder is or lies in.
    fn column_of(&self, folder: &str) -> Option<usize> {
        self.known.get(folder).and_then(|f| f.column)
    }

    /// Position of the column above a column; `None` for the home page.
    fn column_above(&self, folder: &str) -> Option<usize> {
        if folder.is_empty() {
            return None;
        }
        self.column_of(folder.rsplit_once('/').map_or("", |(above, _)| above))
    }
}

/// A thing's own state, or its column's where that is not shown.
fn inherited(
    (own, reason): (Publication, Option<String>),
    above: Option<usize>,
    columns: &[(&str, Arc<ColumnDocument>)],
    states: &[Publication],
    reasons: &[Option<String>],
) -> (Publication, Option<String>) {
    if reason.is_some() {
        return (own, reason);
    }
    let Some(n) = above else { return (own, reason) };
    match (states.get(n), reasons.get(n), columns.get(n)) {
        (Some(state), Some(Some(_)), Some((_, column))) => {
            (*state, Some(format!("所在栏目“{}”未发布", column.front.title.value)))
        }
        _ => (own, reason),
    }
}

fn unit_of(front: &FrontMatter, path: &SourcePath, units: &Units) -> (Option<UnitId>, Option<Finding>) {
    match front.unit.as_ref().map(|name| units.resolve(name, path.as_str(), &UNKNOWN_FRONT_UNIT)) {
        Some(Ok(unit)) => (Some(unit.id), None),
        Some(Err(finding)) => (None, Some(finding)),
        None => (None, None),
    }
}

struct Placed<'p> {
    folder: &'p str,
    url: &'p str,
    parent: Option<ColumnId>,
    unit: Option<UnitId>,
    publication: Publication,
}

fn column(document: &Arc<ColumnDocument>, placed: Placed<'_>, config: &Config) -> Column {
    let paginate = document.keys.paginate.unwrap_or(config.paginate).max(1);
    Column {
        id: ColumnId::of(placed.folder),
        document: Arc::clone(document),
        folder: placed.folder.to_owned(),
        url: placed.url.to_owned(),
        parent: placed.parent,
        children: Vec::new(),
        entries: Vec::new(),
        all_entries: Vec::new(),
        tasks: Vec::new(),
        unit: placed.unit,
        resolved: Vec::new(),
        field_references: Vec::new(),
        publication: placed.publication,
        cover: None,
        paginate: usize::try_from(paginate).unwrap_or(usize::MAX),
        head_print: Fingerprint::default(),
        body_print: Fingerprint::default(),
    }
}

/// The day of a change, where it is after the date of what was changed.
fn later(changed: Option<Date>, date: Option<Moment>) -> Option<Moment> {
    let after = |day: &Date| date.is_none_or(|date| *day > date.date);
    changed.filter(after).map(|date| Moment { date, minute: None })
}

fn entry(
    (document, changed): (&Arc<EntryDocument>, Option<Date>),
    folders: &Folders<'_>,
    column: ColumnId,
    units: &Units,
    publication: Publication,
) -> (Entry, Vec<Finding>) {
    let front = &document.front;
    let (Placement { url, reference }, finding) = placement(document, folders);
    let mut findings: Vec<Finding> = finding.into_iter().collect();
    let (unit, finding) = unit_of(front, &document.path, units);
    findings.extend(finding);
    let date = front.date.or(front.updated).map(|d| d.value);
    let entry = Entry {
        id: EntryId::of(document.path.as_str()),
        document: Arc::clone(document),
        column,
        url,
        reference,
        publication,
        date,
        updated: front.updated.map(|m| m.value).or_else(|| later(changed, date)),
        summary: summary(front.summary.as_ref(), &document.body),
        unit,
        tasks: Vec::new(),
        terms: Vec::new(),
        cover: None,
        resolved: Vec::new(),
        field_references: Vec::new(),
        previous: None,
        next: None,
        related: Vec::new(),
        backlinks: Vec::new(),
        card_print: Fingerprint::default(),
        around_print: Fingerprint::default(),
        article_print: Fingerprint::default(),
    };
    (entry, findings)
}

/// Where an entry stands.
struct Placement {
    url: String,
    /// As editors refer to it.
    reference: String,
}

fn placement(document: &EntryDocument, folders: &Folders<'_>) -> (Placement, Option<Finding>) {
    let (folder, name) = split(&document.path);
    let (part, finding) = url::part(document.front.slug.as_ref(), name, document.path.as_str());
    let reference = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    (Placement { url: format!("{}{part}/", folders.url(folder)), reference }, finding)
}

/// The written summary, else the first paragraph, cut at [`SUMMARY_CHARS`] characters.
fn summary(written: Option<&Located<String>>, body: &Body) -> String {
    if let Some(written) = written.map(|s| s.value.trim()).filter(|s| !s.is_empty()) {
        return written.to_owned();
    }
    let lead = body.lead.trim();
    match lead.char_indices().nth(SUMMARY_CHARS) {
        Some((end, _)) => format!("{}…", lead.get(..end).unwrap_or(lead).trim_end()),
        None => lead.to_owned(),
    }
}
