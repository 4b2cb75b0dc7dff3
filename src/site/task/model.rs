//! The plan, its tables and tasks, with every derived figure.

use std::sync::Arc;

use super::state::State;
use super::tally::Mark;
use crate::base::diagnostic::finding::Place;
use crate::base::diagnostic::span::Span;
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::base::time::period::Period;
use crate::input::document::tasks::{Recurs, Status, WrittenTable, WrittenTask};
use crate::site::id::{EntryId, TaskId, UnitId};

/// A unit as the plan names it, and what that resolves to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedUnit {
    /// As written, variants and all.
    pub written: String,
    /// The unit or group.
    pub unit: UnitId,
}

/// Where a progress figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgressSource {
    /// Done is 100.
    Status,
    /// Counted from what is published, or from figures recorded by hand.
    Target,
    /// Share of milestones reached.
    Milestones,
    /// Written as `progress`.
    Written,
    /// The last log line that names a figure.
    Log,
    /// Nothing tells: 0.
    Nothing,
}

/// A target and what was counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TargetCount {
    /// The rule in words: `“名师名生”栏目 2026 年的条目，12 至 24 篇`.
    pub rule: String,
    /// What was reached.
    pub reached: u32,
    /// What is needed for 100 percent.
    pub needed: u32,
    /// The most that the plan asks for.
    pub most: Option<u32>,
    /// What is counted, in words: 篇, 件, 个.
    pub unit: String,
    /// Whether the figure is recorded by hand.
    pub by_hand: bool,
    /// Whether amounts are added up instead of things counted.
    pub sums: bool,
    /// What was counted, newest first.
    pub counted: Vec<Mark>,
}

/// Progress by the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// The day.
    pub date: Date,
    /// 0 to 100.
    pub progress: u8,
}

/// One period of a recurring task.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PeriodProgress {
    /// The period.
    pub period: Period,
    /// What its target reached by its end, or by the day of the build; `None` where no target counts.
    pub reached: Option<u32>,
    /// What its target needs; 0 where it has none.
    pub needed: u32,
    /// 0 to 100.
    pub progress: u8,
    /// Log lines, reached milestones and evidence within it.
    pub acts: u32,
    /// Whether the day of the build lies in it.
    pub is_current: bool,
}

/// Something that happened for a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Act {
    /// When.
    pub date: Date,
    /// What.
    pub what: What,
}

/// What happened, by its position in the task's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A line of the log.
    Log(usize),
    /// A milestone was reached.
    Milestone(usize),
    /// A piece of evidence was published.
    Evidence(usize),
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Milestone {
    /// What is reached.
    pub title: String,
    /// By when.
    pub due: Option<Date>,
    /// When it was.
    pub done: Option<Date>,
    /// Days past its due date on the day of the build, 0 where reached or not due.
    pub overdue_days: u32,
}

/// One line of a task's log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LogLine {
    /// When.
    pub date: Date,
    /// What.
    pub note: String,
    /// Progress then.
    pub progress: Option<u8>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// What proves the task.
    pub proof: Proof,
    /// What the task calls it; empty where it says nothing or where an entry has its own title.
    pub title: String,
    /// Its day.
    pub date: Option<Date>,
    /// Whose work it shows.
    pub unit: Option<UnitId>,
    /// Who joined it to the task.
    pub sides: Sides,
}

/// The sides that join a piece of evidence to its task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sides {
    /// The entry names the task.
    pub entry: bool,
    /// A column that serves the task holds the entry.
    pub column: bool,
    /// The task names it.
    pub task: bool,
}

/// What proves a task.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Proof {
    /// A published entry.
    Entry(EntryId),
    /// A page outside.
    Address(String),
}

