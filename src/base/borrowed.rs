//! Bytes that stay where they were read: a value that is read from a large piece of bytes refers to it instead of copying
//! its share.

use std::cell::RefCell;
use std::ops::Deref;

use bytes::Bytes;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

thread_local! {
    /// What is being read on this thread.
    static READING: RefCell<Option<Bytes>> = const { RefCell::new(None) };
}

/// Reads a value from `whole`; every [`Borrowed`] in it refers to `whole`, which lives as long as any of them.
pub fn reading<T>(whole: Bytes, read: impl FnOnce(&[u8]) -> T) -> T {
    let before = READING.replace(Some(whole.clone()));
    let value = read(&whole);
    READING.set(before);
    value
}

/// Bytes that are written down as one piece, and read without being copied where they are [`reading`] from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Borrowed(Bytes);

impl From<Vec<u8>> for Borrowed {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl Deref for Borrowed {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Borrowed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Borrowed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Share;
        impl<'de> Visitor<'de> for Share {
            type Value = Borrowed;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_borrowed_bytes<E: Error>(self, share: &'de [u8]) -> Result<Borrowed, E> {
                let lies_in = |whole: &&Bytes| {
                    let (whole, share) = (whole.as_ptr_range(), share.as_ptr_range());
                    whole.start <= share.start && share.end <= whole.end
                };
                let shared = READING
                    .with_borrow(|whole| whole.as_ref().filter(lies_in).map(|whole| whole.slice_ref(share)));
                Ok(Borrowed(shared.unwrap_or_else(|| Bytes::copy_from_slice(share))))
            }
            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Borrowed, E> {
                Ok(Borrowed(Bytes::copy_from_slice(bytes)))
            }
        }
        deserializer.deserialize_bytes(Share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_refers_to_what_it_is_read_from() {
        let value =
            vec![Borrowed::from(b"one".to_vec()), Borrowed::default(), Borrowed::from(b"two".to_vec())];
        let whole = Bytes::from(postcard::to_stdvec(&value).unwrap());
        let shared: Vec<Borrowed> = reading(whole.clone(), |bytes| postcard::from_bytes(bytes).unwrap());
        let copied: Vec<Borrowed> = postcard::from_bytes(&whole).unwrap();
        assert_eq!((&shared, &copied), (&value, &value));
        let lies_in = |share: &Borrowed| whole.as_ptr_range().contains(&share.as_ptr());
        assert!(lies_in(&shared[0]) && lies_in(&shared[2]));
        assert!(!lies_in(&copied[0]) && !lies_in(&copied[2]));
    }
}
