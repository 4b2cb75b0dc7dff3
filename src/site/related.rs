//! Entries that belong together: on like subjects, and linking to each other.

use rayon::prelude::*;

use super::entry::Entry;
use super::id::{ColumnId, EntryId, TermId};
use super::reference::Resolved;
use super::shelf::Shelf;
use super::taxonomy::Term;

/// Most related entries of one entry.
const RELATED_MAX: usize = 6;

/// Entries of a term that are looked at for each entry: of a tag on 100,000 entries, those nearest in time. Keeps
/// the work linear.
const CANDIDATES_MAX: usize = 24;

/// For each entry the entries on like subjects: shared tags, rare ones more, and a little for the same column.
#[must_use]
pub fn by_tags(
    entries: &Shelf<EntryId, Entry>,
    terms: &Shelf<TermId, Term>,
    newest: &[usize],
) -> Vec<Vec<EntryId>> {
    let mut ranks = vec![0u32; entries.len()];
    for (rank, n) in (0u32..).zip(newest) {
        if let Some(slot) = ranks.get_mut(*n) {
            *slot = rank;
        }
    }
    // Each tag's entries as ranks: ascending, since terms list their entries newest first.
    let by_term: Vec<Vec<u32>> = terms
        .as_slice()
        .par_iter()
        .map(|term| {
            if term.taxonomy != "tags" {
                return Vec::new();
            }
            term.entries.iter().filter_map(|id| ranks.get(entries.position(*id)?).copied()).collect()
        })
        .collect();
    // By themselves, since the entries lie too far apart to be looked at a hundred times each.
    let of_rank = |n: &usize| entries.as_slice().get(*n).map(|entry| (entry.id, entry.column));
    let by_rank: Vec<Option<(EntryId, ColumnId)>> = newest.iter().map(of_rank).collect();
    entries
        .as_slice()
        .par_iter()
        .zip(&ranks)
        .map(|(entry, own)| {
            let lists = entry.terms.iter().filter_map(|t| by_term.get(terms.position(*t)?));
            related(entry, *own, lists, &by_rank)
        })
        .collect()
}

fn related<'l>(
    entry: &Entry,
    own: u32,
    lists: impl Iterator<Item = &'l Vec<u32>>,
    by_rank: &[Option<(EntryId, ColumnId)>],
) -> Vec<EntryId> {
    let mut candidates: Vec<(u32, u32)> = Vec::new();
    for list in lists {
        let rarity = (by_rank.len() / list.len().max(1)).max(1).ilog2();
        let at = list.partition_point(|rank| *rank < own);
        let from = at.saturating_sub(CANDIDATES_MAX / 2).min(list.len().saturating_sub(CANDIDATES_MAX));
        let near = list.iter().skip(from).take(CANDIDATES_MAX);
        candidates.extend(near.filter(|rank| **rank != own).map(|rank| (*rank, 10 * (1 + rarity))));
    }
    // Some lists in order, one behind the other: a stable sort finds them and only merges.
    candidates.sort_by(Ord::cmp);
    let mut scored: Vec<(u32, u32)> = Vec::with_capacity(candidates.len());
    for (rank, score) in candidates {
        match scored.last_mut() {
            Some((last, sum)) if *last == rank => *sum += score,
            _ => scored.push((rank, score)),
        }
    }
    let at_rank = |rank: u32| by_rank.get(rank as usize).copied().flatten();
    for (rank, score) in &mut scored {
        *score += at_rank(*rank).map_or(0, |(_, column)| if column == entry.column { 5 } else { 0 });
    }
    let better = |a: &(u32, u32), b: &(u32, u32)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
    if scored.len() > RELATED_MAX {
        scored.select_nth_unstable_by(RELATED_MAX, better);
        scored.truncate(RELATED_MAX);
    }
    scored.sort_unstable_by(better);
    scored.iter().filter_map(|(rank, _)| at_rank(*rank)).map(|(id, _)| id).collect()
}

/// For each entry those that link to it, in path order, each once.
#[must_use]
pub fn by_links(entries: &Shelf<EntryId, Entry>) -> Vec<Vec<EntryId>> {
    let mut out: Vec<Vec<EntryId>> = vec![Vec::new(); entries.len()];
    for entry in entries {
        for resolved in entry.resolved.iter().chain(entry.field_references.iter().map(|(_, _, r)| r)) {
            let Resolved::Entry(target, _) = resolved else { continue };
            let list = entries.position(*target).filter(|_| *target != entry.id).and_then(|n| out.get_mut(n));
            if let Some(list) = list.filter(|l| l.last() != Some(&entry.id)) {
                list.push(entry.id);
            }
        }
    }
    out
}
