//! The rows of a task table as tasks: every row is a task, a part of one, or kept as a remark.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::grid::{Grid, Origin, Row};
use super::heads::{Head, Holds};
use super::imported::ImportedTask;
use super::words;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::base::text::nearest::nearest;
use crate::base::time::date::Date;
use crate::input::source::path::SourcePath;
use crate::input::yaml::node::Value;
use crate::input::yaml::read::read;

/// A unit that the site does not know.
pub static UNKNOWN_UNIT: Code = Code {
    name: "IMP004",
    severity: Severity::Warning,
    message: Words {
        zh: "{table}第 {row} 行：单位“{name}”不在 content/units.yaml 里",
        en: "{table}, row {row}: the unit `{name}` is not in content/units.yaml",
    },
    help: Words {
        zh: "已照原样写入；改成已有的名称，或在 content/units.yaml 里加上它（单位、群组或别名）",
        en: "it is kept as written; correct it, or add it to content/units.yaml",
    },
    example: "| 1 | 甲任务 | 宣传部门 | |",
};

/// A task without a number.
pub static NO_NUMBER: Code = Code {
    name: "IMP005",
    severity: Severity::Warning,
    message: Words {
        zh: "{table}第 {row} 行没有序号，编为 {no}",
        en: "{table}, row {row} has no number and becomes {no}",
    },
    help: Words { zh: "核对这个序号", en: "check the number" },
    example: "| | 甲任务 | 宣传部 | |",
};

/// A row that goes on with the task above.
pub static CONTINUED: Code = Code {
    name: "IMP006",
    severity: Severity::Note,
    message: Words {
        zh: "{table}第 {row} 行没有序号和责任单位，并入上面的任务 {no}",
        en: "{table}, row {row} has neither number nor lead and is joined to task {no} above",
    },
    help: Words {
        zh: "多半是跨页断开的行；若其实是另一项任务，请在 YAML 里分开",
        en: "most likely a row split by a page; if it is a task of its own, part them in the YAML",
    },
    example: "| | （续）全媒体矩阵 | | |",
};

/// A row that is no task.
pub static NO_TASK: Code = Code {
    name: "IMP007",
    severity: Severity::Warning,
    message: Words {
        zh: "{table}第 {row} 行不像任务，作为注释保留：{text}",
        en: "{table}, row {row} is no task and is kept as a comment: {text}",
    },
    help: Words { zh: "若其实是任务，请在 YAML 里补上", en: "if it is one, add it to the YAML" },
    example: "| 一、加强领导 | （整行合并） |",
};

/// A number that is used twice.
pub static SAME_NUMBER: Code = Code {
    name: "IMP008",
    severity: Severity::Warning,
    message: Words {
        zh: "{table}第 {row} 行的序号 {written} 已经用过，改编为 {no}",
        en: "{table}, row {row}: the number {written} is taken; it becomes {no}",
    },
    help: Words { zh: "核对这个序号", en: "check the number" },
    example: "| 1 | 甲 | 宣传部 | |\n| 1 | 乙 | 宣传部 | |",
};

/// A value that is not understood.
pub static NOT_UNDERSTOOD: Code = Code {
    name: "IMP009",
    severity: Severity::Warning,
    message: Words {
        zh: "{table}第 {row} 行的{what}“{text}”认不出来，写进了备注",
        en: "{table}, row {row}: {what} `{text}` is not understood and goes into the note",
    },
    help: Words { zh: "在 YAML 里按规定的写法补上", en: "add it to the YAML in its proper form" },
    example: "| 1 | 甲任务 | 宣传部 | | 截止：年底 |",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_UNIT, &NO_NUMBER, &CONTINUED, &NO_TASK, &SAME_NUMBER, &NOT_UNDERSTOOD];

/// What rows are read with.
pub struct Reading<'r> {
    /// Names that the site knows.
    pub known: &'r BTreeSet<String>,
    /// The file, for findings.
    pub file: Arc<str>,
    /// What was found.
    pub findings: Findings,
}

