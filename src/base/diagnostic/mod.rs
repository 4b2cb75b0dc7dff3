//! Findings: what is wrong, where, why and how to mend it, as values.

pub mod span;
pub mod code;
pub mod finding;
pub mod outcome;
pub mod human;
