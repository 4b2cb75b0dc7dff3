//! The grids of a file as task tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::grid::Grid;
use super::heads::{Head, column_of};
use super::imported::ImportedTable;
use super::rows::{Read, Reading};
use super::words;
use super::{archive, docx, xlsx};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};

/// A file that is not read.
pub static UNREADABLE: Code = Code {
    name: "IMP001",
    severity: Severity::Error,
    message: Words { zh: "读不出这个文件：{why}", en: "the file cannot be read: {why}" },
    help: Words {
        zh: "要 .docx 或 .xlsx；旧的 .doc、.xls 或加了密码的文件，先在 Word、Excel、WPS 里另存",
        en: "`.docx` and `.xlsx` are read; save `.doc`, `.xls` and protected files as one of these",
    },
    example: "（一个改了后缀的旧 .doc 文件）",
};

/// A file beyond all bounds.
pub static TOO_LARGE: Code = Code {
    name: "IMP002",
    severity: Severity::Error,
    message: Words {
        zh: "文件太大，或解开后太大，没有读",
        en: "the file is too large, or unpacks to too much",
    },
    help: Words {
        zh: "把任务表单独复制到一个新文件里再导入",
        en: "copy the task tables into a file of their own",
    },
    example: "（解开后有几 GB 的压缩文件）",
};

/// A file without a task table.
pub static NO_TABLE: Code = Code {
    name: "IMP003",
    severity: Severity::Error,
    message: Words {
        zh: "没有找到任务表（看过 {count} 个表格）",
        en: "there is no task table among {count} tables",
    },
    help: Words {
        zh: "表头要有“实施内容”和“责任单位”，最好还有“序号”和“配合单位”",
        en: "its head needs 实施内容 and 责任单位, and best 序号 and 配合单位 too",
    },
    example: "| 时间 | 地点 |",
};

/// A column that is not taken over.
pub static STRANGE_COLUMN: Code = Code {
    name: "IMP010",
    severity: Severity::Note,
    message: Words {
        zh: "{table}的“{name}”一列没有导入",
        en: "{table}: the column `{name}` is not imported",
    },
    help: Words {
        zh: "需要的内容请手工抄到 note 里；个人姓名和电话不要放进网站",
        en: "copy what is needed into `note`; no personal names or numbers",
    },
    example: "| 序号 | 实施内容 | 责任单位 | 联系电话 |",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNREADABLE, &TOO_LARGE, &NO_TABLE, &STRANGE_COLUMN];

/// Reads the task tables of a `.docx` or `.xlsx` file. `first` is the number of its first table where the caller
/// knows it; `known` are the names of units that the site knows.
#[must_use]
pub fn read(
    file: &str,
    bytes: &[u8],
    first: Option<u32>,
    known: &BTreeSet<String>,
) -> Outcome<Vec<ImportedTable>> {
    let file: Arc<str> = file.into();
    let is_workbook = file.to_ascii_lowercase().ends_with(".xlsx");
    let grids = if is_workbook { xlsx::read(bytes) } else { docx::read(bytes) };
    match grids {
        Ok(grids) => tables(&grids, first, Reading { known, file, findings: Findings::default() }),
        Err(refusal) => {
            let place = Place::whole(file);
            let finding = match refusal {
                archive::Refusal::TooLarge => Finding::new(&TOO_LARGE, place),
                archive::Refusal::Unreadable(why) => Finding::new(&UNREADABLE, place).with("why", why),
            };
            let mut findings = Findings::default();
            findings.push(finding);
            Outcome::new(Vec::new(), findings)
        }
    }
}

/// The task tables among some grids.
fn tables(grids: &[Grid], first: Option<u32>, mut reading: Reading<'_>) -> Outcome<Vec<ImportedTable>> {
    let mut tables: Vec<ImportedTable> = Vec::new();
    let mut last: Option<Head> = None;
    for grid in grids {
        let found = Head::find(grid);
        // A table that a page parted goes on without a head and without words before it.
        let goes_on = found.is_none() && grid.caption.is_empty();
        let from = found.as_ref().map_or(0, |head| head.row + 1);
        let Some(head) = found.or_else(|| last.take().filter(|_| goes_on)) else {
            last = None;
            continue;
        };
        for name in head.strangers.iter().filter(|_| from > 0) {
            let finding = Finding::new(&STRANGE_COLUMN, Place::whole(Arc::clone(&reading.file)));
            reading.findings.push(finding.with("table", &grid.name).with("name", name));
        }
        let number =
            if goes_on { tables.last().map(|t| t.number) } else { number_of(grid, from, &tables, first) };
        let number = number.unwrap_or(1);
        add(&mut tables, grid, &head, from, number, &mut reading);
        last = Some(head);
    }
    if tables.is_empty() {
        let finding = Finding::new(&NO_TABLE, Place::whole(Arc::clone(&reading.file)));
        reading.findings.push(finding.with("count", grids.len()));
    }
    for grid in grids {
        summaries(grid, &mut tables);
        lines(grid, &mut tables);
    }
    let sample = grids.iter().any(|grid| grid.rows.iter().any(|row| row.text(1) == "任务状态为演示数据"));
    for table in &mut tables {
        table.sample = sample;
        if table.title.is_empty() {
            table.title = format!("表 {}", table.number);
        }
    }
    tables.sort_by_key(|table| table.number);
    Outcome::new(tables, reading.findings)
}

