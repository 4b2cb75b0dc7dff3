//! Sources to documents: finds out what each file is, and reads all of them in parallel.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::config::settings::{Config, FurtherLanguage};
use super::document::accounts::WrittenAccounts;
use super::document::entry::{ColumnDocument, EntryDocument};
use super::document::read_column::{self, Above};
use super::document::read_entry::{self, EntrySchema};
use super::document::tasks::WrittenTable;
use super::document::units::WrittenUnits;
use super::document::{read_accounts, read_tasks, read_units};
use super::kind::builtin;
use super::kind::field::Field;
use super::kind::read as kind_read;
use super::kind::schema::{Kind, Kinds};
use super::parsed::{Parsed, ParsedMemory};
use super::shelf::{Kept, Shelf};
use super::sorted::{Asset, Sorted};
use super::source::decode::{UNREADABLE, decode, too_large};
use super::source::path::{SourcePath, is_content_root};
use super::source::tree::{SourceFile, SourceTree};
use super::yaml;
use super::yaml::located::Located;
use super::yaml::node::Node;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::limits::SOURCE_TEXT_BYTES_MAX;
use crate::base::time::date::Date;

/// A YAML file where none is expected.
pub static STRAY_YAML: Code = Code {
    name: "FM023",
    severity: Severity::Warning,
    message: Words { zh: "这里的 YAML 文件不会被读取", en: "this YAML file is not read" },
    help: Words {
        zh: "任务表放在 kind: tasks 的栏目里，账号登记放在 kind: accounts 的栏目里；作附件的话，放进文章自己的文件夹",
        en: "task tables belong in a column of kind tasks, registries in one of kind accounts, attachments in an entry's own folder",
    },
    example: "（content/mingshi/data.yaml）",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&STRAY_YAML];

/// Everything that the files say, one value per file, nothing joined yet.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// Built-in kinds, extended by the site's.
    pub kinds: Kinds,
    /// Columns in path order; the home page's `_index.md` is the first of its tree.
    pub columns: Vec<Arc<ColumnDocument>>,
    /// Entries in path order; empty until they are [taken](Documents::take_entries).
    pub entries: Vec<Arc<EntryDocument>>,
    /// Entries that were read anew, in path order.
    pub read: Vec<Arc<EntryDocument>>,
    /// Task tables in path order.
    pub tables: Vec<Arc<WrittenTable>>,
    /// Account files in path order.
    pub accounts: Vec<Arc<WrittenAccounts>>,
    /// Units.
    pub units: Arc<WrittenUnits>,
    /// Units by the tree of a further language.
    pub further_units: BTreeMap<String, Arc<WrittenUnits>>,
    /// Files below `content/` that are neither of these: pictures, attachments.
    pub assets: BTreeMap<SourcePath, Asset>,
    /// The days on which files were last changed, as the repository knows them.
    pub changed: BTreeMap<SourcePath, Date>,
    /// Fingerprint of every file, of an entry its [outline](EntryDocument::outline): documents of one outline differ
    /// at most in the words of some entries' bodies.
    pub outline: Fingerprint,
}

impl Documents {
    /// Takes all entries as they are kept: one by one, which at large sites takes longer than all the rest where one
    /// is read anew.
    pub fn take_entries(&mut self, kept: &ParsedMemory) {
        self.entries = kept.entries.documents();
    }

    /// Takes out what belongs to the tree of a further language; kinds and assets are everyone's.
    #[must_use]
    pub fn take_tree(&mut self, tree: &str) -> Self {
        Self {
            kinds: self.kinds.clone(),
            columns: self.columns.extract_if(.., |column| column.path.root() == tree).collect(),
            entries: self.entries.extract_if(.., |entry| entry.path.root() == tree).collect(),
            read: Vec::new(),
            tables: Vec::new(),
            accounts: self.accounts.extract_if(.., |accounts| accounts.path.root() == tree).collect(),
            units: self.further_units.remove(tree).unwrap_or_default(),
            further_units: BTreeMap::new(),
            assets: self.assets.clone(),
            changed: self.changed.clone(),
            outline: self.outline,
        }
    }
}

