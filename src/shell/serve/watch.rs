//! Tells that something changed, once for a batch of changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use crate::input::source::path::is_content_root;
use crate::shell::disk::read::CONFIGURATION;
use crate::shell::disk::sources::{FOLDERS, source_folders};
use crate::shell::disk::stat::Stat;

/// Changes closer than this are one batch. Editors write a file in several steps, all within a few milliseconds.
const BATCH: Duration = Duration::from_millis(24);

/// How often files are looked at where the system cannot tell of changes.
const POLL: Duration = Duration::from_secs(1);

/// Watches as long as it lives.
pub enum Watching {
    /// The system tells.
    Told(Debouncer<RecommendedWatcher, NoCache>),
    /// We look.
    Polled(Debouncer<PollWatcher, NoCache>),
}

/// Watches the sources of the site at `root` and sends a word for each batch of changes.
///
/// # Errors
/// What the watcher says.
pub fn watch(root: &Path, changed: Sender<()>) -> notify::Result<Watching> {
    // On some systems (network folders, exhausted watches) the first way fails; the second always works.
    match told(root, changed.clone()) {
        Ok(told) => Ok(Watching::Told(told)),
        Err(_) => polled(root, changed).map(Watching::Polled),
    }
}

fn told(root: &Path, changed: Sender<()>) -> notify::Result<Debouncer<RecommendedWatcher, NoCache>> {
    let mut debouncer =
        new_debouncer_opt(BATCH, Some(BATCH / 4), teller(root, changed), NoCache, Config::default())?;
    add(root, |path, mode| debouncer.watch(path, mode))?;
    Ok(debouncer)
}

fn polled(root: &Path, changed: Sender<()>) -> notify::Result<Debouncer<PollWatcher, NoCache>> {
    let config = Config::default().with_poll_interval(POLL);
    let mut debouncer = new_debouncer_opt(BATCH, None, teller(root, changed), NoCache, config)?;
    add(root, |path, mode| debouncer.watch(path, mode))?;
    Ok(debouncer)
}

/// The root is watched by itself for `site.yaml` and for folders that come later, never whole: it may hold
/// `public/`, `target/` and a repository.
fn add(
    root: &Path,
    mut watch: impl FnMut(PathBuf, RecursiveMode) -> notify::Result<()>,
) -> notify::Result<()> {
    watch(root.to_owned(), RecursiveMode::NonRecursive)?;
    for folder in source_folders(root).iter().map(|name| root.join(name)).filter(|folder| folder.is_dir()) {
        watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(())
}

fn teller(root: &Path, changed: Sender<()>) -> impl FnMut(DebounceEventResult) + use<> {
    let root = root.to_owned();
    move |events| {
        let matters = match &events {
            Ok(events) => events.iter().any(|event| {
                event.need_rescan()
                    || (is_change(event.kind) && event.paths.iter().any(|path| is_source(&root, path)))
            }),
            // What was missed is not known, so look again.
            Err(_) => true,
        };
        if matters {
            // It fails where the server has ended.
            let _ = changed.send(());
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
    first == CONFIGURATION || FOLDERS.contains(&first.as_str()) || is_content_root(&first)
}

/// The folders that are watched, by their identity: one that came or was replaced must be watched anew.
#[must_use]
pub fn folders(root: &Path) -> Vec<Option<u64>> {
    let inode = |name: &String| fs::metadata(root.join(name)).ok().map(|metadata| Stat::of(&metadata).inode);
    source_folders(root).iter().map(inode).collect()
}
