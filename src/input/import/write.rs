//! An imported table as the YAML that editors keep.

use std::fmt::Write as _;

use super::imported::{ImportedTable, ImportedTask};
use crate::base::time::date::Date;
use crate::input::yaml::scalar::{flow_list, scalar};

/// A table's file. `origin` is the name of the file that it comes from.
#[must_use]
pub fn yaml(table: &ImportedTable, origin: &str) -> String {
    let mut text = format!("# 由“{}”导入，请核对后发布。\n", comment(origin));
    if table.sample {
        text.push_str("sample: true\n");
    }
    let _ = writeln!(text, "table: {}\ntitle: {}", table.number, scalar(&table.title));
    if !table.measure.is_empty() {
        let _ = writeln!(text, "measure: {}", scalar(&table.measure));
    }
    for remark in &table.remarks {
        let _ = writeln!(text, "# 原表中还有：{}", comment(remark));
    }
    if table.tasks.is_empty() {
        text.push_str("tasks: []\n");
        return text;
    }
    text.push_str("tasks:\n");
    for one in &table.tasks {
        task(&mut text, one);
    }
    text
}

/// A text that cannot end its comment.
fn comment(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}') { ' ' } else { c })
        .collect()
}

fn task(text: &mut String, task: &ImportedTask) {
    let _ = writeln!(text, "  - no: {}\n    title: {}", task.no, scalar(&task.title));
    // A list that stands on lines of its own begins with a line end.
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let gap = if value.starts_with('\n') { "" } else { " " };
            let _ = writeln!(text, "    {key}:{gap}{value}");
        }
    };
    let names = |units: &[String]| Some(flow_list(units.iter().map(String::as_str)));
    line("lead", names(&task.lead));
    line("support", names(&task.support));
    line("status", task.status.map(str::to_owned));
    line("start", task.start.map(|day| day.to_string()));
    line("due", task.due.map(|day| day.to_string()));
    line("recurs", task.recurs.map(str::to_owned));
    line("target", task.target.clone());
    line("progress", task.progress.map(|progress| progress.to_string()));
    if !task.milestones.is_empty() {
        line("milestones", Some(format!("\n{}", milestones(&task.milestones))));
    }
    line("evidence", if task.evidence.is_empty() { None } else { names(&task.evidence) });
    if !task.log.is_empty() {
        line("log", Some(format!("\n{}", log(&task.log))));
    }
    line("note", if task.notes.is_empty() { None } else { Some(scalar(&task.notes.join("；"))) });
}

fn milestones(lines: &[(String, Option<Date>, Option<Date>)]) -> String {
    let line = |(title, due, done): &(String, Option<Date>, Option<Date>)| {
        let mut parts = vec![format!("title: {}", scalar(title))];
        parts.extend(due.map(|day| format!("due: {day}")));
        parts.extend(done.map(|day| format!("done: {day}")));
        format!("      - {{ {} }}", parts.join(", "))
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn log(lines: &[(Date, String, Option<u8>)]) -> String {
    let line = |(date, note, progress): &(Date, String, Option<u8>)| {
        let progress = progress.map(|p| format!(", progress: {p}")).unwrap_or_default();
        format!("      - {{ date: {date}, note: {}{progress} }}", scalar(note))
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}
