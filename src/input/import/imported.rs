//! Task tables as they come out of a file, before they are text.

use crate::base::time::date::Date;

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedTable {
    /// Its number.
    pub number: u32,
    /// The work.
    pub title: String,
    /// The measure; empty where the file does not tell.
    pub measure: String,
    /// Whether its states are sample data.
    pub sample: bool,
    /// Its tasks in order.
    pub tasks: Vec<ImportedTask>,
    /// Rows that are no tasks, to be kept as comments.
    pub remarks: Vec<String>,
}

/// A task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedTask {
    /// Number in its table.
    pub no: u32,
    /// What is to be done.
    pub title: String,
    /// Units in the lead.
    pub lead: Vec<String>,
    /// Units in support.
    pub support: Vec<String>,
    /// A word of the statuses.
    pub status: Option<&'static str>,
    /// Start.
    pub start: Option<Date>,
    /// Due date.
    pub due: Option<Date>,
    /// `yearly` …
    pub recurs: Option<&'static str>,
    /// A target on one line of YAML.
    pub target: Option<String>,
    /// 0 to 100.
    pub progress: Option<u8>,
    /// Title, due date, day reached.
    pub milestones: Vec<(String, Option<Date>, Option<Date>)>,
    /// Entries and addresses.
    pub evidence: Vec<String>,
    /// Day, words, progress.
    pub log: Vec<(Date, String, Option<u8>)>,
    /// Notes, among them what could not be read.
    pub notes: Vec<String>,
}
