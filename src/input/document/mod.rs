//! Documents: what one file says, as written, typed, with spans, not yet joined with any other file.

pub mod front_matter;
pub mod split;
pub mod common;
pub mod entry;
pub mod read_entry;
pub mod column_keys;
pub mod read_column;
pub mod tasks;
pub mod read_tasks;
pub mod write_tasks;
pub mod accounts;
pub mod read_accounts;
pub mod units;
pub mod read_units;
pub mod json_schema;
