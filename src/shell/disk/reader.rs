//! The way to the bytes of a site's files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::Reader;

/// Gives the bytes of a site's files, and of no others.
#[derive(Clone, Debug)]
pub struct DiskReader {
    root: Arc<Path>,
    sources: Arc<BTreeMap<SourcePath, Source>>,
    /// Files that were read again since.
    newer: BTreeMap<SourcePath, Source>,
}

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where its bytes are.
    pub origin: Origin,
    /// Their fingerprint when the site was read.
    pub fingerprint: Fingerprint,
}

/// Where a file's bytes are.
#[derive(Clone, Debug)]
pub enum Origin {
    /// In a file: its path below the root, where that differs from the path in the site.
    Disk(Option<Arc<str>>),
    /// In the program.
    Memory(Arc<[u8]>),
}

/// Where a file's bytes can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// In a file.
    Disk(PathBuf),
    /// In the program.
    Memory(Arc<[u8]>),
}

impl Default for DiskReader {
    fn default() -> Self {
        Self::new(Path::new(""), BTreeMap::new())
    }
}

impl DiskReader {
    /// Gives the bytes of these files of the site at `root`.
    #[must_use]
    pub fn new(root: &Path, sources: BTreeMap<SourcePath, Source>) -> Self {
        Self { root: root.into(), sources: Arc::new(sources), newer: BTreeMap::new() }
    }

    /// The bytes of a file that was there when the site was read, and their fingerprint then.
    #[must_use]
    pub fn known(&self, path: &SourcePath) -> Option<(Bytes, Fingerprint)> {
        let Source { origin, fingerprint } = self.newer.get(path).or_else(|| self.sources.get(path))?;
        let bytes = match origin {
            Origin::Disk(name) => Bytes::Disk(self.root.join(name.as_deref().unwrap_or(path.as_str()))),
            Origin::Memory(bytes) => Bytes::Memory(Arc::clone(bytes)),
        };
        Some((bytes, *fingerprint))
    }

    /// The same with some files read again.
    #[must_use]
    pub fn with(&self, newer: impl IntoIterator<Item = (SourcePath, Source)>) -> Self {
        let mut all = self.clone();
        all.newer.extend(newer);
        all
    }
}

impl Reader for DiskReader {
    fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>> {
        match self.known(path) {
            Some((Bytes::Disk(file), _)) => fs::read(file).map(Into::into),
            Some((Bytes::Memory(bytes), _)) => Ok(bytes),
            None => Err(io::Error::new(io::ErrorKind::NotFound, path.as_str())),
        }
    }
}
