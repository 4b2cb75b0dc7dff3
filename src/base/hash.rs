//! The one way to make a fingerprint.

use std::fmt;
use std::hash::{Hash, Hasher};

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
        let mut hasher = Gathering::new();
        value.hash(&mut hasher);
        Self(hasher.digest())
    }

    /// The first 64 bits: short identities.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
    pub fn short(self) -> u64 {
        self.0 as u64
    }
}

/// Most bytes that are hashed in one go: XXH3 has a short way for them, and most values are that small.
const SHORT_BYTES_MAX: usize = 240;

/// Gathers what a small value writes, since setting up XXH3 for a stream costs more than hashing that. The digest is
/// the same either way.
struct Gathering {
    short: [u8; SHORT_BYTES_MAX],
    length: usize,
    long: Option<Box<Xxh3>>,
}

impl Gathering {
    fn new() -> Self {
        Self { short: [0; SHORT_BYTES_MAX], length: 0, long: None }
    }

    fn gathered(&self) -> &[u8] {
        self.short.get(..self.length).unwrap_or_default()
    }

    fn digest(&self) -> u128 {
        match &self.long {
            Some(hasher) => hasher.digest128(),
            None => xxhash_rust::xxh3::xxh3_128(self.gathered()),
        }
    }
}

impl Hasher for Gathering {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(hasher) = &mut self.long {
            hasher.update(bytes);
        } else if let Some(room) = self.short.get_mut(self.length..self.length + bytes.len()) {
            room.copy_from_slice(bytes);
            self.length += bytes.len();
        } else {
            let mut hasher = Box::new(Xxh3::new());
            hasher.update(self.gathered());
            hasher.update(bytes);
            self.long = Some(hasher);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
    fn finish(&self) -> u64 {
        self.digest() as u64
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_the_fingerprint_of_the_bytes_that_it_writes_whatever_its_length() {
        for length in [0, 1, 17, 239, 240, 241, 1000] {
            let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let (head, tail) = bytes.split_at(bytes.len() / 3);
            struct Parts<'b>(&'b [u8], &'b [u8]);
            impl Hash for Parts<'_> {
                fn hash<H: Hasher>(&self, state: &mut H) {
                    state.write(self.0);
                    state.write(self.1);
                }
            }
            assert_eq!(Fingerprint::of(&Parts(head, tail)), Fingerprint::of_bytes(&bytes), "{length} bytes");
        }
    }
}
