//! What in an output folder is ours. Nothing else is ever deleted.
//!
//! The list of our files lies in the output folder itself, so that it goes wherever the folder goes and changes in the
//! same step as its files. What is kept in `.chaoyin/` only saves time: the stats of those files, by which a build knows
//! them without reading them; and a copy of the list, which tells the published addresses where a pipeline brings back
//! `.chaoyin/` alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::kept::replace;
use super::lock::{OWN_FOLDER, own_folder};
use super::near::{Near, fingerprint_of_file};
use super::seen::{self, Listed, Seen};
use super::stat::{Sort, Stat};
use crate::base::hash::Fingerprint;
use crate::build::published::{FILE_LIST, Published};

/// A file that we wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// As the file system told it when it was written.
    pub stat: Stat,
    /// Fingerprint of its bytes.
    pub bytes: Fingerprint,
}

/// The files that the last build from here wrote to one output folder, by path below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The files, in order.
    pub files: Vec<(Arc<str>, Owned)>,
}

impl Manifest {
    /// A file by its path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Owned> {
        let at = self.files.binary_search_by(|(one, _)| (**one).cmp(path)).ok()?;
        self.files.get(at).map(|(_, owned)| owned)
    }

    /// Whether there is a file of this path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.get(path).is_some()
    }
}

/// What is known of one output folder before a build.
#[derive(Clone, Debug)]
pub struct Manifests {
    /// The stats, in our own folder.
    path: PathBuf,
    /// What the output folder says of itself; `None` where it has no list, or one that is not whole.
    pub listed: Option<Listed>,
    /// The list that the last build from here wrote, where the output folder has none.
    copy: Option<Arc<Published>>,
    /// What the last build from here wrote; `None` where there was none. Never tells what is ours: the folder may have
    /// become another since.
    pub written: Option<Manifest>,
    /// Whether some of its files have other stats now than what is written down says.
    pub renewed: bool,
    /// What the output folder held when the last build from here left it.
    pub seen: Option<Seen>,
}

impl Manifests {
    /// Reads what is known of the output folder `out`, which has this key, in the site at `root`.
    #[must_use]
    pub fn read(root: &Path, out: &Path, key: &str) -> Self {
        let path = root.join(OWN_FOLDER).join(format!("manifest-{key}"));
        let listed = Listed::read(&out.join(FILE_LIST), None);
        let copy = if listed.is_none() { Listed::read(&copy_of(&path), None) } else { None };
        let copy = copy.map(|copy| copy.published);
        let written = load(&path);
        let seen = listed.as_ref().and_then(|listed| Seen::read(&seen::word_of(&path), listed));
        Self { path, listed, copy, written, renewed: false, seen }
    }

    /// What the output folder says of itself.
    #[must_use]
    pub fn published(&self) -> Option<&Arc<Published>> {
        self.listed.as_ref().map(|listed| &listed.published)
    }

    /// What was published last, as far as anything tells.
    #[must_use]
    pub fn last_published(&self) -> Option<Arc<Published>> {
        self.published().or(self.copy.as_ref()).cloned()
    }

    /// Whether the output folder `out` holds what the last build from here wrote, and nothing else of ours. What is
    /// another file by its stat, as all are where a pipeline has brought the folder back, is looked at more closely, and
    /// known by its stat of now from then on.
    #[must_use]
    pub fn holds(&mut self, out: &Path, ours: &[Arc<str>]) -> bool {
        let Some(written) = &mut self.written else { return false };
        let near = Near::new(out);
        let untouched = |(path, owned): &(Arc<str>, Owned)| {
            near.look(path).is_ok_and(|found| found.sort == Sort::File && found.stat == owned.stat)
        };
        if !ours.iter().eq(written.files.iter().map(|(path, _)| path)) {
            return false;
        }
        if written.files.par_iter().all(untouched) {
            return true;
        }
        let look = |(path, owned): &(Arc<str>, Owned)| recognised(&near, path, owned);
        let now: Option<Vec<Stat>> = written.files.par_iter().map(look).collect();
        let Some(now) = now else { return false };
        for ((_, owned), stat) in written.files.iter_mut().zip(now) {
            owned.stat = stat;
        }
        self.renewed = true;
        true
    }

    /// Unsays what the output folder held: another tree takes its place.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn forget_seen(&self) -> io::Result<()> {
        seen::forget(&seen::word_of(&self.path))
    }

    /// Writes down what the output folder `out` holds from now on.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn tell_seen(&self, out: &Path, carried: &[Arc<str>]) -> io::Result<()> {
        Seen::write(&seen::word_of(&self.path), out, carried, &[])
    }

    /// Writes down the stats of now, where the files have others than the last build from here wrote down and nothing
    /// else is another.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn remember_renewed(&self, root: &Path) -> io::Result<()> {
        match (&self.written, self.published()) {
            (Some(written), Some(published)) if self.renewed => self.remember(root, written, published),
            _ => Ok(()),
        }
    }

    /// Writes down what a build wrote. It only saves time, so it need not be in step with the output folder.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn remember(&self, root: &Path, now: &Manifest, published: &Published) -> io::Result<()> {
        own_folder(root)?;
        if self.renewed || self.written.as_ref() != Some(now) {
            let payload = postcard::to_stdvec(now).map_err(io::Error::other)?;
            let checksum = Fingerprint::of_bytes(&payload).0.to_le_bytes();
            replace(&self.path, &[&checksum[..], &payload].concat())?;
        }
        let copy = copy_of(&self.path);
        if self.published().is_some_and(|last| **last == *published) && copy.exists() {
            return Ok(());
        }
        replace(&copy, published.encode().as_bytes())
    }
}

/// The stat of a file in an output folder, where it is the one that was written, a copy of that, or one with its bytes.
#[must_use]
pub fn recognised(out: &Near, path: &str, owned: &Owned) -> Option<Stat> {
    let found = out.look(path).ok().filter(|found| found.sort == Sort::File)?;
    let is_known = found.stat == owned.stat || found.stat.is_of_copy(&owned.stat);
    (is_known || has_bytes(out, path, &found.stat, owned.bytes)).then_some(found.stat)
}

/// The stat of a file in an output folder, where it has these bytes.
#[must_use]
pub fn with_bytes(out: &Near, path: &str, bytes: Fingerprint) -> Option<Stat> {
    let found = out.look(path).ok().filter(|found| found.sort == Sort::File)?;
    has_bytes(out, path, &found.stat, bytes).then_some(found.stat)
}

fn has_bytes(out: &Near, path: &str, stat: &Stat, bytes: Fingerprint) -> bool {
    let print = out.open(path).and_then(|file| fingerprint_of_file(file, stat.len, &mut Vec::new()));
    print.is_ok_and(|(_, found)| found == bytes)
}

/// What lies in an output folder, where it tells.
#[must_use]
pub fn published_in(out: &Path) -> Option<Arc<Published>> {
    Listed::read(&out.join(FILE_LIST), None).map(|listed| listed.published)
}

fn copy_of(path: &Path) -> PathBuf {
    path.with_extension("files")
}

fn load(path: &Path) -> Option<Manifest> {
    let bytes = fs::read(path).ok()?;
    let (checksum, payload) = bytes.split_first_chunk::<16>()?;
    let holds = *checksum == Fingerprint::of_bytes(payload).0.to_le_bytes();
    if holds { postcard::from_bytes(payload).ok() } else { None }
}
