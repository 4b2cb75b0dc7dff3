//! Every file of a site, with its length and fingerprint; bytes on demand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::path::SourcePath;
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;

/// The configuration's file.
pub const CONFIGURATION: &str = "site.yaml";

/// One source file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Bytes on disk.
    pub len: u64,
    /// Fingerprint of the bytes.
    pub fingerprint: Fingerprint,
    /// The bytes of a text source (Markdown, YAML, template); `None` for assets, and for texts that were known by their
    /// stat, which [`SourceTree::bytes`] gives.
    pub bytes: Option<Arc<[u8]>>,
    /// The path on disk where it differs from the NFC path.
    pub disk_name: Option<Arc<str>>,
}

/// Every file below `content/`, `themes/`, `static/` and `site.yaml`, by path. The embedded default theme's files
/// are part of it too (below `themes/portal/`), overlaid by the site's own.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    /// The files in path order.
    pub files: BTreeMap<SourcePath, SourceFile>,
    /// Gives the bytes of texts that were known by their stat and not read.
    pub on_demand: OnDemand,
    /// The days on which files were last changed, as the repository knows them; empty where it is not asked.
    pub changed: BTreeMap<SourcePath, Date>,
    /// Which reading of a site it is.
    pub reading: Reading,
}

/// By what a reading of a site is known in the process that read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// `None` where the files come from elsewhere than a reading.
    number: Option<u64>,
    /// The reading from which it differs in nothing but the bytes of these files.
    since: Option<(u64, BTreeSet<SourcePath>)>,
}

impl Reading {
    /// One that looked at everything.
    #[must_use]
    pub fn whole() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        Self { number: Some(COUNT.fetch_add(1, Ordering::Relaxed)), since: None }
    }

    /// One that read these files again, and knows all others to be as they were.
    #[must_use]
    pub fn again(&self, files: BTreeSet<SourcePath>) -> Self {
        Self { since: self.number.map(|last| (last, files)), ..Self::whole() }
    }

    /// Its number; `None` where it has none.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        self.number
    }

    /// The files by which it differs from another reading; `None` where that is not known.
    #[must_use]
    pub fn differs_from(&self, other: u64) -> Option<&BTreeSet<SourcePath>> {
        self.since.as_ref().filter(|(last, _)| *last == other).map(|(_, files)| files)
    }
}

/// A reader, where there is one.
#[derive(Clone, Default)]
pub struct OnDemand(pub Option<Arc<dyn Reader>>);

impl fmt::Debug for OnDemand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "OnDemand(a reader)" } else { "OnDemand(nothing)" })
    }
}

impl SourceTree {
    /// A file by its path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// Lets go of the bytes of entries, where they can be had again on demand.
    pub fn let_go(&mut self) {
        if self.on_demand.0.is_some() {
            if let Some((_, read)) = &self.reading.since {
                let entries = read.iter().filter(|path| path.is_entry());
                entries
                    .for_each(|path| self.files.get_mut(path).into_iter().for_each(|file| file.bytes = None));
                return;
            }
            let held = self.files.iter_mut().filter(|(_, file)| file.bytes.is_some());
            held.filter(|(path, _)| path.is_entry()).for_each(|(_, file)| file.bytes = None);
        }
    }

    /// The bytes of a text, read now where they were not. `None` where they cannot be had, or are others by now than
    /// when the site was looked through.
    #[must_use]
    pub fn bytes(&self, path: &SourcePath, file: &SourceFile) -> Option<Arc<[u8]>> {
        let read = || self.on_demand.0.as_ref()?.read(path).ok();
        let same = |bytes: &Arc<[u8]>| Fingerprint::of_bytes(bytes) == file.fingerprint;
        file.bytes.clone().or_else(|| read().filter(same))
    }

    /// Adds a text file: what tests and the embedded theme use.
    pub fn insert_text(&mut self, path: &str, text: &str) {
        let bytes: Arc<[u8]> = text.as_bytes().into();
        let file = SourceFile {
            len: bytes.len() as u64,
            fingerprint: Fingerprint::of_bytes(&bytes),
            bytes: Some(bytes),
            disk_name: None,
        };
        self.files.insert(SourcePath::new(path), file);
        self.reading = Reading::default();
    }

    /// The paths that start so, in order.
    pub fn starting_with<'t>(&'t self, start: &'t str) -> impl Iterator<Item = &'t SourcePath> + 't {
        self.files
            .range::<str, _>((std::ops::Bound::Included(start), std::ops::Bound::Unbounded))
            .map(|(path, _)| path)
            .take_while(move |path| path.as_str().starts_with(start))
    }

    /// The files below a folder (given without a trailing `/`), in path order.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&SourcePath, &SourceFile)> {
        self.files
            .range::<str, _>((std::ops::Bound::Included(folder), std::ops::Bound::Unbounded))
            .take_while(move |(path, _)| path.as_str().starts_with(folder))
            .filter(move |(path, _)| path.as_str().as_bytes().get(folder.len()) == Some(&b'/'))
    }
}

/// Gives a file's bytes on demand: the disk in the shell, memory in tests.
pub trait Reader: Send + Sync {
    /// Reads a whole file.
    ///
    /// # Errors
    /// What the operating system says.
    fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>>;
}
