//! Numbers to SVG: static, described in words, coloured by classes alone.

pub mod table;
pub mod bars;
pub mod ring;
