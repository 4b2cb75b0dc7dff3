//! A report for the terminal, as Markdown and as JSON.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::terminal::{Terminal, cut};
use crate::base::time::date::Date;
use crate::output::data::columns::{Cell, Column, of_report, titles};
use crate::output::query::answer_plan::FiguresView;
use crate::output::query::report::{LEADS, ReportTask, ReportView};

/// A cell of the terminal: its text and how it is painted.
struct Painted(String, Style);

fn plain(text: impl Into<String>) -> Painted {
    Painted(text.into(), Style::new())
}

fn paint_of(state: &str) -> Style {
    let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match state {
        "overdue" => color(AnsiColor::Red).bold(),
        "at_risk" | "stalled" | "near" => color(AnsiColor::Yellow),
        "done" => color(AnsiColor::Green),
        _ => Style::new(),
    }
}

fn dim(text: &str) -> Painted {
    Painted(text.to_owned(), Style::new().dimmed())
}

/// Lines of cells, each column as wide as its widest cell, a Chinese character counting two and a colour nothing.
fn aligned(rows: &[Vec<Painted>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width_of = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|c| c.0.width()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width_of(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let last = row.iter().rposition(|cell| !cell.0.is_empty()).unwrap_or(0);
        for (n, (cell, width)) in row.iter().zip(&widths).enumerate().take(last + 1) {
            let Painted(words, style) = cell;
            let _ = write!(text, "{style}{words}{style:#}");
            if n < last {
                text.push_str(&" ".repeat(width.saturating_sub(words.width()) + 2));
            }
        }
        text.push('\n');
    }
    text
}

/// For the terminal.
#[must_use]
pub fn text(view: &ReportView, since: Option<Date>, narrowed: bool, terminal: Terminal) -> String {
    let mut text = String::new();
    let bold = Style::new().bold();
    let _ = writeln!(text, "{bold}{}{bold:#}（{}）", heading(view), view.today);
    if view.sample {
        let _ = writeln!(text, "{}", terminal.pick("部分状态是示例数据。", "Some states are sample data."));
    }
    if view.tables.is_empty() {
        let _ = writeln!(text, "\n{}", terminal.pick("没有符合条件的任务。", "No task fits."));
        return text;
    }
    let _ = writeln!(text, "\n{}\n", figures(view));
    if !narrowed {
        text.push_str(&aligned(&table_rows(view)));
        text.push('\n');
    }
    text.push_str(&aligned(&task_rows(view)));
    if let Some(since) = since {
        let _ = writeln!(text, "\n{bold}{since} 以来的动态{bold:#}\n");
        let rows: Vec<Vec<Painted>> = recent(view, since)
            .into_iter()
            .map(|(date, id, words)| vec![plain(date), plain(id), plain(words)])
            .collect();
        text.push_str(&aligned(&rows));
    }
    text
}

fn heading(view: &ReportView) -> String {
    if view.title == view.plan { view.plan.clone() } else { format!("{}：{}", view.plan, view.title) }
}

fn table_rows(view: &ReportView) -> Vec<Vec<Painted>> {
    let heads = ["表", "工作", "任务", "进度", "超期", "滞后", "停滞", "临期"];
    let mut rows: Vec<Vec<Painted>> = vec![heads.into_iter().map(dim).collect()];
    for table in &view.tables {
        let f = &table.figures;
        let overdue = if f.overdue > 0 { paint_of("overdue") } else { Style::new() };
        rows.push(vec![
            plain(table.number.to_string()),
            plain(cut(&table.title, 40)),
            plain(f.total.to_string()),
            plain(bar(f.progress)),
            Painted(f.overdue.to_string(), overdue),
            plain(f.at_risk.to_string()),
            plain(f.stalled.to_string()),
            plain(f.near.to_string()),
        ]);
    }
    rows
}

fn task_rows(view: &ReportView) -> Vec<Vec<Painted>> {
    let mut heads: Vec<Painted> =
        ["编号", "任务", "状态", "进度", "到期", "牵头", "说明"].into_iter().map(dim).collect();
    if view.is_of_unit {
        heads.insert(2, dim("参与"));
    }
    let mut rows = vec![heads];
    for task in view.tasks() {
        let row = &task.view.row;
        let paint = paint_of(&row.state_name);
        let mut cells = vec![
            plain(&row.id),
            plain(cut(&row.title, 44)),
            plain(&row.status),
            Painted(bar(row.progress), paint),
            plain(if row.due.is_empty() { "-" } else { &row.due }),
            plain(cut(&titles(&row.lead), 20)),
            Painted(row.reason.clone(), paint),
        ];
        if view.is_of_unit {
            cells.insert(2, plain(task.part));
        }
        rows.push(cells);
    }
    rows
}

/// The figures of the plan, or of the tasks that a unit leads, after how many it leads and supports.
fn figures(view: &ReportView) -> String {
    let FiguresView { overdue, at_risk, stalled, near, progress, evidence, .. } = &view.figures;
    let total = view.figures.total;
    if view.is_of_unit && total == 0 {
        return format!("不牵头任务，配合 {} 项", view.tasks().count());
    }
    let scope = if view.is_of_unit {
        let supported = view.tasks().filter(|task| task.part != LEADS).count();
        format!("牵头 {total} 项，配合 {supported} 项；牵头的进度 {progress}%")
    } else {
        format!("{total} 项任务，总进度 {progress}%")
    };
    let statuses: Vec<String> = view
        .figures
        .by_status
        .iter()
        .filter(|status| status.count > 0)
        .map(|status| format!("{} {}", status.word, status.count))
        .collect();
    format!(
        "{scope}（{}）；超期 {overdue}，滞后 {at_risk}，停滞 {stalled}，临期 {near}；佐证 {evidence} 条",
        statuses.join("，")
    )
}

/// Ten steps and the figure: `██████░░░░  63%`.
fn bar(percent: u8) -> String {
    let full = usize::from(percent.min(100)) / 10;
    format!("{}{} {percent:>3}%", "█".repeat(full), "░".repeat(10 - full))
}

/// What was logged, reached or published since a day, newest first: day, task, words.
fn recent(view: &ReportView, since: Date) -> Vec<(String, String, String)> {
    let since = since.to_string();
    let mut lines = Vec::new();
    for task in view.tasks() {
        let id = || task.view.row.id.clone();
        let log = task.view.log.iter().map(|line| (line.date.clone(), id(), line.note.clone()));
        let reached =
            task.view.milestones.iter().map(|m| (m.done.clone(), id(), format!("节点完成：{}", m.title)));
        let published =
            task.view.evidence.iter().map(|card| (card.date.clone(), id(), format!("佐证：{}", card.title)));
        lines.extend(log.chain(reached).chain(published));
    }
    // Days as text compare as days do; evidence of the future has not happened yet.
    lines.retain(|(day, _, _)| *day >= since && *day <= view.today);
    lines.sort_by(|a, b| b.0.cmp(&a.0));
    lines
}

/// As Markdown.
#[must_use]
pub fn markdown(view: &ReportView, since: Option<Date>) -> String {
    let mut text = format!("# {}（{}）\n\n{}\n\n", heading(view), view.today, figures(view));
    if view.sample {
        text.push_str("部分状态是示例数据。\n\n");
    }
    if view.tables.len() > 1 {
        let rows = view.tables.iter().map(|table| {
            let f = &table.figures;
            let numbers = [f.total, f.overdue, f.at_risk, f.stalled, f.near, f.evidence];
            let mut cells = vec![table.number.to_string(), table.title.clone()];
            cells.extend(numbers.iter().map(ToString::to_string));
            cells.push(format!("{}%", f.progress));
            cells
        });
        let heads = ["表", "工作", "任务", "超期", "滞后", "停滞", "临期", "佐证", "进度"];
        grid(&mut text, &heads, rows);
    }
    let columns: Vec<&Column> = of_report(view.is_of_unit);
    let heads: Vec<&str> = columns.iter().map(|column| column.heading).collect();
    let cells = |task: &ReportTask| columns.iter().map(|column| shown(&(column.cell)(task))).collect();
    grid(&mut text, &heads, view.tasks().map(cells));
    if let Some(since) = since {
        let _ = writeln!(text, "## {since} 以来的动态\n");
        for (day, id, words) in recent(view, since) {
            let _ = writeln!(text, "- {day} {id} {}", escaped(&words));
        }
    }
    text
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Address(address) => format!("<{address}>"),
        other => escaped(&other.plain()),
    }
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn grid(text: &mut String, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let _ = writeln!(text, "| {} |", heads.join(" | "));
    let _ = writeln!(text, "|{}", " --- |".repeat(heads.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text.push('\n');
}

/// As one JSON object.
#[must_use]
pub fn json(view: &ReportView) -> String {
    let tables: Vec<Value> = view
        .tables
        .iter()
        .map(|table| {
            json!({
                "table": table.number, "title": table.title, "measure": table.measure,
                "figures": figures_json(&table.figures),
            })
        })
        .collect();
    let units: Vec<Value> = view
        .units
        .iter()
        .map(|unit| json!({ "unit": unit.row.title, "figures": figures_json(&unit.figures) }))
        .collect();
    let whole = json!({
        "plan": view.plan,
        "title": view.title,
        "today": view.today,
        "sample": view.sample,
        "figures": figures_json(&view.figures),
        "tables": tables,
        "units": units,
        "tasks": view.tasks().map(task_json).collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}

fn figures_json(figures: &FiguresView) -> Value {
    let by_status: serde_json::Map<String, Value> =
        figures.by_status.iter().map(|status| (status.word.clone(), status.count.into())).collect();
    json!({
        "total": figures.total,
        "by_status": by_status,
        "overdue": figures.overdue,
        "at_risk": figures.at_risk,
        "stalled": figures.stalled,
        "near": figures.near,
        "progress": figures.progress,
        "evidence": figures.evidence,
    })
}

fn task_json(task: &ReportTask) -> Value {
    let row = &task.view.row;
    let day = |day: &str| if day.is_empty() { Value::Null } else { day.into() };
    let names = |units: &[crate::output::query::answer::Link]| -> Vec<String> {
        units.iter().map(|unit| unit.title.clone()).collect()
    };
    json!({
        "task": row.id,
        "title": row.title,
        "table": task.table,
        "work": task.work,
        "measure": task.view.measure,
        "part": task.part,
        "status": row.status,
        "state": row.state_name,
        "state_word": row.state,
        "reason": row.reason,
        "progress": row.progress,
        "progress_from": task.view.progress_from,
        "start": day(&row.start),
        "due": day(&row.due),
        "lead": names(&row.lead),
        "support": names(&row.support),
        "evidence": row.evidence,
        "last_activity": day(&row.last_activity),
        "milestones": task.view.milestones,
        "log": task.view.log,
        "url": task.address,
        "sample": task.view.sample,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_has_ten_steps() {
        assert_eq!(bar(63), "██████░░░░  63%");
        assert_eq!(bar(100), "██████████ 100%");
    }

    #[test]
    fn colours_take_no_room() {
        let red = paint_of("overdue");
        let rows = vec![vec![Painted("名".to_owned(), red), plain("x")], vec![plain("abc"), plain("y")]];
        let bare = anstream::adapter::strip_str(&aligned(&rows)).to_string();
        assert_eq!(bare, "名   x\nabc  y\n");
    }
}