/// Reads every file, of all languages.
#[must_use]
pub fn parse(tree: &SourceTree, config: &Config, kept: &mut ParsedMemory) -> Outcome<Documents> {
    let mut findings = Findings::default();
    let before = std::mem::take(kept);
    kept.loss = before.loss.clone();
    let further = config.languages.iter().filter(|language| !language.converted);
    let roots: Vec<String> =
        std::iter::once("content".to_owned()).chain(further.map(FurtherLanguage::tree)).collect();
    let sorted = Sorted::new(tree, &roots);
    findings.extend(sorted.misplaced_indexes());
    let kinds = findings.keep(kinds(tree));
    let columns = columns(&sorted, &roots, &kinds, &before.columns);
    let schemas: BTreeMap<&str, Schema<'_>> = columns
        .iter()
        .filter_map(|(folder, column)| Some((folder.as_str(), Schema::of(&column.document, &kinds)?)))
        .collect();
    let (entries, read) = entries(&sorted, &schemas, before.entries);
    drop(schemas);
    kept.entries = entries;
    let mut documents = Documents { assets: sorted.assets(), read, ..Documents::default() };
    for (path, file) in &sorted.yaml {
        let kind = nearest(&columns, path.folder()).map_or("", |column| &column.document.kind);
        let before = (&before.tables, &before.accounts);
        findings.extend(data_file(tree, (path, file), kind, before, kept, &mut documents));
    }
    kept.columns.0 = columns.into_values().map(|kept| (kept.document.path.clone(), kept)).collect();
    documents.kinds = kinds;
    documents.columns = kept.columns.documents();
    findings.extend(kept.columns.findings());
    documents.columns.sort_by_key(|column| !is_content_root(column.path.folder()));
    documents.outline = outline(tree, &roots, &kept.entries);
    findings.extend(kept.entries.findings());
    documents.tables = kept.tables.documents();
    findings.extend(kept.tables.findings());
    documents.accounts = kept.accounts.documents();
    findings.extend(kept.accounts.findings());
    documents.changed.clone_from(&tree.changed);
    let (outline, is_quiet) = (documents.outline, findings.is_empty());
    kept.last = tree.reading.number().map(|reading| Parsed { reading, outline, is_quiet });
    Outcome::new(documents, findings)
}

fn outline(tree: &SourceTree, roots: &[String], entries: &Shelf<EntryDocument>) -> Fingerprint {
    let mut entries = entries.0.iter().peekable();
    let mut prints = Vec::new();
    // Both are in path order, in which `content.en/` stands before `content/`.
    let mut roots: Vec<&str> = roots.iter().map(String::as_str).collect();
    roots.sort_by_key(|root| format!("{root}/"));
    for (path, file) in roots.into_iter().flat_map(|root| tree.below(root)) {
        let entry = entries.next_if(|(entry, _)| *entry == path);
        prints.push((path, entry.map_or(file.fingerprint, |(_, kept)| kept.outline)));
    }
    let prints: Vec<Fingerprint> = prints.par_chunks(OUTLINED_AT_ONCE).map(Fingerprint::of).collect();
    Fingerprint::of(&(prints, &tree.changed))
}

/// Files that one worker takes together: always as many, since they are fingerprinted as they are taken.
const OUTLINED_AT_ONCE: usize = 1024;

/// A folder and those above it, from the inside out.
pub(super) fn upwards(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |at| at.rfind('/').map(|n| &at[..n]))
}

/// What the nearest folder at or above `folder` has.
fn nearest<'v, K: std::borrow::Borrow<str> + Ord, V>(
    values: &'v BTreeMap<K, V>,
    folder: &str,
) -> Option<&'v V> {
    upwards(folder).find_map(|at| values.get(at))
}

