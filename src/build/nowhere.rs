//! Where the outputs go whose bytes nobody wants.

use std::io;

use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::output::imaging::darkroom::Darkroom;
use crate::output::imaging::rendition::Rendition;
use crate::output::recipe::OutputPath;
use crate::output::sink::Sink;

/// Takes outputs whose bytes nobody wants: those of `list`, and of a build that has errors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

/// Takes outputs of which nothing but what is found while they are made is wanted: those of `check`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unread;

impl Sink for Unread {
    fn write(&self, path: &OutputPath, bytes: &[u8], print: Fingerprint) -> io::Result<()> {
        Nowhere.write(path, bytes, print)
    }

    fn copy(&self, path: &OutputPath, source: &SourcePath) -> io::Result<()> {
        Nowhere.copy(path, source)
    }

    fn develop(
        &self,
        path: &OutputPath,
        rendition: &Rendition,
        darkroom: &Darkroom,
    ) -> io::Result<Fingerprint> {
        Nowhere.develop(path, rendition, darkroom)
    }

    fn publishes(&self) -> bool {
        false
    }

    fn is_read(&self) -> bool {
        false
    }

    fn keep(&self, path: &OutputPath, bytes: Fingerprint) -> io::Result<bool> {
        Nowhere.keep(path, bytes)
    }
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

    fn keep(&self, _: &OutputPath, _: Fingerprint) -> io::Result<bool> {
        Ok(true)
    }
}
