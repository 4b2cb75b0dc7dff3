//! A text made ready for the parser by small edits, and the way back to the text as written.

use std::borrow::Cow;

/// One edit: at byte `at` of the written text, `cut` bytes go and `put` comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Byte of the written text.
    pub at: usize,
    /// Bytes that are left out.
    pub cut: usize,
    /// What stands there instead.
    pub put: String,
}

impl Edit {
    /// Something put in.
    #[must_use]
    pub fn insert(at: usize, put: impl Into<String>) -> Self {
        Self { at, cut: 0, put: put.into() }
    }

    /// Something left out.
    #[must_use]
    pub fn remove(at: usize, cut: usize) -> Self {
        Self { at, cut, put: String::new() }
    }
}

/// The text that the parser gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    /// The text, edits done.
    pub text: String,
    /// Marks that emphasis put in, two at the most, which no text of an editor holds; they leave every word that is
    /// written out.
    marks: Vec<char>,
    /// For every edit: where what it put ends in `text`, where it starts, and where the written text goes on.
    joints: Vec<Joint>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Joint {
    start: usize,
    end: usize,
    written: usize,
}

impl Prepared {
    /// Does the edits, which are in order and do not overlap.
    #[must_use]
    pub fn new(text: &str, edits: &[Edit], marks: Vec<char>) -> Self {
        let extra: usize = edits.iter().map(|edit| edit.put.len()).sum();
        let mut out = String::with_capacity(text.len() + extra);
        let mut joints = Vec::with_capacity(edits.len());
        let mut from = 0;
        for edit in edits {
            out.push_str(text.get(from..edit.at).unwrap_or_default());
            let start = out.len();
            out.push_str(&edit.put);
            // Two edits may meet at one byte.
            from = from.max(edit.at + edit.cut);
            joints.push(Joint { start, end: out.len(), written: from });
        }
        out.push_str(text.get(from..).unwrap_or_default());
        Self { text: out, marks, joints }
    }

    /// The place in the written text of a byte of the prepared one, in logarithmic time.
    #[must_use]
    pub fn written(&self, at: usize) -> usize {
        let after = self.joints.partition_point(|joint| joint.start < at);
        let Some(joint) = after.checked_sub(1).and_then(|n| self.joints.get(n)) else { return at };
        joint.written + at.saturating_sub(joint.end)
    }

    /// A text of the parser without marks.
    #[must_use]
    pub fn unmarked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.may_hold_marks(text) || !text.contains(self.marks.as_slice()) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.replace(self.marks.as_slice(), ""))
        }
    }

    /// Told by their first bytes, with which hardly any other character begins.
    fn may_hold_marks(&self, text: &str) -> bool {
        let leads: (u8, u8) = match self.marks.as_slice() {
            [] => return false,
            [one] => (lead(*one), lead(*one)),
            [one, another, ..] => (lead(*one), lead(*another)),
        };
        memchr::memchr2(leads.0, leads.1, text.as_bytes()).is_some()
    }

    /// Whether a character is a mark.
    #[must_use]
    pub fn is_mark(&self, c: char) -> bool {
        self.marks.contains(&c)
    }

    /// The first character of a text of the parser that is not a mark.
    #[must_use]
    pub fn first_char(&self, text: &str) -> Option<char> {
        text.chars().find(|c| !self.marks.contains(c))
    }
}

/// The first byte of a character.
fn lead(c: char) -> u8 {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes);
    bytes[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_leads_back() {
        let edits = [Edit::insert(1, "--"), Edit::remove(2, 1), Edit::insert(4, "+")];
        let prepared = Prepared::new("abcde", &edits, Vec::new());
        assert_eq!(prepared.text, "a--bd+e");
        let back: Vec<usize> = (0..=7).map(|at| prepared.written(at)).collect();
        assert_eq!(back, [0, 1, 1, 1, 2, 4, 4, 5]);
    }

    #[test]
    fn marks_are_taken_out() {
        let prepared = Prepared::new("甲乙", &[], vec!['\u{e000}', '\u{e001}']);
        assert_eq!(prepared.unmarked("甲\u{e000}乙\u{e001}"), "甲乙");
        assert_eq!(prepared.unmarked("甲\u{e002}"), "甲\u{e002}");
        assert_eq!(prepared.first_char("\u{e001}乙"), Some('乙'));
    }
}
