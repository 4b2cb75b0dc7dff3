//! Sources to documents: finds out what each file is, and reads all of them in parallel.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::config::settings::Config;
use super::document::accounts::WrittenAccounts;
use super::document::entry::{ColumnDocument, EntryDocument};
use super::document::front_matter::{ColumnKeys, FrontMatter};
use super::document::tasks::WrittenTable;
use super::document::units::WrittenUnits;
use super::document::{column_keys, common, read_accounts, read_tasks, read_units};
use super::kind::builtin;
use super::kind::field::Field;
use super::kind::read as kind_read;
use super::kind::schema::{Kind, Kinds};
use super::markdown;
use super::source::decode::decode;
use super::source::path::SourcePath;
use super::source::tree::{SourceFile, SourceTree};
use super::yaml::form::Form;
use super::yaml::located::Located;
use super::yaml::node::Node;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::text::nearest::nearest;

/// A column of a kind that does not exist.
pub static UNKNOWN_KIND: Code = Code {
    name: "FM022",
    severity: Severity::Error,
    message: Words { zh: "没有名为 `{name}` 的类型", en: "there is no kind `{name}`" },
    help: Words {
        zh: "可用的类型：{known}；自己的类型写在 content/kinds/ 里",
        en: "kinds: {known}; a site's own stand in content/kinds/",
    },
    example: "---\ntitle: 名师名生\nkind: profil\n---",
};

/// A YAML file where none is expected.
pub static STRAY_YAML: Code = Code {
    name: "FM023",
    severity: Severity::Warning,
    message: Words { zh: "这里的 YAML 文件没有用处", en: "this YAML file is not used" },
    help: Words {
        zh: "任务表放在 kind: tasks 的栏目里，账号登记放在 kind: accounts 的栏目里；不用的话请删去",
        en: "task tables belong in a column of kind tasks, registries in one of kind accounts",
    },
    example: "（content/mingshi/data.yaml）",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_KIND, &STRAY_YAML];

/// Everything that the files say, one value per file, nothing joined yet.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// Built-in kinds, extended by the site's.
    pub kinds: Kinds,
    /// Columns in path order; the home page's `content/_index.md` is the first.
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

/// Entries as they were read last time, by path. Only entries without findings are kept, so that a kept one has
/// nothing left to say.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ParsedMemory {
    entries: BTreeMap<SourcePath, Arc<EntryDocument>>,
}

/// What a column's folder means for what is in it.
#[derive(Clone)]
struct Scope {
    kind: String,
    own_kind: Option<String>,
    extra: Vec<Field>,
}

/// Reads every file.
#[must_use]
pub fn parse(tree: &SourceTree, _config: &Config, kept: &mut ParsedMemory) -> Outcome<Documents> {
    let mut findings = Findings::default();
    let mut documents = Documents { kinds: findings.keep(kinds(tree)), ..Documents::default() };
    let sorted = sort_files(tree);
    let scopes = findings.keep(columns(tree, &sorted, &mut documents));
    let scope_of = |path: &SourcePath| nearest_scope(&scopes, path.folder());

    let read: Vec<(Arc<EntryDocument>, Findings, bool)> = sorted
        .entries
        .par_iter()
        .filter_map(|(path, file)| entry(path, file, scope_of(path)?, &documents.kinds, kept))
        .collect();
    kept.entries = BTreeMap::new();
    for (document, found, keep) in read {
        if keep {
            kept.entries.insert(document.path.clone(), Arc::clone(&document));
        }
        findings.extend(found);
        documents.entries.push(document);
    }
    for (path, file) in &sorted.yaml {
        data_file(path, file, scope_of(path), &mut documents, &mut findings);
    }
    documents.assets = sorted
        .assets
        .iter()
        .map(|(path, file)| ((*path).clone(), Asset { len: file.len, fingerprint: file.fingerprint }))
        .collect();
    Outcome::new(documents, findings)
}

type Files<'t> = Vec<(&'t SourcePath, &'t SourceFile)>;

