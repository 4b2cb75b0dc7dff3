//! What the text of a template uses of mappings, read off it where that is wanted.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use memchr::{memchr3_iter, memmem};

use super::tags::tags;

/// The names that one text uses of mappings, as they come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// All of them.
    pub named: Vec<Box<str>>,
    /// Those that are taken as a whole: indexed by something that is worked out, printed, counted.
    pub whole: Vec<Box<str>>,
    /// What stands behind a name and a dot.
    pub behind: Vec<(Box<str>, Box<str>)>,
    /// Those that also stand without a dot behind them: handed on, gone through, tested.
    pub open: Vec<Box<str>>,
    /// Those of which the length is asked.
    pub measured: Vec<Box<str>>,
    /// Those that also stand for themselves.
    pub unmeasured: Vec<Box<str>>,
}

/// The texts of a part of a template, and what they use, read once.
#[derive(Debug)]
pub struct Speech {
    texts: Vec<Box<str>>,
    uses: OnceLock<Option<Uses>>,
}

impl Speech {
    /// Of texts.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        Self { texts: texts.iter().copied().map(Box::from).collect(), uses: OnceLock::new() }
    }

    /// What they use; `None` where they do not tell.
    #[must_use]
    pub fn uses(&self) -> Option<&Uses> {
        let read = || {
            let mut uses = Uses::default();
            self.texts.iter().all(|text| note_uses(text, &mut uses).is_some()).then_some(uses)
        };
        self.uses.get_or_init(read).as_ref()
    }
}

/// Filters that give back all of a mapping, or what of it nobody names.
const TAKING_ALL: [&str; 6] = ["items", "json", "json_encode", "keys", "pairs", "values"];

/// Names that a text may use of mappings: every word behind a dot, and at the beginning of a string, as filters are told
/// them. More words than are names do no harm. `None` where it goes through a mapping, whose names are then its own, or
/// looks into one by a name that it works out and does not tell which.
fn note_uses(text: &str, uses: &mut Uses) -> Option<()> {
    let text = &read(text);
    let mut dotted = BTreeSet::new();
    let backticks = text.match_indices('`').map(|(at, _)| at);
    for at in memchr3_iter(b'.', b'"', b'\'', text.as_bytes()).chain(backticks) {
        let name = word(&text[at + 1..]);
        uses.named.push(name.into());
        if text[at..].starts_with('.') {
            let of = last_word(text[..at].trim_end_matches('?'));
            dotted.insert(of);
            uses.behind.push((of.into(), name.into()));
        }
        let after = &text[at + 1 + name.len()..];
        if !after.trim_start_matches('?').starts_with('.') {
            uses.open.push(name.into());
        }
        let filter = after.trim_start().strip_prefix('|').map(|filter| word(filter.trim_start()));
        let is_measured = text[at..].starts_with('.') && filter == Some("length");
        if is_measured { &mut uses.measured } else { &mut uses.unmeasured }.push(name.into());
    }
    for at in memmem::find_iter(text.as_bytes(), "{%") {
        let tag = text[at + 2..].split("%}").next().unwrap_or_default();
        let words = tag.trim_start_matches('-').trim_start().strip_prefix("for ");
        if words.and_then(|words| words.split_once(" in ")).is_some_and(|(names, _)| names.contains(',')) {
            return None;
        }
    }
    for (at, _) in text.match_indices('|') {
        let filter = text[at + 1..].trim_start();
        let (name, before) = (word(filter), text[..at].trim_end());
        let is_worked_out =
            name == "get" && !filter[name.len()..].trim_start_matches("(key=").starts_with(QUOTES);
        if TAKING_ALL.contains(&name) {
            return None;
        } else if is_worked_out {
            uses.whole.push(part_name(before)?.into());
        } else if name == "length" {
            uses.whole.push(last_word(before).into());
        }
    }
    for (at, _) in text.match_indices('[') {
        let (of, index) = (last_word(&text[..at]), &text[at + 1..]);
        if !of.is_empty()
            && !index.starts_with(|c: char| c.is_ascii_digit() || c == ':' || QUOTES.contains(&c))
        {
            uses.whole.push(part_name(&text[..at])?.into());
        }
    }
    // What is used by its parts elsewhere is a mapping: here all of it is shown.
    for at in memmem::find_iter(text.as_bytes(), "{{") {
        let shown = text[at + 2..].trim_start_matches('-').trim_start();
        let is_path = |c: char| c.is_ascii_alphanumeric() || "_.?".contains(c);
        let path = &shown[..shown.find(|c| !is_path(c)).unwrap_or(0)];
        let name = last_word(path);
        if shown[path.len()..].trim_start().starts_with(['}', '-', '|']) && dotted.contains(name) {
            uses.whole.push(name.into());
        }
    }
    Some(())
}

/// What of a text is read, without the keys of the theme's words: `t(key="search.count")` uses no count of anything.
fn read(text: &str) -> String {
    const ASKED: &str = "t(key=\"";
    let read: String = tags(text).into_iter().filter_map(|tag| text.get(tag.at)).collect();
    let mut out = String::with_capacity(read.len());
    let mut rest = read.as_str();
    while let Some(at) = rest.find(ASKED) {
        let (before, key) = (&rest[..at], &rest[at + ASKED.len()..]);
        out.push_str(before);
        rest = key;
        // Not the end of another name.
        if let Some(end) = key.find('"').filter(|_| last_word(before).is_empty()) {
            rest = &key[end + 1..];
        } else {
            out.push_str(ASKED);
        }
    }
    out + rest
}

/// The name that a text ends with, where that is told as a part of something: a variable may stand for anything.
fn part_name(text: &str) -> Option<&str> {
    let name = last_word(text);
    text[..text.len() - name.len()].ends_with('.').then_some(name)
}

/// What a string of a template begins with.
const QUOTES: [char; 3] = ['"', '\'', '`'];

/// The word that a text ends with.
fn last_word(text: &str) -> &str {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    &text[text.len() - text.bytes().rev().take_while(is_part).count()..]
}

/// The word that a text begins with.
#[must_use]
pub fn word(text: &str) -> &str {
    let end = text.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'_')).unwrap_or(text.len());
    &text[..end]
}
