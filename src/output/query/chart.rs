//! Charts of tasks.

use std::collections::BTreeMap;

use super::answer_plan::ChartView;
use super::context::Context;
use crate::base::chart::bars::{Bar, LabelledBars, Series, StackedBars, StackedRow, labelled, stacked};
use crate::base::chart::burn_up::{BurnUp, burn_up};
use crate::base::chart::heat_map::{HeatMap, HeatRow, heat_map};
use crate::base::chart::ring::{Ring, ring};
use crate::base::chart::sparkline::{Sparkline, sparkline};
use crate::base::chart::table::{Chart, Heading};
use crate::base::time::date::Date;
use crate::input::document::tasks::Status;
use crate::site::task::model::{Figures, PeriodProgress, Plan, Step, Table, Task};
use crate::site::unit::Unit;

/// Months that the chart of activity shows.
const MONTHS: usize = 12;

/// The class name of a status.
#[must_use]
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Planned => "planned",
        Status::Running => "running",
        Status::Done => "done",
        Status::Continuous => "continuous",
        Status::Paused => "paused",
    }
}

fn view(chart: Chart) -> ChartView {
    let Chart { svg, table } = chart;
    ChartView { svg, caption: table.caption, head: table.head, rows: table.rows }
}

fn heading(id: &str, title: &str) -> Heading {
    Heading { id: id.to_owned(), title: title.to_owned(), description: String::new() }
}

/// Tasks by status.
#[must_use]
pub fn by_status(figures: &Figures) -> ChartView {
    let series = |(status, word): &(Status, &str)| Series {
        label: (*word).to_owned(),
        class: format!("is-{}", status_name(*status)),
    };
    view(stacked(&StackedBars {
        heading: heading("chart-status", "任务状态"),
        row_head: "任务".to_owned(),
        total_head: "合计".to_owned(),
        series: Status::ALL.iter().map(series).collect(),
        rows: vec![StackedRow {
            label: "全部任务".to_owned(),
            values: figures.by_status.iter().map(|n| f64::from(*n)).collect(),
        }],
    }))
}

/// Progress of each table.
#[must_use]
pub fn by_table(plan: &Plan) -> ChartView {
    let bar = |table: &Table| Bar {
        label: format!("表 {} {}", table.number, table.title),
        value: f64::from(table.figures.progress),
        class: if table.figures.overdue > 0 { "is-overdue" } else { "is-running" }.to_owned(),
    };
    view(labelled(&LabelledBars {
        heading: heading("chart-tables", "各表进度（%）"),
        head: ["任务表".to_owned(), "进度（%）".to_owned()],
        bars: plan.tables.iter().map(bar).collect(),
        full: Some(100.0),
    }))
}

/// What happened in the last twelve months, by table.
#[must_use]
pub fn activity(plan: &Plan, today: Date) -> ChartView {
    let rows = plan.tables.iter().map(|table| {
        let own = plan.tasks.iter().filter(|t| t.id.table == table.number);
        (format!("表 {} {}", table.number, table.title), own.collect())
    });
    heat("chart-activity", "近十二个月的动态（按任务表）", "任务表", rows.collect(), today)
}

/// What happened in the last twelve months for the tasks that each unit leads.
#[must_use]
pub fn unit_activity(context: &Context<'_>) -> ChartView {
    let plan = &context.site.plan;
    let leads = |unit: &Unit| -> Vec<&Task> {
        plan.tasks.iter().filter(|t| t.lead.iter().any(|n| n.unit == unit.id)).collect()
    };
    let rows = context.site.units.list.iter().map(|unit| (unit.name.clone(), leads(unit)));
    let rows = rows.filter(|(_, tasks)| !tasks.is_empty()).collect();
    heat("chart-units", "近十二个月的动态（按牵头单位）", "牵头单位", rows, context.site.today)
}

fn heat(id: &str, title: &str, row_head: &str, rows: Vec<(String, Vec<&Task>)>, today: Date) -> ChartView {
    let months = months(today);
    let row = |(label, tasks): (String, Vec<&Task>)| {
        let mut counts: BTreeMap<(i16, i8), f64> = BTreeMap::new();
        for act in tasks.iter().flat_map(|t| &t.acts) {
            *counts.entry((act.date.year(), act.date.month())).or_default() += 1.0;
        }
        let values = months.iter().map(|month| Some(counts.get(month).copied().unwrap_or(0.0)));
        HeatRow { label, values: values.collect() }
    };
    view(heat_map(&HeatMap {
        heading: heading(id, title),
        row_head: row_head.to_owned(),
        months: months.iter().map(|(year, month)| format!("{year}-{month:02}")).collect(),
        rows: rows.into_iter().map(row).collect(),
    }))
}

/// Progress over time, against 100 percent by the due day.
#[must_use]
pub fn history(id: &str, steps: &[Step], due: Option<Date>) -> ChartView {
    // What had not begun yet is told by one day of 0, not by a year of them.
    let idle = steps.iter().take_while(|step| step.progress == 0).count().saturating_sub(1);
    let steps = steps.get(idle.min(steps.len().saturating_sub(1))..).unwrap_or(steps);
    view(burn_up(&BurnUp {
        heading: heading(id, "进度变化（%）"),
        head: ["日期".to_owned(), "进度（%）".to_owned()],
        points: steps.iter().map(|step| (step.date, f64::from(step.progress))).collect(),
        target: Some(100.0),
        target_label: "目标".to_owned(),
        due,
    }))
}

/// Progress of the last twelve months, as small as a word.
#[must_use]
pub fn spark(steps: &[Step]) -> String {
    let recent = steps.get(steps.len().saturating_sub(MONTHS)..).unwrap_or(steps);
    let chart = sparkline(&Sparkline {
        heading: Heading { title: "近一年进度（%）".to_owned(), ..Heading::default() },
        head: ["日期".to_owned(), "进度（%）".to_owned()],
        points: recent.iter().map(|step| (step.date.to_string(), f64::from(step.progress))).collect(),
    });
    chart.svg
}

/// A recurring task's progress by period, oldest first; `None` where there is nothing to compare.
#[must_use]
pub fn periods(periods: &[PeriodProgress]) -> Option<ChartView> {
    let bar = |of: &PeriodProgress| Bar {
        label: of.period.label.clone(),
        value: f64::from(of.progress),
        class: if of.progress >= 100 { "is-done" } else { "is-running" }.to_owned(),
    };
    (periods.len() > 1).then(|| {
        view(labelled(&LabelledBars {
            heading: heading("chart-periods", "各周期进度（%）"),
            head: ["周期".to_owned(), "进度（%）".to_owned()],
            bars: periods.iter().rev().map(bar).collect(),
            full: Some(100.0),
        }))
    })
}

/// The last twelve months, this one last.
fn months(today: Date) -> Vec<(i16, i8)> {
    let mut months = Vec::with_capacity(MONTHS);
    let (mut year, mut month) = (today.year(), today.month());
    for _ in 0..MONTHS {
        months.push((year, month));
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    }
    months.reverse();
    months
}

/// A task's progress.
#[must_use]
pub fn progress(percent: u8, state: &str) -> ChartView {
    view(ring(&Ring {
        heading: heading("ring", "进度"),
        head: ["任务".to_owned(), "进度".to_owned()],
        label: "本任务".to_owned(),
        percent: Some(f64::from(percent)),
        class: format!("is-{state}"),
    }))
}
