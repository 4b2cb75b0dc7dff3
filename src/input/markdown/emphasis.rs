//! Emphasis beside Chinese punctuation.
//!
//! A closing `**` after `。` is not right-flanking (CommonMark 6.2), so Chinese emphasis would stay literal. The
//! amendment proposed in commonmark-spec pull request 839 lets a wide neighbour satisfy the punctuation part of the
//! rule. The parser has no switch for it; a private-use mark, which is neither space nor punctuation, put beside the
//! delimiter run has the same effect, and is taken out of the events again.

use unicode_properties::{
    EmojiStatus, GeneralCategory, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory,
};

use crate::base::text::width::is_wide;

/// Private-use characters of which one that a text does not hold is its mark.
const MARKS: [&str; 4] = ["\u{E0F0}", "\u{E0F1}", "\u{F8F0}", "\u{F8F1}"];

/// The mark for a text: `None` where it holds all of them, and then emphasis is left to CommonMark alone.
#[must_use]
pub fn mark_for(text: &str) -> Option<&'static str> {
    MARKS.into_iter().find(|mark| !text.contains(mark))
}

/// Byte places where the mark must stand so that delimiter runs flank as the amendment says.
#[must_use]
pub fn places(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'*' | b'_' | b'~' => {
                let start = at;
                while bytes.get(at) == Some(&byte) {
                    at += 1;
                }
                places.extend(place(text, start, at, byte));
            }
            _ => at += 1,
        }
    }
    places
}

fn place(text: &str, start: usize, end: usize, delimiter: u8) -> Option<usize> {
    let mut before_run = text.get(..start)?.chars().rev();
    let before = before_run.next()?;
    let before_before = before_run.next();
    let mut after_run = text.get(end..)?.chars();
    let after = after_run.next()?;
    let after_after = after_run.next();
    if before.is_whitespace() || after.is_whitespace() {
        return None;
    }
    // A variation selector belongs to the character before it.
    let wide_before = if matches!(before, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}') {
        before != '\u{fe0f}' && before_before.is_some_and(|c| is_cjk(c, Some(before)))
    } else {
        is_cjk(before, None)
    };
    let wide_after = is_cjk(after, after_after);
    let punctuation_before = match before {
        '\u{fe00}'..='\u{fe0f}' => before_before.is_some_and(is_punctuation),
        _ => is_punctuation(before),
    };
    let punctuation_after = is_punctuation(after);
    if !(wide_before || wide_after) || punctuation_before == punctuation_after {
        return None;
    }
    if delimiter == b'_' {
        // `_` may open or close only where the other side is not a letter; both sides stay as they are there.
        return None;
    }
    // After the run where the text behind it starts with punctuation (it must open), else before it (it must close).
    Some(if punctuation_after { end } else { start })
}

/// A Unicode punctuation character as CommonMark 0.31 counts it: general category P or S.
fn is_punctuation(c: char) -> bool {
    matches!(c.general_category_group(), GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol)
        && c.general_category() != GeneralCategory::Unassigned
}

/// East Asian Width W, F or H without emoji presentation, or Hangul; `next` may be a variation selector.
fn is_cjk(c: char, next: Option<char>) -> bool {
    if next == Some('\u{fe0f}') {
        return false;
    }
    let hangul = matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{ffa0}'..='\u{ffdc}');
    let half = matches!(c, '\u{20a9}' | '\u{ff61}'..='\u{ffdc}' | '\u{ffe8}'..='\u{ffee}');
    if hangul || half {
        return true;
    }
    let emoji = matches!(
        c.emoji_status(),
        EmojiStatus::EmojiPresentation
            | EmojiStatus::EmojiPresentationAndModifierBase
            | EmojiStatus::EmojiPresentationAndEmojiComponent
            | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
    );
    is_wide(c) && (!emoji || next == Some('\u{fe0e}'))
}
