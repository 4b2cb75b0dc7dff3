//! Tells what changed in the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::input::source::tree::CONFIGURATION;
use crate::shell::disk::read::FOLDERS;
use crate::shell::disk::reread::Changed;
use crate::shell::disk::stat::Stat;

/// How often files are looked at where the system cannot tell of changes.
const POLL: Duration = Duration::from_secs(1);

/// Watches as long as it lives.
pub type Watching = Box<dyn Watcher + Send>;

/// Watches the sources of the site at `root` and sends what changed, as it comes.
///
/// # Errors
/// What the watcher says.
pub fn watch(root: &Path, changed: Sender<Changed>) -> notify::Result<Watching> {
    // On some systems (network folders, exhausted watches) the first way fails; the second always works.
    let told = RecommendedWatcher::new(teller(root, changed.clone()), Config::default());
    told.and_then(|told| added(root, told)).or_else(|_| {
        let config = Config::default().with_poll_interval(POLL);
        added(root, PollWatcher::new(teller(root, changed), config)?)
    })
}

/// The root is watched by itself for `site.yaml` and for folders that come later, never whole: it may hold
/// `public/`, `target/` and a repository.
fn added(root: &Path, mut watcher: impl Watcher + Send + 'static) -> notify::Result<Watching> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in FOLDERS.iter().map(|name| root.join(name)).filter(|folder| folder.is_dir()) {
        watcher.watch(&folder, RecursiveMode::Recursive)?;
    }
    Ok(Box::new(watcher))
}

fn teller(root: &Path, changed: Sender<Changed>) -> impl FnMut(notify::Result<Event>) + use<> {
    let root = root.to_owned();
    move |event| {
        let told = match event {
            Ok(event) if event.need_rescan() => Changed::Anything,
            Ok(event) if is_change(event.kind) => {
                Changed::At(event.paths.into_iter().filter(|path| is_source(&root, path)).collect())
            }
            Ok(_) => return,
            // What was missed is not known.
            Err(_) => Changed::Anything,
        };
        if told != Changed::At(BTreeSet::new()) {
            // It fails where the server has ended.
            let _ = changed.send(told);
        }
    }
}

/// Reading is no change: a build reads, and would else cause the next one.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn is_source(root: &Path, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    let first = below.iter().next().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    first == CONFIGURATION || FOLDERS.contains(&first.as_str())
}

/// The folders that are watched, by their identity: one that came or was replaced must be watched anew.
#[must_use]
pub fn folders(root: &Path) -> Vec<Option<u64>> {
    let inode = |name| fs::metadata(root.join(name)).ok().map(|metadata| Stat::of(&metadata).inode);
    FOLDERS.into_iter().map(inode).collect()
}
