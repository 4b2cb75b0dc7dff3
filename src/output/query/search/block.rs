//! The terms of some neighbouring pages, sorted by shard: what is kept between builds.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bytes::{put, take};
use super::page::Page;
use super::text::{Part, texts};
use crate::base::apart::Apart;
use crate::base::hash::Fingerprint;
use crate::base::text::segment::{grams, readings, spoken_grams};
use crate::base::text::traditional::Traditional;
use crate::output::query::context::Context;

/// Pages in a block: few enough that one edit is cheap, many enough that terms repeat.
pub const BLOCK_PAGES: usize = 64;

/// A term on a page, as one number, which sorts fastest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(u64);

impl Posting {
    /// A term's key, a page's number (below 2^24), and a weight.
    #[must_use]
    pub fn new(key: u32, page: u32, weight: u8) -> Self {
        Self(u64::from(key) << 32 | u64::from(page & 0xFF_FFFF) << 8 | u64::from(weight))
    }

    /// Key of the term.
    #[must_use]
    pub fn key(self) -> u32 {
        u32::try_from(self.0 >> 32).unwrap_or_default()
    }

    /// Number of the page.
    #[must_use]
    pub fn page(self) -> u32 {
        u32::try_from(self.0 >> 8 & 0xFF_FFFF).unwrap_or_default()
    }

    /// Where and how often the term stands there: bits of [`Part`] above two bits that count the running text.
    #[must_use]
    pub fn weight(self) -> u8 {
        self.0.to_le_bytes()[0]
    }
}

/// The weight of most postings, once in the running text, which is left unsaid.
pub const PLAIN_WEIGHT: u8 = 1;

/// Pages that one worker cuts together: a block is often made alone, after an edit of one of its pages.
const CUT_AT_ONCE: usize = 16;

/// A block.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Block {
    /// What each of its pages was made of.
    pages: Vec<u64>,
    /// For each shard and one more: where its terms begin in `terms`.
    starts: Vec<u32>,
    /// For each shard: what its terms are.
    prints: Vec<u64>,
    /// Terms in the order of their keys.
    terms: Apart,
    /// Characters of titles and names, what they sound like, and on which pages, a bit for each.
    sounds: BTreeMap<(char, String), u64>,
}

const _: () = assert!(BLOCK_PAGES <= u64::BITS as usize);

impl Block {
    /// Cuts pages into terms, for a number of shards that is a power of two; those that are as they were in the `last`
    /// block are taken from there. `spoken`: with their pinyin. Where words are not written as in the content, what
    /// readers see is cut.
    #[must_use]
    pub fn of(
        context: &Context<'_>,
        pages: &[Page],
        last: Option<&Self>,
        shards: u32,
        (spoken, writing): (bool, Option<&Traditional>),
    ) -> Self {
        let print = |page: &Page| Fingerprint::of(&(page.id, page.print, shards, spoken)).short();
        let prints: Vec<u64> = pages.iter().map(print).collect();
        let is_as_it_was = |n: usize| last.is_some_and(|last| last.pages.get(n) == prints.get(n));
        let same = (0..pages.len()).filter(|n| is_as_it_was(*n)).fold(0_u64, |same, n| same | 1 << n);
        let anew: Vec<(u32, &Page)> = (0..).zip(pages).filter(|(n, _)| same >> n & 1 == 0).collect();
        let cut = |pages: &[(u32, &Page)]| {
            let mut tokens: Vec<Posting> = Vec::with_capacity(pages.len() * 2048);
            let mut sounds = Vec::new();
            for (number, page) in pages {
                texts(context, page.id, &mut |part, text| {
                    let text: &str = &writing.map_or(Cow::Borrowed(text), |w| Cow::Owned(w.text(text)));
                    let token = |key: u32| Posting::new(key, *number, part as u8);
                    grams(text, |key| tokens.push(token(key)));
                    // A summary is as long as a paragraph, and nobody looks for a paragraph by its pinyin.
                    if spoken && part != Part::Body && text.len() <= SPOKEN_BYTES_MAX {
                        spoken_grams(text, |key| tokens.push(token(key)));
                        readings(text, |c, sound| sounds.push(((c, sound), 1_u64 << number)));
                    }
                });
            }
            (tokens, sounds)
        };
        let cut: Vec<_> = anew.par_chunks(CUT_AT_ONCE).map(cut).collect();
        let mut tokens: Vec<Posting> = Vec::with_capacity(cut.iter().map(|(tokens, _)| tokens.len()).sum());
        let mut sounds = BTreeMap::new();
        for (some, more) in cut {
            tokens.extend(some);
            for (sound, page) in more {
                *sounds.entry(sound).or_default() |= page;
            }
        }
        let mut postings = weighed(&sorted(tokens, 32));
        if let Some(last) = last.filter(|_| same != 0) {
            for (sound, of) in last.sounds.iter().filter(|(_, of)| *of & same != 0) {
                *sounds.entry(sound.clone()).or_default() |= of & same;
            }
            postings = merged(last.of_pages(same, shards), &postings);
        }
        Self { pages: prints, sounds, ..Self::from_postings(&postings, shards) }
    }

