//! The cache's files: written beside and renamed, so that each is whole or not there.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::lock::{OWN_FOLDER, own_folder};
use super::read::StatMemory;
use crate::build::cache::{self, Part, PartName, Parts};
use crate::build::memory::Memory;

/// Name of the index; its parts stand in [`PARTS`].
const INDEX: &str = "cache";

/// Folder of the parts.
const PARTS: &str = "parts";

/// The parts of the cache: in each file the length of the head, the head, and the texts.
struct PartFiles(PathBuf);

impl PartFiles {
    fn path(&self, name: PartName) -> PathBuf {
        self.0.join(name.to_string())
    }

    /// A part, read up to its head; how long that is, and how much stands behind it.
    fn open(&self, name: PartName) -> io::Result<(File, u64, u64)> {
        let mut file = File::open(self.path(name))?;
        let whole = file.metadata()?.len();
        let mut head = [0; HEAD_LEN_BYTES];
        file.read_exact(&mut head)?;
        let head = u64::from_le_bytes(head);
        let behind = whole.checked_sub(HEAD_LEN_BYTES as u64).and_then(|rest| rest.checked_sub(head));
        Ok((file, head, behind.ok_or(io::ErrorKind::UnexpectedEof)?))
    }
}

impl Parts for PartFiles {
    fn head(&self, name: PartName) -> Option<(Vec<u8>, u64)> {
        let (file, head, behind) = self.open(name).ok()?;
        Some((read_next(file, head).ok()?, behind))
    }

    fn texts(&self, name: PartName) -> Option<Vec<u8>> {
        let (mut file, head, behind) = self.open(name).ok()?;
        file.seek(SeekFrom::Current(i64::try_from(head).ok()?)).ok()?;
        read_next(file, behind).ok()
    }

    fn discard(&self, name: PartName) {
        let _ = fs::remove_file(self.path(name));
    }
}

/// The next so many bytes of a file that has them.
fn read_next(file: File, len: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(len).map_err(io::Error::other)?);
    file.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Bytes that tell the length of a part's head.
const HEAD_LEN_BYTES: usize = 8;

/// The memory of the last build; an empty one where there is none that can be used.
#[must_use]
pub fn recall(root: &Path) -> Memory {
    let own = root.join(OWN_FOLDER);
    let index = fs::read(own.join(INDEX)).unwrap_or_default();
    cache::recall(&index, PartFiles(own.join(PARTS))).unwrap_or_default()
}

/// Writes the memory down for the next build: parts that are not there yet, then the index, by which they count. Where
/// texts are lost, nothing is written.
///
/// # Errors
/// What the operating system says.
pub fn remember(root: &Path, memory: &Memory) -> io::Result<()> {
    let own = own_folder(root)?;
    let folder = own.join(PARTS);
    fs::create_dir_all(&folder)?;
    let mut there: BTreeSet<OsString> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    let stored = cache::store(memory);
    let is_new = |part: &&Part<'_>| !there.remove(OsStr::new(&part.name.to_string()));
    let new: Vec<&Part<'_>> = stored.parts.iter().filter(is_new).collect();
    let loss = &memory.parsed.loss;
    new.into_par_iter().try_for_each(|part| {
        let (head, texts) = part.encode();
        let pieces = [&(head.len() as u64).to_le_bytes()[..], &head, &texts];
        if loss.is_told() { Ok(()) } else { replace_by(&folder.join(part.name.to_string()), &pieces) }
    })?;
    if loss.is_told() {
        return Ok(());
    }
    replace(&own.join(INDEX), &stored.index)?;
    // Idle parts take room and nothing else, and what is no part is none of ours.
    let is_part =
        |name: &&OsString| name.len() == 32 && name.to_string_lossy().bytes().all(|b| b.is_ascii_hexdigit());
    for idle in there.iter().filter(is_part) {
        let _ = fs::remove_file(folder.join(idle));
    }
    Ok(())
}

/// Name of the file that tells files known by their stat.
const STATS: &str = "stats";

/// The files that the last build read, by their stat.
#[must_use]
pub fn recall_stats(root: &Path) -> StatMemory {
    StatMemory::decode(&fs::read(root.join(OWN_FOLDER).join(STATS)).unwrap_or_default())
}

/// Writes them down for the next build.
///
/// # Errors
/// What the operating system says.
pub fn remember_stats(root: &Path, stats: &StatMemory) -> io::Result<()> {
    replace(&own_folder(root)?.join(STATS), &stats.encode())
}

/// Puts a file in the place of another in one step.
///
/// # Errors
/// What the operating system says.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_by(path, &[bytes])
}

/// The same by a file of several pieces.
fn replace_by(path: &Path, pieces: &[&[u8]]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut file = File::create(&beside)?;
    pieces.iter().try_for_each(|piece| file.write_all(piece))?;
    drop(file);
    fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::config::settings::Config;
    use crate::input::parse::parse;
    use crate::input::source::tree::SourceTree;

    #[test]
    fn a_part_that_is_cut_short_is_not_read_and_written_anew() {
        let root = tempfile::tempdir().unwrap();
        let mut tree = SourceTree::default();
        tree.insert_text("content/a/b.md", "---\ntitle: 一\n---\n正文\n");
        let mut memory = Memory::default();
        assert!(parse(&tree, &Config::default(), &mut memory.parsed).findings.is_empty());
        remember(root.path(), &memory).unwrap();
        let parts = root.path().join(OWN_FOLDER).join(PARTS);
        let part = fs::read_dir(parts).unwrap().next().unwrap().unwrap().path();
        let whole = fs::read(&part).unwrap();
        assert_eq!(recall(root.path()).parsed.entries.0.len(), 1);
        for len in (0..whole.len()).step_by(5) {
            fs::write(&part, &whole[..len]).unwrap();
            assert!(recall(root.path()).parsed.entries.0.is_empty(), "cut at {len}");
            remember(root.path(), &memory).unwrap();
            assert!(fs::read(&part).unwrap() == whole, "cut at {len}");
        }
    }
}
