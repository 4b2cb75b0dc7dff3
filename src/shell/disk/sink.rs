//! The disk as a sink: new outputs go to a staged tree beside the output folder, unchanged ones are noted.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::folder::{OutputFolder, Strangers};
use super::manifest::{Manifest, Manifests, Owned, recognised, with_bytes};
use super::near::{Near, copy_whole};
use super::reader::{Bytes, DiskReader};
use super::seen::Seen;
use super::stat::{Standing, Stat};
use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::output::recipe::OutputPath;
use crate::output::sink::Sink;

/// Takes the outputs of one build. Nothing in the output folder changes before
/// the commit.
pub struct DiskSink {
    /// The output folder.
    pub(super) folder: OutputFolder,
    /// Where new outputs are written.
    pub(super) stage: Stage,
    /// What is known of the output folder.
    pub(super) manifests: Manifests,
    /// The folder of `stage`, which is made where it is not there.
    made: Near,
    /// The output folder as it was before the build.
    old: Near,
    reader: Arc<DiskReader>,
    /// What the output folder held before the build, where its list tells what is ours.
    pub(super) before: Option<Strangers>,
    /// What was noted, by each worker for itself, so that none waits for another.
    staged: Vec<Mutex<Vec<Noted>>>,
    /// How many were noted.
    count: AtomicUsize,
}

/// An output as it was noted.
#[derive(Clone)]
struct Noted {
    path: Arc<str>,
    owned: Owned,
    reached: Reached,
    /// So many were noted before.
    number: usize,
}

/// How an output came to its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reached {
    /// The output folder has it already, untouched since the last build.
    Kept,
    /// The output folder has a file with its bytes, which somebody touched or brought back.
    Recognised,
    /// It was written.
    Written,
}

/// Where new outputs are written: on the output folder's file system.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The folder.
    pub path: PathBuf,
    /// Whether it stays after the build as the base of the next one.
    pub stays: bool,
    /// What it holds of an older site, where that is known; else it must be looked through.
    pub holds: Option<Seen>,
    /// Whether there was no such folder before this build.
    pub is_new: bool,
}

/// The outputs of this build.
#[derive(Clone, Debug, Default)]
pub(super) struct Staged {
    /// All of them.
    pub manifest: Manifest,
    /// How each of them came to its bytes, in the same order.
    reached: Vec<Reached>,
}

impl Staged {
    /// The outputs and how they came to their bytes, in order of their paths.
    pub fn all(&self) -> impl Iterator<Item = (&Arc<str>, &Owned, Reached)> {
        self.manifest.files.iter().zip(&self.reached).map(|((path, owned), reached)| (path, owned, *reached))
    }

    /// The outputs that were written.
    pub fn written(&self) -> impl Iterator<Item = &Arc<str>> {
        self.all().filter(|(_, _, reached)| *reached == Reached::Written).map(|(path, _, _)| path)
    }
}

impl DiskSink {
    /// A sink for one build.
    ///
    /// # Errors
    /// What the operating system says of the staged tree's folder.
    pub fn new(
        folder: OutputFolder,
        stage: Stage,
        manifests: Manifests,
        reader: Arc<DiskReader>,
        before: Option<Strangers>,
    ) -> io::Result<Self> {
        fs::create_dir_all(&stage.path)?;
        let (made, old) = (Near::new(&stage.path), Near::new(&folder.path));
        let staged = std::iter::repeat_with(Mutex::default).take(rayon::current_num_threads() + 1).collect();
        let count = AtomicUsize::new(0);
        Ok(Self { folder, stage, manifests, made, old, reader, before, staged, count })
    }

    /// The outputs so far.
    pub(super) fn staged(&self) -> Staged {
        let mut all: Vec<Noted> = Vec::new();
        self.staged.iter().for_each(|of_worker| all.extend_from_slice(&unlocked(of_worker)));
        // An output may be kept first and then be made after all, when one that belongs to it is missing, and all of
        // them are made again without a damaged cache: what was noted last holds.
        all.par_sort_by(|a, b| a.path.cmp(&b.path).then_with(|| b.number.cmp(&a.number)));
        all.dedup_by(|a, b| a.path == b.path);
        let reached = all.iter().map(|noted| noted.reached).collect();
        let files = all.into_iter().map(|noted| (noted.path, noted.owned)).collect();
        Staged { manifest: Manifest { files }, reached }
    }

    /// Ends it where the process ends soon: taking apart what it knows takes longer than leaving it.
    pub fn leave(self) {
        if self.stage.stays {
            std::mem::forget(self);
        }
    }

    /// What the last build from here wrote to a path, where that had these bytes.
    fn written(&self, path: &OutputPath, bytes: Fingerprint) -> Option<&Owned> {
        self.manifests.written.as_ref()?.get(path.as_str()).filter(|owned| owned.bytes == bytes)
    }

    /// Keeps the output of the last build, where it had these bytes and still has them.
    fn keeps_written(&self, path: &OutputPath, bytes: Fingerprint) -> io::Result<bool> {
        Ok(self.written(path, bytes).is_some() && self.keep(path, bytes)?)
    }

    fn note(&self, path: &OutputPath, owned: Owned, reached: Reached) {
        let worker = rayon::current_thread_index().map_or(0, |n| n + 1);
        if let Some(of_worker) = self.staged.get(worker).or(self.staged.first()) {
            let number = self.count.fetch_add(1, Ordering::Relaxed);
            unlocked(of_worker).push(Noted { path: path.shared(), owned, reached, number });
        }
    }

