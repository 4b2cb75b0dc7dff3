//! What a template shows of an answer: the parts that its text, with all that it is made of, names. This is told of the
//! compiled-in theme, whose templates print no mapping as a whole.
//!
//! An output whose answers are others is asked once more before it is made: where all that its template can show of them
//! is as it was, so is the output.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use foldhash::fast::FixedState;
use tera::Value;

use super::uses::Speech;
use crate::base::hash::Fingerprint;

/// What the texts that a template is made of use; put together where it is wanted.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    /// None where nothing is told.
    speech: Option<Vec<Arc<Speech>>>,
    fields: OnceLock<Option<Fields>>,
}

impl Spoken {
    /// Of all texts; `None` where they are not to be asked.
    #[must_use]
    pub fn of(speech: Option<Vec<Arc<Speech>>>) -> Self {
        Self { speech, fields: OnceLock::new() }
    }

    /// The fields that all of them use; `None` where one does not tell.
    #[must_use]
    pub fn fields(&self) -> Option<&Fields> {
        self.fields.get_or_init(|| Fields::of(self.speech.as_ref()?)).as_ref()
    }
}

/// Names. Never iterated.
type Names = HashSet<Box<str>, FixedState>;

/// The names that a template may use of mappings, and how. Never iterated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(HashMap<Box<str>, Use, FixedState>);

/// How a name is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Use {
    /// It is the name of a part.
    is_named: bool,
    /// A list of the name is only counted.
    is_counted: bool,
    /// A mapping of the name is taken as a whole: what of it is shown is not told by the text.
    is_whole: bool,
    /// The names of its parts, where each is told by the text.
    told: Option<Names>,
}

impl Fields {
    /// Those of all texts; `None` where one does not tell.
    fn of(speech: &[Arc<Speech>]) -> Option<Self> {
        let mut fields = Self::default();
        for speech in speech {
            let uses = speech.uses()?;
            uses.named.iter().for_each(|name| fields.of_name(name).is_named = true);
            uses.whole.iter().for_each(|name| fields.of_name(name).is_whole = true);
            uses.measured.iter().for_each(|name| fields.of_name(name).is_counted = true);
            for (name, part) in &uses.behind {
                fields.of_name(name).told.get_or_insert_default().insert(part.clone());
            }
        }
        for uses in speech.iter().filter_map(|speech| speech.uses()) {
            uses.open.iter().for_each(|name| fields.of_name(name).told = None);
            uses.unmeasured.iter().for_each(|name| fields.of_name(name).is_counted = false);
        }
        Some(fields)
    }

    fn of_name(&mut self, name: &str) -> &mut Use {
        self.0.entry(name.into()).or_default()
    }
}

/// What pages read of answers by themselves, whatever their template shows: for head and trail.
pub const OWN: [&str; 38] = [
    "base_path",
    "base_url",
    "canonical",
    "card",
    "children",
    "edit_url",
    "has_code",
    "has_math",
    "head",
    "id",
    "image",
    "json_ld",
    "label",
    "lang",
    "mark",
    "measure",
    "menu",
    "name",
    "own_kind",
    "path",
    "plan",
    "published",
    "published_rfc3339",
    "row",
    "schema_type",
    "slug",
    "source",
    "subtitle",
    "summary",
    "table",
    "tags",
    "taxonomy",
    "title",
    "trail",
    "updated",
    "updated_rfc3339",
    "url",
    "urls",
];

/// Fingerprint of what can be seen of a value, which may be [read](OWN) by pages themselves.
#[must_use]
pub fn print(value: &Value, fields: &Fields, is_read: bool) -> Fingerprint {
    Fingerprint::of(&Seen { value, fields, own: if is_read { &OWN } else { &[] }, told: None })
}

struct Seen<'v> {
    value: &'v Value,
    fields: &'v Fields,
    own: &'static [&'static str],
    /// The names of which one must be its, where that is told.
    told: Option<&'v Names>,
}

