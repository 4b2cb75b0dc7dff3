//! Where the outputs go whose bytes nobody wants.

use std::io;

use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::output::imaging::darkroom::Darkroom;
use crate::output::imaging::rendition::Rendition;
use crate::output::recipe::OutputPath;
use crate::output::sink::Sink;

/// Takes outputs whose bytes nobody wants.
#[derive(Clone, Copy, Debug)]
pub enum Nowhere {
    /// Those of `list` and `theme check`, and of a build that has errors.
    Whole,
    /// Those of `check`: nothing but what is found while they are made is wanted.
    Findings,
}

impl Sink for Nowhere {
    fn write(&self, _: &OutputPath, _: &[u8], _: Fingerprint) -> io::Result<()> {
        Ok(())
    }

    fn copy(&self, _: &OutputPath, _: &SourcePath) -> io::Result<()> {
        Ok(())
    }

    fn develop(&self, _: &OutputPath, rendition: &Rendition, _: &Darkroom) -> io::Result<Fingerprint> {
        // Its picture was looked at, so it can be made; nobody waits for it.
        Ok(rendition.key())
    }

    fn publishes(&self) -> bool {
        false
    }

    fn is_read(&self) -> bool {
        matches!(self, Self::Whole)
    }

    fn keep(&self, _: &OutputPath, _: Fingerprint) -> io::Result<bool> {
        Ok(true)
    }
}
