//! Text cut into grams, the terms of the search index: every Han character and every pair of neighbours, and of
//! words of other scripts every three letters. No dictionary: so each part of a word or a name is found, also one
//! that no dictionary has.
//!
//! `themes/portal/static/js/search.js` cuts what readers type in the same way; `docs/reference/search.md` is the
//! description that both follow.

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::pinyin::{Spoken, plain, spoken};
use super::script::{is_han, is_kana};

/// How many leading bits of a gram's key come from its letters alone: grams of the same letters stand in the same
/// part of the index, whatever they were made from.
pub const PLACE_BITS: u32 = 12;

/// What a gram was made from. The numbers are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The text as it is written.
    Written,
    /// The pinyin of its Han characters.
    Pinyin,
    /// The first letters of that pinyin.
    Initials,
}

impl Source {
    /// Told apart below the bits of the place.
    const fn mark(self) -> u32 {
        match self {
            Self::Written => 0,
            Self::Pinyin => 0x5_A3C1,
            Self::Initials => 0xA_5E2F,
        }
    }
}

/// The key of a gram: FNV-1a over its characters, mixed to the end by the finaliser of `MurmurHash3`.
#[must_use]
pub fn key(gram: &[char], source: Source) -> u32 {
    let mut hash = 0x811C_9DC5_u32;
    for c in gram {
        hash = (hash ^ *c as u32).wrapping_mul(0x0100_0193);
    }
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85EB_CA6B);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xC2B2_AE35);
    (hash ^ (hash >> 16)) ^ source.mark()
}

/// Cuts a text into grams; `see` is given the key of each.
pub fn grams(text: &str, mut see: impl FnMut(u32)) {
    let mut cutter = Cutter::new(Source::Written, &mut see);
    each_folded(text, |c| cutter.take(c));
    cutter.end();
}

/// Cuts the pinyin of a text's Han characters into grams, and the first letters of that pinyin.
pub fn spoken_grams(text: &str, mut see: impl FnMut(u32)) {
    for (letters, initials) in runs(text) {
        let mut cutter = Cutter::new(Source::Pinyin, &mut see);
        letters.chars().for_each(|c| cutter.take(c));
        cutter.end();
        let initials: Vec<char> = initials.chars().collect();
        for width in [2, 3] {
            for gram in initials.windows(width) {
                see(key(gram, Source::Initials));
            }
        }
    }
}

/// Pinyin and first letters of every run of Han characters.
fn runs(text: &str) -> Vec<(String, String)> {
    let mut runs = vec![(String::new(), String::new())];
    for sound in spoken(text) {
        match (sound, runs.last_mut()) {
            (Spoken::Syllable(syllable), Some((letters, initials))) => {
                let syllable = plain(syllable);
                initials.extend(syllable.chars().next());
                letters.push_str(&syllable);
            }
            (Spoken::Letter(_), Some((letters, _))) if !letters.is_empty() => runs.push(Default::default()),
            _ => {}
        }
    }
    runs.retain(|(letters, _)| !letters.is_empty());
    runs
}

/// The Han characters of a text with all that they may sound like: as they are read here, and as they are mostly read.
pub fn readings(text: &str, mut see: impl FnMut(char, String)) {
    for (c, sound) in text.chars().zip(spoken(text)) {
        let Spoken::Syllable(syllable) = sound else { continue };
        see(c, plain(syllable));
        if let Some(common) = c.to_pinyin() {
            see(c, plain(common.with_tone_num_end()));
        }
    }
}

/// Gives the characters of a text as they are compared: compatible forms made one, accents and case taken off.
pub fn each_folded(text: &str, mut see: impl FnMut(char)) {
    for c in text.chars() {
        match c {
            '\0'..='\x7F' => see(c.to_ascii_lowercase()),
            '\u{4E00}'..='\u{9FFF}' | '，' | '。' | '、' | '“' | '”' | '《' | '》' => see(c),
            _ if is_unseen(c) => {}
            _ => {
                for c in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)) {
                    c.to_lowercase().for_each(&mut see);
                }
            }
        }
    }
}

/// Soft hyphens and the like, which part no word.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a character is a term by itself: scripts that are written without spaces.
const fn stands_alone(c: char) -> bool {
    is_han(c) || is_kana(c)
}

/// The marks of Chinese texts, which are known to be no letters: the standard library looks that up in a table.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
}

/// Signs that leave a word one word where both neighbours are letters or digits: `4-4`, `3.14`, `snake_case`.
const fn joins(c: char) -> bool {
    matches!(c, '-' | '.' | '_')
}

/// The block of common Han characters.
const FIRST_HAN: usize = 0x4E00;
const COMMON_HAN: usize = 0x5200;

/// Takes folded characters one by one.
struct Cutter<'s> {
    source: Source,
    see: &'s mut dyn FnMut(u32),
    /// The Han character before.
    before: Option<char>,
    /// Common Han characters that this text has had: a character by itself is given once, since most texts have
    /// most of theirs many times.
    had: Box<[u64; COMMON_HAN / 64]>,
    /// The last two characters of the word, and how many it has.
    word: [char; 2],
    length: usize,
    /// A sign that joins, if a letter follows.
    joint: Option<char>,
}

impl<'s> Cutter<'s> {
    fn new(source: Source, see: &'s mut dyn FnMut(u32)) -> Self {
        Self {
            source,
            see,
            before: None,
            had: Box::new([0; COMMON_HAN / 64]),
            word: ['\0'; 2],
            length: 0,
            joint: None,
        }
    }

