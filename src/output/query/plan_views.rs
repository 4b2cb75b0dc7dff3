//! Further views of the plan: all tasks, states, due dates, years, units by tables.

use std::collections::BTreeMap;

use super::answer::{Link, TaskRow};
use super::answer_plan::PlanLinks;
use super::answer_progress::{
    CalendarView, DueView, MonthView, StateSection, StatesView, TasksView, UnitTablesCell, UnitTablesRow,
    UnitTablesView, YearTask, YearView, YearsView,
};
use super::chart::status_name;
use super::context::Context;
use super::progress::{self, count};
use super::task;
use crate::base::time::date::Date;
use crate::base::time::period::{Calendar, Period, PeriodKind};
use crate::input::document::tasks::{Recurs, Status};
use crate::site::duty::Duties;
use crate::site::id::TaskId;
use crate::site::task::model::{Task, What};
use crate::site::task::rollup::figures;
use crate::site::task::state::{State, days};

/// The last parts of the views' addresses.
pub const VIEWS: [&str; 5] = ["tasks", "states", "calendar", "years", "units"];

/// Addresses of the views.
#[must_use]
pub fn links(context: &Context<'_>) -> PlanLinks {
    let url = &context.site.plan.url;
    let below = |name: &str| context.href(&format!("{url}{name}/"));
    PlanLinks {
        overview: context.href(url),
        tasks: below("tasks"),
        states: below("states"),
        calendar: below("calendar"),
        years: below("years"),
        units: below("units"),
    }
}

fn rows<'t>(context: &Context<'_>, tasks: impl IntoIterator<Item = &'t Task>) -> Vec<TaskRow> {
    tasks.into_iter().filter_map(|t| task::row(context, t.id)).collect()
}

/// Derived states that readers may look for, the gravest first, with when a task is that.
fn states(context: &Context<'_>) -> Vec<(&'static str, &'static str, String)> {
    let policy = &context.site.config.progress;
    vec![
        ("overdue", "超期", "过了截止日期，任务还没有完成。".to_owned()),
        ("at_risk", "滞后", format!("时间过去的比例比进度多出 {} 个百分点以上。", policy.risk_points)),
        ("stalled", "停滞", format!("{} 天以上没有新的记录、节点和佐证。", policy.stalled_days)),
        ("near", "临期", format!("{} 天以内到期。", policy.near_days)),
    ]
}

/// All tasks with what they can be filtered by.
#[must_use]
pub fn tasks(context: &Context<'_>) -> TasksView {
    let plan = &context.site.plan;
    let rows = rows(context, &plan.tasks);
    let all: Vec<&Task> = plan.tasks.iter().collect();
    let statuses = Status::ALL.iter().map(|(s, word)| (status_name(*s).to_owned(), (*word).to_owned()));
    let found = states(context).into_iter().map(|(name, word, _)| (name.to_owned(), word.to_owned()));
    let tables = plan.tables.iter().map(|t| (t.number.to_string(), format!("表 {} {}", t.number, t.title)));
    TasksView {
        views: links(context),
        statuses: progress::choices(statuses, &rows, |row| row.status_name.clone()),
        states: progress::choices(found, &rows, |row| row.state_name.clone()),
        tables: progress::choices(tables, &rows, |row| row.table.to_string()),
        lead_units: progress::lead_units(context, &all),
        tasks: rows,
        sample: plan.sample,
    }
}

/// Tasks by state and by status; states that no task has are left out.
#[must_use]
pub fn by_state(context: &Context<'_>) -> StatesView {
    let plan = &context.site.plan;
    let mut sections: Vec<StateSection> = Vec::new();
    let mut add = |name: &str, word: &str, help: String, found: Vec<&Task>| {
        if !found.is_empty() {
            let tasks = rows(context, found);
            sections.push(StateSection { name: name.to_owned(), word: word.to_owned(), help, tasks });
        }
    };
    for (name, word, help) in states(context) {
        add(name, word, help, plan.tasks.iter().filter(|t| t.state.name() == name).collect());
    }
    for (status, word) in Status::ALL {
        let found = plan.tasks.iter().filter(|t| t.status == status).collect();
        add(status_name(status), word, String::new(), found);
    }
    StatesView { views: links(context), sections, sample: plan.sample }
}

/// Due dates: what is past and not done, then months from that of the build on.
#[must_use]
pub fn calendar(context: &Context<'_>) -> CalendarView {
    let (plan, today) = (&context.site.plan, context.site.today);
    let mut all: Vec<DueView> = plan.tasks.iter().flat_map(|task| dues(context, task)).collect();
    all.sort_by(|a, b| a.date.cmp(&b.date).then(b.is_task.cmp(&a.is_task)));
    let (overdue, coming): (Vec<_>, Vec<_>) = all.into_iter().partition(|due| due.date < today.to_string());
    let mut months: Vec<MonthView> = Vec::new();
    for due in coming {
        let Some(day) = Date::parse(&due.date) else { continue };
        let name = format!("{:04}-{:02}", day.year(), day.month());
        if months.last().is_none_or(|month| month.name != name) {
            let label = Period::containing(PeriodKind::Month, day, &Calendar::default()).label;
            months.push(MonthView { label, name, due: Vec::new() });
        }
        if let Some(month) = months.last_mut() {
            month.due.push(due);
        }
    }
    CalendarView { views: links(context), overdue, months, sample: plan.sample }
}

