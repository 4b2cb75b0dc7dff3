//! Evidence from three sides: entries that name a task, columns that serve it, what the task itself names.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Evidence;
use crate::site::column::Column;
use crate::site::entry::{Entry, Publication};
use crate::site::id::{ColumnId, EntryId, TaskId};
use crate::site::reference::Resolved;
use crate::site::shelf::Shelf;

/// For each task the published entries that name it or stand in a column that serves it, newest first.
#[must_use]
pub fn by_task(entries: &Shelf<EntryId, Entry>, newest: &[usize]) -> BTreeMap<TaskId, Vec<usize>> {
    let mut out: BTreeMap<TaskId, Vec<usize>> = BTreeMap::new();
    for n in newest {
        let Some(entry) = entries.as_slice().get(*n).filter(|e| e.publication == Publication::Published)
        else {
            continue;
        };
        for task in &entry.tasks {
            out.entry(*task).or_default().push(*n);
        }
    }
    out
}

/// Joins a task's own evidence with what points at it: each piece once, entries newest first, addresses last.
#[must_use]
pub fn joined(
    pointing: &[usize],
    own: &[Resolved],
    entries: &Shelf<EntryId, Entry>,
    columns: &Shelf<ColumnId, Column>,
    ranks: &[usize],
) -> Vec<Evidence> {
    let mut positions: BTreeSet<(usize, usize)> = BTreeSet::new();
    let rank = |n: usize| (ranks.get(n).copied().unwrap_or(usize::MAX), n);
    let mut addresses: Vec<String> = Vec::new();
    let mut named: Vec<EntryId> = Vec::new();
    for resolved in own {
        match resolved {
            Resolved::Entry(id, _) => named.push(*id),
            Resolved::Column(id, _) => named.extend(columns.get(*id).iter().flat_map(|c| &c.all_entries)),
            Resolved::Address(address) | Resolved::Page(address) => addresses.push(address.clone()),
            Resolved::Task(_) | Resolved::Unit(_) | Resolved::Asset(_) | Resolved::Broken => {}
        }
    }
    positions.extend(pointing.iter().map(|n| rank(*n)));
    for id in named {
        let published =
            |n: &usize| entries.as_slice().get(*n).is_some_and(|e| e.publication == Publication::Published);
        positions.extend(entries.position(id).filter(published).map(rank));
    }
    let mut out: Vec<Evidence> = positions
        .into_iter()
        .filter_map(|(_, n)| entries.as_slice().get(n))
        .map(|e| Evidence::Entry(e.id))
        .collect();
    let mut seen = BTreeSet::new();
    addresses.retain(|address| seen.insert(address.clone()));
    out.extend(addresses.into_iter().map(Evidence::Address));
    out
}
