//! Which words of the theme an output asked for: one question for all of them, since a page asks for dozens, and most pages
//! of a template ask for the same.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::question::Query;
use super::theme_files::ThemeFiles;

/// The keys of all words that a theme has in any language, numbered.
#[derive(Debug, Default)]
pub struct WordKeys {
    /// In order.
    keys: Vec<Arc<str>>,
    /// Never iterated.
    numbers: HashMap<Arc<str>, usize, FixedState>,
}

impl WordKeys {
    /// Those of a theme.
    #[must_use]
    pub fn of(theme: &ThemeFiles) -> Self {
        let keys: BTreeSet<&str> =
            theme.strings.values().flat_map(|words| words.keys()).map(String::as_str).collect();
        let keys: Vec<Arc<str>> = keys.into_iter().map(Arc::from).collect();
        let numbers = keys.iter().cloned().zip(0..).collect();
        Self { keys, numbers }
    }
}

/// Some words, by their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct WordSet {
    /// A bit for each number of a key; nothing behind the last one that is set.
    numbers: Vec<u64>,
    /// Keys that the theme has not: they are shown themselves, until it has them.
    others: BTreeSet<Box<str>>,
}

impl WordSet {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.others.is_empty()
    }

    /// Adds a word.
    pub fn add(&mut self, keys: &WordKeys, key: &str) {
        let Some(number) = keys.numbers.get(key) else {
            if !self.others.contains(key) {
                self.others.insert(key.into());
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

    /// Adds all words of another one.
    pub fn join(&mut self, other: &Self) {
        if other.numbers.len() > self.numbers.len() {
            self.numbers.resize(other.numbers.len(), 0);
        }
        for (bits, more) in self.numbers.iter_mut().zip(&other.numbers) {
            *bits |= more;
        }
        self.others.extend(other.others.iter().cloned());
    }

    /// The question that asks for them all.
    #[must_use]
    pub fn query(&self, keys: &WordKeys) -> Query {
        let is_asked = |n: usize| self.numbers.get(n / BITS).is_some_and(|bits| bits >> (n % BITS) & 1 == 1);
        let known =
            keys.keys.iter().enumerate().filter(|(n, _)| is_asked(*n)).map(|(_, key)| Arc::clone(key));
        Query::Words(known.chain(self.others.iter().map(|key| Arc::from(&**key))).collect())
    }
}

/// Numbers that one word of memory tells.
const BITS: usize = u64::BITS as usize;

#[cfg(test)]
mod tests {
    use super::*;

    fn theme() -> ThemeFiles {
        let words = |keys: &[&str]| keys.iter().map(|key| ((*key).to_owned(), String::new())).collect();
        let all: Vec<String> = (0..100).map(|n| format!("k{n:02}")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let strings = [("zh-CN".to_owned(), words(&all)), ("en".to_owned(), words(&["home", "k03"]))];
        ThemeFiles { strings: strings.into(), ..ThemeFiles::default() }
    }

    #[test]
    fn words_are_asked_for_once_in_the_order_of_their_keys() {
        let keys = WordKeys::of(&theme());
        let of = |names: &[&str]| {
            let mut set = WordSet::default();
            names.iter().for_each(|name| set.add(&keys, name));
            set
        };
        let asked = |set: &WordSet| match set.query(&keys) {
            Query::Words(names) => names.join(" "),
            other => format!("{other:?}"),
        };
        assert!(of(&[]).is_empty());
        assert_eq!(asked(&of(&["k99", "home", "k03", "k99"])), "home k03 k99");
        assert_eq!(asked(&of(&["other", "k01", "another", "other"])), "k01 another other");
        let (mut one, two) = (of(&["k02", "a"]), of(&["k98", "b"]));
        one.join(&two);
        assert_eq!(one, of(&["b", "k98", "a", "k02"]));
        assert!(of(&["k00"]) != of(&["k01"]) && of(&["a"]) != of(&["b"]));
        assert!(!of(&["k64"]).is_empty() && !of(&["a"]).is_empty());
    }
}
