//! All or nothing: a whole staged tree takes the output folder's place in one step.
//!
//! 1. New outputs stand in a staged tree on the output folder's file system: in `.chaoyin/`, or, where that is
//!    elsewhere, in `.public.chaoyin-<pid>` beside the output folder.
//! 2. Unchanged ones join them as hard links of the old tree (as copies where the file system knows none).
//! 3. So does the list of all of them, by which the next build knows what is ours.
//! 4. The two folders are exchanged in one step, `renameat2(RENAME_EXCHANGE)` on Linux; elsewhere by two renames,
//!    between which there is no output folder for an instant, and which the next build mends after a kill.
//! 5. The old tree becomes the base of the next staged one. (Beside an output folder it is removed.)
//!
//! Killed at any moment, the output folder is the whole old site or the whole new one. The staged tree is never
//! trusted: before the exchange every file in it is either written by this build, known to be the very file of the
//! old tree, or taken away. What it holds is looked for, unless the build that left it told and no folder in it was
//! changed since. Making 10,000 folders and removing them again takes seconds on ext4, looking at them a tenth of one;
//! that is why it is kept.
//!
//! Nothing is synchronised to the platter: after a power cut a journalling file system may show the new names with
//! the contents of files still missing, and a build mends that, since it finds them changed. A linked file belongs to
//! both trees, so no file is ever changed in place.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::folder::OutputFolder;
use super::lock::{Lock, own_folder};
use super::manifest::{Manifest, Manifests, Owned, with_bytes};
use super::near::Near;
use super::seen::{self, Listed, Now, Seen};
use super::sink::{DiskSink, Reached, Stage, Staged, remove};
use super::stat::Stat;
use super::walk;
use crate::base::diagnostic::finding::Finding;
use crate::base::hash::Fingerprint;
use crate::build::published::{FILE_LIST, Published};
use crate::output::recipe::OutputPath;
use crate::output::sink::Sink as _;

/// What a commit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files that stayed as they were.
    pub kept: usize,
    /// Files that are no more.
    pub removed: usize,
}

/// Where a build stages its outputs, after mending what killed builds left.
///
/// # Errors
/// What the operating system says.
pub fn stage(folder: &OutputFolder, root: &Path, _lock: &Lock) -> io::Result<Stage> {
    let (parent, name) = split(&folder.path)?;
    fs::create_dir_all(parent)?;
    sweep(folder, parent, &name)?;
    let own = own_folder(root)?;
    if !moves_between(&own, parent) {
        return Ok(Stage {
            path: parent.join(format!("{}{}", prefix(&name), std::process::id())),
            stays: false,
            holds: None,
            is_new: true,
        });
    }
    let path = own.join(format!("tree-{}", folder.key(root)));
    if folder.path.exists() {
        bring_back(&path, &folder.path)?;
    }
    let is_new = path.symlink_metadata().is_err();
    Ok(Stage { path, stays: true, holds: None, is_new })
}

/// What the staged tree held when the last build left it, as far as that is told; from here on it is told no more, since
/// it is about to be changed by us.
///
/// # Errors
/// What the operating system says.
pub fn holds(stage: &Path, manifests: &Manifests) -> io::Result<Option<Seen>> {
    let word = seen::word_of(stage);
    let listed = Listed::read(&stage.join(FILE_LIST), manifests.listed.as_ref());
    let seen = listed.and_then(|listed| Seen::read(&word, &listed));
    seen::forget(&word)?;
    Ok(seen)
}

/// Beginning of the name of a file that is moved to and fro; the number of its process follows.
const PROBE: &str = ".chaoyin-probe-";

/// Whether a file can be renamed from one folder to the other: equal device numbers do not tell, since one device
/// may be mounted twice.
fn moves_between(from: &Path, to: &Path) -> bool {
    let name = format!("{PROBE}{}", std::process::id());
    let (from, to) = (from.join(&name), to.join(&name));
    let moves = fs::write(&from, "").is_ok() && fs::rename(&from, &to).is_ok();
    // One of the two is there.
    let _ = fs::remove_file(from);
    let _ = fs::remove_file(to);
    moves
}

