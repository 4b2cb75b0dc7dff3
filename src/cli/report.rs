//! `chaoyin report`: the state of the plan.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;

use super::args::{Report, ReportFormat};
use super::ending::{Ending, Trouble, root};
use super::findings;
use super::terminal::{Terminal, aligned, cut};
use crate::base::diagnostic::code::Language;
use crate::base::time::date::Date;
use crate::build::build::survey;
use crate::shell::disk::kept::recall;
use crate::shell::disk::read::StatMemory;
use crate::shell::open::{Request, open};
use crate::site::id::UnitId;
use crate::site::model::Site;
use crate::site::task::model::{Figures, NamedUnit, Task};

/// Reports.
///
/// # Errors
/// [`Trouble`] with usage or the machine.
pub fn run(report: &Report, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = root(given)?;
    let mut memory = recall(&root);
    let request = Request { root, date: report.date, ..Request::default() };
    let (world, _) = open(&request, &mut StatMemory::default());
    let surveyed = survey(&world, &mut memory);
    let filter = Filter::new(report, &surveyed.site)?;
    let tasks: Vec<&Task> = surveyed.site.plan.tasks.iter().filter(|task| filter.passes(task)).collect();
    let text = match report.format {
        ReportFormat::Text => text(&surveyed.site, &tasks, filter.narrows(), terminal),
        ReportFormat::Json => json(&surveyed.site, &tasks),
        ReportFormat::Csv => csv(&surveyed.site, &tasks),
        ReportFormat::Md => markdown(&surveyed.site, &tasks),
    };
    terminal.result(&text)?;
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

/// Which tasks are shown.
struct Filter {
    units: Option<Vec<UnitId>>,
    table: Option<u32>,
    status: Option<String>,
    due_by: Option<Date>,
}

const WORDS: [&str; 10] =
    ["未启动", "进行中", "已完成", "常态化", "暂停", "超期", "延期", "滞后", "停滞", "临期"];

impl Filter {
    fn new(report: &Report, site: &Site) -> Result<Self, Trouble> {
        let units = report.unit.as_deref().map(|name| units(site, name)).transpose()?;
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
        Ok(Self { units, table: report.table, status, due_by })
    }

    fn narrows(&self) -> bool {
        self.units.is_some() || self.table.is_some() || self.status.is_some() || self.due_by.is_some()
    }

    fn passes(&self, task: &Task) -> bool {
        let named =
            |units: &[UnitId]| task.lead.iter().chain(&task.support).any(|unit| units.contains(&unit.unit));
        let open_and_due = |by: Date| task.due.is_some_and(|due| due <= by) && task.status.word() != "已完成";
        self.units.as_deref().is_none_or(named)
            && self.table.is_none_or(|number| task.id.table == number)
            && self
                .status
                .as_deref()
                .is_none_or(|word| task.status.word() == word || task.state.word() == word)
            && self.due_by.is_none_or(open_and_due)
    }
}

/// A unit with its groups: what the plan gives to 各学院 is each college's too.
fn units(site: &Site, name: &str) -> Result<Vec<UnitId>, Trouble> {
    let Some(unit) = site.units.named(name) else {
        let names: Vec<&str> = site.units.list.iter().map(|unit| unit.name.as_str()).collect();
        return Err(Trouble::usage(
            format!("没有“{name}”这个单位；现有：{}", names.join("、")),
            format!("there is no unit `{name}`; there are: {}", names.join(", ")),
        ));
    };
    Ok(std::iter::once(unit.id).chain(unit.groups.iter().copied()).collect())
}

fn text(site: &Site, tasks: &[&Task], narrowed: bool, terminal: Terminal) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}（{}）", site.plan.name, site.today);
    if site.plan.sample {
        let _ = writeln!(text, "{}", terminal.pick("部分状态是示例数据。", "Some states are sample data."));
    }
    if !narrowed {
        let _ = writeln!(text, "\n{}\n", figures(&site.plan.figures));
        let mut rows = vec![row(["表", "工作", "任务", "进度", "超期", "滞后", "停滞", "临期"])];
        for table in &site.plan.tables {
            let f = &table.figures;
            rows.push(vec![
                table.number.to_string(),
                cut(&table.title, 40),
                f.total.to_string(),
                bar(f.progress),
                f.overdue.to_string(),
                f.at_risk.to_string(),
                f.stalled.to_string(),
                f.near.to_string(),
            ]);
        }
        text.push_str(&aligned(&rows));
    }
    let _ = writeln!(text);
    let mut rows = vec![row(["编号", "任务", "状态", "进度", "到期", "牵头", "说明"])];
    for task in tasks {
        rows.push(vec![
            task.id.to_string(),
            cut(&task.title, 44),
            task.status.word().to_owned(),
            bar(task.progress),
            task.due.map_or_else(|| "-".to_owned(), |due| due.to_string()),
            cut(&written(&task.lead), 20),
            task.state.reason(),
        ]);
    }
    if tasks.is_empty() {
        let _ = writeln!(text, "{}", terminal.pick("没有符合条件的任务。", "No task fits."));
    } else {
        text.push_str(&aligned(&rows));
    }
    text
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.into_iter().map(str::to_owned).collect()
}

