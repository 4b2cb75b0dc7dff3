//! Bytes that stand apart from the values that they belong to, and are brought when one of them is looked at: most of a
//! cache is texts, and few builds look at many of them.

use std::cell::RefCell;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

thread_local! {
    /// What stands apart of the values that are being read on this thread.
    static READING: RefCell<Option<Arc<Batch>>> = const { RefCell::new(None) };

    /// What stands apart of the values that are being written on this thread.
    static WRITING: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Reads values of which `batch` holds what stands apart.
pub fn reading<T>(batch: Arc<Batch>, read: impl FnOnce() -> T) -> T {
    let before = READING.replace(Some(batch));
    let value = read();
    READING.set(before);
    value
}

/// Writes values; what stands apart of them is gathered behind `room`, and comes back beside.
pub fn writing<T>(room: Vec<u8>, write: impl FnOnce() -> T) -> (T, Vec<u8>) {
    let before = WRITING.replace(Some(room));
    let value = write();
    (value, WRITING.replace(before).unwrap_or_default())
}

/// Whether bytes that stood apart were gone or damaged when they were looked at: what was made of them does not count.
#[derive(Clone, Debug, Default)]
pub struct Loss(Arc<AtomicBool>);

impl Loss {
    /// Whether any were.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    fn tell(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// How the bytes of a batch are brought; `None` where they are gone or damaged.
type Bring = Box<dyn Fn() -> Option<Vec<u8>> + Send + Sync>;

/// What stands apart of many values.
pub struct Batch {
    len: usize,
    bytes: OnceLock<Vec<u8>>,
    bring: Bring,
    loss: Loss,
}

impl Batch {
    /// So many bytes, which `bring` brings; where it cannot, `loss` is told, and they read as none.
    #[must_use]
    pub fn new(len: usize, loss: Loss, bring: impl Fn() -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self { len, bytes: OnceLock::new(), bring: Box::new(bring), loss }
    }

    fn share(&self, at: Range<usize>) -> &[u8] {
        let bring = || {
            let brought = (self.bring)().filter(|bytes| bytes.len() == self.len);
            brought.unwrap_or_else(|| {
                self.loss.tell();
                Vec::new()
            })
        };
        self.bytes.get_or_init(bring).get(at).unwrap_or_default()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("len", &self.len).finish_non_exhaustive()
    }
}

/// Bytes that stand apart where they are [written](writing) and [read](reading) so.
#[derive(Clone, Debug)]
pub struct Apart(Place);

#[derive(Clone, Debug)]
enum Place {
    Here(Vec<u8>),
    In(Arc<Batch>, Range<usize>),
}

impl Default for Apart {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl From<Vec<u8>> for Apart {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Place::Here(bytes))
    }
}

impl Deref for Apart {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Place::Here(bytes) => bytes,
            Place::In(batch, at) => batch.share(at.clone()),
        }
    }
}

impl Apart {
    /// How many bytes; they are not brought for that.
    #[must_use]
    pub fn stored_len(&self) -> usize {
        match &self.0 {
            Place::Here(bytes) => bytes.len(),
            Place::In(_, at) => at.len(),
        }
    }
}

impl PartialEq for Apart {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Serialize for Apart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        set_apart(serializer, |mut all| {
            all.extend_from_slice(self);
            Ok(all)
        })
    }
}

/// Writes down where the bytes stand that `add` adds to those that stand apart; these bytes, where none do.
fn set_apart<S: Serializer>(
    serializer: S,
    add: impl FnOnce(Vec<u8>) -> Result<Vec<u8>, S::Error>,
) -> Result<S::Ok, S::Error> {
    let Some(apart) = WRITING.take() else { return serializer.serialize_bytes(&add(Vec::new())?) };
    let from = apart.len();
    let apart = add(apart)?;
    let at = (from as u64, (apart.len() - from) as u64);
    WRITING.set(Some(apart));
    at.serialize(serializer)
}

