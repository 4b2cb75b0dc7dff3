//! Tasks of the plan: THE computation of progress, once.

pub mod state;
pub mod tally;
pub mod model;
pub mod window;
pub mod outline;
pub mod rule;
pub mod counting;
pub mod target;
pub mod evidence;
pub mod progress;
pub mod history;
pub mod activity;
pub mod rollup;
pub mod plan;
