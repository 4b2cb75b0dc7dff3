//! What each unit leads, supports, writes and keeps.

use std::collections::{BTreeMap, BTreeSet};

use super::account::Account;
use super::entry::Entry;
use super::id::{AccountId, EntryId, TaskId, UnitId};
use super::task::model::{Figures, Plan, Step};
use super::task::rollup::{figures, history};
use super::unit::Units;
use crate::base::hash::Fingerprint;

/// What falls to one unit or group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duties {
    /// Tasks that it leads, itself or through a group in the lead.
    pub leads: Vec<TaskId>,
    /// Tasks that it supports by its own name.
    pub supports: Vec<TaskId>,
    /// Tasks that it supports as a member of a group, and not by its own name.
    pub supports_through_groups: Vec<TaskId>,
    /// Entries that name it, newest first.
    pub entries: Vec<EntryId>,
    /// Its accounts in registry order.
    pub accounts: Vec<AccountId>,
    /// Fingerprint of the unit's line in lists.
    pub row_print: Fingerprint,
    /// Fingerprint of its page without its entries.
    pub print: Fingerprint,
    /// Figures of the tasks that it leads.
    pub figures: Figures,
    /// Their progress by the ends of the plan's months.
    pub history: Vec<Step>,
}

/// The duties of every unit and group, those without any included.
#[must_use]
pub fn share_out(
    units: &Units,
    plan: &Plan,
    (entries, newest): (&[Entry], &[usize]),
    accounts: &[Account],
    weights: &BTreeMap<u32, u32>,
) -> BTreeMap<UnitId, Duties> {
    let mut all: BTreeMap<UnitId, Duties> = units.list.iter().map(|u| (u.id, Duties::default())).collect();
    for task in &plan.tasks {
        let leads = with_members(units, task.lead.iter().map(|u| u.unit));
        let named: BTreeSet<UnitId> = task.support.iter().map(|u| u.unit).collect();
        let through = with_members(units, named.iter().copied());
        for unit in &leads {
            if let Some(duties) = all.get_mut(unit) {
                duties.leads.push(task.id);
            }
        }
        for unit in through.iter().filter(|u| !leads.contains(u)) {
            let Some(duties) = all.get_mut(unit) else { continue };
            if named.contains(unit) {
                duties.supports.push(task.id);
            } else {
                duties.supports_through_groups.push(task.id);
            }
        }
    }
    for entry in newest.iter().filter_map(|n| entries.get(*n)) {
        if let Some(duties) = entry.unit.and_then(|u| all.get_mut(&u)) {
            duties.entries.push(entry.id);
        }
    }
    for account in accounts {
        if let Some(duties) = all.get_mut(&account.unit) {
            duties.accounts.push(account.id);
        }
    }
    for duties in all.values_mut() {
        let leads = || duties.leads.iter().filter_map(|id| plan.task(*id));
        (duties.figures, duties.history) = (figures(leads(), weights), history(leads(), weights));
    }
    all
}

/// Units and, of groups, their members too.
fn with_members(units: &Units, named: impl Iterator<Item = UnitId>) -> BTreeSet<UnitId> {
    let mut out = BTreeSet::new();
    for id in named {
        out.insert(id);
        out.extend(units.get(id).into_iter().flat_map(|u| u.members.iter().copied()));
    }
    out
}