/// Puts the staged tree in the place of the output folder.
///
/// # Errors
/// What the operating system says; or the finding that refuses an output folder with files that are not ours.
pub fn commit(
    sink: &DiskSink,
    published: &Published,
    root: &Path,
    _lock: &Lock,
) -> io::Result<Result<Committed, Finding>> {
    if let Some(finding) = sink.folder.belongs_to_another(&sink.manifests, &published.owner) {
        return Ok(Err(finding));
    }
    write_list(sink, published)?;
    let staged = sink.staged();
    let written = staged.written().count();
    let kept = staged.manifest.files.len() - written;
    // Where nothing would change, nobody's files can be lost, and the folder was looked through before the build.
    if let Some(before) = sink.before.as_ref().filter(|_| written == 0)
        && before.ours.iter().all(|path| staged.manifest.has(path))
        && sink.folder.path.exists()
    {
        sink.manifests.remember(root, &staged.manifest, published)?;
        return Ok(Ok(Committed { written, kept, removed: 0 }));
    }
    let strangers = match &sink.before {
        Some(before) if before.is_of_now() => Cow::Borrowed(before),
        _ => Cow::Owned(sink.folder.strangers(&sink.manifests)?),
    };
    let foreign = foreign(&sink.folder, &sink.manifests, &staged.manifest, &strangers.foreign);
    if let Some(finding) = sink.folder.refusal(&foreign) {
        return Ok(Err(finding));
    }
    let mut stays = among(staged.manifest.files.iter().map(|(path, _)| path));
    let removed = strangers.ours.iter().filter(|path| !stays(path)).count();
    let committed = Committed { written, kept, removed };
    if committed.written == 0 && committed.removed == 0 && sink.folder.path.exists() {
        sink.manifests.remember(root, &staged.manifest, published)?;
        return Ok(Ok(committed));
    }
    let stage = &sink.stage.path;
    let all = |_: &str| false;
    let now = sink.stage.holds.as_ref().map(|seen| seen.now(stage, all)).transpose()?;
    // A new one holds what was written and nothing else.
    let is_unknown = now.is_none() && !sink.stage.is_new;
    let walked = if is_unknown { walk::files(stage, all)? } else { Vec::new() };
    let walked: Vec<Arc<str>> = walked.into_iter().map(Arc::from).collect();
    let there = now.as_ref().map_or(&walked, |now| &now.files);
    take_away(stage, there, &staged.manifest, &strangers.carried)?;
    let (manifest, copied) = link(sink, &staged, (there, now.as_ref()), &strangers.carried)?;
    sink.manifests.forget_seen()?;
    exchange(&sink.folder.path, stage)?;
    bring_back(stage, &sink.folder.path)?;
    let tell_seen = || -> io::Result<()> {
        sink.manifests.tell_seen(&sink.folder.path, &strangers.carried)?;
        if sink.stage.stays {
            // What was written stands in the new tree alone, and what was copied or taken over in each for itself.
            let apart: Vec<_> = staged.written().chain(&copied).chain(&strangers.carried).cloned().collect();
            Seen::write(&seen::word_of(stage), stage, &strangers.carried, &apart)
        } else {
            remove(stage)
        }
    };
    // Each only saves the next build time.
    let (remembered, told) = rayon::join(|| sink.manifests.remember(root, &manifest, published), tell_seen);
    remembered.and(told)?;
    Ok(Ok(committed))
}

/// Puts the list of our files among them.
fn write_list(sink: &DiskSink, published: &Published) -> io::Result<()> {
    let Some(path) = OutputPath::of_url(FILE_LIST) else { return Ok(()) };
    let text = published.encode();
    sink.write(&path, text.as_bytes(), Fingerprint::of_bytes(text.as_bytes()))
}

