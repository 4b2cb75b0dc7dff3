//! Days, moments and periods. "Today" is always an input.

pub mod date;
pub mod period;
