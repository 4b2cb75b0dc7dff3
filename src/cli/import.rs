//! `chaoyin import`.

use std::path::Path;

use super::args::Import;
use super::ending::{Ending, Trouble};
use super::terminal::Terminal;

/// Imports.
pub fn run(_: &Import, _: Option<&Path>, _: Terminal) -> Result<Ending, Trouble> {
    Ok(Ending::Done)
}
