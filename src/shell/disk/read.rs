//! Reads a site: every path, length and fingerprint; the bytes of texts.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use super::find::{Found, SPECIAL, find, unreadable};
use super::near::{Near, fingerprint_of_file, read_whole};
use super::reader::{DiskReader, Origin, Source};
use super::stat::{Sort, Standing, Stat};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Outcome;
use crate::base::hash::Fingerprint;
use crate::base::limits::{ASSET_BYTES_MAX, SOURCE_TEXT_BYTES_MAX};
use crate::input::source::decode::too_large;
use crate::input::source::path::{SourcePath, is_content_root};
use crate::input::source::tree::{CONFIGURATION, OnDemand, Reader, Reading, SourceFile, SourceTree};
use crate::output::theme::builtin;

/// A site as read: its files, and the way to its assets' bytes.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Every file.
    pub tree: SourceTree,
    /// Gives bytes on demand.
    pub reader: Arc<DiskReader>,
}

/// Files as read the last time, to be known again by their stat alone: only what changed is read.
#[derive(Clone, Debug, Default)]
pub struct StatMemory {
    pub(super) files: BTreeMap<SourcePath, (Stat, SourceFile)>,
    /// Whether any entry was not known.
    fresh: bool,
    /// Whether the bytes of entries are held.
    holds_entries: bool,
    /// Whether some file stands in the site under several paths, or also outside: a change of one then says nothing of
    /// the others.
    pub(super) linked: bool,
}

impl StatMemory {
    /// Whether it knows more than before the last reading.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Lets go of the bytes of entries; a document that is kept is not read again, and any other on demand.
    pub fn let_go(&mut self) {
        if !std::mem::take(&mut self.holds_entries) {
            return;
        }
        let held = self.files.iter_mut().filter(|(_, (_, file))| file.bytes.is_some());
        held.filter(|(path, _)| path.is_entry()).for_each(|(_, (_, file))| file.bytes = None);
    }

    /// What another process needs to know the entries again. Their bytes are not among it: a document that is kept
    /// is read from the cache, and any other on demand.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let entries = self.files.iter().filter(|(path, _)| path.is_entry());
        let stats: Vec<_> = entries.map(|(path, (stat, file))| (path, stat, file.fingerprint)).collect();
        let payload = postcard::to_stdvec(&stats).unwrap_or_default();
        let checksum = Fingerprint::of_bytes(&payload).0.to_le_bytes();
        [&checksum[..], &payload].concat()
    }

    /// The same from another process; empty where the bytes are damaged.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Self {
        let Some((checksum, payload)) = bytes.split_first_chunk::<16>() else { return Self::default() };
        if *checksum != Fingerprint::of_bytes(payload).0.to_le_bytes() {
            return Self::default();
        }
        let stats: Vec<(SourcePath, Stat, Fingerprint)> = postcard::from_bytes(payload).unwrap_or_default();
        let file = |(path, stat, fingerprint): (SourcePath, Stat, Fingerprint)| {
            (path, (stat, SourceFile { len: stat.len, fingerprint, bytes: None, disk_name: None }))
        };
        Self { files: stats.into_iter().map(file).collect(), ..Self::default() }
    }
}

