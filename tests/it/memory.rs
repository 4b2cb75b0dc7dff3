//! Builds in memory: sources as a tree, outputs as a map.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use chaoyin::base::diagnostic::outcome::Findings;
use chaoyin::base::hash::Fingerprint;
use chaoyin::base::time::date::Date;
use chaoyin::build::build::{Built, Silent, build};
use chaoyin::build::memory::Memory;
use chaoyin::build::world::World;
use chaoyin::input::source::path::SourcePath;
use chaoyin::input::source::tree::{Reader, SourceTree};
use chaoyin::output::imaging::store::NoStore;
use chaoyin::output::recipe::OutputPath;
use chaoyin::output::sink::Sink;
use chaoyin::output::theme::builtin;

/// Gives the bytes that the tree holds.
pub struct TreeReader(pub SourceTree);

impl Reader for TreeReader {
    fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>> {
        let file = self.0.get(path.as_str()).and_then(|f| f.bytes.clone());
        file.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, path.to_string()))
    }
}

/// Keeps outputs, and those of the build before.
#[derive(Default)]
pub struct MemorySink {
    /// Of this build.
    pub now: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Of the build before.
    pub before: BTreeMap<String, Vec<u8>>,
    /// Sources, for copies.
    pub tree: SourceTree,
}

impl Sink for MemorySink {
    fn write(&self, path: &OutputPath, bytes: &[u8], _: Fingerprint) -> io::Result<()> {
        self.now.lock().unwrap().insert(path.to_string(), bytes.to_vec());
        Ok(())
    }

    fn copy(&self, path: &OutputPath, source: &SourcePath) -> io::Result<()> {
        let bytes = self.tree.get(source.as_str()).and_then(|f| f.bytes.clone()).unwrap_or_default();
        self.write(path, &bytes, Fingerprint::default())
    }

    fn keep(&self, path: &OutputPath, _: Fingerprint) -> io::Result<bool> {
        let Some(bytes) = self.before.get(path.as_str()) else { return Ok(false) };
        self.now.lock().unwrap().insert(path.to_string(), bytes.clone());
        Ok(true)
    }
}

/// The sources below a folder, with the compiled-in theme.
pub fn tree_of(root: &Path) -> SourceTree {
    let mut tree = SourceTree::default();
    for name in ["site.yaml", "content"] {
        for entry in walkdir::WalkDir::new(root.join(name)).sort_by_file_name() {
            let entry = entry.unwrap();
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            let bytes: Arc<[u8]> = std::fs::read(entry.path()).unwrap().into();
            let file = chaoyin::input::source::tree::SourceFile {
                len: bytes.len() as u64,
                fingerprint: Fingerprint::of_bytes(&bytes),
                bytes: Some(bytes),
                disk_name: None,
            };
            tree.files.insert(SourcePath::new(&path), file);
        }
    }
    builtin::overlay(&mut tree);
    tree
}

/// The day of all builds in memory.
pub fn day() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

/// Builds with a memory; gives what was built and every output's bytes.
pub fn build_with(
    tree: &SourceTree,
    memory: &mut Memory,
    before: BTreeMap<String, Vec<u8>>,
) -> (Built, BTreeMap<String, Vec<u8>>) {
    build_on(day(), tree, memory, before)
}

/// The same on another day.
pub fn build_on(
    today: Date,
    tree: &SourceTree,
    memory: &mut Memory,
    before: BTreeMap<String, Vec<u8>>,
) -> (Built, BTreeMap<String, Vec<u8>>) {
    let mut world = World {
        tree: tree.clone(),
        reader: Arc::new(TreeReader(tree.clone())),
        store: Arc::new(NoStore),
        found: Findings::default(),
        today,
        drafts: false,
        strict: false,
        base_url: None,
        theme: None,
        published: None,
    };
    let sink = MemorySink { before, tree: tree.clone(), ..MemorySink::default() };
    let built = build(&mut world, memory, &sink, &Silent).unwrap();
    (built, sink.now.into_inner().unwrap())
}

/// Builds once without a memory.
pub fn build_once(tree: SourceTree) -> Built {
    let (built, _) = build_with(&tree, &mut Memory::default(), BTreeMap::new());
    assert!(built.publishable(), "{:#?}", built.findings);
    built
}