/// The files of `content/` by what they are.
#[derive(Default)]
struct Sorted<'t> {
    indexes: Files<'t>,
    entries: Files<'t>,
    yaml: Files<'t>,
    assets: Files<'t>,
}

fn sort_files(tree: &SourceTree) -> Sorted<'_> {
    let mut sorted = Sorted::default();
    for (path, file) in tree.below("content") {
        if path.as_str().starts_with("content/kinds/") {
            continue;
        }
        let list = match path.extension() {
            "md" if path.file_name() == "_index.md" => &mut sorted.indexes,
            "md" => &mut sorted.entries,
            "yaml" | "yml" => &mut sorted.yaml,
            _ => &mut sorted.assets,
        };
        list.push((path, file));
    }
    sorted
}

/// The scope of the nearest folder above (or at) `folder` that is a column.
fn nearest_scope<'s>(scopes: &'s BTreeMap<String, Scope>, folder: &str) -> Option<&'s Scope> {
    let mut at = folder;
    loop {
        if let Some(scope) = scopes.get(at) {
            return Some(scope);
        }
        at = at.rfind('/').map(|n| &at[..n])?;
    }
}

fn kinds(tree: &SourceTree) -> Outcome<Kinds> {
    let mut findings = Findings::default();
    let mut kinds = findings.keep(builtin::kinds());
    for (path, file) in
        tree.below("content/kinds").filter(|(path, _)| matches!(path.extension(), "yaml" | "yml"))
    {
        let Some((node, _)) = findings_of(yaml(path, file), &mut findings) else { continue };
        let known: Vec<&str> = kinds.0.keys().map(String::as_str).collect();
        let known = known.join(" ");
        let kind = findings.keep(kind_read::kind(&node, path, &|name| kinds.get(name).cloned(), &known));
        kinds.0.insert(kind.name.clone(), kind);
    }
    Outcome::new(kinds, findings)
}

fn findings_of<T>(result: Result<Outcome<Option<T>>, Finding>, findings: &mut Findings) -> Option<T> {
    match result {
        Ok(outcome) => findings.keep(outcome),
        Err(finding) => {
            findings.push(finding);
            None
        }
    }
}

fn yaml(path: &SourcePath, file: &SourceFile) -> Result<Outcome<Option<(Node, Fingerprint)>>, Finding> {
    let text = decode(path, file.bytes.as_deref().unwrap_or_default())?;
    let outcome = super::yaml::read::read(&text, 0, path);
    Ok(Outcome::new(outcome.value.map(|node| (node, file.fingerprint)), outcome.findings))
}

/// Reads all `_index.md` from the top down, since a column's kind depends on the one above; folders that hold
/// entries without an `_index.md` belong to the nearest column above, and a top folder without one is a column named
/// after itself.
fn columns(
    tree: &SourceTree,
    sorted: &Sorted<'_>,
    documents: &mut Documents,
) -> Outcome<BTreeMap<String, Scope>> {
    let mut findings = Findings::default();
    let mut scopes: BTreeMap<String, Scope> = BTreeMap::new();
    let home = SourcePath::new("content/_index.md");
    let mut paths: BTreeMap<String, (SourcePath, Option<&SourceFile>)> =
        BTreeMap::from([(String::from("content"), (home.clone(), tree.get("content/_index.md")))]);
    for (path, file) in &sorted.indexes {
        paths.insert(path.folder().to_owned(), ((*path).clone(), Some(*file)));
    }
    for (path, _) in &sorted.entries {
        let bundle = path.file_name() == "index.md";
        let mut names = path.folder().split('/').skip(1);
        let Some(top) = names.next() else { continue };
        if bundle && names.next().is_none() {
            continue;
        }
        let folder = format!("content/{top}");
        paths
            .entry(folder.clone())
            .or_insert_with(|| (SourcePath::new(&format!("{folder}/_index.md")), None));
    }
    // Folders sort before what is in them, so the scope above is there when a column is read.
    for (folder, (path, file)) in paths {
        let above = folder.rfind('/').and_then(|n| nearest_scope(&scopes, &folder[..n])).cloned();
        let (document, scope) =
            findings.keep(column(&path, file, above.as_ref(), folder == "content", &documents.kinds));
        scopes.insert(folder, scope);
        documents.columns.push(Arc::new(document));
    }
    Outcome::new(scopes, findings)
}

