//! Components that were drawn already: head and foot of every page, and the card of an entry in each list, are the same
//! many times over, so each is drawn once in a build.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::FixedState;
use tera::{Kwargs, Value};

use super::names::Shows;
use super::question::Query;
use crate::base::hash::Fingerprint;

/// How many parts they are kept in, so that workers seldom wait for one another.
const SHARDS: usize = 64;

/// A component as it was drawn.
#[derive(Clone)]
pub struct Drawn {
    /// Its HTML.
    pub html: Value,
    /// What it asked: every page that shows it has asked that too.
    pub asked: Arc<[(Query, Fingerprint)]>,
    /// What it shows of the theme.
    pub shows: Arc<Shows>,
    /// What it was given, so that nothing else comes to stand at the same addresses.
    _given: Arc<[Value]>,
}

impl Drawn {
    /// A component that came to this HTML with these arguments.
    #[must_use]
    pub fn new(html: &str, (asked, shows): (Vec<(Query, Fingerprint)>, Shows), given: &Kwargs) -> Self {
        let given = given.iter().map(|(_, value)| value.clone()).collect();
        Self { html: Value::safe_string(html), asked: asked.into(), shows: Arc::new(shows), _given: given }
    }
}

/// All that were drawn in one build of one language. Never iterated, so its order shows nowhere.
pub struct Drawings(Vec<Mutex<HashMap<Fingerprint, Drawn, FixedState>>>);

impl Drawings {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self((0..SHARDS).map(|_| Mutex::default()).collect())
    }

    /// What was drawn with these arguments.
    #[must_use]
    pub fn get(&self, of: Fingerprint) -> Option<Drawn> {
        let shard = self.shard(of)?.lock().unwrap_or_else(PoisonError::into_inner);
        shard.get(&of).cloned()
    }

    /// Keeps what was drawn.
    pub fn keep(&self, of: Fingerprint, drawn: Drawn) {
        if let Some(shard) = self.shard(of) {
            shard.lock().unwrap_or_else(PoisonError::into_inner).insert(of, drawn);
        }
    }

    fn shard(&self, of: Fingerprint) -> Option<&Mutex<HashMap<Fingerprint, Drawn, FixedState>>> {
        self.0.get(usize::try_from(of.short() % SHARDS as u64).unwrap_or(0))
    }
}

impl Default for Drawings {
    fn default() -> Self {
        Self::new()
    }
}

/// Stands for the arguments of a call, as long as they live. Lists and mappings are told by their place in the memory:
/// answers are shared, so the same card is the same mapping, and comparing its words would take as long as drawing it.
#[must_use]
pub fn identity(arguments: &Kwargs) -> Fingerprint {
    Fingerprint::of(&Arguments(arguments))
}

struct Arguments<'k>(&'k Kwargs);

impl Hash for Arguments<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (name, value) in self.0.iter() {
            name.as_str().hash(state);
            if let Some(text) = value.as_str() {
                (1u8, value.is_safe(), text).hash(state);
            } else if let Some(map) = value.as_map() {
                (2u8, std::ptr::from_ref(map) as usize).hash(state);
            } else if let Some(list) = value.as_array() {
                (3u8, list.as_ptr() as usize, list.len()).hash(state);
            } else {
                (4u8, value.name(), value.to_string()).hash(state);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::query::answers::map;

    #[test]
    fn the_same_arguments_are_told_from_others() {
        let card = map([("title", Value::from("甲"))]);
        let of = |pairs: [(&'static str, Value); 2]| identity(&Kwargs::from(pairs));
        let first = of([("card", card.clone()), ("level", Value::from(2))]);
        assert_eq!(first, of([("card", card.clone()), ("level", Value::from(2))]));
        assert_ne!(first, of([("card", card.clone()), ("level", Value::from(3))]));
        assert_ne!(first, of([("card", card.clone()), ("level", Value::from("2"))]));
        assert_ne!(first, of([("card", map([("title", Value::from("甲"))])), ("level", Value::from(2))]));
        assert_ne!(first, of([("entry", card), ("level", Value::from(2))]));
    }
}
