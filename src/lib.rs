//! 潮音 Chaoyin turns one repository of Markdown columns and YAML task data into a static portal.
//!
//! The pipeline, each arrow one function from one owned value to the next:
//!
//! ```text
//! SourceTree ─ input::parse ─► Documents ─ site::assemble ─► Site ─ output::plan ─► Plan ─ output::render ─► bytes ─ shell::disk::commit ─► public/
//! ```
//!
//! [`build::build`] names the stages in order. Every stage returns its value together with its findings
//! ([`base::diagnostic::Outcome`]); none prints, exits, reads the clock or opens a file. Disk, network, clock and
//! terminal live in [`shell`] and [`cli`] alone.
//!
//! The order of the `mod` lines is the law: a module uses only what stands above it, at every level.

// Tests may panic, and read the files that they test against.
#![cfg_attr(
    test,
    allow(
        clippy::disallowed_methods,
        clippy::indexing_slicing,
        clippy::iter_over_hash_type,
        clippy::pedantic
    )
)]

pub mod base;
pub mod input;
pub mod site;
pub mod output;
pub mod build;
pub mod shell;
pub mod cli;
