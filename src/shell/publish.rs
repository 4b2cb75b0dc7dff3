//! One build to the disk, from the lock to the cache.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::commit::{Committed, commit, holds, stage};
use super::disk::folder::{OutputFolder, Strangers};
use super::disk::kept::{recall, recall_stats, remember, remember_stats};
use super::disk::lock::Lock;
use super::disk::manifest::Manifests;
use super::disk::read::StatMemory;
use super::disk::reader::DiskReader;
use super::disk::settled::Settled;
use super::disk::sink::DiskSink;
use super::disk::store::DiskStore;
use super::disk::verify::Comparison;
use super::open::{Request, open};
use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::Findings;
use crate::base::hash::Fingerprint;
use crate::build::build::{Built, Progress, build};
use crate::build::memory::Memory;
use crate::build::published::Published as PublishedSite;
use crate::build::timing::{Stage, Timings};
use crate::build::world::World;
use crate::input::source::tree::SourceTree;
use crate::output::imaging::album::facts_key;
use crate::output::imaging::store::NoStore;
use crate::output::plan::Plan;
use crate::output::recipe::Subject;

/// How the outputs reach the disk.
#[derive(Clone, Debug)]
pub struct Target {
    /// The output folder.
    pub out: PathBuf,
    /// Whether the memory of the last build is used and left to the next.
    pub cached: bool,
    /// Whether a clean build must come to the same bytes.
    pub verified: bool,
}

/// What became of a build.
pub struct Published {
    /// What was found.
    pub findings: Findings,
    /// The sources, for the lines that findings show.
    pub tree: SourceTree,
    /// What was done to the disk; `None` where errors forbade it.
    pub committed: Option<Committed>,
    /// Durations of all stages.
    pub timings: Timings,
}

/// Why a build came to nothing that an editor could mend in the content.
#[derive(Debug)]
pub enum Failure {
    /// The output folder is refused.
    Refused(Box<Finding>),
    /// The machine failed: what was being done to which path, and what the operating system said.
    Machine(PathBuf, io::Error),
}

/// Builds a site into its output folder. `waiting` is called where another build must end first.
///
/// # Errors
/// [`Failure`]; the output folder is then as it was.
pub fn publish(
    request: &Request,
    target: &Target,
    progress: &dyn Progress,
    waiting: impl FnOnce(),
) -> Result<Published, Failure> {
    let root = request.root.as_path();
    let mut timings = Timings::default();
    let folder = at(&target.out, OutputFolder::resolve(root, &target.out))?.map_err(refused)?;
    let lock = at(root, Lock::take(root, waiting))?;
    progress.enter(Stage::Read, None);
    let begun = Begun::of(request, &folder, target.cached);
    let world_print = begun.print;
    let unchanged = begun.unchanged(target);
    timings.0.extend(begun.timings.0);
    let before = begun.before.transpose().map_err(|error| Failure::Machine(folder.path.clone(), error))?;
    let foreign = before.as_ref().map(|before| before.foreign.as_slice()).unwrap_or_default();
    folder.refusal(foreign).map_or(Ok(()), |finding| Err(refused(finding)))?;
    let mut stage = at(&folder.path, stage(&folder, root, &lock))?;
    if let Some(kept) = unchanged {
        if begun.stats.is_fresh() {
            at(root, remember_stats(root, &begun.stats))?;
        }
        at(root, begun.manifests.remember_renewed(root))?;
        let committed = Some(Committed { kept, ..Committed::default() });
        return Ok(Published { findings: Findings::default(), tree: begun.world.tree, committed, timings });
    }
    // From here on the output folder may be another build's than the word of it.
    at(root, begun.settled.settle(root, None))?;
    stage.holds = at(root, holds(&stage.path, &begun.manifests))?;
    let mut memory = match begun.memory {
        None if target.cached => timings.stage(Stage::Recall, || recall(root)),
        memory => memory.unwrap_or_default(),
    };
    let (mut world, mut stats) = (begun.world, begun.stats);
    stats.let_go();
    let recalled = !memory.outputs.is_empty();
    if !target.cached {
        world.store = Arc::new(NoStore);
    }
    world.published = begun.manifests.last_published();
    let out = folder.path.clone();
    let sink = at(&out, DiskSink::new(folder, stage, begun.manifests, begun.reader, before))?;
    let mut built = at(&out, build(&mut world, &mut memory, &sink, progress))?;
    timings.0.extend(built.timings.0.iter().copied());
    if target.verified && built.publishable() {
        progress.enter(Stage::Verify, None);
        let verified = timings.stage(Stage::Verify, || verify(request, &world, &sink, &mut built, progress));
        at(&out, verified)?;
    }

    let mut committed = None;
    if built.publishable() {
        progress.enter(Stage::Commit, None);
        // A memory that led to the same outputs is on disk already, and at large sites writing it takes a while.
        let is_new = target.cached && !(recalled && built.changed.is_empty() && built.removed.is_empty());
        let left = Left {
            memory: is_new.then_some(&memory),
            stats: Some(&stats).filter(|stats| target.cached && stats.is_fresh()),
        };
        let left = leave(&sink, &built, left, (root, &lock), &mut timings);
        committed = Some(at(&out, left.0)?.map_err(refused)?);
        at(root, left.1)?;
        // What was found has to be told again, and only a whole build can do that.
        let silent = world_print.filter(|_| built.findings.is_empty());
        at(root, begun.settled.settle(root, silent))?;
    }
    // The process ends soon, and taking apart what it knows of a large site takes longer than leaving it.
    sink.leave();
    std::mem::forget((memory, stats, world.reader, world.published, built.site, built.plan, built.answers));
    Ok(Published { findings: built.findings, tree: world.tree, committed, timings })
}

