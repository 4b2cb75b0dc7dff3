//! The way to the bytes of a site's files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::Reader;

/// Gives the bytes of a site's files, and of no others.
#[derive(Clone, Debug, Default)]
pub struct DiskReader {
    places: Arc<BTreeMap<SourcePath, Known>>,
    /// Files that were read again since.
    newer: BTreeMap<SourcePath, Known>,
}

/// A file that can be read.
#[derive(Clone, Debug)]
pub struct Known {
    /// Where its bytes are.
    pub origin: Origin,
    /// Their fingerprint when the site was read.
    pub fingerprint: Fingerprint,
}

/// Where a file's bytes are.
#[derive(Clone, Debug)]
pub enum Origin {
    /// In a file.
    Disk(PathBuf),
    /// In the program.
    Memory(Arc<[u8]>),
}

impl DiskReader {
    /// Gives the bytes of these files.
    #[must_use]
    pub fn new(places: BTreeMap<SourcePath, Known>) -> Self {
        Self { places: Arc::new(places), newer: BTreeMap::new() }
    }

    /// A file that was there when the site was read.
    #[must_use]
    pub fn known(&self, path: &SourcePath) -> Option<&Known> {
        self.newer.get(path).or_else(|| self.places.get(path))
    }

    /// The same with some files read again.
    #[must_use]
    pub fn with(&self, newer: impl IntoIterator<Item = (SourcePath, Known)>) -> Self {
        let mut all = Self { places: Arc::clone(&self.places), newer: self.newer.clone() };
        all.newer.extend(newer);
        all
    }
}

impl Reader for DiskReader {
    fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>> {
        match self.known(path).map(|known| &known.origin) {
            Some(Origin::Disk(file)) => fs::read(file).map(Into::into),
            Some(Origin::Memory(bytes)) => Ok(Arc::clone(bytes)),
            None => Err(io::Error::new(io::ErrorKind::NotFound, path.as_str())),
        }
    }
}