/// Built-in kinds and those of `content/kinds/`, which may extend the built-in ones and each other in the order of
/// their names.
pub(super) fn kinds(tree: &SourceTree) -> Outcome<Kinds> {
    let mut findings = Findings::default();
    let mut kinds = findings.keep(builtin::kinds());
    let mut holding: Vec<(SourcePath, Located<String>, String)> = Vec::new();
    for (path, file) in
        tree.below("content/kinds").filter(|(path, _)| matches!(path.extension(), "yaml" | "yml"))
    {
        let Some(node) = findings.keep(yaml(tree, path, file)) else { continue };
        let known: Vec<&str> = kinds.0.keys().map(String::as_str).collect();
        let known = known.join(" ");
        let mut kind = findings.keep(kind_read::kind(&node, path, &|name| kinds.get(name).cloned(), &known));
        let place = node
            .get("fields")
            .map_or_else(|| Place::whole(path.shared()), |fields| Place::new(path.shared(), fields.span));
        findings.extend(read_column::shadowing(&mut kind.fields, place));
        if let (Some(node), Some(holds)) = (node.get("holds"), &kind.holds) {
            holding.push((path.clone(), Located::new(holds.clone(), node.span), kind.name.clone()));
        }
        kinds.0.insert(kind.name.clone(), kind);
    }
    for (path, holds, name) in holding {
        if kinds.get(&holds.value).is_none() {
            findings.push(read_column::unknown_kind(&holds, &kinds, &path));
            if let Some(kind) = kinds.0.get_mut(&name) {
                kind.holds = None;
            }
        }
    }
    Outcome::new(kinds, findings)
}

/// A file's text.
fn text<'f>(tree: &SourceTree, path: &SourcePath, file: &'f SourceFile) -> Result<Cow<'f, str>, Finding> {
    if file.len > SOURCE_TEXT_BYTES_MAX {
        return Err(too_large(path, file.len, SOURCE_TEXT_BYTES_MAX));
    }
    match &file.bytes {
        Some(bytes) => decode(path, bytes),
        None => match tree.bytes(path, file) {
            Some(bytes) => decode(path, &bytes).map(|text| Cow::Owned(text.into_owned())),
            None => Err(Finding::new(&UNREADABLE, Place::whole(path.shared()))
                .with("reason", "没有读到内容")
                .with("reason_en", "no bytes were handed in")),
        },
    }
}

fn yaml(tree: &SourceTree, path: &SourcePath, file: &SourceFile) -> Outcome<Option<Node>> {
    match text(tree, path, file) {
        Ok(text) => yaml::read::read(&text, 0, path),
        Err(finding) => Outcome::new(None, once(finding)),
    }
}

fn once(finding: Finding) -> Findings {
    let mut findings = Findings::default();
    findings.push(finding);
    findings
}

type Columns = BTreeMap<String, Kept<ColumnDocument>>;

/// Reads all columns from the top down by folder, since a column's kind depends on the one above.
fn columns(sorted: &Sorted<'_>, roots: &[String], kinds: &Kinds, before: &Shelf<ColumnDocument>) -> Columns {
    let kinds_fingerprint = Fingerprint::of(kinds);
    let mut files: BTreeMap<String, Option<(&SourcePath, &SourceFile)>> =
        roots.iter().map(|root| (root.clone(), None)).collect();
    files.extend(sorted.indexes.iter().map(|(path, file)| (path.folder().to_owned(), Some((*path, *file)))));
    let mut holders: Vec<&str> = sorted.entries.iter().map(|(path, _)| sorted.holder(path)).collect();
    // In path order, in which mostly many of one folder follow each other.
    holders.dedup();
    holders.sort_unstable();
    holders.dedup();
    // A top folder is a column even without an `_index.md`.
    for top in holders.iter().filter_map(|folder| top_folder(folder)) {
        files.entry(top.to_owned()).or_insert(None);
    }
    let mut columns = Columns::new();
    for (folder, file) in &files {
        let above = above(&columns, folder);
        let path = SourcePath::new(&format!("{folder}/_index.md"));
        let made_of =
            Fingerprint::of(&(file.map(|(_, file)| file.fingerprint), kinds_fingerprint, &above, VERSION));
        let kept = before
            .get_or(&path, made_of, || column(sorted.tree, &path, file.map(|(_, file)| file), &above, kinds));
        columns.insert(folder.clone(), kept);
    }
    // So is a folder in a column that holds courses, editions and the like: its entries are lessons, not courses.
    for folder in holders {
        let above = above(&columns, folder);
        if !columns.contains_key(folder) && !is_year(folder) && above.own_kind(kinds).is_some() {
            let path = SourcePath::new(&format!("{folder}/_index.md"));
            let made_of = Fingerprint::of(&(kinds_fingerprint, &above, VERSION));
            let kept = before.get_or(&path, made_of, || column(sorted.tree, &path, None, &above, kinds));
            columns.insert(folder.to_owned(), kept);
        }
    }
    columns
}

