//! Charts of tasks.

use std::collections::BTreeMap;

use super::answer_plan::ChartView;
use crate::base::chart::bars::{Bar, LabelledBars, Series, StackedBars, StackedRow, labelled, stacked};
use crate::base::chart::heat_map::{HeatMap, HeatRow, heat_map};
use crate::base::chart::ring::{Ring, ring};
use crate::base::chart::table::{Chart, Heading};
use crate::base::time::date::Date;
use crate::input::document::tasks::Status;
use crate::site::task::model::{Figures, Plan, Table};

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

/// Log lines and reached milestones of the last twelve months, by table.
#[must_use]
pub fn activity(plan: &Plan, today: Date) -> ChartView {
    let mut counts: BTreeMap<(u32, i16, i8), f64> = BTreeMap::new();
    for task in &plan.tasks {
        let dates = task.log.iter().map(|l| l.date).chain(task.milestones.iter().filter_map(|m| m.done));
        for date in dates {
            *counts.entry((task.id.table, date.year(), date.month())).or_default() += 1.0;
        }
    }
    let months = months(today);
    let row = |table: &Table| HeatRow {
        label: format!("表 {}", table.number),
        values: months
            .iter()
            .map(|(year, month)| Some(counts.get(&(table.number, *year, *month)).copied().unwrap_or(0.0)))
            .collect(),
    };
    view(heat_map(&HeatMap {
        heading: heading("chart-activity", "近十二个月的动态（条）"),
        row_head: "任务表".to_owned(),
        months: months.iter().map(|(year, month)| format!("{year}-{month:02}")).collect(),
        rows: plan.tables.iter().map(row).collect(),
    }))
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
