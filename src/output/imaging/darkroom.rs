//! Where renditions are made: reads the source, keeps the pixels of the last one, since its widths follow each other,
//! and keeps what was made.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use super::pixels::{self, Pixels};
use super::rendition::Rendition;
use super::store::Store;
use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::Reader;

/// One worker's darkroom.
pub struct Darkroom {
    reader: Arc<dyn Reader>,
    store: Arc<dyn Store>,
    last: Mutex<Option<(Fingerprint, Developed)>>,
}

/// Pixels that several renditions share.
#[derive(Clone)]
struct Developed(Arc<Pixels>);

impl AsRef<Pixels> for Developed {
    fn as_ref(&self) -> &Pixels {
        &self.0
    }
}

impl Darkroom {
    /// A darkroom that takes sources from a reader and keeps renditions in a store.
    #[must_use]
    pub fn new(reader: Arc<dyn Reader>, store: Arc<dyn Store>) -> Self {
        Self { reader, store, last: Mutex::default() }
    }

    /// Another one with the same reader and store, for another worker.
    #[must_use]
    pub fn another(&self) -> Self {
        Self::new(Arc::clone(&self.reader), Arc::clone(&self.store))
    }

    /// A source's bytes.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn source(&self, path: &SourcePath) -> io::Result<Arc<[u8]>> {
        self.reader.read(path)
    }

    /// A rendition's bytes, kept or made.
    ///
    /// # Errors
    /// What the operating system says; that the source is another by now.
    pub fn develop(&self, rendition: &Rendition) -> io::Result<Vec<u8>> {
        let key = rendition.key();
        if let Some(kept) = self.store.get(key) {
            return Ok(kept);
        }
        let bytes = self.reader.read(&rendition.source)?;
        if Fingerprint::of_bytes(&bytes) != rendition.print {
            return Err(io::Error::other(format!("{} changed meanwhile", rendition.source)));
        }
        let made = rendition
            .make(&bytes, |format| self.pixels(rendition.print, || pixels::decode(&bytes, format)))
            .map_err(|why| io::Error::other(format!("{}: {why}", rendition.source)))?;
        self.store.put(key, &made);
        Ok(made)
    }

    fn pixels(
        &self,
        print: Fingerprint,
        decode: impl FnOnce() -> Result<Pixels, String>,
    ) -> Result<Developed, String> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, pixels)) = &*last
            && *of == print
        {
            return Ok(pixels.clone());
        }
        // The old one goes first: two large ones at once are too much.
        *last = None;
        let pixels = Developed(Arc::new(decode()?));
        *last = Some((print, pixels.clone()));
        Ok(pixels)
    }
}