fn figures(figures: &Figures) -> String {
    let Figures { total, overdue, at_risk, stalled, near, progress, evidence, .. } = figures;
    format!(
        "{total} 项任务，总进度 {progress}%；超期 {overdue}，滞后 {at_risk}，停滞 {stalled}，临期 {near}；佐证 {evidence} 条"
    )
}

/// Ten steps and the figure: `██████░░░░  63%`.
fn bar(percent: u8) -> String {
    let full = usize::from(percent.min(100)) / 10;
    format!("{}{} {percent:>3}%", "█".repeat(full), "░".repeat(10 - full))
}

fn written(units: &[NamedUnit]) -> String {
    units.iter().map(|unit| unit.written.as_str()).collect::<Vec<_>>().join("、")
}

fn json(site: &Site, tasks: &[&Task]) -> String {
    let tasks: Vec<_> = tasks
        .iter()
        .map(|task| {
            json!({
                "task": task.id.to_string(),
                "title": task.title,
                "table": task.id.table,
                "work": task.work,
                "measure": task.measure,
                "status": task.status.word(),
                "state": task.state.name(),
                "state_word": task.state.word(),
                "reason": task.state.reason(),
                "progress": task.progress,
                "progress_source": task.progress_source,
                "start": task.start.map(|day| day.to_string()),
                "due": task.due.map(|day| day.to_string()),
                "lead": task.lead.iter().map(|unit| &unit.written).collect::<Vec<_>>(),
                "support": task.support.iter().map(|unit| &unit.written).collect::<Vec<_>>(),
                "evidence": task.evidence.len(),
                "last_activity": task.last_activity.map(|day| day.to_string()),
                "sample": task.sample,
            })
        })
        .collect();
    let tables: Vec<_> = site
        .plan
        .tables
        .iter()
        .map(|table| json!({ "table": table.number, "title": table.title, "figures": table.figures }))
        .collect();
    let whole = json!({
        "plan": site.plan.name,
        "today": site.today.to_string(),
        "figures": site.plan.figures,
        "tables": tables,
        "tasks": tasks,
    });
    format!("{whole:#}\n")
}

const HEADINGS: [&str; 12] =
    ["编号", "任务", "工作", "牵头", "配合", "状态", "推定", "说明", "进度", "开始", "到期", "佐证"];

fn cells(task: &Task) -> [String; 12] {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    [
        task.id.to_string(),
        task.title.clone(),
        task.work.clone(),
        written(&task.lead),
        written(&task.support),
        task.status.word().to_owned(),
        task.state.word().to_owned(),
        task.state.reason(),
        format!("{}%", task.progress),
        day(task.start),
        day(task.due),
        task.evidence.len().to_string(),
    ]
}

/// With a byte-order mark: without one spreadsheets on Windows take the text for GBK.
fn csv(_: &Site, tasks: &[&Task]) -> String {
    let mut text = "\u{feff}".to_owned();
    let mut line = |cells: &[String]| {
        text.push_str(&cells.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    };
    line(&row(HEADINGS));
    for task in tasks {
        line(&cells(task));
    }
    text
}

/// Quoted, and disarmed where a spreadsheet would take it for a formula. `4-4` would become a day in April.
fn csv_cell(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{cell}") } else { cell.to_owned() };
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn markdown(site: &Site, tasks: &[&Task]) -> String {
    let mut text = format!("# {}（{}）\n\n{}\n\n", site.plan.name, site.today, figures(&site.plan.figures));
    let line = |cells: &[String]| {
        let cells: Vec<String> =
            cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    text.push_str(&line(&row(HEADINGS)));
    let _ = writeln!(text, "|{}", " --- |".repeat(HEADINGS.len()));
    for task in tasks {
        text.push_str(&line(&cells(task)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (cell, safe) in [("=1+1", "\"'=1+1\""), ("a\"b", "\"a\"\"b\""), ("名", "\"名\"")] {
            assert_eq!(csv_cell(cell), safe);
        }
    }

    #[test]
    fn a_bar_has_ten_steps() {
        assert_eq!(bar(63), "██████░░░░  63%");
        assert_eq!(bar(100), "██████████ 100%");
    }
}