    /// All postings of some pages, told by a bit for each, in order.
    fn of_pages(&self, pages: u64, shards: u32) -> Vec<Posting> {
        let mut all = Vec::with_capacity(self.terms.len());
        (0..shards).for_each(|shard| self.postings(shard, shards, 0, &mut all));
        all.retain(|posting| pages >> posting.page() & 1 == 1);
        all
    }

    /// Of postings in order.
    fn from_postings(all: &[Posting], shards: u32) -> Self {
        let mut starts = Vec::with_capacity(shards as usize + 1);
        let mut out = Vec::with_capacity(all.len() * 2);
        let mut last = 0;
        for term in all.chunk_by(|a, b| a.key() == b.key()) {
            let key = term.first().map_or(0, |t| t.key());
            while starts.len() <= shard_of(key, shards) as usize {
                starts.push(u32::try_from(out.len()).unwrap_or(u32::MAX));
                last = key & first_key(shards);
            }
            put(&mut out, key.wrapping_sub(last));
            put(&mut out, u32::try_from(term.len()).unwrap_or(u32::MAX));
            let mut before = 0_u8;
            for posting in term {
                let (number, weight) = (posting.page().to_le_bytes()[0], posting.weight());
                out.push((number - before) << 1 | u8::from(weight != PLAIN_WEIGHT));
                if weight != PLAIN_WEIGHT {
                    out.push(weight);
                }
                before = number;
            }
            last = key;
        }
        starts.resize(shards as usize + 1, u32::try_from(out.len()).unwrap_or(u32::MAX));
        let slices = starts.iter().zip(starts.iter().skip(1));
        let prints = slices.map(|(from, to)| {
            Fingerprint::of_bytes(out.get(*from as usize..*to as usize).unwrap_or_default()).short()
        });
        Self { prints: prints.collect(), starts, terms: out.into(), ..Self::default() }
    }

    /// Characters of titles and names, and what they sound like, in order.
    pub fn sounds(&self) -> impl Iterator<Item = &(char, String)> {
        self.sounds.keys()
    }

    /// What a shard's terms are here.
    #[must_use]
    pub fn print(&self, shard: u32) -> Option<u64> {
        self.prints.get(shard as usize).copied()
    }

    /// Adds a shard's postings; the block's first page has the number `first`.
    pub fn postings(&self, shard: u32, shards: u32, first: u32, out: &mut Vec<Posting>) {
        let at = |n: u32| self.starts.get(n as usize).copied().unwrap_or_default() as usize;
        let mut bytes = self.terms.get(at(shard)..at(shard + 1)).unwrap_or_default();
        let mut key = 0_u32;
        let mut is_first = true;
        while !bytes.is_empty() {
            let delta = take(&mut bytes);
            // The first key of a shard is written from the shard's own beginning.
            key = if is_first { delta | shard_start(shard, shards) } else { key.wrapping_add(delta) };
            is_first = false;
            let count = take(&mut bytes);
            let mut page = first;
            for _ in 0..count {
                let Some((byte, rest)) = bytes.split_first() else { break };
                bytes = rest;
                page += u32::from(byte >> 1);
                let mut weight = PLAIN_WEIGHT;
                if byte & 1 == 1
                    && let Some((said, rest)) = bytes.split_first()
                {
                    (weight, bytes) = (*said, rest);
                }
                out.push(Posting::new(key, page, weight));
            }
        }
    }
}

/// Longest text whose pinyin is indexed, in bytes: titles, headings, names.
const SPOKEN_BYTES_MAX: usize = 120;

/// The shard of a key: its leading bits.
#[must_use]
pub fn shard_of(key: u32, shards: u32) -> u32 {
    key.checked_shr(32 - shards.trailing_zeros()).unwrap_or(0)
}

/// The first key of a shard.
#[must_use]
pub fn shard_start(shard: u32, shards: u32) -> u32 {
    shard.checked_shl(32 - shards.trailing_zeros()).unwrap_or(0)
}

/// The bits of a key that name its shard.
fn first_key(shards: u32) -> u32 {
    u32::MAX.checked_shl(32 - shards.trailing_zeros()).unwrap_or(0)
}

/// One posting for each term on each page, of tokens in the order of terms and pages.
fn weighed(tokens: &[Posting]) -> Vec<Posting> {
    let of_one =
        |all: &[Posting]| all.first().map(|first| Posting::new(first.key(), first.page(), weight(all)));
    tokens.chunk_by(|a, b| a.0 >> 8 == b.0 >> 8).filter_map(of_one).collect()
}

