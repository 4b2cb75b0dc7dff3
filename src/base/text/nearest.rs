//! The valid word that a mistyped one was meant to be.

use unicode_normalization::UnicodeNormalization;

use super::pinyin::syllables;
use super::script::is_han;

/// Longest word that is compared, in characters; the work grows with the square, and nobody mistypes one word so
/// long.
const WORD_CHARS_MAX: usize = 64;

/// The word nearest to `word`: at most a third of its characters (at least one) mistyped, left out, put in or
/// exchanged with their neighbour. Case and full-width forms do not count; a Chinese word written with other
/// characters of the same sound, or in pinyin, counts as one mistake. Of equally near words the one with the longer
/// common beginning is taken, then the first in code point order.
pub fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let typed = Form::of(word)?;
    let most = (typed.chars.len() / 3).max(1);
    words
        .into_iter()
        .filter_map(|candidate| {
            let meant = Form::of(candidate)?;
            let distance = typed.distance(&meant, most)?;
            let common = typed.chars.iter().zip(&meant.chars).take_while(|(a, b)| a == b).count();
            Some((distance, usize::MAX - common, candidate))
        })
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// A word without the differences that do not count.
struct Form {
    chars: Vec<char>,
    sound: String,
    has_han: bool,
}

impl Form {
    fn of(word: &str) -> Option<Self> {
        if word.chars().nth(WORD_CHARS_MAX).is_some() {
            return None;
        }
        let chars: Vec<char> = word.trim().nfkc().flat_map(char::to_lowercase).collect();
        let has_han = chars.iter().copied().any(is_han);
        let sound = if has_han {
            syllables(&chars.iter().collect::<String>()).concat()
        } else {
            chars.iter().filter(|c| c.is_ascii_alphabetic()).collect()
        };
        (!chars.is_empty()).then_some(Self { chars, sound, has_han })
    }

    fn distance(&self, other: &Self, most: usize) -> Option<usize> {
        let edits = edits(&self.chars, &other.chars);
        let longer = self.chars.len().max(other.chars.len());
        // Where every character would have to change, nothing is left that speaks for the word.
        let by_edits = (edits <= most && edits < longer).then_some(edits);
        let by_sound = (self.sounds_like(other) && edits > 0).then_some(1);
        by_edits.into_iter().chain(by_sound).min()
    }

    fn sounds_like(&self, other: &Self) -> bool {
        (self.has_han || other.has_han) && !self.sound.is_empty() && self.sound == other.sound
    }
}

/// Optimal string alignment: Damerau and Levenshtein's distance in which no part is edited twice.
#[expect(clippy::indexing_slicing, reason = "rows are one longer than `b`, and the loops stay below that")]
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(above.len());
        row.push(i + 1);
        for (j, &to) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(from != to)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: &[&str] = &[
        "title",
        "date",
        "draft",
        "tags",
        "tasks",
        "summary",
        "未启动",
        "进行中",
        "已完成",
        "常态化",
        "暂停",
        "宣传部",
        "学生处",
        "团委",
        "QQ",
        "mingshi",
    ];

    #[test]
    fn the_meant_word_is_found() {
        for (typed, expected) in [
            ("titel", Some("title")),
            ("tilte", Some("title")),
            ("Title", Some("title")),
            ("ＴＩＴＬＥ", Some("title")),
            ("summery", Some("summary")),
            ("sumary", Some("summary")),
            ("dat", Some("date")),
            ("进形中", Some("进行中")),
            ("近形钟", Some("进行中")),
            ("jinxingzhong", Some("进行中")),
            ("jin xing zhong", Some("进行中")),
            ("以完成", Some("已完成")),
            ("完成", Some("已完成")),
            ("宣传步", Some("宣传部")),
            ("qq", Some("QQ")),
            ("ｑｑ", Some("QQ")),
            ("团萎", Some("团委")),
            ("author", None),
            ("x", None),
            ("甲", None),
            ("", None),
            ("   ", None),
            ("后勤处", None),
        ] {
            assert_eq!(nearest(typed, WORDS.iter().copied()), expected, "{typed}");
        }
    }

    #[test]
    fn ties_do_not_depend_on_the_order_given() {
        for (typed, words, expected) in
            [("tas", ["tag", "tap"], "tag"), ("bate", ["date", "bats"], "bats"), ("ac", ["ad", "ab"], "ab")]
        {
            assert_eq!(nearest(typed, words), Some(expected));
            assert_eq!(nearest(typed, words.into_iter().rev()), Some(expected));
        }
    }

    #[test]
    fn very_long_words_are_passed_over() {
        let long = "长".repeat(10_000);
        assert_eq!(nearest(&long, [long.as_str(), "长"]), None);
    }

    proptest! {
        #[test]
        fn a_word_is_nearest_to_itself(at in 0..WORDS.len()) {
            prop_assert_eq!(nearest(WORDS[at], WORDS.iter().copied()), Some(WORDS[at]));
        }

        #[test]
        fn distance_is_symmetric(a in "[a-c]{0,6}", b in "[a-c]{0,6}") {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            prop_assert_eq!(edits(&a, &b), edits(&b, &a));
            prop_assert!(edits(&a, &b) <= a.len().max(b.len()));
            prop_assert_eq!(edits(&a, &b) == 0, a == b);
        }
    }
}
