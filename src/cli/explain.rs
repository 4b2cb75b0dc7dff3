//! `chaoyin explain CODE`: what the catalogue says.

use std::fmt::Write as _;

use super::args::Explain;
use super::ending::{Ending, Trouble};
use super::terminal::{Terminal, aligned, cut};
use crate::base::diagnostic::code::{Code, Severity};
use crate::shell::catalogue;

/// Explains a code, or lists all.
///
/// # Errors
/// [`Trouble`] where there is no such code.
pub fn run(explain: &Explain, terminal: Terminal) -> Result<Ending, Trouble> {
    let codes = catalogue::all();
    let Some(name) = &explain.code else {
        let row = |code: &&Code| {
            let message = cut(code.message.in_language(terminal.language), 72);
            vec![code.name.to_owned(), word(code.severity, terminal).to_owned(), message]
        };
        let rows: Vec<Vec<String>> = codes.iter().map(row).collect();
        terminal.result(&aligned(&rows))?;
        return Ok(Ending::Done);
    };
    let name = name.trim().to_uppercase();
    let Some(code) = codes.iter().find(|code| code.name == name) else {
        return Err(Trouble::usage(
            format!("没有 {name} 这个代码；chaoyin explain 列出全部"),
            format!("there is no code {name}; `chaoyin explain` lists all"),
        ));
    };
    terminal.result(&page(code, terminal))?;
    Ok(Ending::Done)
}

fn page(code: &Code, terminal: Terminal) -> String {
    let language = terminal.language;
    let mut text = String::new();
    let _ = writeln!(text, "{}（{}）", code.name, word(code.severity, terminal));
    let _ = writeln!(text, "\n  {}", code.message.in_language(language));
    let _ = writeln!(text, "\n{}", terminal.pick("改法：", "How to mend it:"));
    let _ = writeln!(text, "  {}", code.help.in_language(language));
    let _ = writeln!(text, "\n{}", terminal.pick("例子：", "Example:"));
    for line in code.example.lines() {
        let _ = writeln!(text, "  {line}");
    }
    text
}

fn word<'t>(severity: Severity, terminal: Terminal) -> &'t str {
    match severity {
        Severity::Error => terminal.pick("错误", "error"),
        Severity::Warning => terminal.pick("警告", "warning"),
        Severity::Note => terminal.pick("提示", "note"),
    }
}
