//! Bytes that stay where they were read: a value that is read from a large piece of bytes refers to it instead of copying
//! its share.

use std::cell::RefCell;
use std::ops::Deref;
use std::sync::OnceLock;

use bytes::Bytes;
use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

thread_local! {
    /// What is being read on this thread.
    static READING: RefCell<Option<Bytes>> = const { RefCell::new(None) };

    /// Room for what is written on this thread.
    static WRITING: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
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

/// A list that is written down as one string of bytes, and read where it is looked at.
#[derive(Clone, Debug)]
pub struct Later<T> {
    made: OnceLock<Vec<T>>,
    stored: Borrowed,
}

impl<T> Later<T> {
    /// The list, where it was made or looked at.
    #[must_use]
    pub fn made(&self) -> Option<&[T]> {
        self.made.get().map(Vec::as_slice)
    }

    /// What it was read from.
    #[must_use]
    pub fn stored(&self) -> &[u8] {
        &self.stored
    }
}

impl<T> Default for Later<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> From<Vec<T>> for Later<T> {
    fn from(list: Vec<T>) -> Self {
        Self { made: OnceLock::from(list), stored: Borrowed::default() }
    }
}

impl<T: DeserializeOwned> Deref for Later<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // What it was read from is verified as a whole before a value is read from it.
        self.made.get_or_init(|| postcard::from_bytes(&self.stored).unwrap_or_default())
    }
}

impl<'l, T: DeserializeOwned> IntoIterator for &'l Later<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: DeserializeOwned + PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Serialize> Serialize for Later<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(made) = self.made() else { return self.stored.serialize(serializer) };
        let mut room = WRITING.take();
        room.clear();
        let bytes = postcard::to_extend(made, room).map_err(serde::ser::Error::custom)?;
        let done = serializer.serialize_bytes(&bytes);
        WRITING.set(bytes);
        done
    }
}

impl<'de, T> Deserialize<'de> for Later<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { made: OnceLock::new(), stored: Deserialize::deserialize(deserializer)? })
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

    #[test]
    fn a_list_is_read_where_it_is_looked_at_and_written_as_it_was_read() {
        let list: Later<String> = vec!["one".to_owned(), "two".to_owned()].into();
        let bytes = postcard::to_stdvec(&(&list, Later::<u8>::default())).unwrap();
        let (read, empty): (Later<String>, Later<u8>) = postcard::from_bytes(&bytes).unwrap();
        assert!(read.made().is_none() && !read.stored().is_empty());
        assert_eq!(postcard::to_stdvec(&(&read, &empty)).unwrap(), bytes);
        assert_eq!((&read, read.len(), empty.len()), (&list, 2, 0));
        assert!(read.made().is_some());
    }
}
