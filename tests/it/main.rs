//! The one binary of tests that see the program from outside.

#[path = "../support/mod.rs"]
mod support;

mod cli;
mod memory;
mod incremental;
mod plan;
mod commit;
mod serve;