/// What of a task is still due: itself unless it is done, paused or has reached its target, and open milestones.
fn dues(context: &Context<'_>, task: &Task) -> Vec<DueView> {
    if matches!(task.state, State::Done | State::Paused) {
        return Vec::new();
    }
    let own = task.due.filter(|_| task.progress < 100).map(|due| (due, "任务截止".to_owned(), true));
    let open = task.milestones.iter().filter(|m| m.done.is_none());
    let open = open.filter_map(|m| m.due.map(|due| (due, m.title.clone(), false)));
    let near_days = context.site.config.progress.near_days;
    let today = context.site.today;
    own.into_iter()
        .chain(open)
        .filter_map(|(date, words, is_task)| {
            let (distance, state) = match (days(today, date), days(date, today)) {
                (0, 0) => ("今天".to_owned(), "near"),
                (0, late) => (format!("超期 {late} 天"), "overdue"),
                (left, _) => (format!("还有 {left} 天"), if left <= near_days { "near" } else { "open" }),
            };
            Some(DueView {
                date: date.to_string(),
                weekday: date.weekday_in_chinese().to_owned(),
                words,
                is_task,
                task: task::row(context, task.id)?,
                distance,
                state: state.to_owned(),
            })
        })
        .collect()
}

/// The plan by calendar years.
#[must_use]
pub fn years(context: &Context<'_>) -> YearsView {
    let (plan, today) = (&context.site.plan, context.site.today);
    let mut years: BTreeMap<i16, YearView> = BTreeMap::new();
    for (task, act) in plan.tasks.iter().flat_map(|t| t.acts.iter().map(move |a| (t, a))) {
        let year = years.entry(act.date.year()).or_insert_with(|| year_view(act.date.year()));
        let counts = match act.what {
            What::Log(_) => &mut year.log,
            What::Milestone(_) => &mut year.milestones,
            What::Evidence(n) if task.evidence.get(n).is_some() => &mut year.evidence,
            What::Evidence(_) => continue,
        };
        counts[0] += 1;
        if (act.date.month(), act.date.day()) <= (today.month(), today.day()) {
            counts[1] += 1;
        }
    }
    years.entry(today.year()).or_insert_with(|| year_view(today.year())).is_current = true;
    for (year, view) in &mut years {
        let last = plan.history.iter().rfind(|step| step.date.year() == *year);
        // The end of a past year is known only where the history reaches it.
        let ends = last.filter(|s| s.date.month() == 12 || *year == today.year());
        view.progress = ends.map_or(-1, |step| i16::from(step.progress));
    }
    let yearly = |t: &&Task| matches!(t.recurs, Some(Recurs::Yearly | Recurs::SchoolYearly));
    let tasks = plan.tasks.iter().filter(yearly).map(|t| YearTask {
        task: progress::link(context, t),
        rule: t.target.as_ref().map_or_else(String::new, |target| target.rule.clone()),
        periods: t.periods.iter().map(progress::period).collect(),
    });
    YearsView {
        views: links(context),
        years: years.into_values().rev().collect(),
        tasks: tasks.collect(),
        day: format!("{} 月 {} 日", today.month(), today.day()),
        sample: plan.sample,
    }
}

fn year_view(year: i16) -> YearView {
    YearView { year, is_current: false, progress: -1, log: [0; 2], milestones: [0; 2], evidence: [0; 2] }
}

/// Units by tables: who leads and supports what.
#[must_use]
pub fn unit_tables(context: &Context<'_>) -> UnitTablesView {
    let site = context.site;
    let tables = site.plan.tables.iter().map(|t| task::table_card(context, t));
    let units = site.units.list.iter().filter_map(|unit| {
        let duties = site.duties.get(&unit.id)?;
        let supports = duties.supports.len() + duties.supports_through_groups.len();
        let has_any = supports + duties.leads.len() > 0;
        has_any.then(|| UnitTablesRow {
            unit: Link { title: unit.name.clone(), url: context.href(&unit.url) },
            sort: unit.sort.clone(),
            cells: site.plan.tables.iter().map(|t| cell(context, duties, t.number)).collect(),
            leads: count(duties.leads.len()),
            supports: count(supports),
            progress: if duties.leads.is_empty() { -1 } else { i16::from(duties.figures.progress) },
            overdue: duties.figures.overdue,
        })
    });
    UnitTablesView {
        views: links(context),
        tables: tables.collect(),
        units: units.collect(),
        sample: site.plan.sample,
    }
}

fn cell(context: &Context<'_>, duties: &Duties, table: u32) -> UnitTablesCell {
    let plan = &context.site.plan;
    let of_table = |ids: &[TaskId]| ids.iter().filter(|id| id.table == table).count();
    let leads: Vec<&Task> =
        duties.leads.iter().filter(|id| id.table == table).filter_map(|id| plan.task(*id)).collect();
    let progress = figures(leads.iter().copied(), &context.site.config.progress.weights).progress;
    let gravest = ["overdue", "at_risk", "stalled", "near"]
        .into_iter()
        .find(|name| leads.iter().any(|t| t.state.name() == *name))
        .unwrap_or("on_track");
    UnitTablesCell {
        table,
        leads: count(leads.len()),
        supports: count(of_table(&duties.supports) + of_table(&duties.supports_through_groups)),
        progress: if leads.is_empty() { -1 } else { i16::from(progress) },
        state: if leads.is_empty() { String::new() } else { gravest.to_owned() },
    }
}