/// Two lists in order as one: this sort finds what is in order already, and only merges it.
fn merged(mut one: Vec<Posting>, other: &[Posting]) -> Vec<Posting> {
    one.extend_from_slice(other);
    one.sort();
    one
}

/// The weight of a term on a page, from its tokens there.
fn weight(tokens: &[Posting]) -> u8 {
    let mut parts = 0_u8;
    let mut body = 0_u32;
    for token in tokens {
        let part = token.weight();
        parts |= part;
        body += u32::from(part == Part::Body as u8);
    }
    let count = match body {
        0 => 0,
        1 => 1,
        2..=3 => 2,
        _ => 3,
    };
    parts << 2 | count
}

/// Postings in the order of the lowest `bits` bits of their keys, those of one key in the order in which they came: a
/// radix sort, which on so many small numbers is several times faster than comparing them.
#[must_use]
pub fn sorted(mut postings: Vec<Posting>, bits: u32) -> Vec<Posting> {
    const DIGIT: u32 = 11;
    let mut other = vec![Posting(0); postings.len()];
    for shift in (0..bits).step_by(DIGIT as usize).map(|low| 32 + low) {
        let digit = |posting: &Posting| usize::try_from(posting.0 >> shift & ((1 << DIGIT) - 1)).unwrap_or(0);
        let mut places = [0_usize; 1 << DIGIT];
        for posting in &postings {
            places.get_mut(digit(posting)).into_iter().for_each(|n| *n += 1);
        }
        let mut sum = 0;
        for place in &mut places {
            sum += std::mem::replace(place, sum);
        }
        for posting in &postings {
            if let Some(place) = places.get_mut(digit(posting)) {
                other.get_mut(*place).into_iter().for_each(|slot| *slot = *posting);
                *place += 1;
            }
        }
        std::mem::swap(&mut postings, &mut other);
    }
    postings
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_weight_says_where_a_term_stands_and_about_how_often() {
        let check = |parts: &[Part], expected: u8| {
            let tokens: Vec<Posting> = parts.iter().map(|p| Posting::new(7, 3, *p as u8)).collect();
            assert_eq!(weight(&tokens), expected, "{parts:?}");
        };
        check(&[Part::Body], PLAIN_WEIGHT);
        check(&[Part::Body; 3], 2);
        check(&[Part::Body; 9], 3);
        check(&[Part::Title], 0b100);
        check(&[Part::Title, Part::Heading, Part::Name, Part::Body], 0b11101);
    }

    proptest! {
        #[test]
        fn a_block_gives_back_what_it_was_made_of(
            raw in prop::collection::vec((any::<u32>(), 0u32..64), 0..200), bits in 0u32..8,
        ) {
            let shards = 1 << bits;
            let mut expected: Vec<(u32, u32)> = raw.clone();
            // Some terms stand on many pages.
            expected.extend((0..64).map(|page| (77, page)));
            let mut tokens: Vec<(u32, u32)> = expected.clone();
            tokens.sort_by_key(|(_, page)| *page);
            let tokens = tokens.iter().map(|(key, page)| Posting::new(*key, *page, 0)).collect();
            let block = Block::from_postings(&weighed(&sorted(tokens, 32)), shards);
            let mut found = Vec::new();
            for shard in 0..shards {
                let from = found.len();
                block.postings(shard, shards, 1000, &mut found);
                prop_assert!(found[from..].iter().all(|p| shard_of(p.key(), shards) == shard));
            }
            expected.sort_unstable();
            expected.dedup();
            let found: Vec<_> = found.iter().map(|p| (p.key(), p.page() - 1000)).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn pages_that_are_taken_over_stand_where_they_stood(
            raw in prop::collection::vec((0u32..40, 0u32..64, 0u8..16), 0..300), same in any::<u64>(),
        ) {
            let of = |is_wanted: &dyn Fn(u32) -> bool| {
                let mut tokens: Vec<_> = raw.iter().filter(|(_, page, _)| is_wanted(*page)).collect();
                tokens.sort_by_key(|(_, page, _)| *page);
                let tokens = tokens.iter().map(|(key, page, part)| Posting::new(key << 26, *page, *part));
                weighed(&sorted(tokens.collect(), 32))
            };
            let is_same = |page: u32| same >> page & 1 == 1;
            let whole = of(&|_| true);
            let last = Block::from_postings(&whole, 16);
            let kept = last.of_pages(same, 16);
            prop_assert_eq!(&kept, &of(&is_same));
            prop_assert_eq!(merged(kept, &of(&|page| !is_same(page))), whole);
        }
    }
}