    fn note_written(&self, path: &OutputPath, file: &File, bytes: Fingerprint) -> io::Result<()> {
        let stat = Stat::of(&file.metadata()?);
        self.note(path, Owned { stat, bytes }, Reached::Written);
        Ok(())
    }

    fn create(&self, path: &OutputPath) -> io::Result<File> {
        self.make(path.as_str(), |stage| stage.create_new(path.as_str()))
    }

    /// Links a file of the output folder into the staged tree.
    pub(super) fn link(&self, below: &str) -> io::Result<()> {
        self.make(below, |stage| stage.link(&self.old, below))
    }

    /// Whether a path in the staged tree is the very file of the output folder, whose stat there may be `known`.
    pub(super) fn is_linked(&self, below: &str, known: Option<Stat>) -> bool {
        let Ok(Standing { stat: there, .. }) = self.made.look(below) else { return false };
        let old = || self.old.look(below).ok().map(|old| old.stat);
        there.inode != 0 && known.or_else(old) == Some(there)
    }

    /// Makes something in the staged tree at a path, from which an older site's file or folder goes away. A file that
    /// stands there is never written over, since it may be a link.
    fn make<T>(&self, below: &str, make: impl Fn(&Near) -> io::Result<T>) -> io::Result<T> {
        let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
        // A page of a new tree is mostly the first file in its own folder.
        if self.stage.is_new && name == "index.html" {
            let _ = self.made.create_dir(folder);
        }
        let made = make(&self.made).or_else(|error| {
            // Mostly the file's own folder is missing, and nothing is in its way.
            if error.kind() != io::ErrorKind::NotFound {
                return Err(error);
            }
            self.made.create_dir(folder)?;
            make(&self.made)
        });
        made.or_else(|_| {
            make_way(&self.stage.path, &self.stage.path.join(below))?;
            make(&self.made)
        })
    }
}

fn unlocked(noted: &Mutex<Vec<Noted>>) -> MutexGuard<'_, Vec<Noted>> {
    // A panic elsewhere leaves a list that is whole: each output is one entry.
    noted.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes way for a file at `path` in a staged tree that may hold an older site: for a file where a folder is needed, for
/// a folder or a file where the new file is to stand.
fn make_way(stage: &Path, path: &Path) -> io::Result<()> {
    let gone = |done: io::Result<()>| match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    };
    let is_folder = |path: &Path| path.symlink_metadata().map(|metadata| metadata.is_dir());
    let folder = path.parent().unwrap_or(stage);
    for above in folder.ancestors().take_while(|above| above.starts_with(stage)) {
        if let Ok(false) = is_folder(above) {
            gone(fs::remove_file(above))?;
        }
    }
    fs::create_dir_all(folder)?;
    match is_folder(path) {
        Ok(true) => gone(fs::remove_dir_all(path)),
        Ok(false) => gone(fs::remove_file(path)),
        Err(_) => Ok(()),
    }
}

impl Sink for DiskSink {
    fn write(&self, path: &OutputPath, bytes: &[u8], print: Fingerprint) -> io::Result<()> {
        if self.keeps_written(path, print)? {
            return Ok(());
        }
        let mut file = self.create(path)?;
        file.write_all(bytes)?;
        self.note_written(path, &file, print)
    }

    fn copy(&self, path: &OutputPath, source: &SourcePath) -> io::Result<()> {
        let Some((bytes, print)) = self.reader.known(source) else {
            return Err(io::Error::new(io::ErrorKind::NotFound, source.as_str()));
        };
        if self.keeps_written(path, print)? {
            return Ok(());
        }
        match bytes {
            Bytes::Memory(bytes) => self.write(path, &bytes, print),
            Bytes::Disk(disk) => {
                // Not `fs::copy`: an output has the permissions of a new file, not those of an editor's.
                let mut file = self.create(path)?;
                // The source may change meanwhile: what was copied tells.
                let (_, print) = copy_whole(File::open(disk)?, &mut file, &mut Vec::new())?;
                self.note_written(path, &file, print)
            }
        }
    }

    fn keep(&self, path: &OutputPath, expected: Fingerprint) -> io::Result<bool> {
        let written = self.written(path, expected);
        let untouched = self.before.as_ref().is_some_and(|before| before.untouched);
        let stat = match written {
            Some(owned) if untouched => Some(owned.stat),
            Some(owned) => recognised(&self.old, path.as_str(), owned),
            // The memory may be another build's than the output folder's: after a kill between the two, after a copy
            // of the site. The bytes tell.
            None => with_bytes(&self.old, path.as_str(), expected),
        };
        let Some(stat) = stat else { return Ok(false) };
        // A file that was brought back need not be the one of which the staged tree has a link.
        let is_as_left = written.is_some_and(|owned| owned.stat == stat) && !self.manifests.renewed;
        let reached = if is_as_left { Reached::Kept } else { Reached::Recognised };
        self.note(path, Owned { stat, bytes: expected }, reached);
        Ok(true)
    }
}

/// Removes a tree of ours; never one that still holds a `.git`.
pub(super) fn remove(tree: &Path) -> io::Result<()> {
    if tree.join(".git").symlink_metadata().is_ok() {
        return Ok(());
    }
    let below = match fs::read_dir(tree) {
        Ok(below) => below,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let below: Vec<PathBuf> = below.map(|entry| entry.map(|e| e.path())).collect::<io::Result<_>>()?;
    below.into_par_iter().try_for_each(|path| {
        if path.symlink_metadata()?.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
    })?;
    fs::remove_dir(tree)
}

impl Drop for DiskSink {
    fn drop(&mut self) {
        if !self.stage.stays {
            // Whatever is left is swept by the next build.
            let _ = remove(&self.stage.path);
        }
    }
}
