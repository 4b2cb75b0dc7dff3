//! What in an output folder is ours. Nothing else is ever deleted.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::kept::replace;
use super::lock::{OWN_FOLDER, own_folder};
use super::stat::Stat;
use crate::base::hash::Fingerprint;

/// A file that we wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// As the file system told it when it was written.
    pub stat: Stat,
    /// Fingerprint of its bytes.
    pub bytes: Fingerprint,
}

/// The files that we wrote to one output folder, by path below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The files.
    pub files: BTreeMap<String, Owned>,
}

/// The manifests of one output folder: the last build's, and that of a build that was killed between the exchange
/// and its last step, or before it.
#[derive(Clone, Debug)]
pub struct Manifests {
    path: PathBuf,
    /// Whether there is any.
    pub known: bool,
    /// Both in one: what either lists is ours.
    pub owned: Manifest,
}

impl Manifests {
    /// Reads the manifests of the output folder of this key from the site's
    /// root. One that is damaged counts as missing.
    #[must_use]
    pub fn read(root: &Path, key: &str) -> Self {
        let path = root.join(OWN_FOLDER).join(format!("manifest-{key}"));
        let (last, next) = (load(&path), load(&beside(&path)));
        let known = last.is_some() || next.is_some();
        let mut owned = last.unwrap_or_default();
        owned.files.extend(next.unwrap_or_default().files);
        Self { path, known, owned }
    }

    /// Writes down what will be ours, before the exchange makes it so.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn announce(&self, root: &Path, next: &Manifest) -> io::Result<()> {
        own_folder(root)?;
        let payload = postcard::to_stdvec(next).map_err(io::Error::other)?;
        let checksum = Fingerprint::of_bytes(&payload).0.to_le_bytes();
        replace(&beside(&self.path), &[&checksum[..], &payload].concat())
    }

    /// Makes the announced manifest the only one, after the exchange.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn settle(&self) -> io::Result<()> {
        fs::rename(beside(&self.path), &self.path)
    }
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("next")
}

fn load(path: &Path) -> Option<Manifest> {
    let bytes = fs::read(path).ok()?;
    let (checksum, payload) = bytes.split_first_chunk::<16>()?;
    let holds = *checksum == Fingerprint::of_bytes(payload).0.to_le_bytes();
    if holds { postcard::from_bytes(payload).ok() } else { None }
}
