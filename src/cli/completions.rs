//! `chaoyin completions SHELL`.

use super::args::{self, Completions};
use super::ending::{Ending, Trouble};
use super::terminal::Terminal;

/// Writes a completion script.
///
/// # Errors
/// [`Trouble`] where it cannot be written.
pub fn run(completions: &Completions, terminal: Terminal) -> Result<Ending, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut args::command(), "chaoyin", &mut script);
    terminal.result(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Done)
}