/// The files that are not ours. Where no list tells, a file with the very bytes that we would write is ours.
fn foreign(
    folder: &OutputFolder,
    manifests: &Manifests,
    staged: &Manifest,
    foreign: &[Arc<str>],
) -> Vec<Arc<str>> {
    if manifests.published().is_some() {
        return foreign.to_vec();
    }
    let out = Near::new(&folder.path);
    let same = |path: &str, owned: &Owned| with_bytes(&out, path, owned.bytes).is_some();
    let is_foreign = |path: &str| !staged.get(path).is_some_and(|owned| same(path, owned));
    foreign.iter().filter(|path| is_foreign(path)).cloned().collect()
}

/// Takes away what the staged tree still holds of an older site.
fn take_away(stage: &Path, there: &[Arc<str>], manifest: &Manifest, carried: &[Arc<str>]) -> io::Result<()> {
    let mut is_output = among(manifest.files.iter().map(|(path, _)| path));
    let mut stays = |path: &Arc<str>| is_output(path) || carried.contains(path);
    let mut gone: Vec<&str> = there.iter().filter(|path| !stays(path)).map(|path| &**path).collect();
    for path in &gone {
        match fs::remove_file(stage.join(path)) {
            // It made way for something new, or was gone already.
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Err(error);
            }
            _ => {}
        }
    }
    // Folders that hold nothing any more, the innermost first.
    gone.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
    for path in &gone {
        let folders = Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        for folder in folders {
            if fs::remove_dir(stage.join(folder)).is_err() {
                break;
            }
        }
    }
    Ok(())
}

/// Links the kept outputs into the staged tree, which holds the files that are `there`; the manifest of the whole comes
/// back, and what had to be copied.
fn link(
    sink: &DiskSink,
    staged: &Staged,
    (there, now): (&[Arc<str>], Option<&Now>),
    carried: &[Arc<str>],
) -> io::Result<(Manifest, Vec<Arc<str>>)> {
    if let Ok(metadata) = fs::metadata(&sink.folder.path) {
        fs::set_permissions(&sink.stage.path, metadata.permissions())?;
    }
    let mut unlinked: Vec<Unlinked> = Vec::new();
    let mut held = sink.stage.holds.as_ref().map(|seen| (among(seen.files.iter()), &seen.apart));
    let mut is_there = among(there.iter());
    for (path, owned, reached) in staged.all().filter(|(_, _, reached)| *reached != Reached::Written) {
        let is_there = is_there(path);
        // The last build left a link to the very file, and nobody gave the name to another since.
        let is_linked = held.as_mut().is_some_and(|(is_held, apart)| {
            is_held(path)
                && !apart.contains(&**path)
                && reached != Reached::Recognised
                && now.is_some_and(|now| now.has_kept(path))
        });
        if !is_linked {
            unlinked.push(Unlinked { path, known: Some(owned.stat), is_there });
        }
    }
    unlinked.extend(carried.iter().map(|path| Unlinked { path, known: None, is_there: true }));
    let copied: Vec<(Arc<str>, Stat)> = unlinked
        .into_par_iter()
        .filter_map(|file| link_one(sink, file).map(|stat| Some((file.path.clone(), stat?))).transpose())
        .collect::<io::Result<_>>()?;
    let mut manifest = staged.manifest.clone();
    let mut paths = Vec::with_capacity(copied.len());
    for (path, stat) in copied {
        if let Ok(at) = manifest.files.binary_search_by(|(one, _)| one.cmp(&path))
            && let Some((_, owned)) = manifest.files.get_mut(at)
        {
            owned.stat = stat;
        }
        paths.push(path);
    }
    Ok((manifest, paths))
}

/// Tells of one path after the other whether it is among these; both are in order.
fn among<'l>(paths: impl Iterator<Item = &'l Arc<str>>) -> impl FnMut(&Arc<str>) -> bool {
    let mut paths = paths.peekable();
    move |path| {
        while paths.next_if(|one| *one < path).is_some() {}
        paths.peek().is_some_and(|one| *one == path)
    }
}