/// A task.
#[derive(Clone, Debug)]
pub struct Task {
    /// Identity.
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// `/progress/4-4/`.
    pub url: String,
    /// Title of its table (the work).
    pub work: String,
    /// Its measure.
    pub measure: String,
    /// Units in the lead.
    pub lead: Vec<NamedUnit>,
    /// Units in support.
    pub support: Vec<NamedUnit>,
    /// Written status.
    pub status: Status,
    /// Derived state.
    pub state: State,
    /// Start.
    pub start: Option<Date>,
    /// Due date.
    pub due: Option<Date>,
    /// Recurrence.
    pub recurs: Option<Recurs>,
    /// 0 to 100.
    pub progress: u8,
    /// Where the figure comes from.
    pub progress_source: ProgressSource,
    /// The target's count.
    pub target: Option<TargetCount>,
    /// Milestones.
    pub milestones: Vec<Milestone>,
    /// Evidence from three sides, without doubles, newest first, undated pieces last.
    pub evidence: Vec<Evidence>,
    /// Log, newest first.
    pub log: Vec<LogLine>,
    /// Everything that happened for it up to the day of the build, newest first.
    pub acts: Vec<Act>,
    /// Progress by the ends of the plan's months, oldest first, the day of the build last: all tasks have the same
    /// days.
    pub history: Vec<Step>,
    /// Of a recurring task its periods, the current one first.
    pub periods: Vec<PeriodProgress>,
    /// Last day with a log line, a reached milestone or dated evidence.
    pub last_activity: Option<Date>,
    /// Note.
    pub note: String,
    /// Whether its state is sample data.
    pub sample: bool,
    /// Its file.
    pub file: Arc<WrittenTable>,
    /// Its position in the file.
    pub position: usize,
    /// Where it stands.
    pub place: Place,
    /// Fingerprint of a task's line in lists.
    pub row_print: Fingerprint,
    /// Fingerprint of all of its page.
    pub print: Fingerprint,
}

impl Task {
    /// What its file says of it.
    #[must_use]
    pub fn written(&self) -> Option<&WrittenTask> {
        self.file.tasks.get(self.position)
    }

    /// Where its status stands; its title where none is written.
    #[must_use]
    pub fn status_place(&self) -> Place {
        match self.written().filter(|w| w.status.span != Span::default()) {
            Some(written) => Place::new(Arc::clone(&self.place.file), written.status.span),
            None => self.place.clone(),
        }
    }
}

/// Figures of a set of tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Figures {
    /// Tasks.
    pub total: u32,
    /// By written status, in the order of [`Status::ALL`].
    pub by_status: [u32; 5],
    /// Overdue tasks.
    pub overdue: u32,
    /// Tasks at risk.
    pub at_risk: u32,
    /// Stalled tasks.
    pub stalled: u32,
    /// Tasks due soon.
    pub near: u32,
    /// Mean progress, 0 to 100, weighted by table.
    pub progress: u8,
    /// Pieces of evidence.
    pub evidence: u32,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Number.
    pub number: u32,
    /// The work.
    pub title: String,
    /// Its measure.
    pub measure: String,
    /// `/progress/table-4/`.
    pub url: String,
    /// Its tasks in order.
    pub tasks: Vec<TaskId>,
    /// Figures.
    pub figures: Figures,
    /// Weight in the plan's progress.
    pub weight: u32,
    /// Its progress by the ends of the plan's months.
    pub history: Vec<Step>,
    /// Fingerprint of all task rows and figures.
    pub print: Fingerprint,
}

/// A measure: the plan's chapters.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Name.
    pub name: String,
    /// Its tables.
    pub tables: Vec<u32>,
    /// Figures.
    pub figures: Figures,
}

/// The plan.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Name, from the progress column's `plan_name`, else its title.
    pub name: String,
    /// Address of its overview: `/progress/`.
    pub url: String,
    /// Measures in the order of their first table.
    pub measures: Vec<Measure>,
    /// Tables by number.
    pub tables: Vec<Table>,
    /// Tasks by id.
    pub tasks: Vec<Task>,
    /// Figures of all.
    pub figures: Figures,
    /// Its progress by the ends of months, the day of the build last.
    pub history: Vec<Step>,
    /// Whether any state is sample data.
    pub sample: bool,
    /// Fingerprint of the whole.
    pub print: Fingerprint,
}

impl Plan {
    /// A task by id.
    #[must_use]
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.binary_search_by_key(&id, |t| t.id).ok().and_then(|n| self.tasks.get(n))
    }

    /// A table by number.
    #[must_use]
    pub fn table(&self, number: u32) -> Option<&Table> {
        self.tables.iter().find(|t| t.number == number)
    }
}
