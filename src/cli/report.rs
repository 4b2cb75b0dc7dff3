//! `chaoyin report`: the state of the plan, from the same answer that pages and files are made of.

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use super::args::{Report, ReportFormat};
use super::ending::{Ending, Trouble, root};
use super::findings;
use super::report_form::{json, markdown, text};
use super::terminal::Terminal;
use crate::base::diagnostic::code::Language;
use crate::base::time::date::Date;
use crate::build::build::{Surveyed, survey};
use crate::output::data::{csv, xlsx};
use crate::output::imaging::album::Album;
use crate::output::query::context::Context;
use crate::output::query::question::Scope;
use crate::output::query::report::{self, ReportView};
use crate::shell::disk::kept::recall;
use crate::shell::disk::read::StatMemory;
use crate::shell::open::{Request, open};
use crate::site::id::{TaskId, UnitId};
use crate::site::model::Site;
use crate::site::task::model::Task;

/// Reports.
///
/// # Errors
/// [`Trouble`] with usage or the machine.
pub fn run(report: &Report, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let format = format(report);
    let to_terminal = report.output.is_none() && io::stdout().is_terminal();
    if format == ReportFormat::Xlsx && to_terminal {
        return Err(Trouble::usage(
            "电子表格不能显示在终端里；加上 --output 进展.xlsx",
            "a workbook cannot be shown in a terminal; add --output report.xlsx",
        ));
    }
    let root = root(given)?;
    let mut memory = recall(&root);
    let request = Request { root, date: report.date, ..Request::default() };
    let (world, _) = open(&request, &mut StatMemory::default());
    let surveyed = survey(&world, &mut memory);
    let filter = Filter::new(report, &surveyed.site)?;
    let view = view(&surveyed.site, &filter);
    let bytes = match format {
        ReportFormat::Text => text(&view, report.since, filter.narrows(), terminal).into_bytes(),
        ReportFormat::Json => json(&view).into_bytes(),
        ReportFormat::Md => markdown(&view, report.since).into_bytes(),
        ReportFormat::Csv => csv::csv(&view),
        ReportFormat::Xlsx => xlsx::xlsx(&view).map_err(io::Error::other)?,
    };
    match &report.output {
        Some(path) => save(path, &bytes, format, terminal)?,
        None if format == ReportFormat::Xlsx => raw(&bytes)?,
        None => terminal.result(&String::from_utf8_lossy(&bytes))?,
    }
    ending(&surveyed, terminal)
}

fn ending(surveyed: &Surveyed, terminal: Terminal) -> Result<Ending, Trouble> {
    if !surveyed.findings.has_errors() {
        return Ok(Ending::Done);
    }
    let counted = findings::counted(terminal.language, &surveyed.findings);
    terminal.note(&match terminal.language {
        Language::Chinese => format!("内容有 {counted}，数字可能不全；chaoyin check 看详情。"),
        Language::English => format!("{counted}: figures may be incomplete; see `chaoyin check`"),
    });
    Ok(Ending::Errors)
}

/// As asked, else as the output's name says, else text.
fn format(report: &Report) -> ReportFormat {
    let extension = report.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str());
    let by_name = match extension.unwrap_or_default().to_ascii_lowercase().as_str() {
        "json" => ReportFormat::Json,
        "csv" => ReportFormat::Csv,
        "md" => ReportFormat::Md,
        "xlsx" => ReportFormat::Xlsx,
        _ => ReportFormat::Text,
    };
    report.format.unwrap_or(by_name)
}

/// Text without colours into a file, whatever the terminal shows.
fn save(path: &PathBuf, bytes: &[u8], format: ReportFormat, terminal: Terminal) -> Result<(), Trouble> {
    let plain = match format {
        ReportFormat::Text => anstream::adapter::strip_bytes(bytes).into_vec(),
        _ => bytes.to_vec(),
    };
    fs::write(path, plain).map_err(|error| Trouble::at(path, error))?;
    terminal.note(&match terminal.language {
        Language::Chinese => format!("已写入 {}", path.display()),
        Language::English => format!("written to {}", path.display()),
    });
    Ok(())
}

