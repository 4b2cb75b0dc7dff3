//! Where bytes go: the disk's staged tree, or memory in `serve` and tests.

use std::io;

use super::imaging::darkroom::Darkroom;
use super::imaging::rendition::Rendition;
use super::recipe::OutputPath;
use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;

/// Takes outputs, from several threads at once, each path once.
pub trait Sink: Sync {
    /// Writes an output, whose bytes have this fingerprint.
    ///
    /// # Errors
    /// What the operating system says.
    fn write(&self, path: &OutputPath, bytes: &[u8], print: Fingerprint) -> io::Result<()>;

    /// Copies a source file as it is.
    ///
    /// # Errors
    /// What the operating system says.
    fn copy(&self, path: &OutputPath, source: &SourcePath) -> io::Result<()>;

    /// Takes a picture made from another; gives the fingerprint of its bytes. A sink that nobody may ever read from
    /// need not have it made.
    ///
    /// # Errors
    /// What the operating system says.
    fn develop(
        &self,
        path: &OutputPath,
        rendition: &Rendition,
        darkroom: &Darkroom,
    ) -> io::Result<Fingerprint> {
        let bytes = darkroom.develop(rendition)?;
        let print = Fingerprint::of_bytes(&bytes);
        self.write(path, &bytes, print)?;
        Ok(print)
    }

    /// Whether a server will send what is written here, so that text is worth packing.
    fn publishes(&self) -> bool {
        true
    }

    /// Whether anybody reads what is written: where nobody does, outputs in which nothing can be found are not made.
    fn is_read(&self) -> bool {
        true
    }

    /// Keeps the output of the last build, whose bytes, of this fingerprint, still hold. `false` where there is none to
    /// keep: then it is made anew.
    ///
    /// # Errors
    /// What the operating system says.
    fn keep(&self, path: &OutputPath, bytes: Fingerprint) -> io::Result<bool>;
}
