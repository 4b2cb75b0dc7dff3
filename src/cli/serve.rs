//! `chaoyin serve`.

use std::path::Path;

use super::args::Serve;
use super::ending::{Ending, Trouble};
use super::terminal::Terminal;

/// Serves.
///
/// # Errors
/// [`Trouble`].
pub fn run(_serve: &Serve, _given: Option<&Path>, _terminal: &Terminal) -> Result<Ending, Trouble> {
    Ok(Ending::Done)
}
