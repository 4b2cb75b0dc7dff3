//! All blocks of a site: made where a page changed, kept else.

use std::sync::Arc;

use rayon::prelude::*;

use super::block::{BLOCK_PAGES, Block, PLAIN_WEIGHT, Posting, shard_start, sorted};
use super::bytes::put;
use super::page::{Order, Page, PageId, pages};
use crate::base::hash::Fingerprint;
use crate::base::text::segment::PLACE_BITS;
use crate::base::text::traditional::Traditional;
use crate::output::query::context::Context;
use crate::site::model::Site;

/// Pages for each shard, so that a shard is some kilobytes on a large site and there are few files on a small one.
const PAGES_A_SHARD: usize = 10;
/// Fewest shards.
const SHARDS_MIN: usize = 16;

/// Most shards: each block has a place for every shard.
const SHARDS_MAX: u32 = 1 << if PLACE_BITS < 12 { PLACE_BITS } else { 12 };

/// What is kept from one build to the next.
#[derive(Clone, Debug, Default)]
pub struct SearchMemory {
    /// Blocks in the order of their pages, with what they were made of.
    blocks: Vec<(Fingerprint, Arc<Block>)>,
    /// For each shard what stands for its share of every block; added up anew in another process.
    sums: Vec<u128>,
    /// In which order entries are numbered.
    order: Order,
}

impl SearchMemory {
    /// A memory of these blocks. One that is not known any more has no print that anything is made of.
    #[must_use]
    pub fn of_blocks(blocks: Vec<(Fingerprint, Arc<Block>)>) -> Self {
        Self { blocks, ..Self::default() }
    }

    /// The blocks in the order of their pages, with what they were made of.
    #[must_use]
    pub fn blocks(&self) -> &[(Fingerprint, Arc<Block>)] {
        &self.blocks
    }

    /// Takes other blocks and brings the sums up to them, by the difference where there are few.
    fn renew(&mut self, blocks: Vec<(Fingerprint, Arc<Block>)>, shards: u32) {
        let mut old = std::mem::replace(&mut self.blocks, blocks);
        if self.sums.len() != shards as usize {
            self.sums = vec![0; shards as usize];
            old.clear();
        }
        for n in 0..old.len().max(self.blocks.len()) {
            let (old, new) = (old.get(n).map(|(_, b)| b), self.blocks.get(n).map(|(_, b)| b));
            if old.zip(new).is_some_and(|(old, new)| Arc::ptr_eq(old, new)) {
                continue;
            }
            for (shard, sum) in (0..).zip(&mut self.sums) {
                let part = |block: Option<&Arc<Block>>| block.map_or(0, |b| share(n, b.print(shard)));
                *sum = sum.wrapping_sub(part(old)).wrapping_add(part(new));
            }
        }
    }
}

/// What stands in a sum for a block's share of a shard, the block's place included. Folding by multiplication, as fast
/// hashes do.
fn share(place: usize, print: Option<u64>) -> u128 {
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let place = (place as u64).wrapping_mul(2).wrapping_add(1).wrapping_mul(SPREAD);
    u128::from(print.unwrap_or_default() ^ SPREAD).wrapping_mul(u128::from(place) << 32 | 1)
}

/// The search index of one build.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    /// Pages by number.
    pub pages: Vec<Page>,
    /// How many shards there are: a power of two; 0 where the site has no search.
    pub shards: u32,
    blocks: Vec<Arc<Block>>,
    sums: Vec<u128>,
}

/// The search index of a site of which nobody will look into a shard: what it is of, and no term.
#[must_use]
pub fn unread(site: &Site) -> Postings {
    if !site.config.search.enabled {
        return Postings::default();
    }
    let pages = pages(site, Fingerprint::default(), &mut Order::default());
    let blocks = vec![Arc::default(); pages.len().div_ceil(BLOCK_PAGES)];
    Postings { shards: shards(pages.len()), pages, blocks, sums: Vec::new() }
}

/// The search index of a site, which is made of `made_of` but for the words of bodies; nothing where it has none.
#[must_use]
pub fn index(
    context: &Context<'_>,
    made_of: Fingerprint,
    memory: &mut SearchMemory,
    writing: Option<&Traditional>,
) -> Postings {
    let site = context.site;
    if !site.config.search.enabled {
        *memory = SearchMemory::default();
        return Postings::default();
    }
    let pages = pages(site, made_of, &mut memory.order);
    let shards = shards(pages.len());
    let spoken = site.config.search.pinyin;
    let kept = &memory.blocks;
    let blocks = pages
        .par_chunks(BLOCK_PAGES)
        .enumerate()
        .map(|(n, pages)| {
            let made_of: Vec<_> = pages.iter().map(|p| (p.id, p.print)).collect();
            let made_of = Fingerprint::of(&(made_of, shards, spoken, writing.is_some()));
            let last = kept.get(n);
            if let Some((_, block)) = last.filter(|(print, _)| *print == made_of) {
                return (made_of, Arc::clone(block));
            }
            let last = last.map(|(_, block)| &**block);
            (made_of, Arc::new(Block::of(context, pages, last, shards, (spoken, writing))))
        })
        .collect();
    memory.renew(blocks, shards);
    let blocks = memory.blocks.iter().map(|(_, block)| Arc::clone(block)).collect();
    Postings { pages, shards, blocks, sums: memory.sums.clone() }
}