/// The words before a grid's head, and its caption.
fn words_before(grid: &Grid, from: usize) -> Vec<String> {
    let rows = grid.rows.iter().take(from.saturating_sub(1)).map(|row| row.text(0).to_owned());
    std::iter::once(grid.caption.clone()).chain(rows).filter(|words| !words.is_empty()).collect()
}

/// The number that a caption gives, with what follows it: `附表4：推动……`.
fn captioned(words: &str) -> Option<(u32, String)> {
    let after = |(at, word): (usize, &str)| words.get(at + word.len()..);
    let numbered = |rest: &str| words::number(rest).map(|number| (number, rest.to_owned()));
    let (number, rest) = words.match_indices('表').filter_map(after).find_map(numbered)?;
    let is_number = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c) || c.is_whitespace();
    let is_mark = |c: char| c.is_whitespace() || "：:、.．-—".contains(c);
    let title = rest.trim_start_matches(is_number).trim_start_matches(is_mark).trim();
    Some((number, title.to_owned()))
}

fn number_of(grid: &Grid, from: usize, tables: &[ImportedTable], first: Option<u32>) -> Option<u32> {
    let next = tables.iter().map(|t| t.number).max().map(|n| n + 1);
    let told = words_before(grid, from).iter().find_map(|words| captioned(words)).map(|(number, _)| number);
    // Who gives a number knows better than a caption.
    let given = if tables.is_empty() { first } else { None };
    given.or(told.filter(|_| first.is_none())).or(next)
}

fn add(
    tables: &mut Vec<ImportedTable>,
    grid: &Grid,
    head: &Head,
    from: usize,
    number: u32,
    reading: &mut Reading<'_>,
) {
    // A table that goes on goes on counting too.
    let mut read = Read::default();
    let own = tables.iter_mut().find(|t| t.number == number);
    let before = own.map(|t| std::mem::take(&mut t.tasks)).unwrap_or_default();
    read.tasks.extend(before.into_iter().map(|task| (None, task)));
    reading.rows(grid, head, from, &mut read);
    for (own, task) in read.tasks {
        with_table(tables, own.unwrap_or(number), |table| table.tasks.push(task));
    }
    let title = words_before(grid, from).iter().find_map(|words| captioned(words)).map(|(_, title)| title);
    with_table(tables, number, |table| {
        table.remarks.extend(read.remarks);
        if table.title.is_empty() {
            table.title = title.unwrap_or_default();
        }
    });
    tables.retain(|table| !table.tasks.is_empty() || !table.remarks.is_empty());
}

/// Does something to the table of a number, which is made where there is none.
fn with_table(tables: &mut Vec<ImportedTable>, number: u32, act: impl FnOnce(&mut ImportedTable)) {
    if let Some(table) = tables.iter_mut().find(|t| t.number == number) {
        act(table);
        return;
    }
    let mut table = ImportedTable { number, ..ImportedTable::default() };
    act(&mut table);
    tables.push(table);
}

/// Titles and measures from the list of tables of our own workbooks.
fn summaries(grid: &Grid, tables: &mut [ImportedTable]) {
    let columns = ["表号", "工作", "举措"].map(|name| column_of(grid, name));
    let [Some(number), Some(title), Some(measure)] = columns else { return };
    let of: BTreeMap<u32, (&str, &str)> = grid
        .rows
        .iter()
        .skip(1)
        .filter_map(|row| Some((words::number(row.text(number))?, (row.text(title), row.text(measure)))))
        .collect();
    for table in tables {
        if let Some((title, measure)) = of.get(&table.number) {
            (*title).clone_into(&mut table.title);
            (*measure).clone_into(&mut table.measure);
        }
    }
}

/// Milestones and log lines from their sheets in our own workbooks.
fn lines(grid: &Grid, tables: &mut [ImportedTable]) {
    let column = |name: &str| column_of(grid, name);
    let (Some(table), Some(no)) = (column("表号"), column("序号")) else { return };
    let milestones = column("节点").zip(column("计划")).zip(column("完成"));
    let logs = column("工作记录").zip(column("日期")).zip(column("进度"));
    for row in grid.rows.iter().skip(1) {
        let numbers = words::number(row.text(table)).zip(words::number(row.text(no)));
        let Some((table, no)) = numbers else { continue };
        let task = tables
            .iter_mut()
            .find(|t| t.number == table)
            .and_then(|t| t.tasks.iter_mut().find(|k| k.no == no));
        let Some(task) = task else { continue };
        if let Some(((title, due), done)) = milestones {
            let line = (row.text(title).to_owned(), words::day(row.text(due)), words::day(row.text(done)));
            task.milestones.push(line);
        }
        if let Some(((note, date), progress)) = logs
            && let Some(date) = words::day(row.text(date))
        {
            task.log.push((date, row.text(note).to_owned(), words::percent(row.text(progress))));
        }
    }
}
