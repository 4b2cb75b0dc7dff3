//! The files of a site by what they are, before any is read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::source::path::SourcePath;
use super::source::tree::{SourceFile, SourceTree};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::hash::Fingerprint;

/// A folder that holds both an `index.md` and other entries.
pub static INDEX_AMONG_ENTRIES: Code = Code {
    name: "FM025",
    severity: Severity::Warning,
    message: Words {
        zh: "这个文件夹里还有别的文章，index.md 会被当作一篇文章，而不是栏目首页",
        en: "other entries stand beside this index.md, which is an entry and not the column's page",
    },
    help: Words {
        zh: "栏目首页的文件名是 _index.md（前面有下划线）",
        en: "a column's page is called _index.md, with an underscore",
    },
    example: "（content/mingshi/index.md 和 content/mingshi/a.md）",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&INDEX_AMONG_ENTRIES];

/// A picture or attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Bytes.
    pub len: u64,
    /// Fingerprint of the bytes.
    pub fingerprint: Fingerprint,
}

/// Files in path order.
pub type Files<'t> = Vec<(&'t SourcePath, &'t SourceFile)>;

/// The files of `content/` by what they are.
pub struct Sorted<'t> {
    /// All files.
    pub tree: &'t SourceTree,
    /// Columns' pages.
    pub indexes: Files<'t>,
    /// Entries.
    pub entries: Files<'t>,
    /// Data.
    pub yaml: Files<'t>,
    /// Everything else.
    pub assets: Files<'t>,
    /// Folders of entries: those that hold an `index.md` and no `_index.md`.
    bundles: BTreeSet<&'t str>,
}

impl<'t> Sorted<'t> {
    /// Sorts the files of a tree that lie below these folders: the content of each language.
    #[must_use]
    pub fn new(tree: &'t SourceTree, roots: &'t [String]) -> Self {
        let mut sorted = Self {
            tree,
            indexes: Vec::new(),
            entries: Vec::new(),
            yaml: Vec::new(),
            assets: Vec::new(),
            bundles: BTreeSet::new(),
        };
        let mut own: BTreeSet<&str> = BTreeSet::new();
        for (path, file) in roots.iter().flat_map(|root| tree.below(root)) {
            if path.as_str().starts_with("content/kinds/") {
                continue;
            }
            let name = path.file_name();
            let list = match name.rsplit_once('.') {
                Some((stem, "md")) if !stem.is_empty() => {
                    if name == "index.md" {
                        own.insert(path.folder());
                    }
                    if name == "_index.md" { &mut sorted.indexes } else { &mut sorted.entries }
                }
                Some((stem, "yaml" | "yml")) if !stem.is_empty() => &mut sorted.yaml,
                _ => &mut sorted.assets,
            };
            list.push((path, file));
        }
        let indexes: BTreeSet<&str> = sorted.indexes.iter().map(|(path, _)| path.folder()).collect();
        sorted.bundles = own.into_iter().filter(|folder| !indexes.contains(folder)).collect();
        let bundles = &sorted.bundles;
        // A YAML file in an entry's own folder is an attachment like any other.
        let (assets, yaml) = sorted.yaml.into_iter().partition(|(path, _)| bundles.contains(path.folder()));
        sorted.yaml = yaml;
        sorted.assets.extend::<Files<'t>>(assets);
        sorted
    }

    /// Pictures and attachments.
    #[must_use]
    pub fn assets(&self) -> BTreeMap<SourcePath, Asset> {
        let asset = |file: &SourceFile| Asset { len: file.len, fingerprint: file.fingerprint };
        self.assets.iter().map(|(path, file)| ((*path).clone(), asset(file))).collect()
    }

    /// Columns' pages that were called `index.md`.
    #[must_use]
    pub fn misplaced_indexes(&self) -> Vec<Finding> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (path, _) in self.entries.iter().filter(|_| !self.bundles.is_empty()) {
            *counts.entry(path.folder()).or_default() += 1;
        }
        let mut findings = Vec::new();
        for folder in &self.bundles {
            if counts.get(folder) != Some(&1) {
                let index: Arc<str> = format!("{folder}/index.md").into();
                findings.push(Finding::new(&INDEX_AMONG_ENTRIES, Place::whole(index)));
            }
        }
        findings
    }

    /// The folder that holds an entry: for a bundle, the one that holds its folder.
    #[must_use]
    pub fn holder<'p>(&self, path: &'p SourcePath) -> &'p str {
        let folder = path.folder();
        if !self.bundles.is_empty() && path.file_name() == "index.md" && self.bundles.contains(folder) {
            return folder.rfind('/').map_or(folder, |n| &folder[..n]);
        }
        folder
    }
}
