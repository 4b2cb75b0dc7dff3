//! `chaoyin import FILE…`: task tables of Word and Excel into the YAML of the progress column.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args_tasks::Import;
use super::ending::{Ending, Trouble, root};
use super::findings;
use super::terminal::Terminal;
use crate::base::diagnostic::code::Language;
use crate::base::diagnostic::outcome::Findings;
use crate::base::limits::IMPORT_BYTES_MAX;
use crate::build::build::survey;
use crate::build::memory::Memory;
use crate::input::import::imported::ImportedTable;
use crate::input::import::tables::read;
use crate::input::import::write::yaml;
use crate::input::source::tree::SourceTree;
use crate::shell::disk::kept::{recall, replace};
use crate::shell::disk::read::StatMemory;
use crate::shell::open::{Request, open};
use crate::site::model::Site;

/// Imports.
///
/// # Errors
/// [`Trouble`] where a file would be overwritten, or the machine fails.
pub fn run(import: &Import, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = root(given)?;
    let mut memory = Memory { parsed: recall(&root).parsed, ..Memory::default() };
    let (world, _) = open(&Request { root: root.clone(), ..Request::default() }, &mut StatMemory::default());
    let site = survey(&world, &mut memory).site;
    let known: BTreeSet<String> = site.units.by_name.keys().cloned().collect();
    let mut found = Findings::default();
    let mut files = Vec::new();
    let mut next = import.table;
    for path in &import.files {
        let bytes = bytes(path)?;
        let tables = found.keep(read(&path.display().to_string(), &bytes, next, &known));
        next = next.and_then(|_| tables.iter().map(|table| table.number + 1).max()).or(next);
        let origin = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        files.extend(
            tables.into_iter().map(|table| (place(import, &root, &site, &table), origin.clone(), table)),
        );
    }
    findings::tell(terminal, &found, &SourceTree::default());
    if found.has_errors() {
        terminal.tell(terminal.pick("有文件没有读出来，什么也没有写。", "nothing was written"));
        return Ok(Ending::Errors);
    }
    refuse_doubles(&files)?;
    if import.stdout {
        let texts: Vec<String> = files.iter().map(|(_, origin, table)| yaml(table, origin)).collect();
        terminal.result(&texts.join("---\n"))?;
        return Ok(Ending::Done);
    }
    write(import, &root, &files, terminal)
}

type Planned = (PathBuf, String, ImportedTable);

fn bytes(path: &Path) -> Result<Vec<u8>, Trouble> {
    let at = |error| Trouble::at(path, error);
    let metadata = fs::metadata(path).map_err(at)?;
    if !metadata.is_file() {
        return Err(Trouble::usage(
            format!("{} 不是文件；写明要导入的 .docx 或 .xlsx", path.display()),
            format!("{} is no file", path.display()),
        ));
    }
    // The reader refuses what is longer than this, whatever follows.
    let mut file = std::io::Read::take(fs::File::open(path).map_err(at)?, IMPORT_BYTES_MAX as u64 + 1);
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes).map_err(at)?;
    Ok(bytes)
}

/// Where a table's file goes: where the site has this table already, else beside the others.
fn place(import: &Import, root: &Path, site: &Site, table: &ImportedTable) -> PathBuf {
    let name = format!("table-{}.yaml", table.number);
    if let Some(folder) = &import.out {
        return folder.join(name);
    }
    let present = site.plan.tasks.iter().find(|task| task.id.table == table.number);
    if let Some(task) = present {
        return root.join(&*task.place.file);
    }
    let column = site.columns.iter().find(|column| column.document.kind == "tasks");
    let folder = column.map_or("progress", |column| column.folder.as_str());
    root.join("content").join(folder).join(name)
}

fn refuse_doubles(files: &[Planned]) -> Result<(), Trouble> {
    let mut seen: BTreeMap<&Path, &str> = BTreeMap::new();
    for (path, origin, table) in files {
        if let Some(other) = seen.insert(path, origin) {
            let number = table.number;
            return Err(Trouble::usage(
                format!("{other} 和 {origin} 里都有表 {number}；分开导入，并用 --table 写明表号"),
                format!("{other} and {origin} both have table {number}; import them apart with --table"),
            ));
        }
    }
    Ok(())
}

fn write(import: &Import, root: &Path, files: &[Planned], terminal: Terminal) -> Result<Ending, Trouble> {
    // All are looked at before the first is written.
    let there: Vec<String> = files
        .iter()
        .filter(|(path, ..)| path.exists())
        .map(|(path, ..)| path.display().to_string())
        .collect();
    if !there.is_empty() && !import.force && !import.dry_run {
        return Err(Trouble::usage(
            format!(
                "已经有 {}，没有写入；用 --out 另选文件夹、--table 另定表号，或加 --force 覆盖",
                there.join("、")
            ),
            format!(
                "{} exists; choose another --out or --table, or overwrite with --force",
                there.join(", ")
            ),
        ));
    }
    for (path, origin, table) in files {
        let shown = path.strip_prefix(root).unwrap_or(path).display().to_string();
        if !import.dry_run {
            save(path, &yaml(table, origin), import.force).map_err(|error| Trouble::at(path, error))?;
        }
        terminal.result(&format!("{shown}\n"))?;
        let (number, tasks, rest) = (table.number, table.tasks.len(), table.remarks.len());
        let would = if import.dry_run { terminal.pick("将写入：", "would be written: ") } else { "" };
        terminal.note(&match terminal.language {
            Language::Chinese => {
                format!("{would}表 {number} {}，{tasks} 项任务，{rest} 行作为注释保留", table.title)
            }
            Language::English => {
                format!("{would}table {number}, {tasks} tasks, {rest} rows kept as comments")
            }
        });
    }
    Ok(Ending::Done)
}

fn save(path: &Path, text: &str, force: bool) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    if force {
        return replace(path, text.as_bytes());
    }
    // Never over a file that appeared this instant.
    fs::File::create_new(path)?.write_all(text.as_bytes())
}
