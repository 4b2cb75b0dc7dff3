//! Days, moments and periods. "Today" is always an input.

mod date;
pub mod period;

pub use date::{Date, Moment};
