//! Footnotes: numbered as they are referred to, written at the end.

use std::collections::BTreeMap;

use super::body::Piece;
use crate::base::diagnostic::finding::Place;

/// Footnotes of one text.
#[derive(Default)]
pub struct Notes {
    numbers: BTreeMap<String, u32>,
    times: BTreeMap<u32, u32>,
    written: Vec<Note>,
    names: BTreeMap<String, usize>,
    open: Vec<(String, Place)>,
}

/// A footnote's text.
pub struct Note {
    /// Its name, without regard to capitals.
    pub name: String,
    /// What is written.
    pub pieces: Vec<Piece>,
    /// Where it stands.
    pub place: Place,
}

impl Notes {
    /// Refers to a note: its number, and which reference to it this is, from 1.
    pub fn refer(&mut self, name: &str) -> (u32, u32) {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX).saturating_add(1);
        let number = *self.numbers.entry(name.to_lowercase()).or_insert(next);
        let times = self.times.entry(number).or_insert(0);
        *times += 1;
        (number, *times)
    }

    /// Begins a note.
    pub fn begin(&mut self, name: &str, place: Place) {
        self.open.push((name.to_lowercase(), place));
    }

    /// Ends it; of two notes of one name the first stays.
    pub fn end(&mut self, pieces: Vec<Piece>) {
        let Some((name, place)) = self.open.pop() else { return };
        if let std::collections::btree_map::Entry::Vacant(free) = self.names.entry(name.clone()) {
            free.insert(self.written.len());
            self.written.push(Note { name, pieces, place });
        }
    }

    /// Whether a note is being written.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        !self.open.is_empty()
    }

    /// Notes that are referred to, with number and how often, in the order of their numbers; and the others.
    pub fn take(&mut self) -> (Vec<(u32, u32, Note)>, Vec<Note>) {
        let mut used = Vec::new();
        let mut unused = Vec::new();
        for note in std::mem::take(&mut self.written) {
            match self.numbers.get(&note.name) {
                Some(number) => {
                    let times = self.times.get(number).copied().unwrap_or(1);
                    used.push((*number, times, note));
                }
                None => unused.push(note),
            }
        }
        used.sort_by_key(|(number, ..)| *number);
        (used, unused)
    }
}

/// The id of a reference to a note.
#[must_use]
pub fn reference_id(number: u32, time: u32) -> String {
    if time > 1 { format!("fnref-{number}-{time}") } else { format!("fnref-{number}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::span::Span;

    #[test]
    fn notes_are_numbered_as_they_are_referred_to() {
        let place = || Place::new("a.md", Span::default());
        let mut notes = Notes::default();
        for name in ["late", "early", "unused", "EARLY"] {
            notes.begin(name, place());
            notes.end(vec![Piece::Html(name.to_owned())]);
        }
        assert_eq!(notes.refer("Early"), (1, 1));
        assert_eq!(notes.refer("late"), (2, 1));
        assert_eq!(notes.refer("early"), (1, 2));
        let (used, unused) = notes.take();
        let used: Vec<_> = used.iter().map(|(n, times, note)| (*n, *times, note.pieces.clone())).collect();
        assert_eq!(
            used,
            [(1, 2, vec![Piece::Html("early".to_owned())]), (2, 1, vec![Piece::Html("late".to_owned())])]
        );
        assert_eq!(unused.iter().map(|n| n.name.as_str()).collect::<Vec<_>>(), ["unused"]);
    }
}
