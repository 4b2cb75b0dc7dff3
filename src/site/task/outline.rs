//! Which tasks the plan has: numbers and places, before anything is derived.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::input::document::tasks::{WrittenTable, WrittenTask};
use crate::site::id::TaskId;

/// One number for two tables.
pub static SAME_TABLE: Code = Code {
    name: "TSK021",
    severity: Severity::Error,
    message: Words { zh: "表 {table} 在两个文件里都有", en: "table {table} stands in two files" },
    help: Words {
        zh: "改掉其中一个文件的 table；本是一张表的，把任务并到一个文件里",
        en: "change `table` in one of the two files; where they are one table, move its tasks into one file",
    },
    example: "table-1.yaml 和 table-2.yaml 都写了 table: 1",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&SAME_TABLE];

/// A task and where it is written.
#[derive(Clone, Debug)]
pub struct Outlined {
    /// Identity.
    pub id: TaskId,
    /// Its file.
    pub file: Arc<WrittenTable>,
    /// Position in the file.
    pub position: usize,
}

impl Outlined {
    /// What its file says of it.
    #[must_use]
    pub fn written(&self) -> Option<&WrittenTask> {
        self.file.tasks.get(self.position)
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        let path = self.file.path.shared();
        self.written()
            .map_or_else(|| Place::whole(Arc::clone(&path)), |w| Place::new(Arc::clone(&path), w.title.span))
    }
}

/// The plan's tables and tasks.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Tables by number.
    pub tables: BTreeMap<u32, Arc<WrittenTable>>,
    /// Tasks by id.
    pub tasks: Vec<Outlined>,
}

impl Outline {
    /// Ids of all tasks.
    #[must_use]
    pub fn ids(&self) -> BTreeSet<TaskId> {
        self.tasks.iter().map(|t| t.id).collect()
    }
}

/// Reads the outline of all tables; of two tasks with one number the first stays.
#[must_use]
pub fn read(files: &[Arc<WrittenTable>]) -> Outcome<Outline> {
    let mut findings = Findings::default();
    let mut tables: BTreeMap<u32, Arc<WrittenTable>> = BTreeMap::new();
    let mut tasks: BTreeMap<TaskId, Outlined> = BTreeMap::new();
    for file in files {
        let number = file.table.value;
        if let Some(first) = tables.get(&number) {
            let place = Place::new(file.path.shared(), file.table.span);
            let related = Place::new(first.path.shared(), first.table.span);
            findings.push(Finding::new(&SAME_TABLE, place).with("table", number).related(related));
        } else {
            tables.insert(number, Arc::clone(file));
        }
        for (position, written) in file.tasks.iter().enumerate() {
            let id = TaskId { table: number, no: written.no.value };
            let outlined = Outlined { id, file: Arc::clone(file), position };
            // A second task of this number was found by the reader of the file, or its table stands in two files.
            tasks.entry(id).or_insert(outlined);
        }
    }
    Outcome::new(Outline { tables, tasks: tasks.into_values().collect() }, findings)
}