fn column(
    path: &SourcePath,
    file: Option<&SourceFile>,
    above: Option<&Scope>,
    home: bool,
    kinds: &Kinds,
) -> Outcome<(ColumnDocument, Scope)> {
    let mut findings = Findings::default();
    let above_kind = above.filter(|scope| scope.own_kind.is_none()).and_then(|scope| kinds.get(&scope.kind));
    let held = above_kind.and_then(|kind| kind.holds.clone());
    let own_kind = held.as_ref().and(above_kind).map(|kind| kind.name.clone());
    let fallback = if home {
        "page".to_owned()
    } else {
        held.or_else(|| above.filter(|_| !path.folder().matches('/').count().eq(&1)).map(|s| s.kind.clone()))
            .unwrap_or_else(|| "article".to_owned())
    };
    let mut document = ColumnDocument {
        path: path.clone(),
        kind: fallback,
        own_kind,
        written: file.is_some(),
        fingerprint: file.map_or_else(Fingerprint::default, |f| f.fingerprint),
        front: FrontMatter {
            title: Located::new(
                path.folder().rsplit('/').next().unwrap_or_default().to_owned(),
                <_>::default(),
            ),
            ..FrontMatter::default()
        },
        keys: ColumnKeys { feed: true, nav: true, ..ColumnKeys::default() },
        body: <_>::default(),
    };
    if let Some(file) = file {
        findings.extend(read_column(&mut document, file, kinds));
    }
    let scope = Scope {
        kind: document.kind.clone(),
        own_kind: document.own_kind.clone(),
        extra: document.keys.extra_fields.clone(),
    };
    Outcome::new((document, scope), findings)
}

fn read_column(document: &mut ColumnDocument, file: &SourceFile, kinds: &Kinds) -> Findings {
    let path = document.path.clone();
    let mut findings = Findings::default();
    let text = match decode(&path, file.bytes.as_deref().unwrap_or_default()) {
        Ok(text) => text,
        Err(finding) => return once(finding),
    };
    let parts = match common::split(&text, &path) {
        Ok(parts) => parts,
        Err(finding) => return once(finding),
    };
    document.body = findings.keep(markdown::read::read(parts.body, parts.body_offset, &path));
    let Some(node) = findings.keep(super::yaml::read::read(parts.front, parts.front_offset, &path)) else {
        return findings;
    };
    let mut form = Form::new(&path, "栏目", &node);
    document.keys = findings.keep(column_keys::column_keys(&mut form, &path));
    if let Some(kind) = &document.keys.kind {
        if kinds.get(&kind.value).is_some() {
            document.kind.clone_from(&kind.value);
        } else {
            findings.push(unknown_kind(kind, kinds, &path));
        }
    }
    let fields: Vec<&Field> = match document.own_kind.as_deref().and_then(|name| kinds.get(name)) {
        Some(own) => own.fields.iter().collect(),
        None => kinds.get(&document.kind).map(|k| k.column_fields.iter().collect()).unwrap_or_default(),
    };
    document.front = findings.keep(common::front_matter(&mut form, &node, &fields, &path));
    findings.extend(form.finish());
    findings
}

fn unknown_kind(kind: &Located<String>, kinds: &Kinds, path: &SourcePath) -> Finding {
    let known: Vec<&str> = kinds.0.keys().map(String::as_str).collect();
    Finding::new(&UNKNOWN_KIND, Place::new(path.shared(), kind.span))
        .with("name", &kind.value)
        .with("known", known.join(" "))
        .suggesting(nearest(&kind.value, known.iter().copied()))
}

