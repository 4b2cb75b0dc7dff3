//! `chaoyin check`: every rule, nothing written.

use std::path::Path;

use super::args::{Check, FindingsFormat};
use super::build::{request, workers};
use super::ending::{Ending, Trouble, root};
use super::findings;
use super::progress::Bar;
use super::terminal::Terminal;
use crate::build::build::build;
use crate::build::memory::Memory;
use crate::build::nowhere::Nowhere;
use crate::shell::disk::kept::recall;
use crate::shell::disk::manifest::published_in;
use crate::shell::disk::read::StatMemory;
use crate::shell::open::open;

/// Checks the site.
///
/// # Errors
/// [`Trouble`] with usage or the machine.
pub fn run(check: &Check, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = root(given)?;
    workers(check.making.jobs);
    // Outputs of the last build are not looked at: a finding that a kept page would raise must be raised again.
    let Memory { parsed, pictures, .. } = recall(&root);
    let mut memory = Memory { parsed, pictures, ..Memory::default() };
    let published = published_in(&root.join("public"));
    let (mut world, _) = open(&request(&check.making, root), &mut StatMemory::default());
    world.published = published;
    let bar = Bar::new(terminal);
    let built = build(&mut world, &mut memory, &Nowhere::Findings, &bar)?;
    bar.clear();
    let (found, language) = (&built.findings, terminal.language);
    match check.format {
        FindingsFormat::Human => findings::tell(terminal, found, &world.tree),
        FindingsFormat::Json => terminal.result(&findings::json(found, &world.tree, language))?,
        FindingsFormat::Sarif => terminal.result(&findings::sarif(found, &world.tree, language))?,
        FindingsFormat::Github => terminal.result(&findings::github(found, &world.tree, language))?,
    }
    if check.format == FindingsFormat::Human {
        terminal.note(&findings::closing(
            language,
            found,
            ("检查完毕", "没有问题"),
            ("checked", "all is well"),
        ));
    }
    let ending = if built.publishable() { Ending::Done } else { Ending::Errors };
    // The process ends soon, and taking apart what it knows takes longer than leaving it.
    std::mem::forget((memory, built, world));
    Ok(ending)
}