    fn give(&mut self, gram: &[char]) {
        (self.see)(key(gram, self.source));
    }

    fn take(&mut self, c: char) {
        if stands_alone(c) {
            self.end_word();
            if self.is_new(c) {
                self.give(&[c]);
            }
            if let Some(before) = self.before.replace(c) {
                self.give(&[before, c]);
            }
            return;
        }
        self.before = None;
        if !is_mark(c) && c.is_alphanumeric() {
            if let Some(joint) = self.joint.take() {
                self.letter(joint);
            }
            self.letter(c);
        } else if joins(c) && self.length > 0 && self.joint.is_none() {
            self.joint = Some(c);
        } else {
            self.end_word();
        }
    }

    fn is_new(&mut self, c: char) -> bool {
        let at = (c as usize).wrapping_sub(FIRST_HAN);
        let Some(bits) = self.had.get_mut(at / 64) else { return true };
        let bit = 1 << (at % 64);
        let new = *bits & bit == 0;
        *bits |= bit;
        new
    }

    /// A word is found by its first two letters, and by any three.
    fn letter(&mut self, c: char) {
        let [first, second] = self.word;
        match self.length {
            0 => {}
            1 => self.give(&[second, c]),
            _ => self.give(&[first, second, c]),
        }
        self.word = [second, c];
        self.length += 1;
    }

    fn end_word(&mut self) {
        if self.length == 1 {
            let [_, only] = self.word;
            self.give(&[only]);
        }
        self.length = 0;
        self.joint = None;
    }

    fn end(mut self) {
        self.end_word();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> BTreeSet<u32> {
        let mut keys = BTreeSet::new();
        grams(text, |key| keys.extend([key]));
        keys
    }

    fn check(text: &str, expected: &[&str]) {
        let expected: BTreeSet<u32> =
            expected.iter().map(|g| key(&g.chars().collect::<Vec<_>>(), Source::Written)).collect();
        assert_eq!(keys(text), expected, "{text}");
    }

    #[test]
    fn marks_are_no_letters() {
        for c in ('\u{2000}'..='\u{FFFF}').filter(|c| is_mark(*c)) {
            assert!(!c.is_alphanumeric(), "{c}");
        }
    }

    #[test]
    fn han_is_cut_into_characters_and_pairs_and_words_into_threes() {
        check("王阳明", &["王", "王阳", "阳", "阳明", "明"]);
        check("潮，音", &["潮", "音"]);
        check("用Rust写", &["用", "ru", "rus", "ust", "写"]);
        check("4-4", &["4-", "4-4"]);
        check("a b", &["a", "b"]);
        check("end. Next", &["en", "end", "ne", "nex", "ext"]);
        check("ＡＩ", &["ai"]);
        check("Café", &["ca", "caf", "afe"]);
        check("软\u{AD}换\u{200B}行", &["软", "软换", "换", "换行", "行"]);
        check("，。", &[]);
    }

    #[test]
    fn pinyin_is_cut_as_one_word_for_each_run() {
        let mut seen = BTreeSet::new();
        spoken_grams("名师，重阳", |key| seen.extend([key]));
        let gram = |g: &str, source| key(&g.chars().collect::<Vec<_>>(), source);
        for g in ["mi", "min", "ing", "ngs", "gsh", "shi", "cho", "ang"] {
            assert!(seen.contains(&gram(g, Source::Pinyin)), "{g}");
        }
        for g in ["ms", "cy"] {
            assert!(seen.contains(&gram(g, Source::Initials)), "{g}");
        }
        assert!(!seen.contains(&gram("sc", Source::Initials)), "runs do not join");
    }

    #[test]
    fn grams_of_the_same_letters_stand_in_the_same_place() {
        let gram = ['m', 'i', 'n'];
        let [a, b, c] = [Source::Written, Source::Pinyin, Source::Initials].map(|s| key(&gram, s));
        assert!(a != b && b != c && a != c);
        assert_eq!(a >> (32 - PLACE_BITS), b >> (32 - PLACE_BITS));
        assert_eq!(a >> (32 - PLACE_BITS), c >> (32 - PLACE_BITS));
    }

    #[test]
    fn the_keys_are_those_that_the_page_makes() {
        // The same numbers stand in tests/browser/search.test.mjs.
        assert_eq!(key(&['潮', '音'], Source::Written), KEY_OF_CHAOYIN);
        assert_eq!(key(&['m', 's'], Source::Initials), KEY_OF_MS);
    }

    const KEY_OF_CHAOYIN: u32 = 1976463515;
    const KEY_OF_MS: u32 = 3761359984;

    proptest! {
        #[test]
        fn every_part_of_a_han_text_of_two_characters_or_more_is_found(
            text in "[\u{4E00}-\u{4E2F}]{2,40}", from in 0usize..40, length in 2usize..12,
        ) {
            let all: Vec<char> = text.chars().collect();
            let from = from.min(all.len() - 2);
            let part: String = all[from..].iter().take(length).collect();
            prop_assert!(keys(&part).is_subset(&keys(&text)), "{} in {}", part, text);
        }

        #[test]
        fn every_part_of_a_word_of_three_letters_or_more_is_found(
            word in "[a-z0-9]{3,20}", from in 0usize..20, length in 3usize..9,
        ) {
            let from = from.min(word.len() - 3);
            let part = &word[from..(from + length).min(word.len())];
            // What a reader types is looked up by its threes.
            let part: Vec<char> = part.chars().collect();
            let found = keys(&word);
            prop_assert!(part.windows(3).all(|g| found.contains(&key(g, Source::Written))));
        }
    }
}