/// Reads the site at `root`: the embedded theme, and over it the site's own files.
///
/// All that cannot be read is a finding; the site may be edited while it is read.
#[must_use]
pub fn read(root: &Path, memory: &mut StatMemory) -> Outcome<Disk> {
    let mut embedded = SourceTree::default();
    let (found, ()) = rayon::join(|| find(root), || builtin::overlay(&mut embedded));
    let Found { files: found, linked, mut findings } = found;
    let near = Near::new(root);
    let taken: Vec<_> = found
        .into_par_iter()
        .map_init(Vec::new, |buffer, (path, disk_name)| (take(&near, &path, disk_name, memory, buffer), path))
        .collect();

    findings.extend(taken.iter().filter_map(|(taken, _)| taken.as_ref().err()).cloned());
    let files = || taken.iter().filter_map(|(taken, path)| Some((path, taken.as_ref().ok()?)));
    // Of other files another process is told nothing.
    memory.fresh = files().any(|(path, taken)| !taken.known && path.is_entry());
    memory.linked = linked || files().any(|(_, taken)| taken.shared);
    // In the order of their paths, so that each map is made in one go; at large sites even that takes a while.
    let settled = || {
        let settled = files().filter(|(_, taken)| taken.settled);
        settled.map(|(path, taken)| (path.clone(), (taken.stat, taken.file.clone()))).collect()
    };
    let source = |file: &SourceFile| {
        let origin = Origin::Disk(file.disk_name.clone());
        Source { origin, fingerprint: file.fingerprint }
    };
    let sources = || files().map(|(path, taken)| (path.clone(), source(&taken.file))).collect();
    let whole = || files().map(|(path, taken)| (path.clone(), taken.file.clone())).collect();
    let (settled, (sources, whole)) = rayon::join(settled, || rayon::join(sources, whole));
    (memory.files, memory.holds_entries) = (settled, true);
    let mut sources: BTreeMap<SourcePath, Source> = sources;
    let mut tree = SourceTree { files: whole, reading: Reading::whole(), ..SourceTree::default() };
    for (path, file) in embedded.files {
        if let (Entry::Vacant(free), Some(bytes)) = (tree.files.entry(path.clone()), &file.bytes) {
            let origin = Origin::Memory(Arc::clone(bytes));
            sources.insert(path, Source { origin, fingerprint: file.fingerprint });
            free.insert(file);
        }
    }
    let reader = Arc::new(DiskReader::new(root, sources));
    tree.on_demand = OnDemand(Some(Arc::clone(&reader) as Arc<dyn Reader>));
    Outcome::new(Disk { tree, reader }, findings)
}

/// Whether a file's bytes are kept in the tree: what the stages read as text, and all of a theme.
fn is_text(path: &SourcePath) -> bool {
    let whole = path.as_str();
    whole == CONFIGURATION
        || whole.starts_with("themes/")
        || (is_content_root(path.root()) && matches!(path.extension(), "md" | "yaml" | "yml"))
}

/// A file that was read, or known by its stat.
pub(super) struct Taken {
    pub(super) file: SourceFile,
    pub(super) stat: Stat,
    /// Whether the same stat will mean the same bytes.
    pub(super) settled: bool,
    /// Whether its stat was enough.
    known: bool,
    /// Whether it has further names.
    pub(super) shared: bool,
}