impl Hash for Seen<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { value, fields, own, told } = self;
        if let Some(text) = value.as_str() {
            (1_u8, value.is_safe(), text).hash(state);
        } else if let Some(map) = value.as_map() {
            (2_u8, map.is_empty()).hash(state);
            for (key, value) in map {
                let Some(key) = key.as_str() else { continue };
                let is_own = own.binary_search(&key).is_ok();
                let used = fields.0.get(key);
                let is_named =
                    || told.map_or_else(|| used.is_some_and(|used| used.is_named), |told| told.contains(key));
                if used.is_some_and(|used| used.is_counted) && value.as_array().is_some() {
                    (key, value.as_array().map(<[Value]>::len)).hash(state);
                } else if used.is_some_and(|used| used.is_whole) && value.as_map().is_some() {
                    (key, serde_json::to_string(value).unwrap_or_default()).hash(state);
                } else if is_own || is_named() {
                    key.hash(state);
                    // What pages read stands below nothing else.
                    let own: &[&str] = if is_own { own } else { &[] };
                    let told = used.and_then(|used| used.told.as_ref());
                    Self { value, fields, own, told }.hash(state);
                }
            }
            9_u8.hash(state);
        } else if let Some(list) = value.as_array() {
            (3_u8, list.len()).hash(state);
            for value in list {
                Self { value, fields, own, told: None }.hash(state);
            }
        } else {
            (4_u8, value.name(), value.to_string()).hash(state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::query::answers::map;

    #[test]
    fn what_is_not_named_is_not_seen() {
        let card = |title: &str, venue: &str, rows: usize| {
            let place = map([("hall", Value::from(venue)), ("floor", Value::from(rows))]);
            map([("title", Value::from(title)), ("venue", place)])
        };
        let fields = |named: &[&str], whole: &[&str]| {
            let mut fields = Fields::default();
            named.iter().for_each(|name| fields.of_name(name).is_named = true);
            whole.iter().for_each(|name| fields.of_name(name).is_whole = true);
            fields
        };
        let same = |fields: &Fields, a: Value, b: Value| {
            print(&Value::from(vec![a]), fields, false) == print(&Value::from(vec![b]), fields, false)
        };
        let title = fields(&["title"], &[]);
        assert!(same(&title, card("甲", "a", 1), card("甲", "b", 2)));
        assert!(!same(&title, card("甲", "a", 1), card("乙", "a", 1)));
        let nothing = fields(&[], &[]);
        assert!(same(&nothing, card("甲", "a", 1), card("乙", "a", 1)));
        let read = |title| print(&card(title, "a", 1), &nothing, true);
        assert_ne!(read("甲"), read("乙"), "every page reads its title");
        assert!(!same(&title, card("甲", "a", 1), Value::from("甲")));
        let hall = fields(&["venue", "hall"], &[]);
        assert!(same(&hall, card("甲", "a", 1), card("甲", "a", 2)));
        assert!(!same(&hall, card("甲", "a", 1), card("甲", "b", 1)));
        assert!(!same(&fields(&["venue"], &["venue"]), card("甲", "a", 1), card("甲", "a", 2)));
        let rows = |n: u8| map([("rows", Value::from(vec![Value::from(n)]))]);
        let mut counted = fields(&["rows"], &[]);
        counted.of_name("rows").is_counted = true;
        assert!(same(&counted, rows(1), rows(2)));
        assert!(!same(&counted, rows(1), map([("rows", Value::from(Vec::<Value>::new()))])));
        let mut all = fields(&["venue", "hall", "floor"], &[]);
        all.of_name("venue").told = Some(Names::from_iter([Box::from("hall")]));
        assert!(same(&all, card("甲", "a", 1), card("甲", "a", 2)), "a floor is named of something else");
        assert!(!same(&all, card("甲", "a", 1), card("甲", "b", 1)));
    }

    #[test]
    fn what_pages_read_is_in_order() {
        assert!(OWN.is_sorted());
    }
}
