//! The one binary of tests that see the program from outside.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::pedantic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic, and touches the machine"
)]

#[path = "../support/mod.rs"]
mod support;

mod house;
mod cases;
mod docs;
mod exact;
mod cli;
mod memory;
mod packing;
mod pictures;
mod incremental;
mod plan;
mod tables;
mod import;
mod figures;
mod history;
mod commit;
mod serve;
mod theme;
mod languages;
