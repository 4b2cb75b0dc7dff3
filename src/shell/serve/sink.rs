//! Memory as a sink: the outputs of a build that is not shown yet.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::output::imaging::darkroom::Darkroom;
use crate::output::imaging::rendition::Rendition;
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

/// Outputs by path.
pub type Outputs = BTreeMap<OutputPath, Stored>;

/// Takes the outputs of one build over those of the last good one.
pub struct MemorySink<'o> {
    old: &'o Outputs,
    new: Mutex<Outputs>,
}

impl<'o> MemorySink<'o> {
    /// A sink over the outputs of the last good build.
    #[must_use]
    pub fn new(old: &'o Outputs) -> Self {
        Self { old, new: Mutex::default() }
    }

    /// What was taken.
    #[must_use]
    pub fn into_outputs(self) -> Outputs {
        self.new.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, path: &OutputPath, stored: Stored) {
        self.new.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), stored);
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
        let Some(old) = self.old.get(path) else { return Ok(false) };
        self.put(path, old.clone());
        Ok(true)
    }
}
