//! The plan's overview.

use super::answer::{Link, TaskRow};
use super::answer_plan::{MeasureView, PlanView, RecentLog};
use super::context::Context;
use super::plan_views::links;
use super::{change, chart, progress, task};
use crate::input::document::tasks::Status;
use crate::site::task::model::Task;
use crate::site::task::state::State;

/// Rows of the overview's short lists.
const SHORT: usize = 10;

/// Changes that the overview shows; the tables' and tasks' own pages have all.
const CHANGES: usize = 100;

/// The plan's overview; it stands at its column's address.
#[must_use]
pub fn view(context: &Context<'_>) -> PlanView {
    let plan = &context.site.plan;
    let rows = |tasks: Vec<&Task>| -> Vec<TaskRow> {
        tasks.iter().filter_map(|t| task::row(context, t.id)).collect()
    };
    let url = plan_url(context);
    let due = plan.tasks.iter().filter_map(|t| t.due).max();
    PlanView {
        name: plan.name.clone(),
        url: context.href(&url),
        figures: task::figures(&plan.figures),
        status_chart: chart::by_status(&plan.figures),
        table_chart: chart::by_table(plan),
        activity_chart: chart::activity(plan, context.site.today),
        unit_chart: chart::unit_activity(context),
        history_chart: chart::history("chart-history", &plan.history, due),
        weighted: plan.tables.windows(2).any(|pair| matches!(pair, [a, b] if a.weight != b.weight)),
        changes: change::since(context, &plan.tasks, change::recent_from(context), CHANGES),
        recent_days: context.site.config.progress.recent_days,
        views: links(context),
        measures: plan
            .measures
            .iter()
            .map(|measure| MeasureView {
                name: measure.name.clone(),
                figures: task::figures(&measure.figures),
                tables: measure
                    .tables
                    .iter()
                    .filter_map(|n| plan.table(*n))
                    .map(|t| task::table_card(context, t))
                    .collect(),
            })
            .collect(),
        due_next: rows(due_next(context)),
        attention: rows(attention(&plan.tasks)),
        recent: recent(context),
        sample: plan.sample,
    }
}

/// The plan as trails show it.
#[must_use]
pub fn head(context: &Context<'_>) -> Link {
    Link { title: context.site.plan.name.clone(), url: context.href(&plan_url(context)) }
}

/// The site path of the plan: its column's.
#[must_use]
pub fn plan_url(context: &Context<'_>) -> String {
    let column = context.site.columns.iter().find(|c| c.document.kind == "tasks");
    column.map_or_else(|| "/progress/".to_owned(), |c| c.url.clone())
}

fn due_next<'s>(context: &Context<'s>) -> Vec<&'s Task> {
    let today = context.site.today;
    let open = |t: &&Task| {
        !matches!(t.status, Status::Done | Status::Paused) && t.due.is_some_and(|due| due >= today)
    };
    let mut tasks: Vec<&Task> = context.site.plan.tasks.iter().filter(open).collect();
    tasks.sort_by_key(|t| (t.due, t.id));
    tasks.truncate(SHORT);
    tasks
}

fn attention(tasks: &[Task]) -> Vec<&Task> {
    let rank = |t: &Task| match t.state {
        State::Overdue { days } => Some((0, u32::MAX - days)),
        State::AtRisk { .. } => Some((1, 0)),
        State::Stalled { days } => Some((2, u32::MAX - days)),
        _ => None,
    };
    let mut found: Vec<(_, &Task)> = tasks.iter().filter_map(|t| rank(t).map(|r| (r, t))).collect();
    found.sort_by_key(|(rank, t)| (*rank, t.id));
    found.into_iter().map(|(_, t)| t).collect()
}

fn recent(context: &Context<'_>) -> Vec<RecentLog> {
    let tasks = context.site.plan.tasks.iter();
    let mut lines: Vec<_> = tasks.flat_map(|t| t.log.iter().map(move |l| (t, l))).collect();
    lines.sort_by(|(ta, a), (tb, b)| b.date.cmp(&a.date).then(ta.id.cmp(&tb.id)));
    lines
        .into_iter()
        .take(SHORT)
        .map(|(t, l)| RecentLog {
            date: l.date.to_string(),
            note: l.note.clone(),
            task: progress::link(context, t),
        })
        .collect()
}