fn shards(pages: usize) -> u32 {
    let wanted = (pages / PAGES_A_SHARD).max(SHARDS_MIN).next_power_of_two();
    u32::try_from(wanted).unwrap_or(u32::MAX).min(SHARDS_MAX)
}

impl Postings {
    /// The pages of a record, from 0.
    #[must_use]
    pub fn block_pages(&self, number: u32) -> &[Page] {
        self.pages.chunks(BLOCK_PAGES).nth(number as usize).unwrap_or_default()
    }

    /// How many records there are.
    #[must_use]
    pub fn records(&self) -> u32 {
        u32::try_from(self.blocks.len()).unwrap_or(u32::MAX)
    }

    /// Stands for the numbers of all pages: where it is another, no number means what it meant.
    #[must_use]
    pub fn version(&self) -> String {
        let ids: Vec<PageId> = self.pages.iter().map(|p| p.id).collect();
        format!("{:08x}", Fingerprint::of(&(ids, self.shards)).short() >> 32)
    }

    /// Fingerprint of a shard's bytes.
    #[must_use]
    pub fn shard_print(&self, shard: u32) -> Fingerprint {
        Fingerprint::of(&(self.sums.get(shard as usize), self.blocks.len(), self.shards))
    }

    /// Fingerprint of what results show of a record's pages.
    #[must_use]
    pub fn record_print(&self, number: u32) -> Fingerprint {
        let prints: Vec<_> = self.block_pages(number).iter().map(|p| (p.id, p.head_print)).collect();
        Fingerprint::of(&prints)
    }

    /// Fingerprint of what characters sound like.
    #[must_use]
    pub fn sounds_print(&self) -> Fingerprint {
        Fingerprint::of(
            &self.blocks.iter().map(|block| block.sounds().collect::<Vec<_>>()).collect::<Vec<_>>(),
        )
    }

    /// Fingerprint of the catalogue: the numbers of all pages and what facets show of them.
    #[must_use]
    pub fn catalogue_print(&self, site: &Site, base_path: &str) -> Fingerprint {
        let facets = |page: &Page| match page.id {
            PageId::Entry(id) => site
                .entries
                .get(id)
                .map(|e| (e.column, e.unit, e.date.map(|m| m.date), e.document.kind.as_str())),
            _ => None,
        };
        let entries: Vec<_> = self.pages.iter().map(|p| (p.id, facets(p))).collect();
        let others: Vec<_> =
            self.pages.iter().filter(|p| !matches!(p.id, PageId::Entry(_))).map(|p| p.head_print).collect();
        let columns: Vec<_> = site.columns.iter().map(|c| (c.head_print, c.unit)).collect();
        let units: Vec<_> = site.units.list.iter().map(|u| &u.name).collect();
        let labels: Vec<_> = site.kinds.0.values().map(|k| (&k.name, &k.label, &k.label_en)).collect();
        let form = (self.shards, base_path, site.config.search.pinyin, &site.config.language);
        Fingerprint::of(&(entries, others, columns, units, labels, form))
    }

    /// Characters by what they sound like: `ming` → `名明铭`, both in order.
    #[must_use]
    pub fn sounds(&self) -> std::collections::BTreeMap<&str, std::collections::BTreeSet<char>> {
        let mut sounds = std::collections::BTreeMap::<&str, std::collections::BTreeSet<char>>::new();
        for (c, sound) in self.blocks.iter().flat_map(|block| block.sounds()) {
            sounds.entry(sound).or_default().insert(*c);
        }
        sounds
    }

    /// A shard's bytes, as `docs/reference/search.md` describes them.
    #[must_use]
    pub fn shard(&self, shard: u32) -> Vec<u8> {
        let mut postings = Vec::new();
        for (n, block) in (0_u32..).zip(&self.blocks) {
            block.postings(shard, self.shards, n * BLOCK_PAGES_U32, &mut postings);
        }
        // All keys of a shard begin alike.
        let postings = sorted(postings, 32 - self.shards.trailing_zeros());
        let mut out = Vec::with_capacity(postings.len() * 2);
        let mut list = Vec::new();
        let mut last = shard_start(shard, self.shards);
        for term in postings.chunk_by(|a, b| a.key() == b.key()) {
            let key = term.first().map_or(0, |p| p.key());
            list.clear();
            pack(term, &mut list);
            put(&mut out, key - last);
            put(&mut out, u32::try_from(term.len()).unwrap_or(u32::MAX));
            put(&mut out, u32::try_from(list.len()).unwrap_or(u32::MAX));
            out.extend_from_slice(&list);
            last = key;
        }
        out
    }
}

const BLOCK_PAGES_U32: u32 = 64;
const _: () = assert!(BLOCK_PAGES_U32 as usize == BLOCK_PAGES);

/// The pages of a term: steps between their numbers, the lowest bit telling whether a weight follows.
fn pack(term: &[Posting], out: &mut Vec<u8>) {
    let mut before = 0;
    for posting in term {
        let said = posting.weight() != PLAIN_WEIGHT;
        put(out, (posting.page() - before) << 1 | u32::from(said));
        if said {
            out.push(posting.weight());
        }
        before = posting.page();
    }
}
