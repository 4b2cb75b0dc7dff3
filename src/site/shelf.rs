//! Nouns of one sort, in order, found by id.

/// Nouns of one sort in a stable order, found by id.
#[derive(Clone, Debug)]
pub struct Shelf<I, T> {
    all: Vec<T>,
    index: Vec<(I, u32)>,
}

impl<I: Ord + Copy, T> Shelf<I, T> {
    /// Shelves `all` in its order.
    pub fn new(all: Vec<T>, id: impl Fn(&T) -> I) -> Self {
        let mut index: Vec<(I, u32)> = (0u32..).zip(&all).map(|(n, t)| (id(t), n)).collect();
        index.sort_unstable_by_key(|(id, _)| *id);
        Self { all, index }
    }

    /// By id.
    pub fn get(&self, id: I) -> Option<&T> {
        let at = self.index.binary_search_by_key(&id, |(i, _)| *i).ok()?;
        self.index.get(at).and_then(|(_, n)| self.all.get(*n as usize))
    }

    /// Position in the shelf's order, by id.
    pub fn position(&self, id: I) -> Option<usize> {
        let at = self.index.binary_search_by_key(&id, |(i, _)| *i).ok()?;
        self.index.get(at).map(|(_, n)| *n as usize)
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
        Self { all: Vec::new(), index: Vec::new() }
    }
}

impl<'s, I, T> IntoIterator for &'s Shelf<I, T> {
    type Item = &'s T;
    type IntoIter = std::slice::Iter<'s, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}
