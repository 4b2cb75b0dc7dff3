//! The command line: one file per verb; arguments as typed become requests as meant.

#![expect(clippy::disallowed_methods, reason = "the command line reads what its user set and wrote")]

pub mod args_tasks;
pub mod args;
pub mod terminal;
pub mod ending;
pub mod progress;
pub mod findings;
pub mod timings;
pub mod init;
pub mod new;
pub mod build;
pub mod serve;
pub mod check;
pub mod report_form;
pub mod report;
pub mod tasks;
pub mod import;
pub mod list;
pub mod schema;
pub mod theme;
pub mod explain;
pub mod completions;
pub mod run;
