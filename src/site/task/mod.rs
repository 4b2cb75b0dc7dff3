//! Tasks of the plan: THE computation of progress, once.

pub mod state;
pub mod model;
