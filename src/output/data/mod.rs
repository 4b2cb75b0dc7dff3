//! Data for other programs.

pub mod api;