fn once(finding: Finding) -> Findings {
    let mut findings = Findings::default();
    findings.push(finding);
    findings
}

/// An entry, from memory where its bytes and its kind are the same. The flag says whether it may be kept.
fn entry(
    path: &SourcePath,
    file: &SourceFile,
    scope: &Scope,
    kinds: &Kinds,
    kept: &ParsedMemory,
) -> Option<(Arc<EntryDocument>, Findings, bool)> {
    let kind = kinds.get(&scope.kind)?;
    let fingerprint = Fingerprint::of(&(file.fingerprint, kind, &scope.extra, env!("CARGO_PKG_VERSION")));
    if let Some(document) = kept.entries.get(path).filter(|d| d.fingerprint == fingerprint) {
        return Some((Arc::clone(document), Findings::default(), true));
    }
    match read_entry(path, file, kind, &scope.extra, fingerprint) {
        Ok(outcome) => {
            let keep = outcome.findings.is_empty();
            Some((Arc::new(outcome.value), outcome.findings, keep))
        }
        Err(finding) => {
            let document = EntryDocument {
                path: path.clone(),
                kind: kind.name.clone(),
                fingerprint,
                front: FrontMatter {
                    title: Located::new(path.stem().to_owned(), <_>::default()),
                    ..FrontMatter::default()
                },
                body: <_>::default(),
            };
            Some((Arc::new(document), once(finding), false))
        }
    }
}

fn read_entry(
    path: &SourcePath,
    file: &SourceFile,
    kind: &Kind,
    extra: &[Field],
    fingerprint: Fingerprint,
) -> Result<Outcome<EntryDocument>, Finding> {
    let text = decode(path, file.bytes.as_deref().unwrap_or_default())?;
    let parts = common::split(&text, path)?;
    let mut findings = Findings::default();
    let body = findings.keep(markdown::read::read(parts.body, parts.body_offset, path));
    let node = match findings.keep(super::yaml::read::read(parts.front, parts.front_offset, path)) {
        Some(node) => node,
        None if findings.has_errors() => {
            let front = FrontMatter {
                title: Located::new(path.stem().to_owned(), <_>::default()),
                ..FrontMatter::default()
            };
            let document =
                EntryDocument { path: path.clone(), kind: kind.name.clone(), fingerprint, front, body };
            return Ok(Outcome::new(document, findings));
        }
        None => Node {
            value: super::yaml::node::Value::Null,
            span: crate::base::diagnostic::span::Span::new(0, 3),
        },
    };
    let mut form = Form::new(path, &label(kind), &node);
    let fields: Vec<&Field> = kind.fields.iter().chain(extra).collect();
    let front = findings.keep(common::front_matter(&mut form, &node, &fields, path));
    findings.extend(form.finish());
    Ok(Outcome::new(
        EntryDocument { path: path.clone(), kind: kind.name.clone(), fingerprint, front, body },
        findings,
    ))
}

fn label(kind: &Kind) -> String {
    format!("{}类型", kind.label)
}

fn data_file(
    path: &SourcePath,
    file: &SourceFile,
    scope: Option<&Scope>,
    documents: &mut Documents,
    findings: &mut Findings,
) {
    let kind = scope.map_or("", |s| s.kind.as_str());
    let known = path.as_str() == "content/units.yaml" || matches!(kind, "tasks" | "accounts");
    if !known {
        findings.push(Finding::new(&STRAY_YAML, Place::whole(path.shared())));
        return;
    }
    let Some((node, fingerprint)) = findings_of(yaml(path, file), findings) else { return };
    match kind {
        _ if path.as_str() == "content/units.yaml" => {
            documents.units = Arc::new(findings.keep(read_units::units(&node, fingerprint, path)));
        }
        "tasks" => {
            documents.tables.push(Arc::new(findings.keep(read_tasks::table(&node, fingerprint, path))))
        }
        _ => documents.accounts.push(Arc::new(findings.keep(read_accounts::accounts(
            &node,
            fingerprint,
            path,
        )))),
    }
}
