//! A site on disk as the world of a build.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::clock;
use super::disk::read::{self, Disk, StatMemory};
use super::disk::reader::DiskReader;
use super::disk::reread::{Changed, reread};
use super::disk::store::DiskStore;
use super::history;
use crate::base::diagnostic::outcome::Findings;
use crate::base::time::date::Date;
use crate::build::world::World;
use crate::input::config::read::read as read_config;
use crate::input::config::settings::Dates;
use crate::input::source::tree::{CONFIGURATION, Reader};

/// Which site is built, and how.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The folder that holds `site.yaml`.
    pub root: PathBuf,
    /// Replaces `base_url`.
    pub base_url: Option<String>,
    /// Replaces `theme`.
    pub theme: Option<String>,
    /// The day of the build; today in the site's time zone where none is given.
    pub date: Option<Date>,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether warnings forbid publishing.
    pub strict: bool,
}

/// Reads a site.
#[must_use]
pub fn open(request: &Request, memory: &mut StatMemory) -> (World, Arc<DiskReader>) {
    let mut read = read::read(&request.root, memory);
    let config = read_config(&read.value.tree).value;
    if config.repository.dates == Dates::Git {
        read.value.tree.changed = read.findings.keep(history::days(&request.root, &config.timezone));
    }
    world(request, read.value, read.findings)
}

/// Reads of an opened site what has changed since, and all of it where that is not enough; and tells whether it may be
/// another world now.
#[must_use]
pub fn reopen(
    request: &Request,
    memory: &mut StatMemory,
    (mut last, reader): (World, Arc<DiskReader>),
    changed: &Changed,
) -> ((World, Arc<DiskReader>), bool) {
    let mut disk = Disk { tree: std::mem::take(&mut last.tree), reader };
    // What was found wrong with a file may be mended by a change elsewhere.
    let known = if last.found.is_empty() { reread(&request.root, &mut disk, memory, changed) } else { None };
    match known {
        Some(changed) => {
            let now = world(request, disk, last.found);
            let changed = changed || now.0.today != last.today;
            (now, changed)
        }
        None => (open(request, memory), true),
    }
}

fn world(request: &Request, disk: Disk, found: Findings) -> (World, Arc<DiskReader>) {
    let today = request.date.unwrap_or_else(|| clock::today(&read_config(&disk.tree).value.timezone));
    let reader = Arc::clone(&disk.reader) as Arc<dyn Reader>;
    let world = World {
        tree: disk.tree,
        reader,
        store: Arc::new(DiskStore::new(&request.root)),
        found,
        today,
        drafts: request.drafts,
        strict: request.strict,
        base_url: request.base_url.clone(),
        theme: request.theme.clone(),
        published: None,
    };
    (world, disk.reader)
}

/// The site's root: `given`, or the nearest folder from the current one upwards that holds a `site.yaml`.
///
/// # Errors
/// [`NotFound`](io::ErrorKind::NotFound) where there is none.
pub fn find_root(given: Option<&Path>) -> io::Result<PathBuf> {
    let is_root = |folder: &&Path| folder.join(CONFIGURATION).is_file();
    if let Some(given) = given {
        let root = given.canonicalize()?;
        return if is_root(&root.as_path()) { Ok(root) } else { Err(io::ErrorKind::NotFound.into()) };
    }
    let here = std::env::current_dir()?.canonicalize()?;
    here.ancestors().find(is_root).map(Path::to_owned).ok_or_else(|| io::ErrorKind::NotFound.into())
}