/// What a grid's rows hold.
#[derive(Debug, Default)]
pub struct Read {
    /// Tasks with the number of their table where the row tells it.
    pub tasks: Vec<(Option<u32>, ImportedTask)>,
    /// Rows that are no tasks.
    pub remarks: Vec<String>,
}

impl Reading<'_> {
    fn tell(&mut self, code: &'static Code, grid: &Grid, row: &Row, with: &[(&'static str, &str)]) {
        let mut finding = Finding::new(code, Place::whole(Arc::clone(&self.file)))
            .with("table", &grid.name)
            .with("row", row.number);
        for (name, value) in with {
            finding = finding.with(name, value);
        }
        self.findings.push(finding);
    }

    /// Reads the rows of a grid from position `from` on, after the tasks that `read` has already.
    pub fn rows(&mut self, grid: &Grid, head: &Head, from: usize, read: &mut Read) {
        for row in grid.rows.iter().skip(from) {
            if !row.is_empty() && !head.is_repeated_by(row) {
                self.row(grid, head, row, read);
            }
        }
    }

    fn row(&mut self, grid: &Grid, head: &Head, row: &Row, read: &mut Read) {
        let cell = |holds: Holds| head.column(holds).and_then(|column| row.cell(column));
        let text = |holds: Holds| cell(holds).map_or("", |cell| cell.text.trim());
        let own =
            |holds: Holds| cell(holds).is_some_and(|c| c.origin == Origin::Own && !c.text.trim().is_empty());
        let is_banner = cell(Holds::Title).is_some_and(|c| c.origin == Origin::Left)
            || (!own(Holds::Title) && !own(Holds::Lead) && !own(Holds::Support));
        let part_of_above = cell(Holds::No).is_some_and(|c| c.origin == Origin::Above);
        let number = words::task_number(text(Holds::No)).filter(|_| own(Holds::No));
        let counts_itself = cell(Holds::No).is_some_and(|c| c.is_numbered);
        // A merged lead goes for each of its rows, so such a row is a task even without a number.
        let has_lead = !text(Holds::Lead).is_empty();
        let goes_on = part_of_above || (number.is_none() && !counts_itself && !has_lead);
        let merged_title = cell(Holds::Title).is_some_and(|c| c.origin == Origin::Above);
        if is_banner && !(number.is_some() && merged_title) {
            self.remark(grid, row, read);
        } else if goes_on {
            match read.tasks.last_mut() {
                Some((_, task)) => self.go_on(grid, head, row, task),
                None => self.remark(grid, row, read),
            }
        } else {
            let table = words::number(text(Holds::Table));
            let no = self.number(grid, row, number, counts_itself, table, read);
            let task = self.task(grid, head, row, no);
            read.tasks.push((table, task));
        }
    }

    fn remark(&mut self, grid: &Grid, row: &Row, read: &mut Read) {
        let own = row.cells.iter().filter(|cell| cell.origin == Origin::Own && !cell.text.trim().is_empty());
        let text = own.map(|cell| words::one_line(&cell.text)).collect::<Vec<_>>().join(" | ");
        self.tell(&NO_TASK, grid, row, &[("text", &text)]);
        read.remarks.push(text);
    }

    fn number(
        &mut self,
        grid: &Grid,
        row: &Row,
        written: Option<u32>,
        counts_itself: bool,
        table: Option<u32>,
        read: &Read,
    ) -> u32 {
        let taken = || read.tasks.iter().filter(|(t, _)| *t == table).map(|(_, task)| task.no);
        let next = taken().max().unwrap_or(0) + 1;
        match written {
            Some(no) if taken().any(|n| n == no) => {
                let (written, no) = (no.to_string(), next.to_string());
                self.tell(&SAME_NUMBER, grid, row, &[("written", &written), ("no", &no)]);
                next
            }
            Some(no) => no,
            None => {
                if !counts_itself {
                    self.tell(&NO_NUMBER, grid, row, &[("no", &next.to_string())]);
                }
                next
            }
        }
    }

    fn go_on(&mut self, grid: &Grid, head: &Head, row: &Row, task: &mut ImportedTask) {
        let own = |holds: Holds| {
            let cell = head.column(holds).and_then(|column| row.cell(column));
            cell.filter(|cell| cell.origin == Origin::Own).map_or("", |cell| cell.text.trim())
        };
        self.tell(&CONTINUED, grid, row, &[("no", &task.no.to_string())]);
        task.title = words::joined(&task.title, &words::one_line(own(Holds::Title)));
        for (holds, list) in [(Holds::Lead, &mut task.lead), (Holds::Support, &mut task.support)] {
            for unit in self.units(grid, row, own(holds)) {
                if !list.contains(&unit) {
                    list.push(unit);
                }
            }
        }
        let note = words::one_line(own(Holds::Note));
        task.notes.extend((!note.is_empty()).then_some(note));
    }

    fn units(&mut self, grid: &Grid, row: &Row, text: &str) -> Vec<String> {
        let units = words::units(text, self.known);
        for unit in units.iter().filter(|unit| !self.known.contains(*unit)) {
            let near = nearest(unit, self.known.iter().map(String::as_str));
            let finding = Finding::new(&UNKNOWN_UNIT, Place::whole(Arc::clone(&self.file)))
                .with("table", &grid.name)
                .with("row", row.number)
                .with("name", unit)
                .suggesting(near);
            self.findings.push(finding);
        }
        units
    }

    fn task(&mut self, grid: &Grid, head: &Head, row: &Row, no: u32) -> ImportedTask {
        let text = |holds: Holds| head.column(holds).map_or("", |column| row.text(column));
        let mut task = ImportedTask {
            no,
            title: words::one_line(text(Holds::Title)),
            lead: self.units(grid, row, text(Holds::Lead)),
            support: self.units(grid, row, text(Holds::Support)),
            evidence: text(Holds::Evidence)
                .lines()
                .map(|l| l.trim().to_owned())
                .filter(|l| !l.is_empty())
                .collect(),
            ..ImportedTask::default()
        };
        // As written, with line ends: they are the editor's.
        task.notes.extend((!text(Holds::Note).is_empty()).then(|| text(Holds::Note).to_owned()));
        let mut kept = |what: &'static str, text: &str, notes: &mut Vec<String>| {
            let text = words::one_line(text);
            self.tell(&NOT_UNDERSTOOD, grid, row, &[("what", what), ("text", &text)]);
            notes.push(format!("{what}：{text}"));
        };
        task.status = value("状态", text(Holds::Status), words::status, &mut task.notes, &mut kept);
        task.start = value("开始", text(Holds::Start), words::day, &mut task.notes, &mut kept);
        task.due = value("截止", text(Holds::Due), words::day, &mut task.notes, &mut kept);
        task.recurs = value("周期", text(Holds::Recurs), words::recurs, &mut task.notes, &mut kept);
        task.progress = value("进度", text(Holds::Progress), words::percent, &mut task.notes, &mut kept);
        task.target = value("目标", text(Holds::Target), target, &mut task.notes, &mut kept);
        if let (Some(start), Some(due)) = (task.start, task.due)
            && due < start
        {
            kept("截止", &due.to_string(), &mut task.notes);
            task.due = None::<Date>;
        }
        task
    }
}

/// A cell's value; what is not understood is kept.
fn value<T>(
    what: &'static str,
    text: &str,
    read: impl Fn(&str) -> Option<T>,
    notes: &mut Vec<String>,
    kept: &mut impl FnMut(&'static str, &str, &mut Vec<String>),
) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    let value = read(text);
    if value.is_none() {
        kept(what, text, notes);
    }
    value
}

/// A target on one line of YAML, and nothing but that.
fn target(text: &str) -> Option<String> {
    if !text.starts_with('{') || !text.ends_with('}') || text.contains(['\n', '\r', '#', '&', '*']) {
        return None;
    }
    let outcome = read(&format!("target: {text}\n"), 0, &SourcePath::new("target"));
    let node = outcome.value.filter(|node| outcome.findings.is_empty() && node.entries().len() == 1)?;
    matches!(node.get("target")?.value, Value::Mapping(_)).then(|| text.to_owned())
}
