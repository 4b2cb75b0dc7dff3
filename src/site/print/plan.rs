//! Fingerprints of tasks, tables, the plan, units and accounts.

use super::content::Shared;
use super::value::{asset, unit_link};
use crate::base::hash::Fingerprint;
use crate::site::account::Account;
use crate::site::duty::Duties;
use crate::site::id::{EntryId, TaskId, UnitId};
use crate::site::model::Site;
use crate::site::task::model::{NamedUnit, Proof, Table, Task};
use crate::site::task::tally::{Mark, Thing};

/// A task as lists show it.
#[must_use]
pub fn row(site: &Site, shared: &Shared, task: &Task) -> Fingerprint {
    Fingerprint::of(&(
        (shared.base_path, task.id, &task.title, &task.url),
        (named(site, &task.lead), named(site, &task.support)),
        (task.status, &task.state, task.progress, task.start, task.due),
        (task.evidence.len(), task.last_activity, task.recurs, &task.history),
    ))
}

fn named<'s>(site: &'s Site, units: &'s [NamedUnit]) -> Vec<(&'s str, Option<(&'s str, &'s str)>)> {
    units.iter().map(|u| (u.written.as_str(), unit_link(site, Some(u.unit)))).collect()
}

/// A task's page.
#[must_use]
pub fn task(site: &Site, task: &Task, (previous, next): (Option<&Task>, Option<&Task>)) -> Fingerprint {
    let card = |id: &EntryId| site.entries.get(*id).map(|e| e.card_print);
    let evidence: Vec<_> = task
        .evidence
        .iter()
        .map(|piece| {
            let entry = match &piece.proof {
                Proof::Entry(id) => card(id),
                Proof::Address(_) => None,
            };
            (piece, entry, unit_link(site, piece.unit))
        })
        .collect();
    let target = task.target.as_ref().map(|target| {
        let things: Vec<_> = target.counted.iter().map(|mark| thing(site, mark)).collect();
        (target, things)
    });
    let serving = site.columns.iter().filter(|c| c.tasks.contains(&task.id));
    let columns: Vec<_> = serving.map(|c| (&c.document.front.title.value, &c.url)).collect();
    let link = |task: Option<&Task>| task.map(|t| (t.id, Fingerprint::of(&(&t.title, &t.url))));
    let table = site.plan.table(task.id.table).map(|t| (&t.title, &t.url));
    Fingerprint::of(&(
        (task.row_print, &task.work, &task.measure, table, &task.place.file),
        (task.progress_source, target, &task.milestones, &task.periods, site.today),
        (evidence, &task.log, columns, &task.note, task.sample),
        (link(previous), link(next)),
    ))
}

/// A counted thing as a task's page shows it.
fn thing(site: &Site, mark: &Mark) -> (Option<Fingerprint>, Option<(String, String)>) {
    let print = match mark.thing {
        Thing::Entry(id) => site.entries.get(id).map(|e| e.card_print),
        Thing::Account(id) => site.accounts.get(id).map(|a| Fingerprint::of(&(a.print, &site.matrix_url))),
        Thing::Milestone(_) => None,
    };
    let unit = unit_link(site, mark.unit).map(|(name, url)| (name.to_owned(), url.to_owned()));
    (print, unit)
}

/// What happened for a task, as lists of changes show it.
fn changes(site: &Site, task: &Task) -> Fingerprint {
    let pieces: Vec<_> = task
        .evidence
        .iter()
        .map(|piece| match &piece.proof {
            Proof::Entry(id) => {
                let entry = site.entries.get(*id);
                (piece, entry.map(|e| (e.document.front.title.value.as_str(), e.url.as_str())))
            }
            Proof::Address(_) => (piece, None),
        })
        .collect();
    Fingerprint::of(&(&task.acts, &task.log, &task.milestones, pieces))
}

/// A table's page.
#[must_use]
pub fn table(site: &Site, table: &Table) -> Fingerprint {
    let plan = &site.plan;
    let at = plan.tables.iter().position(|t| t.number == table.number);
    let link = |n: Option<usize>| n.and_then(|n| plan.tables.get(n)).map(|t| (t.number, &t.title, &t.url));
    let near = (link(at.and_then(|n| n.checked_sub(1))), link(at.map(|n| n + 1)));
    let tasks = table.tasks.iter().filter_map(|id| plan.task(*id));
    let own: Vec<_> = tasks.map(|t| (t.row_print, t.sample, changes(site, t))).collect();
    let weights: Vec<_> = plan.tables.iter().map(|t| (t.weight, t.figures.total > 0)).collect();
    Fingerprint::of(&(
        (table.number, &table.title, &table.measure, &table.url, &table.figures),
        (own, near, weights, &table.history, site.today, site.config.progress.recent_days),
    ))
}

/// The whole plan: rows, figures, logs and milestones (of which charts are drawn).
#[must_use]
pub fn plan(site: &Site, shared: &Shared) -> Fingerprint {
    let plan = &site.plan;
    let measures: Vec<_> = plan.measures.iter().map(|m| (&m.name, &m.tables, &m.figures)).collect();
    let tables: Vec<_> = plan.tables.iter().map(|t| t.print).collect();
    let tasks: Vec<_> = plan
        .tasks
        .iter()
        .map(|t| (t.row_print, &t.periods, t.target.as_ref().map(|c| &c.rule), changes(site, t)))
        .collect();
    // Units stand in further views in their own order, with their duties.
    let units: Vec<_> = site.units.list.iter().map(|u| (&u.name, &u.url, &u.sort, &u.slug)).collect();
    let duties: Vec<_> = site
        .duties
        .iter()
        .map(|(id, d)| (id, &d.leads, &d.supports, &d.supports_through_groups, &d.figures))
        .collect();
    let policy = &site.config.progress;
    Fingerprint::of(&(
        (shared.base_path, &plan.name, &plan.url, &plan.figures, plan.sample, site.today),
        (measures, tables, tasks, &plan.history, units, duties, policy),
    ))
}

/// A unit's line in lists, and its page without its entries.
#[must_use]
pub fn unit(site: &Site, shared: &Shared, id: UnitId, duties: &Duties) -> (Fingerprint, Fingerprint) {
    let unit = site.units.get(id);
    let head = unit.map(|u| (&u.name, &u.url, &u.sort, u.is_group));
    let supports = duties.supports.len() + duties.supports_through_groups.len();
    let counts = (
        duties.leads.len(),
        supports,
        duties.entries.len(),
        duties.accounts.len(),
        duties.figures.progress,
        &duties.history,
    );
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
    let leads = duties.leads.iter().filter_map(|id| site.plan.task(*id));
    let changes: Vec<_> = leads.map(|t| changes(site, t)).collect();
    let recent = (site.today, site.config.progress.recent_days);
    (row, Fingerprint::of(&(row, own, tasks, &duties.figures, accounts, changes, recent)))
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