impl<'de> Deserialize<'de> for Apart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Apart;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Apart, E> {
                Ok(bytes.to_vec().into())
            }
        }
        let Some(batch) = READING.with_borrow(Clone::clone) else {
            return deserializer.deserialize_bytes(Bytes);
        };
        let (from, len): (u64, u64) = Deserialize::deserialize(deserializer)?;
        let range = || {
            let from = usize::try_from(from).ok()?;
            let to = from.checked_add(usize::try_from(len).ok()?)?;
            (to <= batch.len).then_some(from..to)
        };
        let at = range().ok_or_else(|| D::Error::custom("bytes that are not there"))?;
        Ok(Self(Place::In(batch, at)))
    }
}

/// A list that is written down as one string of bytes, and read where it is looked at.
#[derive(Clone, Debug)]
pub struct Later<T> {
    made: OnceLock<Vec<T>>,
    stored: Apart,
}

impl<T> Later<T> {
    /// The list, where it was made or looked at.
    #[must_use]
    pub fn made(&self) -> Option<&[T]> {
        self.made.get().map(Vec::as_slice)
    }

    /// How many bytes it was read from.
    #[must_use]
    pub fn stored_len(&self) -> usize {
        self.stored.stored_len()
    }
}

impl<T> Default for Later<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> From<Vec<T>> for Later<T> {
    fn from(list: Vec<T>) -> Self {
        Self { made: OnceLock::from(list), stored: Apart::default() }
    }
}

impl<T: DeserializeOwned> Deref for Later<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // What it is read from is verified as a whole where it is brought.
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
        set_apart(serializer, |all| postcard::to_extend(made, all).map_err(serde::ser::Error::custom))
    }
}

impl<'de, T> Deserialize<'de> for Later<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { made: OnceLock::new(), stored: Deserialize::deserialize(deserializer)? })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    /// Values in whose written form the first is a list that is read later.
    type Values = (Later<String>, Later<u8>, Apart);

    fn values() -> Values {
        (vec!["one".to_owned(), "two".to_owned()].into(), Later::default(), b"three".to_vec().into())
    }

    #[test]
    fn what_stands_apart_is_brought_once_and_written_as_it_was_read() {
        let (head, apart) = writing(vec![7], || postcard::to_stdvec(&values()).unwrap());
        assert!(apart.first() == Some(&7) && apart.ends_with(b"three"));
        let brought = Arc::new(AtomicUsize::new(0));
        let (bytes, count, loss) = (apart.clone(), Arc::clone(&brought), Loss::default());
        let batch = Batch::new(apart.len(), loss.clone(), move || {
            count.fetch_add(1, Ordering::Relaxed);
            Some(bytes.clone())
        });
        let read: Values = reading(Arc::new(batch), || postcard::from_bytes(&head).unwrap());
        assert_eq!((read.0.stored_len(), read.2.stored_len()), (9, 5));
        assert!(brought.load(Ordering::Relaxed) == 0 && read.0.made().is_none());
        let again = writing(vec![7], || postcard::to_stdvec(&read).unwrap());
        assert!(again == (head, apart), "what is not looked at is written as it was read");
        assert!(read == values() && read.0.made().is_some());
        assert!(brought.load(Ordering::Relaxed) == 1 && !loss.is_told());
    }

    #[test]
    fn where_nothing_stands_apart_it_stands_in_its_place() {
        let bytes = postcard::to_stdvec(&values()).unwrap();
        let read: Values = postcard::from_bytes(&bytes).unwrap();
        assert!(read.0.made().is_none());
        assert_eq!(postcard::to_stdvec(&read).unwrap(), bytes);
        assert_eq!(read, values());
    }

    #[test]
    fn what_cannot_be_brought_is_told_and_reads_as_nothing() {
        let (head, apart) = writing(Vec::new(), || postcard::to_stdvec(&values()).unwrap());
        for brought in [None, Some(apart[1..].to_vec())] {
            let loss = Loss::default();
            let batch = Batch::new(apart.len(), loss.clone(), move || brought.clone());
            let read: Values = reading(Arc::new(batch), || postcard::from_bytes(&head).unwrap());
            assert!(!loss.is_told());
            assert!(read.0.is_empty() && read.2.is_empty() && loss.is_told());
        }
        let short = Batch::new(apart.len() - 1, Loss::default(), || None);
        assert!(reading(Arc::new(short), || postcard::from_bytes::<Values>(&head)).is_err());
    }
}