/// Bytes as they are: the other way out takes escape sequences away.
fn raw(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

fn view(site: &Site, filter: &Filter) -> ReportView {
    // A report shows no pictures.
    let album = Album::default();
    let context = Context::new(site, &album);
    // A unit or a table alone is what its own page shows, its figures too.
    let page = match (filter.unit, filter.table) {
        _ if filter.narrows_tasks() => None,
        (None, None) => Some(Scope::Plan),
        (Some(unit), None) => Some(Scope::Unit(unit)),
        (None, Some(table)) => Some(Scope::Table(table)),
        (Some(_), Some(_)) => None,
    };
    if let Some(view) = page.and_then(|scope| report::report(&context, scope)) {
        return view;
    }
    let ids: Vec<TaskId> =
        site.plan.tasks.iter().filter(|task| filter.passes(task, site)).map(|t| t.id).collect();
    report::narrowed(&context, &ids)
}

/// Which tasks are shown.
struct Filter {
    unit: Option<UnitId>,
    table: Option<u32>,
    status: Option<String>,
    due_by: Option<Date>,
    since: Option<Date>,
}

const WORDS: [&str; 10] =
    ["未启动", "进行中", "已完成", "常态化", "暂停", "超期", "延期", "滞后", "停滞", "临期"];

impl Filter {
    fn new(report: &Report, site: &Site) -> Result<Self, Trouble> {
        let unit = report.unit.as_deref().map(|name| unit(site, name)).transpose()?;
        if let Some(number) = report.table.filter(|number| site.plan.table(*number).is_none()) {
            let tables: Vec<String> = site.plan.tables.iter().map(|table| table.number.to_string()).collect();
            return Err(Trouble::usage(
                format!("没有表 {number}；现有：{}", tables.join("、")),
                format!("there is no table {number}; there are: {}", tables.join(", ")),
            ));
        }
        let status = report.status.as_deref().map(str::trim);
        if let Some(word) = status.filter(|word| !WORDS.contains(word)) {
            return Err(Trouble::usage(
                format!("没有“{word}”这个状态；可以是：{}", WORDS.join(" ")),
                format!("there is no state `{word}`; there are: {}", WORDS.join(" ")),
            ));
        }
        // 延期 is another word for 超期.
        let status = status.map(|word| if word == "延期" { "超期" } else { word }.to_owned());
        let due_by = report.due_within.map(|days| site.today.plus_days(i64::from(days)));
        Ok(Self { unit, table: report.table, status, due_by, since: report.since })
    }

    fn narrows(&self) -> bool {
        self.unit.is_some() || self.table.is_some() || self.narrows_tasks()
    }

    /// Whether it chooses among the tasks of a page.
    fn narrows_tasks(&self) -> bool {
        self.status.is_some() || self.due_by.is_some() || self.since.is_some()
    }

    fn passes(&self, task: &Task, site: &Site) -> bool {
        let falls_to = |unit: UnitId| {
            site.duties.get(&unit).is_some_and(|d| {
                [&d.leads, &d.supports, &d.supports_through_groups].iter().any(|ids| ids.contains(&task.id))
            })
        };
        let open_and_due = |by: Date| task.due.is_some_and(|due| due <= by) && task.status.word() != "已完成";
        self.unit.is_none_or(falls_to)
            && self.table.is_none_or(|number| task.id.table == number)
            && self
                .status
                .as_deref()
                .is_none_or(|word| task.status.word() == word || task.state.word() == word)
            && self.due_by.is_none_or(open_and_due)
            && self.since.is_none_or(|since| task.last_activity.is_some_and(|day| day >= since))
    }
}

fn unit(site: &Site, name: &str) -> Result<UnitId, Trouble> {
    if let Some(unit) = site.units.named(name) {
        return Ok(unit.id);
    }
    let names: Vec<&str> = site.units.list.iter().map(|unit| unit.name.as_str()).collect();
    let (meant, did_you_mean) = site.units.nearest(name).map_or_else(Default::default, |near| {
        (format!("是不是想写“{near}”？"), format!("did you mean `{near}`? "))
    });
    Err(Trouble::usage(
        format!("没有“{name}”这个单位；{meant}现有：{}", names.join("、")),
        format!("there is no unit `{name}`; {did_you_mean}there are: {}", names.join(", ")),
    ))
}
