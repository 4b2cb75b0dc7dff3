//! Where bytes go: the disk's staged tree, or memory in `serve` and tests.

use std::io;

use super::recipe::OutputPath;
use crate::input::source::path::SourcePath;

/// Takes outputs, from several threads at once, each path once.
pub trait Sink: Sync {
    /// Writes an output.
    ///
    /// # Errors
    /// What the operating system says.
    fn write(&self, path: &OutputPath, bytes: &[u8]) -> io::Result<()>;

    /// Copies a source file as it is.
    ///
    /// # Errors
    /// What the operating system says.
    fn copy(&self, path: &OutputPath, source: &SourcePath) -> io::Result<()>;

    /// Keeps the output of the last build, whose bytes still hold. `false` where there is none to keep: then it is
    /// made anew.
    ///
    /// # Errors
    /// What the operating system says.
    fn keep(&self, path: &OutputPath) -> io::Result<bool>;
}
