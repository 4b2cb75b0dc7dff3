//! The ground: words that every stage shares. Knows nothing of sites and does no input or output.

pub mod limits;
pub mod hash;
pub mod apart;
pub mod text;
pub mod diagnostic;
pub mod time;
pub mod chart;
