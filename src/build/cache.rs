//! The file form of a memory: bytes to value and back, versioned and verified.

use super::memory::Memory;
use crate::base::hash::Fingerprint;

/// First bytes of a cache; the number grows with each change of the form.
const MAGIC: &[u8; 8] = b"CHAOYIN\x02";

/// Identifies the program that wrote a cache: its version and its sources, which `build.rs` fingerprints. A trace
/// covers what an output asked, not the code that wrote it, so another program's outputs are never kept.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("CHAOYIN_SOURCES"));

/// Bytes before the payload: magic, program, checksum.
const HEAD_BYTES: usize = 8 + 16 + 16;

/// The memory as bytes; empty where it cannot be written down, which reads as no memory.
#[must_use]
pub fn encode(memory: &Memory) -> Vec<u8> {
    let Ok(mut bytes) = postcard::to_extend(memory, vec![0; HEAD_BYTES]) else { return Vec::new() };
    let (head, payload) = bytes.split_at_mut(HEAD_BYTES);
    let checksum = Fingerprint::of_bytes(payload).0.to_le_bytes();
    let program = program().0.to_le_bytes();
    for (to, from) in head.iter_mut().zip(MAGIC.iter().chain(&program).chain(&checksum)) {
        *to = *from;
    }
    bytes
}

/// The memory that bytes hold; `None` where they are cut short, altered, or written by another program.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Memory> {
    let (magic, rest) = bytes.split_first_chunk::<8>()?;
    let (wrote, rest) = rest.split_first_chunk::<16>()?;
    let (checksum, payload) = rest.split_first_chunk::<16>()?;
    let holds = magic == MAGIC
        && *wrote == program().0.to_le_bytes()
        && *checksum == Fingerprint::of_bytes(payload).0.to_le_bytes();
    if holds { postcard::from_bytes(payload).ok() } else { None }
}

fn program() -> Fingerprint {
    Fingerprint::of_bytes(PROGRAM.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_is_decoded() {
        let memory = decode(&encode(&Memory::default()));
        assert!(memory.is_some_and(|m| m.outputs.is_empty()));
    }

    #[test]
    fn altered_bytes_are_no_memory() {
        let whole = encode(&Memory::default());
        for at in 0..whole.len() {
            let mut altered = whole.clone();
            altered[at] ^= 0x40;
            assert!(decode(&altered).is_none(), "byte {at} was altered");
            assert!(decode(&whole[..at]).is_none(), "cut at {at}");
        }
        assert!(decode(b"").is_none());
    }
}
