//! Emphasis beside Chinese punctuation.
//!
//! A closing `**` after `。` is not right-flanking (CommonMark 6.2), so Chinese emphasis would stay literal. The
//! CJK-friendly amendments let a wide neighbour satisfy the punctuation part of the rule. The parser has no switch
//! for them, so a mark is put beside the delimiter run where its rule and the amended one differ: a private-use
//! character counts as a letter there, a rare punctuation character as punctuation. Both are chosen so that the text
//! does not hold them, and are taken out of everything that the parser says.

use std::collections::BTreeSet;

use unicode_properties::{EmojiStatus, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};

use super::prepared::Edit;
use crate::base::text::width::is_wide;

/// Characters that the parser takes for punctuation, of scripts that a campus hardly writes (Medefaidrin, Tamil).
const PUNCTUATION: [char; 5] = ['\u{16e97}', '\u{16e98}', '\u{16e99}', '\u{16e9a}', '\u{11fff}'];

/// The mark that counts as a letter, where the text does not hold it.
const LETTER_FIRST: char = '\u{e0f0}';

/// Whether a text may hold a private-use character or one beyond the basic plane, told by bytes: U+E000 to U+F8FF begin
/// with EE, or with EF and a byte up to A3; all above U+FFFF with F0 or more. Most texts hold none.
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is done for many bytes at once")]
fn may_hold_marks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mark = |b: u8, next: u8| (b >= 0xEE) & ((b != 0xEF) | (next <= 0xA3));
    let after = bytes.get(1..).unwrap_or_default();
    bytes.iter().zip(after).fold(false, |found, (b, next)| found | mark(*b, *next))
}

/// The two marks of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Counts as a letter: of the private use area.
    pub letter: char,
    /// Counts as punctuation. Only variation selectors ask for it, so a text may go without.
    pub punctuation: Option<char>,
}

impl Marks {
    /// Marks that `text` does not hold; `None` where it holds every private-use character there is.
    #[must_use]
    pub fn absent_from(text: &str) -> Option<Self> {
        if !may_hold_marks(text) {
            return Some(Self { letter: LETTER_FIRST, punctuation: PUNCTUATION.first().copied() });
        }
        let private = |c: &char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}');
        let used: BTreeSet<char> = text.chars().filter(private).collect();
        let letter =
            (LETTER_FIRST..='\u{f8ff}').chain('\u{f0000}'..='\u{ffffd}').find(|c| !used.contains(c))?;
        let punctuation = PUNCTUATION.into_iter().find(|mark| !text.contains(*mark));
        Some(Self { letter, punctuation })
    }

    /// Both, for taking them out.
    #[must_use]
    pub fn all(self) -> Vec<char> {
        std::iter::once(self.letter).chain(self.punctuation).collect()
    }
}

/// The marks that make delimiter runs open and close as the amendments say, in order.
#[must_use]
pub fn edits(text: &str, marks: Marks) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut tables = Tables::new(text);
    let mut at = 0;
    while let Some((start, byte)) = next_delimiter(bytes, at) {
        at = start;
        if is_escaped(bytes, start) {
            at += 1;
            continue;
        }
        while bytes.get(at) == Some(&byte) {
            at += 1;
        }
        if let Some(run) = Run::of(text, start, at, byte)
            && !run.stands_at_edge(text, start, &mut tables)
            && let Some((before, after)) = run.marks()
        {
            edits.extend(before.and_then(|side| side.mark(marks)).map(|mark| Edit::insert(start, mark)));
            edits.extend(after.and_then(|side| side.mark(marks)).map(|mark| Edit::insert(at, mark)));
        }
    }
    edits
}

/// The next delimiter from a byte on, and which one it is.
fn next_delimiter(bytes: &[u8], from: usize) -> Option<(usize, u8)> {
    let at = from + memchr::memchr3(b'*', b'_', b'~', bytes.get(from..)?)?;
    Some((at, *bytes.get(at)?))
}

/// Whether an odd number of backslashes stands before a byte: it is no delimiter then.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// What a neighbour of a run counts as for the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Letter,
    Punctuation,
}

impl Side {
    fn mark(self, marks: Marks) -> Option<char> {
        match self {
            Self::Letter => Some(marks.letter),
            Self::Punctuation => marks.punctuation,
        }
    }
}

/// Whether a run may open and may close.
type Roles = (bool, bool);

