//! Tasks as pages show them.

use super::answer::{Link, TaskRow};
use super::answer_plan::{FiguresView, LogView, MilestoneView, StatusCount, TableCard, TableView, TaskView};
use super::context::Context;
use super::progress::{self, count, day, link};
use super::{change, chart};
use crate::input::document::tasks::Status;
use crate::site::id::TaskId;
use crate::site::task::model::{Figures, Milestone, NamedUnit, ProgressSource, Table, Task};
use crate::site::task::progress::share;

fn units(context: &Context<'_>, named: &[NamedUnit]) -> Vec<Link> {
    let link = |n: &NamedUnit| Link {
        title: n.written.clone(),
        url: context.unit(n.unit).map_or_else(String::new, |link| link.url),
    };
    named.iter().map(link).collect()
}

/// Changes that a table's page shows.
const CHANGES: usize = 20;

/// A task in lists.
#[must_use]
pub fn row(context: &Context<'_>, id: TaskId) -> Option<TaskRow> {
    let task = context.site.plan.task(id)?;
    Some(TaskRow {
        id: id.to_string(),
        table: id.table,
        title: task.title.clone(),
        url: context.href(&task.url),
        lead: units(context, &task.lead),
        support: units(context, &task.support),
        status: task.status.word().to_owned(),
        status_name: chart::status_name(task.status).to_owned(),
        state: task.state.word().to_owned(),
        state_name: task.state.name().to_owned(),
        reason: task.state.reason(),
        progress: task.progress,
        start: day(task.start),
        due: day(task.due),
        evidence: count(task.evidence.len()),
        last_activity: day(task.last_activity),
        recurs: task.recurs.map_or("", |recurs| recurs.words()).to_owned(),
        lead_keys: progress::lead_keys(context, task),
        spark: chart::spark(&task.history),
    })
}

/// A task's page.
#[must_use]
pub fn view(context: &Context<'_>, id: TaskId) -> Option<TaskView> {
    let site = context.site;
    let task = site.plan.task(id)?;
    let table = site.plan.table(id.table)?;
    let row = row(context, id)?;
    let at = site.plan.tasks.iter().position(|t| t.id == id)?;
    let beside = |n: Option<usize>| n.and_then(|n| site.plan.tasks.get(n)).map(|t| link(context, t));
    let columns = site.columns.iter().filter(|c| c.tasks.contains(&id));
    let mut target = progress::target(context, task);
    let mut evidence: Vec<_> = task.evidence.iter().filter_map(|e| progress::evidence(context, e)).collect();
    progress::mark_both(&mut evidence, target.as_mut().map_or(&mut [], |t| &mut t.counted));
    Some(TaskView {
        ring: chart::progress(task.progress, task.state.name()),
        table: Link { title: format!("表 {} {}", table.number, table.title), url: context.href(&table.url) },
        table_number: table.number,
        measure: task.measure.clone(),
        progress_from: progress_from(task.progress_source).to_owned(),
        target,
        milestones: task.milestones.iter().map(milestone).collect(),
        evidence,
        history_chart: chart::history("chart-history", &task.history, task.due),
        periods: task.periods.iter().map(progress::period).collect(),
        period_chart: chart::periods(&task.periods),
        log: task
            .log
            .iter()
            .map(|l| LogView {
                date: l.date.to_string(),
                note: l.note.clone(),
                progress: l.progress.map_or(-1, i16::from),
            })
            .collect(),
        columns: columns
            .map(|c| Link { title: c.document.front.title.value.clone(), url: context.href(&c.url) })
            .collect(),
        note: task.note.clone(),
        sample: task.sample,
        previous: beside(at.checked_sub(1)),
        next: beside(at.checked_add(1)),
        path: task.place.file.to_string(),
        row,
    })
}

