//! Charts of tasks.

use std::collections::BTreeMap;

use super::answer::ChartView;
use crate::base::chart::bars::{self, Bar};
use crate::base::chart::ring;
use crate::base::chart::table::Chart;
use crate::base::time::Date;
use crate::input::document::tasks::Status;
use crate::site::task::model::{Figures, Plan};

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
    ChartView { svg: chart.svg, caption: chart.caption, head: chart.head, rows: chart.rows }
}

/// Tasks by status.
#[must_use]
pub fn by_status(figures: &Figures) -> ChartView {
    let bars: Vec<Bar> = Status::ALL
        .iter()
        .zip(figures.by_status)
        .map(|((status, word), value)| Bar {
            label: (*word).to_owned(),
            value,
            class: status_name(*status).to_owned(),
        })
        .collect();
    view(bars::shares("chart-status", "任务状态", "项", &bars))
}

/// Progress of each table.
#[must_use]
pub fn by_table(plan: &Plan) -> ChartView {
    let bars: Vec<Bar> = plan
        .tables
        .iter()
        .map(|table| Bar {
            label: format!("表 {} {}", table.number, table.title),
            value: u32::from(table.figures.progress),
            class: if table.figures.overdue > 0 { "overdue" } else { "running" }.to_owned(),
        })
        .collect();
    view(bars::rows("chart-tables", "各表进度", "%", &bars, 100))
}

/// Log lines and reached milestones of the last twelve months.
#[must_use]
pub fn activity(plan: &Plan, today: Date) -> ChartView {
    let mut counts: BTreeMap<(i16, i8), u32> = BTreeMap::new();
    for task in &plan.tasks {
        let dates = task.log.iter().map(|l| l.date).chain(task.milestones.iter().filter_map(|m| m.done));
        for date in dates {
            *counts.entry((date.year(), date.month())).or_default() += 1;
        }
    }
    let mut months = Vec::with_capacity(MONTHS);
    let (mut year, mut month) = (today.year(), today.month());
    for _ in 0..MONTHS {
        months.push((year, month));
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    }
    let bars: Vec<Bar> = months
        .into_iter()
        .rev()
        .map(|key| Bar {
            label: format!("{}月", key.1),
            value: counts.get(&key).copied().unwrap_or(0),
            class: "running".to_owned(),
        })
        .collect();
    view(bars::columns("chart-activity", "近十二个月的动态", "条", &bars))
}

/// A task's progress.
#[must_use]
pub fn progress(percent: u8, state: &str) -> ChartView {
    view(ring::ring("ring", "进度", percent, state))
}
