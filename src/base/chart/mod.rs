//! Numbers to pictures: static SVG, each with a table that says the same.
//!
//! A chart has no colours of its own. Its shapes are drawn in `currentColor` and carry classes (`chart-bar is-done`)
//! that a theme may colour; without a theme they stay readable.

pub mod table;
mod number;
mod drawing;
pub mod bars;
pub mod burn_up;
pub mod heat_map;
pub mod sparkline;
pub mod ring;