fn progress_from(source: ProgressSource) -> &'static str {
    match source {
        ProgressSource::Status => "任务已完成",
        ProgressSource::Target => "按目标完成数计算",
        ProgressSource::Milestones => "按节点完成比例计算",
        ProgressSource::Written => "由责任单位填报",
        ProgressSource::Log => "取自最近一条工作记录",
        ProgressSource::Nothing => "尚无进度记录",
    }
}

fn milestone(milestone: &Milestone) -> MilestoneView {
    let late = match (milestone.due, milestone.done) {
        (Some(due), Some(done)) => done.days_since(due).max(0),
        _ => 0,
    };
    let (state, words) = match (milestone.done, milestone.overdue_days) {
        (Some(_), _) if late > 0 => ("late", format!("延后 {late} 天完成")),
        (Some(_), _) => ("done", "已完成".to_owned()),
        (None, 0) => ("open", "待完成".to_owned()),
        (None, days) => ("overdue", format!("超期 {days} 天")),
    };
    MilestoneView {
        title: milestone.title.clone(),
        due: day(milestone.due),
        done: day(milestone.done),
        state: state.to_owned(),
        words,
    }
}

/// Figures of a set of tasks.
#[must_use]
pub fn figures(figures: &Figures) -> FiguresView {
    let by_status = Status::ALL.iter().zip(figures.by_status).map(|((status, word), count)| StatusCount {
        word: (*word).to_owned(),
        name: chart::status_name(*status).to_owned(),
        count,
        percent: if figures.total == 0 { 0 } else { share(count, figures.total) },
    });
    FiguresView {
        total: figures.total,
        by_status: by_status.collect(),
        overdue: figures.overdue,
        at_risk: figures.at_risk,
        stalled: figures.stalled,
        near: figures.near,
        progress: figures.progress,
        evidence: figures.evidence,
    }
}

/// A table in lists.
#[must_use]
pub fn table_card(context: &Context<'_>, table: &Table) -> TableCard {
    TableCard {
        number: table.number,
        title: table.title.clone(),
        url: context.href(&table.url),
        weight: table.weight,
        weight_percent: weight_percent(context, table),
        spark: chart::spark(&table.history),
        figures: figures(&table.figures),
    }
}

/// A table's share of the plan's progress: its weight among those of all tables with tasks.
fn weight_percent(context: &Context<'_>, table: &Table) -> u8 {
    let counted = |t: &&Table| t.figures.total > 0;
    let whole: u32 = context.site.plan.tables.iter().filter(counted).map(|t| t.weight).sum();
    if whole == 0 || table.figures.total == 0 { 0 } else { share(table.weight, whole) }
}

/// A table's page.
#[must_use]
pub fn table(context: &Context<'_>, number: u32) -> Option<TableView> {
    let plan = &context.site.plan;
    let at = plan.tables.iter().position(|t| t.number == number)?;
    let table = plan.tables.get(at)?;
    let beside = |n: Option<usize>| {
        n.and_then(|n| plan.tables.get(n))
            .map(|t| Link { title: format!("表 {} {}", t.number, t.title), url: context.href(&t.url) })
    };
    let tasks: Vec<&Task> = table.tasks.iter().filter_map(|id| plan.task(*id)).collect();
    let due = tasks.iter().filter_map(|t| t.due).max();
    Some(TableView {
        number,
        weight: table.weight,
        weight_percent: weight_percent(context, table),
        history_chart: chart::history("chart-history", &table.history, due),
        changes: change::since(context, tasks.iter().copied(), change::recent_from(context), CHANGES),
        lead_units: progress::lead_units(context, &tasks),
        title: table.title.clone(),
        measure: table.measure.clone(),
        url: context.href(&table.url),
        figures: figures(&table.figures),
        tasks: table.tasks.iter().filter_map(|id| row(context, *id)).collect(),
        sample: tasks.iter().any(|t| t.sample),
        previous: beside(at.checked_sub(1)),
        next: beside(at.checked_add(1)),
    })
}
