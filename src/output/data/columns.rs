//! The columns of a task's line, the same in every table that is written.

use crate::base::time::date::Date;
use crate::output::query::report::ReportTask;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Number(u32),
    /// 0 to 100.
    Percent(u8),
    /// A day.
    Day(Date),
    /// A web address.
    Address(String),
}

impl Cell {
    /// Text, or nothing where there is none.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// `2026-05-06` as a day, nothing where there is none.
    #[must_use]
    pub fn day(text: &str) -> Self {
        Date::parse(text).map_or(Self::Empty, Self::Day)
    }

    /// As people read it: `63%`, `2026-05-06`.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Address(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Percent(percent) => format!("{percent}%"),
            Self::Day(day) => day.to_string(),
        }
    }
}

/// A column.
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// Its width in characters of a spreadsheet.
    pub width: u8,
    /// What a task has in it.
    pub cell: fn(&ReportTask) -> Cell,
}

const fn column(heading: &'static str, width: u8, cell: fn(&ReportTask) -> Cell) -> Column {
    Column { heading, width, cell }
}

/// A task's line. Table and number stand apart: spreadsheets take `4-4` for a day in April.
pub const TASK: &[Column] = &[
    column("表号", 6, |t| Cell::Number(t.table)),
    column("序号", 6, |t| Cell::Number(t.no)),
    column("实施内容", 48, |t| Cell::text(&t.view.row.title)),
    column("责任单位", 18, |t| Cell::text(titles(&t.view.row.lead))),
    column("配合单位", 24, |t| Cell::text(titles(&t.view.row.support))),
    column("状态", 8, |t| Cell::text(&t.view.row.status)),
    column("推定", 8, |t| Cell::text(&t.view.row.state)),
    column("说明", 22, |t| Cell::text(&t.view.row.reason)),
    column("进度", 7, |t| Cell::Percent(t.view.row.progress)),
    column("进度来源", 20, |t| Cell::text(&t.view.progress_from)),
    column("开始", 12, |t| Cell::day(&t.view.row.start)),
    column("截止", 12, |t| Cell::day(&t.view.row.due)),
    column("周期", 8, |t| Cell::text(&t.view.row.recurs)),
    column("目标", 30, |t| t.view.target.as_ref().map_or(Cell::Empty, |target| Cell::text(&target.rule))),
    column("已达到", 8, |t| {
        t.view.target.as_ref().map_or(Cell::Empty, |target| Cell::Number(target.reached))
    }),
    column("需达到", 8, |t| {
        t.view.target.as_ref().map_or(Cell::Empty, |target| Cell::Number(target.needed))
    }),
    column("佐证", 6, |t| Cell::Number(t.view.row.evidence)),
    column("最近动态", 12, |t| Cell::day(&t.view.row.last_activity)),
    column("备注", 30, |t| Cell::text(&t.view.note)),
    column("页面", 36, |t| Cell::Address(t.address.clone())),
];

/// What a task's editor wrote and the line above does not show: a spreadsheet that has it can be read in again.
pub const WRITTEN: &[Column] = &[
    column("填报进度", 10, |t| t.written_progress.map_or(Cell::Empty, Cell::Percent)),
    column("目标设置", 40, |t| Cell::text(&t.written_target)),
    column("佐证设置", 40, |t| Cell::text(t.written_evidence.join("\n"))),
];

/// The part of a unit in a task.
pub const PART: Column = column("参与", 12, |t| Cell::text(t.part));

/// Names of units as the plan writes them.
#[must_use]
pub fn titles(units: &[crate::output::query::answer::Link]) -> String {
    units.iter().map(|unit| unit.title.as_str()).collect::<Vec<_>>().join("、")
}

/// The columns of a report's task lines.
#[must_use]
pub fn of_report(is_of_unit: bool) -> Vec<&'static Column> {
    is_of_unit.then_some(&PART).into_iter().chain(TASK).collect()
}
