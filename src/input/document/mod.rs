//! Documents: what one file says, as written, typed, with spans, not yet joined with any other file.

pub mod front_matter;
pub mod entry;
pub mod tasks;
pub mod accounts;
pub mod units;
