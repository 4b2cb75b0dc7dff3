//! Data for other programs.

pub mod api;
pub mod columns;
pub mod csv;
pub mod xlsx;
pub mod calendar;
pub mod tasks;
