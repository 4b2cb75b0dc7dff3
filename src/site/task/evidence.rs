//! Evidence from three sides: entries that name a task, columns that serve it, what the task itself names.

use std::collections::BTreeMap;

use super::model::{Evidence, Proof, Sides};
use crate::base::time::date::Date;
use crate::site::column::Column;
use crate::site::entry::{Entry, Publication};
use crate::site::id::{ColumnId, EntryId, TaskId, UnitId};
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

/// A piece that a task names itself, resolved.
#[derive(Clone, Debug)]
pub struct Own<'o> {
    /// What it points at.
    pub to: &'o Resolved,
    /// What the task calls it.
    pub title: &'o str,
    /// The day that the task gives it.
    pub date: Option<Date>,
    /// The unit that the task gives it.
    pub unit: Option<UnitId>,
}

/// What evidence is joined from.
#[derive(Clone, Copy)]
pub struct Shown<'s> {
    /// Entries that are shown.
    pub entries: &'s Shelf<EntryId, Entry>,
    /// Columns that are shown.
    pub columns: &'s Shelf<ColumnId, Column>,
    /// The site's own address: a whole address of an entry is that entry.
    pub base_url: &'s str,
}

/// Joins a task's own evidence with what points at it: each piece once, newest first, undated pieces last, equal days
/// in the order of `pointing`, then as the task names them.
#[must_use]
pub fn joined(task: TaskId, pointing: &[usize], own: &[Own<'_>], shown: &Shown<'_>) -> Vec<Evidence> {
    let mut pieces: Vec<Evidence> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |key: String, piece: Evidence| match at.get(&key).and_then(|n| pieces.get_mut(*n)) {
        Some(first) => {
            first.sides.task |= piece.sides.task;
            first.date = first.date.or(piece.date);
            first.unit = first.unit.or(piece.unit);
            if first.title.is_empty() {
                first.title = piece.title;
            }
        }
        None => {
            at.insert(key, pieces.len());
            pieces.push(piece);
        }
    };
    for entry in pointing.iter().filter_map(|n| shown.entries.as_slice().get(*n)) {
        add(entry.url.clone(), of_entry(entry, task, shown));
    }
    for own in own {
        let from_task = |mut piece: Evidence| {
            piece.sides.task = true;
            piece
        };
        match own.to {
            Resolved::Entry(id, _) => {
                if let Some(entry) = published(shown.entries, *id) {
                    add(entry.url.clone(), from_task(of_entry(entry, task, shown)));
                }
            }
            Resolved::Column(id, _) => {
                for id in shown.columns.get(*id).iter().flat_map(|c| &c.all_entries) {
                    if let Some(entry) = published(shown.entries, *id) {
                        add(entry.url.clone(), from_task(of_entry(entry, task, shown)));
                    }
                }
            }
            Resolved::Address(address) | Resolved::Page(address) => {
                let key = key_of(address, shown.base_url);
                add(key, from_task(of_address(address, own)));
            }
            Resolved::Task(_) | Resolved::Unit(_) | Resolved::Asset(_) | Resolved::Broken => {}
        }
    }
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.date));
    pieces
}

fn published(entries: &Shelf<EntryId, Entry>, id: EntryId) -> Option<&Entry> {
    entries.get(id).filter(|e| e.publication == Publication::Published)
}

fn of_entry(entry: &Entry, task: TaskId, shown: &Shown<'_>) -> Evidence {
    let names = &entry.document.front.tasks;
    let mut serves = false;
    let mut unit = entry.unit;
    let mut above = shown.columns.get(entry.column);
    while let Some(column) = above {
        serves |= column.tasks.contains(&task);
        unit = unit.or(column.unit);
        above = column.parent.and_then(|id| shown.columns.get(id));
    }
    let sides = Sides {
        entry: names.iter().any(|name| TaskId::parse(&name.value) == Some(task)),
        column: serves,
        task: false,
    };
    let date = entry.date.map(|d| d.date);
    Evidence { proof: Proof::Entry(entry.id), title: String::new(), date, unit, sides }
}

fn of_address(address: &str, own: &Own<'_>) -> Evidence {
    Evidence {
        proof: Proof::Address(address.to_owned()),
        title: own.title.to_owned(),
        date: own.date,
        unit: own.unit,
        sides: Sides::default(),
    }
}

/// What two spellings of one address share: neither scheme, final `/`, nor the site's own host tells them apart.
fn key_of(address: &str, base_url: &str) -> String {
    let plain = |text: &str| {
        let text = text.trim();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
        rest.trim_end_matches('/').to_owned()
    };
    let (address, base) = (plain(address), plain(base_url));
    match address.strip_prefix(&base).filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        Some(path) if !base.is_empty() => format!("{path}/"),
        _ if address.starts_with('/') => format!("{address}/"),
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_one_address_are_one() {
        let base = "https://portal.example.edu.cn";
        for (one, other, same) in [
            ("https://a.example.com/x/", "http://a.example.com/x", true),
            ("https://a.example.com/x", "https://a.example.com/y", false),
            ("https://portal.example.edu.cn/a/b/", "/a/b/", true),
            ("https://portal.example.edu.cn.evil/a", "/a/", false),
        ] {
            assert_eq!(key_of(one, base) == key_of(other, base), same, "{one} {other}");
        }
    }
}