/// Reads a file that was found below `root`; where its stat is known, it is not read. `buffer` is room to read in.
pub(super) fn take(
    root: &Near,
    path: &SourcePath,
    disk_name: Option<Arc<str>>,
    memory: &StatMemory,
    buffer: &mut Vec<u8>,
) -> Result<Taken, Finding> {
    let failed = |error: io::Error| unreadable(path.as_str(), &error);
    let disk = disk_name.as_deref().unwrap_or(path.as_str());
    let Standing { sort, stat, has_other_names: shared } = root.look_through(disk).map_err(failed)?;
    if sort != Sort::File {
        // It took the file's place since the walk; opening a pipe would wait for ever.
        return Err(Finding::new(&SPECIAL, Place::whole(path.shared())));
    }
    let last = memory.files.get(path);
    if let Some((_, file)) = last.filter(|(kept, _)| *kept == stat) {
        let file = SourceFile { disk_name, ..file.clone() };
        return Ok(Taken { file, stat, settled: true, known: true, shared });
    }
    let text = is_text(path);
    let most = if text { SOURCE_TEXT_BYTES_MAX } else { ASSET_BYTES_MAX };
    if stat.len > most {
        return Err(too_large(path, stat.len, most));
    }
    let settled = stat.settled(SystemTime::now());
    let opened = root.open(disk).map_err(failed)?;
    let (len, fingerprint, bytes) = if text {
        let bytes = read_whole(opened, stat.len, buffer).map_err(failed)?;
        let print = Fingerprint::of_bytes(bytes);
        // An entry that is as it was, if only in a file brought back, need not be held: its document is kept.
        let is_held = !path.is_entry() || last.is_none_or(|(_, file)| file.fingerprint != print);
        (bytes.len() as u64, print, is_held.then(|| bytes.into()))
    } else {
        let (len, fingerprint) = fingerprint_of_file(opened, stat.len, buffer).map_err(failed)?;
        (len, fingerprint, None)
    };
    let file = SourceFile { len, fingerprint, bytes, disk_name };
    Ok(Taken { file, stat, settled, known: false, shared })
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::Duration;

    use super::*;
    use crate::base::limits::FOLDER_DEPTH_MAX;

    /// Writes a file that was last changed so long ago.
    fn write(root: &Path, path: &str, text: &str, ago: Duration) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        // One moment for all calls of a test, so that a rewritten file can look untouched.
        let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let moment = if ago.is_zero() { SystemTime::now() } else { noon };
        File::options().write(true).open(&path).unwrap().set_modified(moment).unwrap();
    }

    fn text(root: &Path, memory: &mut StatMemory, path: &str) -> String {
        let disk = read(root, memory).value;
        let file = disk.tree.get(path).unwrap();
        let bytes = disk.reader.read(&SourcePath::new(path)).unwrap();
        assert_eq!(file.len, bytes.len() as u64);
        String::from_utf8(file.bytes.clone().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn a_file_that_looks_untouched_is_not_read_again_unless_it_changed_just_now() {
        let site = tempfile::tempdir().unwrap();
        let (root, path) = (site.path(), "content/a.md");
        for (ago, seen) in [(Duration::from_secs(60), "aa"), (Duration::ZERO, "bb")] {
            let memory = &mut StatMemory::default();
            write(root, path, "aa", ago);
            assert_eq!(text(root, memory, path), "aa");
            write(root, path, "bb", ago);
            assert_eq!(text(root, memory, path), seen);
        }
    }

    #[test]
    fn another_process_knows_entries_by_their_stat_and_reads_them_on_demand() {
        let site = tempfile::tempdir().unwrap();
        write(site.path(), "content/a.md", "aa", Duration::from_secs(60));
        write(site.path(), "content/_index.md", "aa", Duration::from_secs(60));
        let mut memory = StatMemory::default();
        let _ = read(site.path(), &mut memory);
        assert!(memory.is_fresh());
        let bytes = memory.encode();
        let mut memory = StatMemory::decode(&bytes);
        let tree = read(site.path(), &mut memory).value.tree;
        let path = SourcePath::new("content/a.md");
        let file = tree.get("content/a.md").unwrap();
        assert!(file.bytes.is_none() && tree.get("content/_index.md").unwrap().bytes.is_some());
        assert_eq!(tree.bytes(&path, file).as_deref(), Some(&b"aa"[..]));
        fs::write(site.path().join("content/a.md"), "bb").unwrap();
        assert_eq!(tree.bytes(&path, file), None, "it is another file by now");
        assert!(StatMemory::decode(&bytes[1..]).files.is_empty());
    }

    #[test]
    fn a_file_of_another_length_is_read_again() {
        let site = tempfile::tempdir().unwrap();
        let memory = &mut StatMemory::default();
        write(site.path(), "content/a.md", "aa", Duration::from_secs(60));
        text(site.path(), memory, "content/a.md");
        write(site.path(), "content/a.md", "bbb", Duration::from_secs(60));
        assert_eq!(text(site.path(), memory, "content/a.md"), "bbb");
    }

    #[test]
    fn assets_have_fingerprints_and_no_bytes_in_the_tree() {
        let site = tempfile::tempdir().unwrap();
        write(site.path(), "content/a.png", "picture", Duration::ZERO);
        let disk = read(site.path(), &mut StatMemory::default()).value;
        let file = disk.tree.get("content/a.png").unwrap();
        assert!(file.bytes.is_none());
        assert_eq!(file.fingerprint, Fingerprint::of_bytes(b"picture"));
    }

    #[test]
    fn a_file_too_large_and_a_folder_too_deep_are_findings() {
        let site = tempfile::tempdir().unwrap();
        write(site.path(), "content/a.md", "x", Duration::ZERO);
        File::options()
            .write(true)
            .open(site.path().join("content/a.md"))
            .unwrap()
            .set_len(SOURCE_TEXT_BYTES_MAX + 1)
            .unwrap();
        write(
            site.path(),
            &format!("content/{}x.md", "d/".repeat(FOLDER_DEPTH_MAX + 1)),
            "x",
            Duration::ZERO,
        );
        let read = read(site.path(), &mut StatMemory::default());
        let codes: Vec<&str> = read.findings.iter().map(|finding| finding.code.name).collect();
        assert_eq!(codes, ["SRC016", "SRC017"]);
        assert!(read.value.tree.files.keys().all(|path| path.as_str().starts_with("themes/")));
    }
}
