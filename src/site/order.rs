//! The order of things: entries of a column, newest first, neighbours.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::column::Column;
use super::entry::Entry;
use super::id::ColumnId;
use super::id::EntryId;
use super::shelf::Shelf;
use crate::base::text::pinyin::key;
use crate::input::kind::field::FieldValue;
use crate::input::kind::schema::{Kinds, Sort};

/// Positions of all entries, newest first; those of one moment in path order, those without a date last.
#[must_use]
pub fn newest_first(entries: &[Entry]) -> Vec<usize> {
    let mut out: Vec<usize> = (0..entries.len()).collect();
    out.par_sort_by_key(|n| Reverse(entries.get(*n).and_then(|e| e.date)));
    out
}

/// What stands beside an entry in its column.
#[derive(Clone, Copy, Debug)]
pub struct Neighbours {
    /// The entry's position.
    pub of: usize,
    /// The one before it.
    pub previous: Option<EntryId>,
    /// The one after it.
    pub next: Option<EntryId>,
}

/// Puts entries into their columns, sorted as each says, and tells columns their children; the neighbours of entries
/// come back.
pub fn arrange(
    columns: &mut Shelf<ColumnId, Column>,
    entries: &[Entry],
    newest: &[usize],
    kinds: &Kinds,
) -> Vec<Neighbours> {
    let parents: Vec<Option<usize>> =
        columns.iter().map(|c| c.parent.and_then(|id| columns.position(id))).collect();
    let homes: Vec<Option<usize>> = entries.par_iter().map(|e| columns.position(e.column)).collect();
    let mut direct: Vec<Vec<usize>> = vec![Vec::new(); columns.len()];
    for n in newest {
        let (Some(entry), Some(home)) = (entries.get(*n), homes.get(*n).copied().flatten()) else { continue };
        if let Some(list) = direct.get_mut(home) {
            list.push(*n);
        }
        let mut at = Some(home);
        while let Some(column) = at {
            if let Some(column) = columns.each_mut().get_mut(column) {
                column.all_entries.push(entry.id);
            }
            at = parents.get(column).copied().flatten();
        }
    }
    arrange_children(columns, &parents);
    let mut all = Vec::with_capacity(entries.len());
    for (column, mut list) in columns.each_mut().iter_mut().zip(direct) {
        let kind = kinds.get(&column.document.kind);
        let sort = column.document.keys.sort.or_else(|| kind.map(|k| k.sort)).unwrap_or(Sort::Date);
        sort_entries(&mut list, entries, sort);
        column.entries = list.iter().filter_map(|n| entries.get(*n)).map(|e| e.id).collect();
        if kind.is_none_or(|k| k.neighbours) {
            all.extend(neighbours(&list, entries));
        }
    }
    all
}

fn arrange_children(columns: &mut Shelf<ColumnId, Column>, parents: &[Option<usize>]) {
    let mut children: Vec<Vec<(i64, usize, ColumnId)>> = vec![Vec::new(); columns.len()];
    for (n, (column, parent)) in columns.iter().zip(parents).enumerate() {
        if let Some(list) = parent.and_then(|p| children.get_mut(p)) {
            list.push((column.document.keys.order, n, column.id));
        }
    }
    for (column, mut list) in columns.each_mut().iter_mut().zip(children) {
        list.sort_unstable();
        column.children = list.into_iter().map(|(_, _, id)| id).collect();
    }
}

/// Sorts positions that come newest first; every sort is stable, so newness breaks ties.
fn sort_entries(list: &mut [usize], entries: &[Entry], sort: Sort) {
    let entry = |n: &usize| entries.get(*n);
    match sort {
        Sort::Date => {}
        Sort::Title => {
            list.sort_by_cached_key(|n| {
                entry(n).map(|e| (key(&e.document.front.title.value), e.reference.clone()))
            });
        }
        Sort::Weight => list.sort_by_key(|n| Reverse(entry(n).map_or(0, |e| e.document.front.weight))),
        Sort::Order => list.sort_by_cached_key(|n| entry(n).map(|e| (order_of(e), e.reference.clone()))),
    }
}

/// The `order` field; entries without one come last.
#[must_use]
pub fn order_of(entry: &Entry) -> i64 {
    let field = entry.document.front.fields.iter().find(|(name, _)| name == "order");
    match field.map(|(_, v)| &v.value) {
        Some(FieldValue::Integer(n)) => *n,
        _ => i64::MAX,
    }
}

fn neighbours(list: &[usize], entries: &[Entry]) -> impl Iterator<Item = Neighbours> {
    let ids: Vec<Option<EntryId>> = list.iter().map(|n| entries.get(*n).map(|e| e.id)).collect();
    list.iter().enumerate().map(move |(at, n)| Neighbours {
        of: *n,
        previous: at.checked_sub(1).and_then(|p| ids.get(p).copied().flatten()),
        next: ids.get(at + 1).copied().flatten(),
    })
}
