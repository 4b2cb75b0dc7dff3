//! One build to the disk, from the lock to the cache.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::commit::{Committed, commit, stage};
use super::disk::folder::{OutputFolder, Strangers};
use super::disk::kept::{recall, recall_stats, remember, remember_stats};
use super::disk::lock::Lock;
use super::disk::manifest::Manifests;
use super::disk::read::StatMemory;
use super::disk::reader::DiskReader;
use super::disk::sink::DiskSink;
use super::disk::store::DiskStore;
use super::open::{Request, open};
use crate::base::diagnostic::finding::Finding;
use crate::base::hash::Fingerprint;
use crate::build::build::{Built, Progress, World, build};
use crate::build::memory::Memory;
use crate::build::timing::{Stage, Timings};
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
}

/// What became of a build.
pub struct Published {
    /// What was made.
    pub built: Built,
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
    timings.0.extend(begun.timings.0);
    let before = begun.before.transpose().map_err(|error| Failure::Machine(folder.path.clone(), error))?;
    let foreign = before.as_ref().map(|before| before.foreign.as_slice()).unwrap_or_default();
    folder.refusal(foreign).map_or(Ok(()), |finding| Err(refused(finding)))?;
    let stage = at(&folder.path, stage(&folder, root, &lock))?;

    let (mut world, mut memory, stats) = (begun.world, begun.memory, begun.stats);
    let recalled = !memory.outputs.is_empty();
    if !target.cached {
        world.store = Arc::new(NoStore);
    }
    let out = folder.path.clone();
    let sink = DiskSink::new(folder, stage, begun.manifests, begun.reader, before);
    let built = at(&out, build(&world, &mut memory, &sink, progress))?;
    timings.0.extend(built.timings.0.iter().copied());

    let mut committed = None;
    if built.publishable() {
        progress.enter(Stage::Commit, None);
        let done = timings.stage(Stage::Commit, || commit(&sink, root, &lock));
        committed = Some(at(&out, done)?.map_err(refused)?);
        // A memory that led to the same outputs is on disk already, and at large sites writing it takes a while.
        if target.cached && !(recalled && built.changed.is_empty() && built.removed.is_empty()) {
            progress.enter(Stage::Remember, None);
            at(root, timings.stage(Stage::Remember, || remember(root, &memory)))?;
            DiskStore::new(root).sweep(&wanted(&built.plan, &memory));
        }
        if target.cached && stats.is_fresh() {
            at(root, timings.stage(Stage::Remember, || remember_stats(root, &stats)))?;
        }
    }
    Ok(Published { built, tree: world.tree, committed, timings })
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
    memory: Memory,
    stats: StatMemory,
    world: World,
    reader: Arc<DiskReader>,
    manifests: Manifests,
    /// What the output folder holds, where a manifest tells what of it is ours.
    before: Option<io::Result<Strangers>>,
    timings: Timings,
}

impl Begun {
    fn of(request: &Request, folder: &OutputFolder, cached: bool) -> Self {
        let root = request.root.as_path();
        let (mut recalling, mut timings) = (Timings::default(), Timings::default());
        let recall =
            || if cached { recalling.stage(Stage::Recall, || recall(root)) } else { Memory::default() };
        let read = || {
            let mut stats = if cached { recall_stats(root) } else { StatMemory::default() };
            let (world, reader) = timings.stage(Stage::Read, || open(request, &mut stats));
            (world, reader, stats)
        };
        let look = || {
            let manifests = Manifests::read(root, &folder.key(root));
            let before = manifests.known.then(|| folder.strangers(&manifests.owned));
            (manifests, before)
        };
        let (memory, ((world, reader, stats), (manifests, before))) =
            rayon::join(recall, || rayon::join(read, look));
        timings.0.extend(recalling.0);
        Self { memory, stats, world, reader, manifests, before, timings }
    }
}

fn at<T>(path: &Path, done: io::Result<T>) -> Result<T, Failure> {
    done.map_err(|error| Failure::Machine(path.to_owned(), error))
}

fn refused(finding: Finding) -> Failure {
    Failure::Refused(Box::new(finding))
}
