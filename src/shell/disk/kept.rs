//! The cache's files: written beside and renamed, so that each is whole or not there.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::lock::{OWN_FOLDER, own_folder};
use super::read::StatMemory;
use crate::build::cache::{self, Part, PartName};
use crate::build::memory::Memory;

/// Name of the index; its parts stand in [`PARTS`].
const INDEX: &str = "cache";

/// Folder of the parts.
const PARTS: &str = "parts";

/// The memory of the last build; an empty one where there is none that can be used.
#[must_use]
pub fn recall(root: &Path) -> Memory {
    let own = root.join(OWN_FOLDER);
    let index = fs::read(own.join(INDEX)).unwrap_or_default();
    let part = |name: PartName| own.join(PARTS).join(name.to_string());
    // A damaged part makes room for a whole one.
    let damaged = |name| drop(fs::remove_file(part(name)));
    cache::recall(&index, |name| fs::read(part(name)).ok(), damaged).unwrap_or_default()
}

/// Writes the memory down for the next build: parts that are not there yet, then the index, by which they count.
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
    new.into_par_iter().try_for_each(|part| replace(&folder.join(part.name.to_string()), &part.encode()))?;
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
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path)
}
