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
    let mut add = |key: String, piece: Evidence| {
        let Some(first) = at.get(&key).and_then(|n| pieces.get_mut(*n)) else {
            at.insert(key, pieces.len());
            pieces.push(piece);
            return;
        };
        first.sides.task |= piece.sides.task;
        first.date = first.date.or(piece.date);
        first.unit = first.unit.or(piece.unit);
        if first.title.is_empty() {
            first.title = piece.title;
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
            Resolved::Task(_)
            | Resolved::Unit(_)
            | Resolved::Asset(_)
            | Resolved::Elsewhere(_)
            | Resolved::Broken => {}
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
    use crate::site::support::{TestSite, task};

    #[test]
    fn evidence_from_three_sides_stands_once_newest_first_with_day_and_unit() {
        let mut site = TestSite::new(&[
            ("content/units.yaml", "units: [{ name: 宣传部 }, { name: 团委 }]\n"),
            ("content/a/_index.md", "---\ntitle: 栏\ntasks: [1-1]\nunit: 团委\n---\n"),
            ("content/a/x.md", "---\ntitle: 甲\ndate: 2026-03-01\ntasks: [1-1]\nunit: 宣传部\n---\n"),
            ("content/a/y.md", "---\ntitle: 乙\ndate: 2026-05-01\n---\n"),
            ("content/b/_index.md", "---\ntitle: 又栏\n---\n"),
            ("content/b/z.md", "---\ntitle: 丙\ndate: 2026-04-01\n---\n"),
            ("content/b/w.md", "---\ntitle: 丁\ndate: 2026-02-01\ndraft: true\ntasks: [1-1]\n---\n"),
            ("content/p/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n"),
            (
                "content/p/t.yaml",
                concat!(
                    "table: 1\ntitle: 甲\nmeasure: 乙\ntasks:\n  - no: 1\n    title: 一\n    lead: [宣传部]\n",
                    "    status: 进行中\n    evidence:\n      - a/x\n      - b/z\n      - https://site.example/a/y/\n",
                    "      - { to: https://example.org/n/, title: 通知, date: 2026-04-15, unit: 团委 }\n",
                    "      - http://example.org/n\n      - https://example.org/undated\n",
                ),
            ),
        ]);
        site.config.base_url = "https://site.example".to_owned();
        let site = site.assembled().value;
        let shown: Vec<String> = task(&site, "1-1")
            .evidence
            .iter()
            .map(|e| {
                let name = match &e.proof {
                    Proof::Entry(id) => site.entries.get(*id).unwrap().reference.clone(),
                    Proof::Address(address) => format!("{address} {}", e.title),
                };
                let date = e.date.map(|d| d.to_string()).unwrap_or_default();
                let unit = e.unit.and_then(|u| site.units.get(u)).map_or("", |u| u.name.as_str());
                let side = |holds: bool, c: char| if holds { c } else { '-' };
                let sides = [side(e.sides.entry, 'e'), side(e.sides.column, 'c'), side(e.sides.task, 't')];
                format!("{name}|{date}|{unit}|{}", sides.iter().collect::<String>())
            })
            .collect();
        assert_eq!(
            shown,
            [
                "a/y|2026-05-01|团委|-ct",
                "https://example.org/n/ 通知|2026-04-15|团委|--t",
                "b/z|2026-04-01||--t",
                "a/x|2026-03-01|宣传部|ect",
                "https://example.org/undated |||--t",
            ]
        );
    }

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
