//! `chaoyin list`: what the site is made of.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::args::{List, ListFormat, Listed};
use super::ending::{Ending, Trouble, root};
use super::findings;
use super::list_outputs::{Described, described, sort};
use super::terminal::{Terminal, aligned, cut};
use crate::base::diagnostic::code::Language;
use crate::build::build::{Built, Silent, Surveyed, build, survey};
use crate::build::memory::Memory;
use crate::build::nowhere::Nowhere;
use crate::output::recipe::{OutputPath, Recipe};
use crate::shell::disk::kept::recall;
use crate::shell::disk::read::StatMemory;
use crate::shell::open::{Request, open};
use crate::site::entry::Publication;
use crate::site::model::Site;

/// Lists.
///
/// # Errors
/// [`Trouble`] with usage or the machine.
pub fn run(list: &List, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = root(given)?;
    let mut memory = recall(&root);
    let request = Request { root, date: list.date, drafts: list.drafts, ..Request::default() };
    let (mut world, _) = open(&request, &mut StatMemory::default());
    if let Some(url) = &list.why {
        let built = build(&mut world, &mut memory, &Nowhere::Whole, &Silent)?;
        return why(url, &built, &memory, terminal);
    }
    let (table, found) = if list.subject == Listed::Outputs {
        let built = build(&mut world, &mut memory, &Nowhere::Whole, &Silent)?;
        (outputs(&built, list.format, terminal.language), built.findings)
    } else {
        let Surveyed { site, findings } = survey(&world, &mut memory);
        let table = match list.subject {
            Listed::Columns | Listed::Outputs => columns(&site),
            Listed::Entries => entries(&site),
            Listed::Tasks => tasks(&site),
            Listed::Excluded => excluded(&site),
        };
        (table, findings)
    };
    match list.format {
        ListFormat::Json => terminal.result(&format!("{:#}\n", table.json()))?,
        ListFormat::Text => terminal.result(&table.text())?,
    }
    if !found.has_errors() {
        return Ok(Ending::Done);
    }
    let counted = findings::counted(terminal.language, &found);
    terminal.note(&match terminal.language {
        Language::Chinese => format!("内容有 {counted}，列出的可能不全；chaoyin check 看详情。"),
        Language::English => format!("{counted}: the list may be incomplete; see `chaoyin check`"),
    });
    Ok(Ending::Errors)
}

/// Rows with named cells: aligned for people, objects for machines.
struct Table {
    names: &'static [&'static str],
    rows: Vec<Vec<Value>>,
}

impl Table {
    fn json(&self) -> Value {
        let object = |row: &Vec<Value>| {
            let cells = self.names.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell.clone()));
            Value::Object(cells.collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }

    fn text(&self) -> String {
        let cell = |value: &Value| match value {
            Value::String(text) => cut(text, 60),
            Value::Null => "-".to_owned(),
            other => other.to_string(),
        };
        let rows: Vec<Vec<String>> = self.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        aligned(&rows)
    }
}

fn columns(site: &Site) -> Table {
    let row = |column: &crate::site::column::Column| {
        let title = &column.document.front.title.value;
        vec![
            json!(column.folder),
            json!(title),
            json!(column.document.kind),
            json!(column.entries.len()),
            json!(column.url),
        ]
    };
    Table {
        names: &["folder", "title", "kind", "entries", "url"],
        rows: site.columns.iter().map(row).collect(),
    }
}

fn entries(site: &Site) -> Table {
    let mark = |publication| match publication {
        Publication::Published => "published",
        Publication::Draft => "draft",
        Publication::Scheduled => "scheduled",
        Publication::Expired => "expired",
    };
    let row = |entry: &crate::site::entry::Entry| {
        vec![
            json!(entry.reference),
            json!(entry.document.front.title.value),
            json!(entry.date.map(|moment| moment.date.to_string())),
            json!(entry.document.kind),
            json!(mark(entry.publication)),
            json!(entry.url),
            json!(entry.document.path.as_str()),
        ]
    };
    let names = &["reference", "title", "date", "kind", "publication", "url", "path"];
    Table { names, rows: site.entries.iter().map(row).collect() }
}

fn tasks(site: &Site) -> Table {
    let row = |task: &crate::site::task::model::Task| {
        let lead: Vec<&str> = task.lead.iter().map(|unit| unit.written.as_str()).collect();
        vec![
            json!(task.id.to_string()),
            json!(task.title),
            json!(task.status.word()),
            json!(task.state.word()),
            json!(task.progress),
            json!(task.due.map(|due| due.to_string())),
            json!(lead.join("、")),
        ]
    };
    let names = &["task", "title", "status", "state", "progress", "due", "lead"];
    Table { names, rows: site.plan.tasks.iter().map(row).collect() }
}

/// For people the sort of output in words; for programs the family's name, which stays.
fn outputs(built: &Built, format: ListFormat, language: Language) -> Table {
    let row = |(path, recipe): (&OutputPath, &Recipe)| {
        let Described { url, about, source } = described(&built.site, path, recipe);
        match format {
            ListFormat::Text => {
                vec![json!(sort(&recipe.family, language)), json!(url), json!(source), json!(about)]
            }
            ListFormat::Json => {
                vec![json!(path.as_str()), json!(url), json!(recipe.family), json!(about), json!(source)]
            }
        }
    };
    let names: &[&str] = match format {
        ListFormat::Text => &["sort", "url", "source", "about"],
        ListFormat::Json => &["path", "url", "family", "about", "source"],
    };
    Table { names, rows: built.plan.outputs.iter().map(row).collect() }
}

fn excluded(site: &Site) -> Table {
    let row =
        |excluded: &crate::site::model::Excluded| vec![json!(excluded.path.as_str()), json!(excluded.reason)];
    Table { names: &["path", "reason"], rows: site.excluded.iter().map(row).collect() }
}

/// Prints what an output asked: the whole reason for its bytes.
fn why(url: &str, built: &Built, memory: &Memory, terminal: Terminal) -> Result<Ending, Trouble> {
    let path = OutputPath::of_url(url);
    let known = path.as_ref().and_then(|path| Some((path, built.plan.outputs.get(path)?)));
    let Some((path, recipe)) = known else {
        return Err(Trouble::usage(
            format!("没有 {url} 这个输出；chaoyin list outputs 列出全部"),
            format!("there is no output {url}; `chaoyin list outputs` lists all"),
        ));
    };
    let Described { about, source, .. } = described(&built.site, path, recipe);
    let mut text = format!("{path}\n  {} {about}", sort(&recipe.family, terminal.language));
    text.truncate(text.trim_end().len());
    if let Some(source) = source {
        let _ = write!(text, "\n  {source}");
    }
    text.push('\n');
    let kept = memory.outputs.get(path);
    for (query, fingerprint) in kept.iter().flat_map(|kept| memory.asked.of(&kept.trace)) {
        let _ = writeln!(text, "  {fingerprint:?}  {query:?}");
    }
    terminal.result(&text)?;
    Ok(Ending::Done)
}