/// A file that may not be linked into the staged tree yet.
#[derive(Clone, Copy)]
struct Unlinked<'l> {
    path: &'l Arc<str>,
    /// Its stat in the output folder, where that is known.
    known: Option<Stat>,
    /// Whether the staged tree may have a file of that name.
    is_there: bool,
}

/// Links one file, or copies it; a copy's stat comes back. One that is linked already stays.
fn link_one(sink: &DiskSink, Unlinked { path, known, is_there }: Unlinked<'_>) -> io::Result<Option<Stat>> {
    if (is_there && sink.is_linked(path, known)) || sink.link(path).is_ok() {
        return Ok(None);
    }
    let to = sink.stage.path.join(&**path);
    fs::copy(sink.folder.path.join(&**path), &to)?;
    Ok(Some(Stat::of(&fs::metadata(to)?)))
}

/// Gives each folder the other's name. Where there is no output folder yet, the staged tree becomes it.
fn exchange(out: &Path, stage: &Path) -> io::Result<()> {
    if !out.exists() {
        return fs::rename(stage, out);
    }
    match exchange_at_once(out, stage) {
        Err(error) if is_unknown(&error) => exchange_by_renames(out, stage),
        done => done,
    }
}

#[cfg(target_os = "linux")]
fn exchange_at_once(out: &Path, stage: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, stage, CWD, out, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn exchange_at_once(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether the file system has no exchange: `EINVAL` or `ENOSYS`.
fn is_unknown(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

fn exchange_by_renames(out: &Path, stage: &Path) -> io::Result<()> {
    let (parent, name) = split(out)?;
    let aside = parent.join(format!("{}{}", aside_prefix(&name), std::process::id()));
    fs::rename(out, &aside)?;
    if let Err(error) = fs::rename(stage, out) {
        fs::rename(&aside, out)?;
        return Err(error);
    }
    fs::rename(&aside, stage)
}

/// Moves what belongs to the output folder itself from the tree that was one to the tree that is one: its `.git`.
fn bring_back(old: &Path, out: &Path) -> io::Result<()> {
    let (from, to) = (old.join(".git"), out.join(".git"));
    if from.symlink_metadata().is_ok() && to.symlink_metadata().is_err() {
        fs::rename(from, to)?;
    }
    Ok(())
}

/// Sweeps what killed builds left beside the output folder, and mends an exchange that was cut in two.
fn sweep(folder: &OutputFolder, parent: &Path, name: &str) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let left = entry.file_name().to_string_lossy().into_owned();
        if let Some(pid) = left.strip_prefix(PROBE).and_then(|pid| pid.parse().ok()) {
            if !is_alive(pid) {
                fs::remove_file(entry.path())?;
            }
            continue;
        }
        let aside = left.strip_prefix(&aside_prefix(name));
        let Some(pid) = aside.or_else(|| left.strip_prefix(&prefix(name))) else { continue };
        let Ok(pid) = pid.parse::<u32>() else { continue };
        if pid != std::process::id() && is_alive(pid) {
            continue;
        }
        if aside.is_some() && !folder.path.exists() {
            fs::rename(entry.path(), &folder.path)?;
            continue;
        }
        if folder.path.exists() {
            bring_back(&entry.path(), &folder.path)?;
        }
        remove(&entry.path())?;
    }
    Ok(())
}

#[cfg(unix)]
fn is_alive(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    // Another user's process answers with a refusal: it is alive.
    pid.is_some_and(|pid| !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH)))
}

#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    false
}

fn prefix(name: &str) -> String {
    format!(".{name}.chaoyin-")
}

fn aside_prefix(name: &str) -> String {
    format!(".{name}.chaoyin-old-")
}

fn split(out: &Path) -> io::Result<(&Path, String)> {
    match (out.parent(), out.file_name()) {
        (Some(parent), Some(name)) => Ok((parent, name.to_string_lossy().into_owned())),
        _ => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "the root of a file system cannot be exchanged"))
        }
    }
}
