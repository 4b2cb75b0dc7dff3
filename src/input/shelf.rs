//! Documents kept from one run to the next, with their findings.
//!
//! In their serialised form only those without findings are kept: a finding points at a constant of the program, and
//! a broken document is read again anyway.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::source::path::SourcePath;
use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;

/// Documents of one sort by path.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Shelf<T>(#[serde(serialize_with = "without_findings")] pub BTreeMap<SourcePath, Kept<T>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// A document, what it was made of, and what was found in it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Kept<T> {
    /// The document.
    pub document: Arc<T>,
    /// Fingerprint of all that it was read from.
    pub made_of: Fingerprint,
    /// Of an entry its [outline](super::document::entry::EntryDocument::outline): here it is at hand where many are
    /// gone through.
    pub outline: Fingerprint,
    /// What was found; empty where it comes from the cache.
    #[serde(skip)]
    pub findings: Findings,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        let (made_of, outline) = (self.made_of, self.outline);
        Self { document: Arc::clone(&self.document), made_of, outline, findings: self.findings.clone() }
    }
}

impl<T> Shelf<T> {
    /// What is kept for a path, where it is made of the same.
    #[must_use]
    pub fn get(&self, path: &SourcePath, made_of: Fingerprint) -> Option<Kept<T>> {
        self.0.get(path).filter(|kept| kept.made_of == made_of).cloned()
    }

    /// The same, else what `read` gives.
    #[must_use]
    pub fn get_or(
        &self,
        path: &SourcePath,
        made_of: Fingerprint,
        read: impl FnOnce() -> Outcome<T>,
    ) -> Kept<T> {
        self.get(path, made_of).unwrap_or_else(|| {
            let Outcome { value, findings } = read();
            Kept { document: Arc::new(value), made_of, outline: Fingerprint::default(), findings }
        })
    }

    /// The documents in path order.
    #[must_use]
    pub fn documents(&self) -> Vec<Arc<T>> {
        self.0.values().map(|kept| Arc::clone(&kept.document)).collect()
    }

    /// What was found in them.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        self.0.values().flat_map(|kept| kept.findings.iter().cloned())
    }
}

fn without_findings<S: Serializer, T: Serialize + DeserializeOwned>(
    shelf: &BTreeMap<SourcePath, Kept<T>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let clean = || shelf.iter().filter(|(_, kept)| kept.findings.is_empty());
    let mut map = serializer.serialize_map(Some(clean().count()))?;
    for (path, kept) in clean() {
        map.serialize_entry(path, kept)?;
    }
    map.end()
}