/// What a build leaves to the next one, where it is new.
struct Left<'m> {
    memory: Option<&'m Memory>,
    stats: Option<&'m StatMemory>,
}

impl Left<'_> {
    /// Writes it down, and sweeps the store of what the next build will not ask for: all of it only saves time.
    fn remember(&self, root: &Path, plan: &Plan) -> io::Result<()> {
        if let Some(memory) = self.memory {
            remember(root, memory)?;
            DiskStore::new(root).sweep(&wanted(plan, memory));
        }
        self.stats.map_or(Ok(()), |stats| remember_stats(root, stats))
    }
}

/// Puts the outputs in their place, and writes the memory down beside it. The memory may come to be ahead of the output
/// folder: what it says of a file counts where the file has these bytes.
fn leave(
    sink: &DiskSink,
    built: &Built,
    left: Left<'_>,
    (root, lock): (&Path, &Lock),
    timings: &mut Timings,
) -> (io::Result<Result<Committed, Finding>>, io::Result<()>) {
    let published = PublishedSite::of(&built.plan, &built.site.config);
    let put = || {
        let mut timings = Timings::default();
        (timings.stage(Stage::Commit, || commit(sink, &published, root, lock)), timings)
    };
    let keep = || {
        let mut timings = Timings::default();
        if left.memory.is_none() && left.stats.is_none() {
            return (Ok(()), timings);
        }
        (timings.stage(Stage::Remember, || left.remember(root, &built.plan)), timings)
    };
    let ((committed, put), (remembered, kept)) = rayon::join(put, keep);
    timings.0.extend(put.0.into_iter().chain(kept.0));
    (committed, remembered)
}

/// Builds once more from the sources alone, and tells where that comes to other bytes.
fn verify(
    request: &Request,
    world: &World,
    sink: &DiskSink,
    built: &mut Built,
    progress: &dyn Progress,
) -> io::Result<()> {
    let (mut clean, reader) = open(request, &mut StatMemory::default());
    clean.store = Arc::new(NoStore);
    clean.today = world.today;
    clean.published.clone_from(&world.published);
    let comparison = Comparison::with(sink, reader);
    let clean = build(&mut clean, &mut Memory::default(), &comparison, progress)?;
    if clean.publishable() {
        built.findings.extend(comparison.findings());
    } else {
        // Errors that the other has not: they tell the difference, and its bytes went nowhere.
        built.findings = clean.findings;
    }
    Ok(())
}

/// What the next build may ask the store for.
fn wanted(plan: &Plan, memory: &Memory) -> BTreeSet<Fingerprint> {
    let renditions = plan.outputs.values().filter_map(|recipe| match &recipe.subject {
        Subject::Rendition(rendition) => Some(rendition.key()),
        _ => None,
    });
    renditions.chain(memory.pictures.0.keys().map(|print| facts_key(*print))).collect()
}

/// What is there before a build: looked at side by side, since none needs the other.
struct Begun {
    stats: StatMemory,
    world: World,
    /// What the world is known by, where the cache may be used.
    print: Option<Fingerprint>,
    reader: Arc<DiskReader>,
    /// The cache, where the sources alone told that it is wanted.
    memory: Option<Memory>,
    manifests: Manifests,
    settled: Settled,
    /// What the output folder holds, where its list tells what of it is ours.
    before: Option<io::Result<Strangers>>,
    timings: Timings,
}

impl Begun {
    fn of(request: &Request, folder: &OutputFolder, cached: bool) -> Self {
        let root = request.root.as_path();
        let key = folder.key(root);
        let settled = Settled::read(root, &key);
        let mut timings = Timings::default();
        let read = || {
            let mut timings = Timings::default();
            let (world, reader, stats) = timings.stage(Stage::Read, || {
                let mut stats = if cached { recall_stats(root) } else { StatMemory::default() };
                let (world, reader) = open(request, &mut stats);
                (world, reader, stats)
            });
            let print = if cached { world.print() } else { None };
            let is_settled = print.is_some_and(|print| settled.is_of(print));
            let memory = (cached && !is_settled).then(|| timings.stage(Stage::Recall, || recall(root)));
            (world, print, reader, stats, memory, timings)
        };
        let look = || {
            let mut manifests = Manifests::read(root, &folder.path, &key);
            let mut before = manifests.published().is_some().then(|| folder.strangers(&manifests));
            if let Some(Ok(before)) = &mut before {
                // Where no word is left of the last build, it is not worth looking at.
                before.untouched = settled.is_known() && manifests.holds(&folder.path, &before.ours);
            }
            (manifests, before)
        };
        let ((world, print, reader, stats, memory, read), (manifests, before)) = rayon::join(read, look);
        timings.0.extend(read.0);
        Self { stats, world, print, reader, memory, manifests, settled, before, timings }
    }

    /// How many files stay as they are, where a build would change none.
    fn unchanged(&self, target: &Target) -> Option<usize> {
        let untouched = self.before.as_ref()?.as_ref().is_ok_and(|before| before.untouched);
        let same = untouched && !target.verified && self.settled.is_of(self.print?);
        same.then(|| self.manifests.written.as_ref().map_or(0, |written| written.files.len()))
    }
}

fn at<T>(path: &Path, done: io::Result<T>) -> Result<T, Failure> {
    done.map_err(|error| Failure::Machine(path.to_owned(), error))
}

fn refused(finding: Finding) -> Failure {
    Failure::Refused(Box::new(finding))
}
