//! Memory as a sink: the outputs of a build that is not shown yet.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::FixedState;

use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::output::imaging::darkroom::Darkroom;
use crate::output::imaging::rendition::Rendition;
use crate::output::plan::Plan;
use crate::output::recipe::OutputPath;
use crate::output::sink::Sink;

/// An output's bytes, or where they are.
#[derive(Clone, Debug)]
pub enum Stored {
    /// In memory.
    Bytes(Arc<[u8]>),
    /// In a source file, read when asked for: pictures need not lie in memory.
    Source(SourcePath),
    /// Made when asked for, so that no preview waits for pictures that nobody looks at.
    Rendition(Rendition),
}

/// Outputs by path: those of some build, and over them what is newer, so that one edit does not copy them all.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    /// Never iterated over in an order that shows.
    base: Arc<HashMap<OutputPath, Stored, FixedState>>,
    newer: BTreeMap<OutputPath, Stored>,
    /// Newer ones that the base has not.
    added: usize,
}

/// When so many are newer, they join the base.
const NEWER_MAX: usize = 512;

impl Outputs {
    /// An output.
    #[must_use]
    pub fn get(&self, path: &OutputPath) -> Option<&Stored> {
        self.newer.get(path).or_else(|| self.base.get(path))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.base.len() + self.added
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn put(&mut self, path: OutputPath, stored: Stored) {
        let is_new = !self.base.contains_key(&path);
        let is_first = self.newer.insert(path, stored).is_none();
        self.added += usize::from(is_new && is_first);
    }

    /// All of a plan, which each are here.
    fn settled(mut self, plan: &Plan) -> Self {
        if self.newer.len() <= NEWER_MAX && self.len() == plan.outputs.len() {
            return self;
        }
        let mut all = Arc::unwrap_or_clone(std::mem::take(&mut self.base));
        all.extend(std::mem::take(&mut self.newer));
        all.retain(|path, _| plan.outputs.contains_key(path));
        Self { base: Arc::new(all), ..Self::default() }
    }
}

/// Takes the outputs of one build over those of the last good one: what is new is few, what is kept is counted by the
/// plan.
pub struct MemorySink<'o> {
    old: &'o Outputs,
    new: Mutex<Vec<(OutputPath, Stored)>>,
}

impl<'o> MemorySink<'o> {
    /// A sink over the outputs of the last good build.
    #[must_use]
    pub fn new(old: &'o Outputs) -> Self {
        Self { old, new: Mutex::default() }
    }

    /// All outputs of a build that planned these: every one of them was kept or taken.
    #[must_use]
    pub fn into_outputs(self, plan: &Plan) -> Outputs {
        let mut outputs = self.old.clone();
        for (path, stored) in self.new.into_inner().unwrap_or_else(PoisonError::into_inner) {
            outputs.put(path, stored);
        }
        outputs.settled(plan)
    }

    fn put(&self, path: &OutputPath, stored: Stored) {
        self.new.lock().unwrap_or_else(PoisonError::into_inner).push((path.clone(), stored));
    }
}

impl Sink for MemorySink<'_> {
    fn write(&self, path: &OutputPath, bytes: &[u8], _: Fingerprint) -> io::Result<()> {
        self.put(path, Stored::Bytes(bytes.into()));
        Ok(())
    }

    fn copy(&self, path: &OutputPath, source: &SourcePath) -> io::Result<()> {
        self.put(path, Stored::Source(source.clone()));
        Ok(())
    }

    fn develop(&self, path: &OutputPath, rendition: &Rendition, _: &Darkroom) -> io::Result<Fingerprint> {
        self.put(path, Stored::Rendition(rendition.clone()));
        Ok(rendition.key())
    }

    fn publishes(&self) -> bool {
        false
    }

    fn keep(&self, path: &OutputPath, _: Fingerprint) -> io::Result<bool> {
        Ok(self.old.get(path).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::recipe::{Recipe, Subject};

    #[test]
    fn what_is_kept_stays_what_is_written_is_new_and_what_is_not_planned_goes() {
        let path = |name: &str| OutputPath::of_url(name).unwrap();
        let stored = |text: &str| Stored::Bytes(text.as_bytes().into());
        let base = [("/a", "1"), ("/b", "1"), ("/c", "1")].map(|(p, t)| (path(p), stored(t)));
        let old = Outputs { base: Arc::new(base.into_iter().collect()), ..Outputs::default() };
        let sink = MemorySink::new(&old);
        let print = Fingerprint::default();
        assert!(sink.keep(&path("/a"), print).unwrap());
        assert!(!sink.keep(&path("/d"), print).unwrap());
        sink.write(&path("/b"), b"2", print).unwrap();
        sink.write(&path("/d"), b"2", print).unwrap();
        let recipe = Recipe { family: "page".to_owned(), subject: Subject::Site };
        let plan = Plan { outputs: ["/a", "/b", "/d"].map(|p| (path(p), recipe.clone())).into() };
        let outputs = sink.into_outputs(&plan);
        let shown = |name: &str| match outputs.get(&path(name)) {
            Some(Stored::Bytes(bytes)) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        };
        let expected = [Some("1"), Some("2"), None, Some("2")].map(|text| text.map(str::to_owned));
        assert_eq!(["/a", "/b", "/c", "/d"].map(shown), expected);
        assert_eq!(outputs.len(), 3);
    }
}
