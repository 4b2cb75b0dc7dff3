//! Tasks of the plan: THE computation of progress, once.

pub mod state;
pub mod model;
pub mod window;
pub mod outline;
pub mod target;
pub mod evidence;
pub mod progress;
pub mod rollup;
pub mod plan;