/// A delimiter run between two characters that are not white space.
struct Run {
    delimiter: u8,
    len: usize,
    before: char,
    before_before: Option<char>,
    after: char,
}

impl Run {
    /// The run, where its neighbours can make a difference: beside white space both rules agree.
    fn of(text: &str, start: usize, end: usize, delimiter: u8) -> Option<Self> {
        // A single `~` is a range in Chinese (周一~周五、3~5 天): the parser's stricter rule stays. Three are no delimiter.
        let len = end - start;
        if delimiter == b'~' && len != 2 {
            return None;
        }
        let mut back = text.get(..start)?.chars().rev();
        let before = back.next()?;
        let after = text.get(end..)?.chars().next()?;
        let space = before.is_whitespace() || after.is_whitespace();
        (!space).then(|| Self { delimiter, len, before, before_before: back.next(), after })
    }

    /// Whether the run stands right behind a quote's `>` or beside a table's `|`, where the parser sees the start or
    /// end of a line: nothing differs there, and a mark before `~~~` would undo a fence.
    fn stands_at_edge(&self, text: &str, start: usize, tables: &mut Tables<'_>) -> bool {
        if matches!(self.before, '>' | ':') {
            let back = text.as_bytes().iter().take(start).rev();
            let other = back.copied().find(|b| !matches!(b, b' ' | b'\t' | b'>' | b':'));
            if matches!(other, None | Some(b'\n')) {
                return true;
            }
        }
        (self.before == '|' || self.after == '|') && tables.holds(start)
    }

    /// What must stand before and after the run so that the parser's rule gives what the amended one does; `None`
    /// where it does already.
    fn marks(&self) -> Option<(Option<Side>, Option<Side>)> {
        let wanted = self.amended();
        let before = side(self.before);
        let after = side(self.after);
        if self.parsed(before, after) == wanted {
            return None;
        }
        let sides = [None, Some(Side::Letter), Some(Side::Punctuation)];
        let pairs = sides.into_iter().flat_map(|b| sides.into_iter().map(move |a| (b, a)));
        pairs
            .filter(|(b, a)| self.parsed(b.unwrap_or(before), a.unwrap_or(after)) == wanted)
            .min_by_key(|(b, a)| cost(*b) + cost(*a))
    }

    /// The rule of pulldown-cmark (`delim_run_can_open`, `delim_run_can_close`), neighbours not being white space.
    fn parsed(&self, before: Side, after: Side) -> Roles {
        let (punctuation_before, punctuation_after) =
            (before == Side::Punctuation, after == Side::Punctuation);
        match self.delimiter {
            b'*' => (!punctuation_after || punctuation_before, !punctuation_before || punctuation_after),
            b'~' if self.len > 1 => (true, !punctuation_before || punctuation_after),
            _ => (punctuation_before, punctuation_after),
        }
    }

    /// The amended rule (CJK-friendly amendments, 6.2), neighbours not being white space.
    fn amended(&self) -> Roles {
        let selector = is_selector(self.before);
        let (base, followed_by) = match self.before_before {
            Some(base) if selector => (base, Some(self.before)),
            _ => (self.before, None),
        };
        let quote = followed_by == Some('\u{fe01}') && matches!(base, '‘' | '’' | '“' | '”');
        let wide_before = quote || is_cjk(base) || is_ideographic_selector(self.before);
        let wide_after = is_cjk(self.after);
        let punctuation_before = is_punctuation(base);
        let punctuation_after = is_punctuation(self.after);
        let narrow_before = punctuation_before && !quote && !is_cjk(base);
        let narrow_after = punctuation_after && !wide_after;
        let left = !narrow_after || narrow_before || wide_before;
        let right = !narrow_before || punctuation_after || wide_after;
        match self.delimiter {
            b'_' => (left && (!right || punctuation_before), right && (!left || punctuation_after)),
            // For `~~` the amendments only ever add.
            b'~' => {
                let (open, close) = self.parsed(side(self.before), side(self.after));
                (open || left, close || right)
            }
            _ => (left, right),
        }
    }
}

/// Fewer marks are better, and a text that holds all marks for punctuation should miss them as seldom as can be.
fn cost(mark: Option<Side>) -> usize {
    match mark {
        None => 0,
        Some(Side::Letter) => 2,
        Some(Side::Punctuation) => 3,
    }
}

fn side(c: char) -> Side {
    if is_punctuation(c) { Side::Punctuation } else { Side::Letter }
}

