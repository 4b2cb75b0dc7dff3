//! Units as pages show them.

use super::answer::Link;
use super::answer_plan::{UnitRow, UnitView};
use super::context::Context;
use super::{change, chart, matrix, task};
use crate::site::duty::Duties;
use crate::site::id::{TaskId, UnitId};
use crate::site::unit::Unit;

/// All units and groups.
#[must_use]
pub fn rows(context: &Context<'_>) -> Vec<UnitRow> {
    context.site.units.list.iter().map(|unit| row(context, unit)).collect()
}

fn row(context: &Context<'_>, unit: &Unit) -> UnitRow {
    let none = Duties::default();
    let duties = context.site.duties.get(&unit.id).unwrap_or(&none);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    UnitRow {
        title: unit.name.clone(),
        url: context.href(&unit.url),
        sort: unit.sort.clone(),
        is_group: unit.is_group,
        leads: count(duties.leads.len()),
        supports: count(duties.supports.len() + duties.supports_through_groups.len()),
        entries: count(duties.entries.len()),
        accounts: count(duties.accounts.len()),
        progress: duties.figures.progress,
        spark: if duties.leads.is_empty() { String::new() } else { chart::spark(&duties.history) },
    }
}

/// Changes that a unit's page shows.
const CHANGES: usize = 20;

/// A unit's page.
#[must_use]
pub fn view(context: &Context<'_>, id: UnitId) -> Option<UnitView> {
    let unit = context.site.units.get(id)?;
    let duties = context.site.duties.get(&id)?;
    let tasks = |ids: &[TaskId]| ids.iter().filter_map(|id| task::row(context, *id)).collect();
    let links = |ids: &[UnitId]| -> Vec<Link> { ids.iter().filter_map(|id| context.unit(*id)).collect() };
    let leads = || duties.leads.iter().filter_map(|id| context.site.plan.task(*id));
    Some(UnitView {
        row: row(context, unit),
        summary: unit.summary.clone(),
        link: unit.link.clone().unwrap_or_default(),
        aliases: unit.aliases.clone(),
        members: links(&unit.members),
        groups: links(&unit.groups),
        leads: tasks(&duties.leads),
        supports: tasks(&duties.supports),
        supports_through_groups: tasks(&duties.supports_through_groups),
        figures: task::figures(&duties.figures),
        history_chart: (!duties.leads.is_empty()).then(|| {
            let due = leads().filter_map(|t| t.due).max();
            chart::history("chart-history", &duties.history, due)
        }),
        changes: change::since(context, leads(), change::recent_from(context), CHANGES),
        accounts: duties.accounts.iter().filter_map(|id| matrix::row(context, *id)).collect(),
    })
}
