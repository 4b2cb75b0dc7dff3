//! Renditions kept in `.chaoyin/pictures/`: made once, whatever becomes of the output folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::lock::{OWN_FOLDER, own_folder};
use crate::base::hash::Fingerprint;
use crate::output::imaging::store::Store;

/// What no build has asked for in this time is removed: a branch that is looked at again, a draft that only the
/// preview shows, find theirs.
const UNUSED_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// A folder of kept bytes. Each file begins with the fingerprint of the rest, so that one that was cut short or
/// altered counts as missing.
pub struct DiskStore {
    root: PathBuf,
    written: AtomicU64,
}

impl DiskStore {
    /// The store of a site.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), written: AtomicU64::new(0) }
    }

    fn folder(&self) -> PathBuf {
        self.root.join(OWN_FOLDER).join("pictures")
    }

    fn file(&self, key: Fingerprint) -> PathBuf {
        let name = key.to_string();
        let (shelf, name) = name.split_at(2);
        self.folder().join(shelf).join(name)
    }

    /// Removes what is not wanted and was written long ago.
    pub fn sweep(&self, wanted: &BTreeSet<Fingerprint>) {
        let wanted: BTreeSet<PathBuf> = wanted.iter().map(|key| self.file(*key)).collect();
        for entry in walkdir::WalkDir::new(self.folder()).min_depth(2).into_iter().flatten() {
            let age = entry.metadata().ok().and_then(|m| m.modified().ok()).and_then(|at| at.elapsed().ok());
            if !wanted.contains(entry.path()) && age.is_some_and(|age| age > UNUSED_KEPT) {
                // What stays is swept another time.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Store for DiskStore {
    fn get(&self, key: Fingerprint) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.file(key)).ok()?;
        let (checksum, payload) = bytes.split_first_chunk::<16>()?;
        if *checksum != Fingerprint::of_bytes(payload).0.to_le_bytes() {
            return None;
        }
        bytes.drain(..16);
        Some(bytes)
    }

    fn put(&self, key: Fingerprint, bytes: &[u8]) {
        let file = self.file(key);
        let Some(shelf) = file.parent() else { return };
        if own_folder(&self.root).and_then(|_| fs::create_dir_all(shelf)).is_err() {
            return;
        }
        // Two workers may make the same rendition at once, of one picture under two names.
        let count = self.written.fetch_add(1, Ordering::Relaxed);
        let beside = shelf.join(format!("new-{}-{count}", std::process::id()));
        let checksum = Fingerprint::of_bytes(bytes).0.to_le_bytes();
        let written = fs::write(&beside, [&checksum[..], bytes].concat());
        if written.and_then(|()| fs::rename(&beside, &file)).is_err() {
            // Nothing is kept then; a half-written file beside it is swept.
            let _ = fs::remove_file(&beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_got_and_what_was_altered_is_not() {
        let root = tempfile::TempDir::new().expect("a folder");
        let store = DiskStore::new(root.path());
        let key = Fingerprint::of("a");
        assert_eq!(store.get(key), None);
        store.put(key, b"picture");
        assert_eq!(store.get(key).as_deref(), Some(&b"picture"[..]));
        let file = store.file(key);
        let mut bytes = fs::read(&file).expect("it was kept");
        *bytes.last_mut().expect("it has bytes") ^= 1;
        fs::write(&file, bytes).expect("it can be written");
        assert_eq!(store.get(key), None);
    }

    #[test]
    fn sweeping_takes_old_files_that_nobody_wants() {
        let root = tempfile::TempDir::new().expect("a folder");
        let store = DiskStore::new(root.path());
        let long_ago = std::time::SystemTime::now() - UNUSED_KEPT * 2;
        let keys = ["wanted", "young", "old"].map(Fingerprint::of);
        for key in keys {
            store.put(key, b"x");
        }
        for key in [keys[0], keys[2]] {
            let file = fs::File::options().append(true).open(store.file(key)).expect("it is there");
            file.set_modified(long_ago).expect("its time can be set");
        }
        store.sweep(&BTreeSet::from([keys[0]]));
        assert_eq!(keys.map(|key| store.get(key).is_some()), [true, true, false]);
    }
}