/// A Unicode punctuation character as CommonMark 0.31 counts it: general category P or S.
fn is_punctuation(c: char) -> bool {
    // What stands beside most runs, before the long way through the tables.
    match c {
        '\0'..='\x7f' => return c.is_ascii_punctuation(),
        '\u{4e00}'..='\u{9fff}' => return false,
        '、' | '。' | '，' | '：' | '；' | '！' | '？' | '（' | '）' | '《' | '》' | '“' | '”' =>
        {
            return true;
        }
        _ => {}
    }
    matches!(c.general_category_group(), GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol)
}

/// A general-use variation selector other than the one for emoji presentation.
fn is_selector(c: char) -> bool {
    ('\u{fe00}'..='\u{fe0e}').contains(&c)
}

fn is_ideographic_selector(c: char) -> bool {
    ('\u{e0100}'..='\u{e01ef}').contains(&c)
}

/// A CJK character of the amendments: East Asian Width W, F or H without default emoji presentation, or Hangul.
fn is_cjk(c: char) -> bool {
    if c < '\u{1100}' {
        return false;
    }
    if matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}'..='\u{ff60}')
    {
        return true;
    }
    let hangul = matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7fb}');
    let half = matches!(c, '\u{20a9}' | '\u{ff61}'..='\u{ffdc}' | '\u{ffe8}'..='\u{ffee}');
    // Wide by their property, though they take no room of their own.
    let combining = matches!(c, '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}');
    hangul || half || combining || (is_wide(c) && !is_emoji(c))
}

fn is_emoji(c: char) -> bool {
    matches!(
        c.emoji_status(),
        EmojiStatus::EmojiPresentation
            | EmojiStatus::EmojiPresentationAndModifierBase
            | EmojiStatus::EmojiPresentationAndEmojiComponent
            | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
    )
}

/// Which lines belong to tables, read on from where the last question stood.
struct Tables<'t> {
    rest: &'t str,
    end: usize,
    inside: bool,
}

impl<'t> Tables<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text, end: 0, inside: false }
    }

    /// Whether byte `at`, not before the last one asked for, stands in a table.
    fn holds(&mut self, at: usize) -> bool {
        while self.end <= at && !self.rest.is_empty() {
            let len = self.rest.find('\n').map_or(self.rest.len(), |n| n + 1);
            let (line, rest) = self.rest.split_at(len);
            let head = line.contains('|') && is_delimiter_row(rest.split('\n').next().unwrap_or_default());
            self.inside = head || (self.inside && !is_blank(line));
            self.rest = rest;
            self.end += len;
        }
        self.inside
    }
}

/// Whether a line holds nothing, quote marks aside.
#[must_use]
pub fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '\t', '>', '\r', '\n']).is_empty()
}

/// Whether a line is the row of dashes under a table's head.
#[must_use]
pub fn is_delimiter_row(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '>' | '\r' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let marks = Marks { letter: '✦', punctuation: Some('✧') };
        super::super::prepared::Prepared::new(text, &edits(text, marks), Vec::new()).text
    }

    #[test]
    fn marks_stand_where_the_rules_differ() {
        for (text, expected) in [
            ("**“名师名生”**专栏", "**“名师名生”✦**专栏"),
            ("甲**（乙）**", "甲**✦（乙）**"),
            ("**3%**的", "**3%✦**的"),
            ("a**a🈯\u{fe0e}**a", "a**a🈯\u{fe0e}✧**a"),
            ("正。\u{fe01}_T._", "正。\u{fe01}✧_T._"),
            // Where both rules agree nothing is put in.
            ("**甲**乙", "**甲**乙"),
            ("a**“b”**c", "a**“b”**c"),
            ("\\**。甲", "\\**。甲"),
            ("周一~周五，“周六”~周日", "周一~周五，“周六”~周日"),
            (">~~~中", ">~~~中"),
            (">~~。~~", ">~~。~~"),
            ("|甲|\n|-|\n|**“a”**|", "|甲|\n|-|\n|**“a”**|"),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_that_holds_a_mark_gets_another() {
        let usual = Marks::absent_from("").expect("marks");
        let other = Marks::absent_from(&usual.letter.to_string()).expect("marks");
        assert_ne!(usual.letter, other.letter);
        let all: String = PUNCTUATION.iter().collect();
        assert_eq!(Marks::absent_from(&all).map(|m| m.punctuation), Some(None));
    }
}
