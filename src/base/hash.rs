//! The one way to make a fingerprint.

use std::fmt;
use std::hash::Hash;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// 128 bits that stand for a value: equal fingerprints are taken for equal values.
///
/// XXH3 is not cryptographic; fingerprints guard against change, not against an attacker, who could as well edit
/// the content itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of raw bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// The fingerprint of anything that can be hashed, order and absence included.
    #[must_use]
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        let mut hasher = Xxh3::new();
        value.hash(&mut hasher);
        Self(hasher.digest128())
    }

    /// The first 64 bits: short identities.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
    pub fn short(self) -> u64 {
        self.0 as u64
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:08x}", self.short() >> 32)
    }
}