/// `content/<name>` of a folder at or below it.
fn top_folder(folder: &str) -> Option<&str> {
    let (root, rest) = folder.split_once('/')?;
    let name = rest.find('/').unwrap_or(rest.len());
    folder.get(..=root.len() + name)
}

fn is_year(folder: &str) -> bool {
    let name = folder.rsplit('/').next().unwrap_or_default();
    name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit())
}

fn above(columns: &Columns, folder: &str) -> Above {
    let none = Above { kind: None, instance: false, extra: Vec::new(), home: is_content_root(folder) };
    let Some(parent) = folder.rfind('/').and_then(|n| nearest(columns, &folder[..n])) else { return none };
    let parent = &parent.document;
    if is_content_root(parent.path.folder()) {
        return none;
    }
    Above {
        kind: Some(parent.kind.clone()),
        instance: parent.own_kind.is_some(),
        extra: parent.keys.extra_fields.clone(),
        home: false,
    }
}

fn column(
    tree: &SourceTree,
    path: &SourcePath,
    file: Option<&SourceFile>,
    above: &Above,
    kinds: &Kinds,
) -> Outcome<ColumnDocument> {
    let Some(file) = file else { return Outcome::clean(read_column::bare(path, above, kinds)) };
    match text(tree, path, file) {
        Ok(text) => read_column::column(&text, path, file.fingerprint, above, kinds),
        Err(finding) => Outcome::new(read_column::bare(path, above, kinds), once(finding)),
    }
}

/// Part of every fingerprint: another version of the program may read the same bytes otherwise.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a column's entries are read against, and its fingerprint.
pub(super) struct Schema<'k> {
    entry: EntrySchema<'k>,
    fingerprint: Fingerprint,
}

impl<'k> Schema<'k> {
    pub(super) fn of(column: &'k ColumnDocument, kinds: &'k Kinds) -> Option<Self> {
        let kind: &Kind = kinds.get(&column.kind).or_else(|| kinds.get("article"))?;
        let extra: &[Field] = &column.keys.extra_fields;
        let entry = EntrySchema { kind, extra };
        let fingerprint = Fingerprint::of(&(&entry, VERSION));
        Some(Self { entry, fingerprint })
    }

    /// What the document of an entry's file is made of.
    pub(super) fn made_of(&self, file: &SourceFile) -> Fingerprint {
        Fingerprint::of(&(file.fingerprint, self.fingerprint))
    }
}

