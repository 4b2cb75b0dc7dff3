//! The cache's file: written beside and renamed, so that it is whole or not there.

use std::fs;
use std::io;
use std::path::Path;

use super::lock::{OWN_FOLDER, own_folder};
use crate::build::cache;
use crate::build::memory::Memory;

/// The memory of the last build; an empty one where there is none that can be used.
#[must_use]
pub fn recall(root: &Path) -> Memory {
    let bytes = fs::read(root.join(OWN_FOLDER).join("cache")).unwrap_or_default();
    cache::decode(&bytes).unwrap_or_default()
}

/// Writes the memory down for the next build.
///
/// # Errors
/// What the operating system says.
pub fn remember(root: &Path, memory: &Memory) -> io::Result<()> {
    replace(&own_folder(root)?.join("cache"), &cache::encode(memory))
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
