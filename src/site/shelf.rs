//! Nouns of one sort, in order, found by id.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::FixedState;

/// Nouns of one sort in a stable order, found by id.
#[derive(Clone, Debug)]
pub struct Shelf<I, T> {
    all: Vec<T>,
    /// Never iterated.
    index: HashMap<I, u32, FixedState>,
}

impl<I: Hash + Eq + Copy, T> Shelf<I, T> {
    /// Shelves `all` in its order.
    pub fn new(all: Vec<T>, id: impl Fn(&T) -> I) -> Self {
        let index = all.iter().map(id).zip(0u32..).collect();
        Self { all, index }
    }

    /// By id.
    pub fn get(&self, id: I) -> Option<&T> {
        self.index.get(&id).and_then(|n| self.all.get(*n as usize))
    }

    /// Position in the shelf's order, by id.
    pub fn position(&self, id: I) -> Option<usize> {
        self.index.get(&id).map(|n| *n as usize)
    }

    /// All, to be filled in while the site is assembled; ids must stay as they are.
    pub(super) fn each_mut(&mut self) -> &mut [T] {
        &mut self.all
    }

    /// All in order.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.all
    }

    /// All in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.all.iter()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl<I, T> Default for Shelf<I, T> {
    fn default() -> Self {
        Self { all: Vec::new(), index: HashMap::default() }
    }
}

impl<'s, I, T> IntoIterator for &'s Shelf<I, T> {
    type Item = &'s T;
    type IntoIter = std::slice::Iter<'s, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}
