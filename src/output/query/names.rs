//! Which of a theme's words and components an output shows: one question for all words and one for all components, since
//! a page asks for dozens, and most pages of a template ask for the same.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;

/// Names that are known, numbered.
#[derive(Debug, Default)]
pub struct NameKeys {
    /// In order.
    names: Vec<Arc<str>>,
    /// Never iterated.
    numbers: HashMap<Arc<str>, usize, FixedState>,
}

impl NameKeys {
    /// Those of some names, which may come several times.
    #[must_use]
    pub fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let names: BTreeSet<&str> = names.collect();
        let names: Vec<Arc<str>> = names.into_iter().map(Arc::from).collect();
        let numbers = names.iter().cloned().zip(0..).collect();
        Self { names, numbers }
    }
}

/// Some names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NameSet {
    /// A bit for each number of a name; nothing behind the last one that is set.
    numbers: Vec<u64>,
    /// Names that are not known, but may be another day.
    others: BTreeSet<Box<str>>,
}

impl NameSet {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.others.is_empty()
    }

    /// Adds a name.
    pub fn add(&mut self, keys: &NameKeys, name: &str) {
        let Some(number) = keys.numbers.get(name) else {
            if !self.others.contains(name) {
                self.others.insert(name.into());
            }
            return;
        };
        let (at, bit) = (number / BITS, 1 << (number % BITS));
        if at >= self.numbers.len() {
            self.numbers.resize(at + 1, 0);
        }
        if let Some(bits) = self.numbers.get_mut(at) {
            *bits |= bit;
        }
    }

    /// Adds all of another one.
    pub fn join(&mut self, other: &Self) {
        if other.numbers.len() > self.numbers.len() {
            self.numbers.resize(other.numbers.len(), 0);
        }
        for (bits, more) in self.numbers.iter_mut().zip(&other.numbers) {
            *bits |= more;
        }
        self.others.extend(other.others.iter().cloned());
    }

    /// The names: known ones first, each in order.
    #[must_use]
    pub fn names(&self, keys: &NameKeys) -> Arc<[Arc<str>]> {
        let has = |n: usize| self.numbers.get(n / BITS).is_some_and(|bits| bits >> (n % BITS) & 1 == 1);
        let known = keys.names.iter().enumerate().filter(|(n, _)| has(*n)).map(|(_, name)| Arc::clone(name));
        known.chain(self.others.iter().map(|name| Arc::from(&**name))).collect()
    }
}

/// What an output shows of a theme.
#[derive(Clone, Debug, Default)]
pub struct Shows {
    /// Keys of words.
    pub words: NameSet,
    /// Names of components.
    pub components: NameSet,
}

impl Shows {
    /// Adds all that another one shows.
    pub fn join(&mut self, other: &Self) {
        self.words.join(&other.words);
        self.components.join(&other.components);
    }
}

/// Numbers that one word of memory tells.
const BITS: usize = u64::BITS as usize;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_once_and_in_order() {
        let all: Vec<String> = (0..100).map(|n| format!("k{n:02}")).collect();
        let keys = NameKeys::of(all.iter().map(String::as_str).chain(["home", "k03"]));
        let of = |names: &[&str]| {
            let mut set = NameSet::default();
            names.iter().for_each(|name| set.add(&keys, name));
            set
        };
        let told = |set: &NameSet| set.names(&keys).join(" ");
        assert!(of(&[]).is_empty());
        assert_eq!(told(&of(&["k99", "home", "k03", "k99"])), "home k03 k99");
        assert_eq!(told(&of(&["other", "k01", "another", "other"])), "k01 another other");
        let (mut one, two) = (of(&["k02", "a"]), of(&["k98", "b"]));
        one.join(&two);
        assert_eq!(one, of(&["b", "k98", "a", "k02"]));
        assert!(of(&["k00"]) != of(&["k01"]) && of(&["a"]) != of(&["b"]));
        assert!(!of(&["k64"]).is_empty() && !of(&["a"]).is_empty());
    }
}
