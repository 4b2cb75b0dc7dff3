//! Writes a site of any size to a folder: `cargo bench --bench generate -- FOLDER ENTRIES [lean]`; a lean one has the
//! pages of the comparison and no more.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::pedantic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark speaks to whoever runs it, and writes files"
)]

mod support;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let (Some(folder), Some(Ok(entries))) = (words.first(), words.get(1).map(|word| word.parse::<usize>()))
    else {
        eprintln!("usage: cargo bench --bench generate -- FOLDER ENTRIES [lean]");
        return ExitCode::from(if words.is_empty() { 0 } else { 2 });
    };
    support::write(Path::new(folder), entries);
    if words.get(2).is_some_and(|word| word == "lean") {
        support::make_lean(Path::new(folder));
    }
    println!("{entries} entries in {folder}");
    ExitCode::SUCCESS
}
