//! The shipped plan is the plan: all 39 tasks of nine tables, every unit name resolved, none lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::memory::{build_once, tree_of};

#[derive(Deserialize)]
struct Plan {
    tables: Vec<Table>,
    unit_names: UnitNames,
}

#[derive(Deserialize)]
struct Table {
    table: u32,
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
struct Task {
    no: u32,
    lead: Vec<String>,
    support: Vec<String>,
}

#[derive(Deserialize)]
struct UnitNames {
    same: Vec<Vec<String>>,
    groups: Vec<String>,
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn plan() -> Plan {
    let text = fs::read_to_string(repository().join("tests/spec/plan-tables.yaml")).unwrap();
    serde_saphyr::from_str(&text).unwrap()
}

/// How often each name leads and supports.
fn counted<'n>(tasks: impl Iterator<Item = (&'n [String], &'n [String])>) -> BTreeMap<&'n str, (u32, u32)> {
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (lead, support) in tasks {
        lead.iter().for_each(|name| counts.entry(name).or_default().0 += 1);
        support.iter().for_each(|name| counts.entry(name).or_default().1 += 1);
    }
    counts
}

#[test]
fn every_task_of_every_table_is_there_with_its_units_as_written() {
    let site = build_once(tree_of(Path::new(&repository()))).site;
    let plan = plan();
    assert_eq!(plan.tables.iter().map(|t| t.tasks.len()).sum::<usize>(), 39);
    assert_eq!(site.plan.tasks.len(), 39);
    for table in &plan.tables {
        let built = site.plan.table(table.table).unwrap();
        let numbers: Vec<u32> = built.tasks.iter().map(|id| id.no).collect();
        assert_eq!(numbers, table.tasks.iter().map(|t| t.no).collect::<Vec<_>>(), "table {}", table.table);
    }
    let written: Vec<(Vec<String>, Vec<String>)> = site
        .plan
        .tasks
        .iter()
        .map(|t| {
            let names = |units: &[chaoyin::site::task::model::NamedUnit]| {
                units.iter().map(|u| u.written.clone()).collect()
            };
            (names(&t.lead), names(&t.support))
        })
        .collect();
    let asked = plan.tables.iter().flat_map(|t| &t.tasks).map(|t| (t.lead.as_slice(), t.support.as_slice()));
    assert_eq!(counted(written.iter().map(|(l, s)| (l.as_slice(), s.as_slice()))), counted(asked));
}

#[test]
fn variants_of_a_name_are_one_unit_and_groups_are_groups() {
    let site = build_once(tree_of(Path::new(&repository()))).site;
    let names = plan().unit_names;
    for variants in &names.same {
        let ids: Vec<_> = variants.iter().map(|name| site.units.named(name).map(|u| u.id)).collect();
        assert!(ids.iter().all(|id| id.is_some() && *id == ids[0]), "{variants:?}");
    }
    for group in &names.groups {
        assert!(site.units.named(group).is_some_and(|u| u.is_group), "{group}");
    }
}
