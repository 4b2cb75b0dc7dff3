//! The typed answers of the plan's further views. As in [`super::answer`], field
//! names are the theme's contract.

use serde::Serialize;

use super::answer::{Link, TaskRow};
use super::answer_plan::{Choice, PeriodView, PlanLinks, TableCard};

/// All tasks with what they can be filtered by.
#[derive(Clone, Debug, Serialize)]
pub struct TasksView {
    /// Further views.
    pub views: PlanLinks,
    /// Rows.
    pub tasks: Vec<TaskRow>,
    /// Statuses.
    pub statuses: Vec<Choice>,
    /// Derived states.
    pub states: Vec<Choice>,
    /// Lead units.
    pub lead_units: Vec<Choice>,
    /// Tables.
    pub tables: Vec<Choice>,
    /// Whether any state is sample data.
    pub sample: bool,
}

/// Tasks by status and by state.
#[derive(Clone, Debug, Serialize)]
pub struct StatesView {
    /// Further views.
    pub views: PlanLinks,
    /// Sections: derived states first, then written statuses.
    pub sections: Vec<StateSection>,
    /// Whether any state is sample data.
    pub sample: bool,
}

/// The tasks of one status or state.
#[derive(Clone, Debug, Serialize)]
pub struct StateSection {
    /// Anchor: `overdue`.
    pub name: String,
    /// 超期.
    pub word: String,
    /// When a task is that, with the site's own thresholds.
    pub help: String,
    /// Tasks.
    pub tasks: Vec<TaskRow>,
}

/// Due dates of tasks and milestones.
#[derive(Clone, Debug, Serialize)]
pub struct CalendarView {
    /// Further views.
    pub views: PlanLinks,
    /// What is past its day and not done, the longest first.
    pub overdue: Vec<DueView>,
    /// Months from that of the build on.
    pub months: Vec<MonthView>,
    /// Whether any state is sample data.
    pub sample: bool,
}

/// A month of the calendar.
#[derive(Clone, Debug, Serialize)]
pub struct MonthView {
    /// 2026年12月.
    pub label: String,
    /// `2026-12`.
    pub name: String,
    /// What is due, by day.
    pub due: Vec<DueView>,
}

/// A due date.
#[derive(Clone, Debug, Serialize)]
pub struct DueView {
    /// Day.
    pub date: String,
    /// 周五.
    pub weekday: String,
    /// 任务截止 or a milestone's title.
    pub words: String,
    /// Whether it is the task's own due date.
    pub is_task: bool,
    /// The task.
    pub task: TaskRow,
    /// 今天, 还有 12 天, 超期 3 天.
    pub distance: String,
    /// `overdue near open`.
    pub state: String,
}

/// The plan by years.
#[derive(Clone, Debug, Serialize)]
pub struct YearsView {
    /// Further views.
    pub views: PlanLinks,
    /// Years, the latest first.
    pub years: Vec<YearView>,
    /// Tasks that recur each year or school year, with their periods.
    pub tasks: Vec<YearTask>,
    /// Month and day of the build: 11月24日.
    pub day: String,
    /// Whether any state is sample data.
    pub sample: bool,
}

/// What a year saw.
#[derive(Clone, Debug, Serialize)]
pub struct YearView {
    /// 2026.
    pub year: i16,
    /// Whether it is not over.
    pub is_current: bool,
    /// Progress of the plan at its end, or on the day of the build; -1 where not known.
    pub progress: i16,
    /// Log lines of the whole year and up to the same month and day.
    pub log: [u32; 2],
    /// Reached milestones, likewise.
    pub milestones: [u32; 2],
    /// Evidence, likewise.
    pub evidence: [u32; 2],
}

/// A task that recurs each year.
#[derive(Clone, Debug, Serialize)]
pub struct YearTask {
    /// The task.
    pub task: Link,
    /// Its rule in words; empty where no target counts.
    pub rule: String,
    /// Its periods, the current one first.
    pub periods: Vec<PeriodView>,
}

/// Units by tables.
#[derive(Clone, Debug, Serialize)]
pub struct UnitTablesView {
    /// Further views.
    pub views: PlanLinks,
    /// Tables.
    pub tables: Vec<TableCard>,
    /// Units with any task, in written order.
    pub units: Vec<UnitTablesRow>,
    /// Whether any state is sample data.
    pub sample: bool,
}

/// A unit's row.
#[derive(Clone, Debug, Serialize)]
pub struct UnitTablesRow {
    /// The unit.
    pub unit: Link,
    /// 职能部门, 学院, 团队, 群组.
    pub sort: String,
    /// A cell for each table.
    pub cells: Vec<UnitTablesCell>,
    /// Tasks that it leads.
    pub leads: u32,
    /// Tasks that it supports, through groups too.
    pub supports: u32,
    /// Progress of what it leads; -1 where nothing.
    pub progress: i16,
    /// Overdue tasks that it leads.
    pub overdue: u32,
}

/// A unit's part in a table.
#[derive(Clone, Debug, Serialize)]
pub struct UnitTablesCell {
    /// Number of the table.
    pub table: u32,
    /// Tasks that it leads.
    pub leads: u32,
    /// Tasks that it supports, through groups too.
    pub supports: u32,
    /// Progress of what it leads; -1 where nothing.
    pub progress: i16,
    /// `overdue at_risk stalled near on_track`: the gravest of what it leads; empty where nothing.
    pub state: String,
}