/// All entries, from memory where their bytes and their kind are the same; and those that are not.
fn entries(
    sorted: &Sorted<'_>,
    schemas: &BTreeMap<&str, Schema<'_>>,
    mut shelf: Shelf<EntryDocument>,
) -> (Shelf<EntryDocument>, Vec<Arc<EntryDocument>>) {
    let mut kept = shelf.0.iter().peekable();
    let mut last: Option<(&str, Option<&Schema<'_>>)> = None;
    let (mut gone, mut others) = (Vec::new(), Vec::new());
    // Both are in path order, and an entry mostly stands in the folder of the one before it.
    for (path, file) in &sorted.entries {
        let folder = path.folder();
        if last.is_none_or(|(of, _)| of != folder) {
            last = Some((folder, nearest(schemas, folder)));
        }
        let Some(schema) = last.and_then(|(_, schema)| schema) else { continue };
        gone.extend(
            std::iter::from_fn(|| kept.next_if(|(kept, _)| kept < path)).map(|(path, _)| path.clone()),
        );
        let kept = kept.next_if(|(kept, _)| kept == path).map(|(_, kept)| kept.made_of);
        let made_of = schema.made_of(file);
        if kept != Some(made_of) {
            others.push((*path, *file, schema, made_of));
        }
    }
    gone.extend(kept.map(|(path, _)| path.clone()));
    let read: Vec<(SourcePath, Kept<EntryDocument>)> = others
        .into_par_iter()
        .map(|(path, file, schema, made_of)| {
            (path.clone(), entry(sorted.tree, (path, file), schema, made_of))
        })
        .collect();
    for path in gone {
        shelf.0.remove(&path);
    }
    let anew = read.iter().map(|(_, kept)| Arc::clone(&kept.document)).collect();
    if shelf.0.is_empty() {
        shelf.0 = read.into_iter().collect();
    } else {
        shelf.0.extend(read);
    }
    (shelf, anew)
}

pub(super) fn entry(
    tree: &SourceTree,
    (path, file): (&SourcePath, &SourceFile),
    schema: &Schema<'_>,
    made_of: Fingerprint,
) -> Kept<EntryDocument> {
    let Outcome { value, findings } = match text(tree, path, file) {
        Ok(text) => read_entry::entry(&text, path, made_of, &schema.entry),
        Err(finding) => Outcome::new(read_entry::unreadable(path, made_of, &schema.entry), once(finding)),
    };
    Kept { made_of, outline: value.outline, document: Arc::new(value), findings }
}

/// A YAML file: what it is follows from the column that it lies in.
fn data_file(
    tree: &SourceTree,
    (path, file): (&SourcePath, &SourceFile),
    kind: &str,
    (tables, accounts): (&Shelf<WrittenTable>, &Shelf<WrittenAccounts>),
    kept: &mut ParsedMemory,
    documents: &mut Documents,
) -> Findings {
    let bytes = file.fingerprint;
    let is_main = path.root() == "content";
    if path.below_root() == "units.yaml" {
        let mut findings = Findings::default();
        if let Some(node) = findings.keep(yaml(tree, path, file)) {
            let units = Arc::new(findings.keep(read_units::units(&node, bytes, path)));
            if is_main {
                documents.units = units;
            } else {
                documents.further_units.insert(path.root().to_owned(), units);
            }
        }
        return findings;
    }
    match kind {
        // There is one plan, whatever languages its site is read in.
        "tasks" if is_main => {
            data(tree, (path, file), tables, &mut kept.tables, |node| read_tasks::table(node, bytes, path))
        }
        "accounts" => data(tree, (path, file), accounts, &mut kept.accounts, |node| {
            read_accounts::accounts(node, bytes, path)
        }),
        _ => {
            // A link may still point at it.
            documents.assets.insert(path.clone(), Asset { len: file.len, fingerprint: bytes });
            once(Finding::new(&STRAY_YAML, Place::whole(path.shared())))
        }
    }
}

/// Puts a data file's document on its shelf, read anew where its bytes are new. Findings come with it from there;
/// those of a file that is no YAML are given back.
fn data<T>(
    tree: &SourceTree,
    (path, file): (&SourcePath, &SourceFile),
    before: &Shelf<T>,
    shelf: &mut Shelf<T>,
    read: impl FnOnce(&Node) -> Outcome<T>,
) -> Findings {
    let made_of = Fingerprint::of(&(file.fingerprint, VERSION));
    if let Some(kept) = before.get(path, made_of) {
        shelf.0.insert(path.clone(), kept);
        return Findings::default();
    }
    let mut findings = Findings::default();
    let Some(node) = findings.keep(yaml(tree, path, file)) else { return findings };
    let document = Arc::new(findings.keep(read(&node)));
    shelf.0.insert(path.clone(), Kept { document, made_of, outline: Fingerprint::default(), findings });
    Findings::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> SourceTree {
        let mut tree = SourceTree::default();
        for (path, text) in files {
            tree.insert_text(&format!("content/{path}"), text);
        }
        tree
    }

    fn parsed(files: &[(&str, &str)]) -> Outcome<Documents> {
        parsed_over(&tree(files), &mut ParsedMemory::default())
    }

    fn parsed_over(tree: &SourceTree, kept: &mut ParsedMemory) -> Outcome<Documents> {
        let mut outcome = parse(tree, &Config::default(), kept);
        outcome.value.take_entries(kept);
        outcome
    }

    fn codes(findings: &Findings) -> Vec<(&'static str, String)> {
        findings
            .iter()
            .map(|f| (f.code.name, f.place.file.trim_start_matches("content/").to_owned()))
            .collect()
    }

    const TITLE: &str = "---\ntitle: 甲\n---\n";
    const LESSON: &str = "---\ntitle: 甲\norder: 1\n---\n";

    #[test]
    fn every_file_finds_its_column() {
        let outcome = parsed(&[
            ("about.md", TITLE),
            ("_index.md", TITLE),
            ("A/x.md", TITLE),
            ("kecheng/_index.md", "---\ntitle: 课\nkind: course\n---\n"),
            ("kecheng/a/_index.md", "---\ntitle: 课\nhours: 16\n---\n"),
            ("kecheng/a/01.md", LESSON),
            ("kecheng/a/附录/02/index.md", LESSON),
            ("kecheng/a/附录/02/图.svg", "<svg/>"),
            ("kecheng/a/附录/02/数据.yaml", "a: 1"),
            ("kecheng/b/01.md", LESSON),
            ("jieri/2026/x.md", TITLE),
            ("jieri/2026/y/index.md", TITLE),
            ("danye/index.md", TITLE),
        ]);
        assert_eq!(codes(&outcome.findings), []);
        let columns: Vec<_> = outcome
            .value
            .columns
            .iter()
            .map(|c| (c.path.folder(), c.kind.as_str(), c.own_kind.as_deref(), c.written))
            .collect();
        assert_eq!(
            columns,
            [
                ("content", "page", None, true),
                ("content/A", "article", None, false),
                ("content/jieri", "article", None, false),
                ("content/kecheng", "course", None, true),
                ("content/kecheng/a", "lesson", Some("course"), true),
                ("content/kecheng/b", "lesson", Some("course"), false),
            ]
        );
        let entries: Vec<_> =
            outcome.value.entries.iter().map(|e| (e.path.as_str(), e.kind.as_str())).collect();
        assert_eq!(
            entries,
            [
                ("content/A/x.md", "article"),
                ("content/about.md", "page"),
                ("content/danye/index.md", "page"),
                ("content/jieri/2026/x.md", "article"),
                ("content/jieri/2026/y/index.md", "article"),
                ("content/kecheng/a/01.md", "lesson"),
                ("content/kecheng/a/附录/02/index.md", "lesson"),
                ("content/kecheng/b/01.md", "lesson"),
            ]
        );
        assert_eq!(outcome.value.assets.len(), 2, "the attachment in YAML is one of them");
    }

    #[test]
    fn data_files_are_read_where_their_column_says() {
        let outcome = parsed(&[
            ("units.yaml", "units: [{ name: 宣传部 }]"),
            ("progress/_index.md", "---\ntitle: 进展\nkind: tasks\nplan_name: 方案\n---\n"),
            ("progress/table-1.yaml", "table: 1\ntitle: 表\ntasks: []"),
            ("matrix/_index.md", "---\ntitle: 矩阵\nkind: accounts\n---\n"),
            ("matrix/a.yaml", "accounts: []"),
            ("matrix/b.yaml", "accounts: []"),
            ("mingshi/a.md", TITLE),
            ("mingshi/data.yaml", "a: 1"),
        ]);
        assert_eq!(codes(&outcome.findings), [("FM023", "mingshi/data.yaml".to_owned())]);
        let documents = outcome.value;
        assert_eq!(
            (documents.tables.len(), documents.accounts.len(), documents.units.units.len()),
            (1, 2, 1)
        );
        assert!(documents.assets.contains_key("content/mingshi/data.yaml"), "a link may still point at it");
    }

    #[test]
    fn a_sites_kinds_are_checked_and_used() {
        let files = |kind: &'static str| {
            [
                ("kinds/result.yaml", kind),
                ("chengguo/_index.md", "---\ntitle: 成果\nkind: result\n---\n"),
                ("chengguo/a.md", "---\ntitle: 甲\nlevel: 国家\n---\n"),
            ]
        };
        for (kind, expected) in [
            ("name: result\nfields:\n  - { name: level, type: choice, choices: [国家, 省] }\n", &[][..]),
            ("name: result\nextends: article\nfields:\n  - { name: level, type: string }\n", &[]),
            ("name: result\nextends: articel\nfields:\n  - { name: level, type: string }\n", &["FM020"]),
            ("name: result\nfields:\n  - { name: level, type: choice }\n", &["FM021", "FM010"]),
            ("name: result\nholds: lessn\nfields:\n  - { name: level, type: string }\n", &["FM022"]),
            (
                "name: result\nfields:\n  - { name: level, type: string }\n  - { name: tags, type: string }\n",
                &["FM024"],
            ),
            ("name: other\n", &["FM022", "FM005"]),
            ("name：result\n", &["FM002", "FM022", "FM005"]),
            ("- name\n", &["FM006", "FM005"]),
        ] {
            let found: Vec<_> = parsed(&files(kind)).findings.iter().map(|f| f.code.name).collect();
            assert_eq!(found, expected, "{kind}");
        }
    }

    #[test]
    fn files_that_cannot_be_read_are_told_and_stand_as_documents() {
        let mut tree = tree(&[("a/index.md", TITLE), ("a/b.md", TITLE)]);
        for (path, file) in [
            (
                "content/a/big.md",
                SourceFile {
                    len: SOURCE_TEXT_BYTES_MAX + 1,
                    fingerprint: Fingerprint::default(),
                    bytes: None,
                    disk_name: None,
                },
            ),
            (
                "content/a/gone.md",
                SourceFile { len: 3, fingerprint: Fingerprint::default(), bytes: None, disk_name: None },
            ),
            (
                "content/a/gbk.md",
                SourceFile {
                    len: 3,
                    fingerprint: Fingerprint::default(),
                    bytes: Some([0xB1, 0xEA].as_slice().into()),
                    disk_name: None,
                },
            ),
        ] {
            tree.files.insert(SourcePath::new(path), file);
        }
        let outcome = parsed_over(&tree, &mut ParsedMemory::default());
        let expected = [
            ("FM025", "a/index.md"),
            ("SRC017", "a/big.md"),
            ("SRC001", "a/gbk.md"),
            ("SRC010", "a/gone.md"),
        ];
        assert_eq!(codes(&outcome.findings), expected.map(|(code, path)| (code, path.to_owned())));
        assert_eq!(outcome.value.entries.len(), 5);
    }

    #[test]
    fn memory_saves_reading_and_keeps_findings() {
        let mut files = vec![("a/x.md", TITLE), ("a/y.md", "---\ntitel: 甲\n---\n"), ("a/_index.md", TITLE)];
        let mut kept = ParsedMemory::default();
        let run = |files: &[(&str, &str)], kept: &mut ParsedMemory| parsed_over(&tree(files), kept);
        let first = run(&files, &mut kept);
        let second = run(&files, &mut kept);
        assert_eq!(codes(&first.findings), codes(&second.findings));
        assert_eq!(codes(&second.findings).len(), 2);
        for (a, b) in first.value.entries.iter().zip(&second.value.entries) {
            assert!(Arc::ptr_eq(a, b), "{} is not read again", a.path);
        }
        assert_eq!((first.value.read.len(), second.value.read.len()), (first.value.entries.len(), 0));
        let bytes = postcard::to_allocvec(&kept.entries).expect("it is written");
        let entries = postcard::from_bytes(&bytes).expect("it is read");
        let mut restored = ParsedMemory { entries, ..ParsedMemory::default() };
        assert_eq!(restored.entries.0.len(), 1, "what has findings is not stored");
        let third = run(&files, &mut restored);
        assert_eq!(codes(&first.findings), codes(&third.findings));
        assert_eq!(first.value.entries, third.value.entries);
        // Another field of the column makes its entries be read again; what is gone is forgotten.
        files[2] =
            ("a/_index.md", "---\ntitle: 甲\nfields: [{ name: award, type: string, required: true }]\n---\n");
        files.remove(1);
        let fourth = run(&files, &mut kept);
        assert_eq!(codes(&fourth.findings), [("FM007", "a/x.md".to_owned())]);
        assert_eq!(kept.entries.0.len(), 1);
    }
}
