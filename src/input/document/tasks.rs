//! A task table, as written.

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::span::Span;
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::input::source::path::SourcePath;
use crate::input::yaml::located::Located;

/// A `content/progress/*.yaml` file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenTable {
    /// Its file.
    pub path: SourcePath,
    /// Fingerprint of the file's bytes.
    pub fingerprint: Fingerprint,
    /// `table`: its number.
    pub table: Located<u32>,
    /// `title`: the work.
    pub title: String,
    /// `measure`: the measure that the work belongs to.
    pub measure: String,
    /// `sample`: whether its states are sample data.
    pub sample: bool,
    /// `tasks`.
    pub tasks: Vec<WrittenTask>,
}

/// What an editor says of a task's state; every other state is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Status {
    /// 未启动
    #[default]
    #[serde(rename = "未启动")]
    Planned,
    /// 进行中
    #[serde(rename = "进行中")]
    Running,
    /// 已完成
    #[serde(rename = "已完成")]
    Done,
    /// 常态化
    #[serde(rename = "常态化")]
    Continuous,
    /// 暂停
    #[serde(rename = "暂停")]
    Paused,
}

impl Status {
    /// Every status with its word, in order.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Planned, "未启动"),
        (Self::Running, "进行中"),
        (Self::Done, "已完成"),
        (Self::Continuous, "常态化"),
        (Self::Paused, "暂停"),
    ];

    /// The word that editors write.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(s, _)| *s == self).map_or("", |(_, w)| w)
    }
}

/// The words of [`Status::ALL`].
pub const STATUS_WORDS: [&str; 5] = ["未启动", "进行中", "已完成", "常态化", "暂停"];

/// How often a task starts anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Recurs {
    /// Each calendar year.
    Yearly,
    /// Each school year.
    #[serde(rename = "school_yearly")]
    SchoolYearly,
    /// Each term.
    Termly,
    /// Each month.
    Monthly,
    /// Now and then, without a fixed period.
    Periodic,
}

impl Recurs {
    /// Every recurrence with the word that editors write and the word that readers see.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Yearly, "yearly", "每年"),
        (Self::SchoolYearly, "school_yearly", "每学年"),
        (Self::Termly, "termly", "每学期"),
        (Self::Monthly, "monthly", "每月"),
        (Self::Periodic, "periodic", "定期"),
    ];

    /// The word that readers see.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(r, ..)| *r == self).map_or("", |(_, _, words)| words)
    }
}

/// One task, as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenTask {
    /// The whole mapping.
    pub span: Span,
    /// `no`.
    pub no: Located<u32>,
    /// `title`.
    pub title: Located<String>,
    /// `lead`: unit names as written.
    pub lead: Vec<Located<String>>,
    /// `support`.
    pub support: Vec<Located<String>>,
    /// `status`.
    pub status: Located<Status>,
    /// `start`.
    pub start: Option<Located<Date>>,
    /// `due`.
    pub due: Option<Located<Date>>,
    /// `recurs`.
    pub recurs: Option<Recurs>,
    /// Where `recurs` stands.
    pub recurs_span: Span,
    /// `target`.
    pub target: Option<WrittenTarget>,
    /// `progress`, 0 to 100.
    pub progress: Option<Located<u8>>,
    /// `milestones`.
    pub milestones: Vec<WrittenMilestone>,
    /// `evidence`: entry paths or addresses.
    pub evidence: Vec<Located<String>>,
    /// What is said of each piece of `evidence`, in the same order.
    pub evidence_notes: Vec<EvidenceNote>,
    /// `log`.
    pub log: Vec<WrittenLog>,
    /// `note`.
    pub note: Option<String>,
}

/// What a task says of a piece of its evidence: an address outside tells neither its title nor its day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EvidenceNote {
    /// `title`.
    pub title: Option<String>,
    /// `date`.
    pub date: Option<Date>,
    /// `unit`: whose work it shows.
    pub unit: Option<Located<String>>,
}

/// A target, as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenTarget {
    /// The whole mapping.
    pub span: Span,
    /// `count`: `entries lessons works studios accounts milestones units`; `None` where figures are recorded by hand.
    pub count: Option<Located<String>>,
    /// `in`: a column folder.
    pub column: Option<Located<String>>,
    /// `sum`: a numeric field whose values are added up instead of counting.
    pub sum: Option<Located<String>>,
    /// `period`: the days that are counted: `2026`, `2026-05`, `2026-2027学年`, `2026-03-01..2026-08-31`.
    pub period: Option<Located<String>>,
    /// `min`.
    pub min: Option<u32>,
    /// `max`.
    pub max: Option<u32>,
    /// `percent`: of `of`.
    pub percent: Option<u32>,
    /// `value`: reached by hand.
    pub value: Option<u32>,
    /// `of`: the base of a percentage.
    pub of: Option<u32>,
    /// `unit`: what is counted, in words (`间教室`).
    pub unit: Option<String>,
    /// `where`: front-matter field equals value (as text); `year` is the year of the date.
    pub filter: Vec<(Located<String>, String)>,
}

/// A milestone, as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenMilestone {
    /// `title`.
    pub title: String,
    /// `due`.
    pub due: Option<Located<Date>>,
    /// `done`.
    pub done: Option<Located<Date>>,
}

/// A log line, as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenLog {
    /// `date`.
    pub date: Located<Date>,
    /// `note`.
    pub note: String,
    /// `progress`, 0 to 100.
    pub progress: Option<Located<u8>>,
}
