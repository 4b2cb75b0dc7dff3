//! Fingerprints of tasks, tables, the plan, units and accounts.

use super::content::Shared;
use super::value::{asset, unit_link};
use crate::base::hash::Fingerprint;
use crate::site::account::Account;
use crate::site::duty::Duties;
use crate::site::id::{TaskId, UnitId};
use crate::site::model::Site;
use crate::site::task::model::{Evidence, NamedUnit, Plan, Table, Task};

/// A task as lists show it.
#[must_use]
pub fn row(site: &Site, shared: &Shared, task: &Task) -> Fingerprint {
    Fingerprint::of(&(
        (shared.base_path, task.id, &task.title, &task.url),
        (named(site, &task.lead), named(site, &task.support)),
        (task.status, &task.state, task.progress, task.start, task.due),
        (task.evidence.len(), task.last_activity, task.recurs),
    ))
}

fn named<'s>(site: &'s Site, units: &'s [NamedUnit]) -> Vec<(&'s str, Option<(&'s str, &'s str)>)> {
    units.iter().map(|u| (u.written.as_str(), unit_link(site, Some(u.unit)))).collect()
}

/// A task's page.
#[must_use]
pub fn task(site: &Site, task: &Task, (previous, next): (Option<&Task>, Option<&Task>)) -> Fingerprint {
    let evidence: Vec<_> = task
        .evidence
        .iter()
        .map(|piece| match piece {
            Evidence::Entry(id) => (site.entries.get(*id).map(|e| e.card_print), None),
            Evidence::Address(address) => (None, Some(address)),
        })
        .collect();
    let target = task.target.as_ref().map(|target| {
        let cards: Vec<_> =
            target.entries.iter().map(|id| site.entries.get(*id).map(|e| e.card_print)).collect();
        (&target.rule, target.reached, target.needed, target.most, &target.unit, cards)
    });
    let serving = site.columns.iter().filter(|c| c.tasks.contains(&task.id));
    let columns: Vec<_> = serving.map(|c| (&c.document.front.title.value, &c.url)).collect();
    let link = |task: Option<&Task>| task.map(|t| (t.id, Fingerprint::of(&(&t.title, &t.url))));
    let table = site.plan.table(task.id.table).map(|t| (&t.title, &t.url));
    Fingerprint::of(&(
        (task.row_print, &task.work, &task.measure, table, &task.place.file),
        (task.progress_source, target, &task.milestones, site.today),
        (evidence, &task.log, columns, &task.note, task.sample),
        (link(previous), link(next)),
    ))
}

/// A table's page.
#[must_use]
pub fn table(plan: &Plan, table: &Table) -> Fingerprint {
    let at = plan.tables.iter().position(|t| t.number == table.number);
    let link = |n: Option<usize>| n.and_then(|n| plan.tables.get(n)).map(|t| (t.number, &t.title, &t.url));
    let near = (link(at.and_then(|n| n.checked_sub(1))), link(at.map(|n| n + 1)));
    let own: Vec<_> =
        table.tasks.iter().filter_map(|id| plan.task(*id)).map(|t| (t.row_print, t.sample)).collect();
    Fingerprint::of(&(table.number, &table.title, &table.measure, &table.url, &table.figures, own, near))
}

/// The whole plan: rows, figures, logs and milestones (of which charts are drawn).
#[must_use]
pub fn plan(site: &Site, shared: &Shared) -> Fingerprint {
    let plan = &site.plan;
    let measures: Vec<_> = plan.measures.iter().map(|m| (&m.name, &m.tables, &m.figures)).collect();
    let tables: Vec<_> = plan.tables.iter().map(|t| t.print).collect();
    let tasks: Vec<_> = plan.tasks.iter().map(|t| (t.row_print, &t.log, &t.milestones)).collect();
    Fingerprint::of(&(
        (shared.base_path, &plan.name, &plan.url, &plan.figures, plan.sample, site.today),
        (measures, tables, tasks),
    ))
}

/// A unit's line in lists, and its page without its entries.
#[must_use]
pub fn unit(site: &Site, shared: &Shared, id: UnitId, duties: &Duties) -> (Fingerprint, Fingerprint) {
    let unit = site.units.get(id);
    let head = unit.map(|u| (&u.name, &u.url, &u.sort, u.is_group));
    let supports = duties.supports.len() + duties.supports_through_groups.len();
    let counts =
        (duties.leads.len(), supports, duties.entries.len(), duties.accounts.len(), duties.figures.progress);
    let row = Fingerprint::of(&(shared.base_path, head, counts));
    let links = |ids: &[UnitId]| -> Vec<Fingerprint> {
        ids.iter().map(|id| Fingerprint::of(&unit_link(site, Some(*id)))).collect()
    };
    let rows = |ids: &[TaskId]| -> Vec<Option<Fingerprint>> {
        ids.iter().map(|id| site.plan.task(*id).map(|t| t.row_print)).collect()
    };
    let accounts: Vec<_> = duties.accounts.iter().map(|id| site.accounts.get(*id).map(|a| a.print)).collect();
    let own = unit.map(|u| (&u.summary, &u.link, &u.aliases, links(&u.members), links(&u.groups)));
    let tasks = (rows(&duties.leads), rows(&duties.supports), rows(&duties.supports_through_groups));
    (row, Fingerprint::of(&(row, own, tasks, &duties.figures, accounts)))
}

/// An account's line in the registry.
#[must_use]
pub fn account(site: &Site, shared: &Shared, account: &Account) -> Fingerprint {
    let unit = unit_link(site, Some(account.unit));
    let qr = account.qr.as_ref().map(|path| asset(site, path));
    let Some(w) = account.written() else { return Fingerprint::default() };
    Fingerprint::of(&(
        (shared.base_path, &account.slug, account.review, unit, qr, &w.unit.value),
        (&w.name.value, &w.platform.value, &w.handle, &w.level, &w.purpose, &w.audience),
        (w.url.as_ref().map(|u| &u.value), w.opened.map(|d| d.value), w.registered_on.map(|d| d.value)),
        (
            &w.registered_number,
            w.reviewed_on.map(|d| d.value),
            &w.review_result,
            w.review_due.map(|d| d.value),
        ),
        (&w.status.value, w.cadence, &w.columns, w.followers, w.followers_on, &w.feed, &w.changes),
    ))
}
