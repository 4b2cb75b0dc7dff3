//! Where renditions and what is known of pictures are kept between builds. It only ever saves time.

use crate::base::hash::Fingerprint;

/// Keeps bytes by a key that stands for how they were made.
pub trait Store: Send + Sync {
    /// The bytes of a key; `None` where there are none that are whole.
    fn get(&self, key: Fingerprint) -> Option<Vec<u8>>;

    /// Keeps bytes. A failure costs time in the next build and nothing else.
    fn put(&self, key: Fingerprint, bytes: &[u8]);
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoStore;

impl Store for NoStore {
    fn get(&self, _: Fingerprint) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: Fingerprint, _: &[u8]) {}
}
