//! From the outline to the plan: every task with its derived figures.

use std::sync::Arc;

use super::evidence;
use super::model::{Evidence, LogLine, Milestone, NamedUnit, Plan, ProgressSource, Table, Task};
use super::outline::{Outline, Outlined};
use super::progress::{log, milestones, progress};
use super::rollup::{figures, measures};
use super::state::{Standing, derive};
use super::target::{self, Countable};
use super::window::Window;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::time::Date;
use crate::input::config::settings::ProgressPolicy;
use crate::input::document::tasks::{Status, WrittenTask};
use crate::input::yaml::located::Located;
use crate::site::id::TaskId;
use crate::site::reference::Resolved;
use crate::site::unit::{UNKNOWN_UNIT, Units};

/// A task that is said to be done and shows nothing for it.
pub static DONE_WITHOUT_EVIDENCE: Code = Code {
    name: "TSK024",
    severity: Severity::Warning,
    message: Words {
        zh: "任务 {id} 已完成，却没有佐证", en: "the task {id} is done but shows no evidence"
    },
    help: Words {
        zh: "在 evidence 里写上内容或网址，或在内容的 tasks 里写上 {id}",
        en: "name entries or addresses in `evidence`, or name {id} in entries' `tasks`",
    },
    example: "{ no: 1, title: 甲, status: 已完成 }",
};

/// A written figure that is not used because it is computed.
pub static UNUSED_PROGRESS: Code = Code {
    name: "TSK028",
    severity: Severity::Note,
    message: Words {
        zh: "进度由{source}算出（{computed}%），所写的 progress: {written} 不起作用",
        en: "progress is computed ({computed}%); the written figure {written} is not used",
    },
    help: Words { zh: "删去 progress 一行", en: "remove the line `progress`" },
    example: "target: { count: entries, min: 4 }\nprogress: 60",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&DONE_WITHOUT_EVIDENCE, &UNUSED_PROGRESS];

/// Where the plan's pages stand and what it is called.
#[derive(Clone, Debug)]
pub struct PlanHead {
    /// Name.
    pub name: String,
    /// Address of its overview: `/progress/`.
    pub url: String,
}

/// The address of a task's page.
#[must_use]
pub fn task_url(plan_url: &str, id: TaskId) -> String {
    format!("{plan_url}{id}/")
}

/// The address of a table's page.
#[must_use]
pub fn table_url(plan_url: &str, number: u32) -> String {
    format!("{plan_url}table-{number}/")
}

/// What the plan is completed from.
pub struct Complete<'c> {
    /// Tables and tasks.
    pub outline: &'c Outline,
    /// Name and address.
    pub head: PlanHead,
    /// What targets count.
    pub all: Countable<'c>,
    /// Positions of entries, newest first.
    pub newest: &'c [usize],
    /// Evidence that each task of the outline names, resolved.
    pub evidence: &'c [Vec<Resolved>],
    /// Thresholds and weights.
    pub policy: &'c ProgressPolicy,
}

/// Derives everything of every task, table and measure.
pub fn complete(from: Complete<'_>) -> Outcome<Plan> {
    let mut findings = Findings::default();
    let pointing = evidence::by_task(from.all.entries, from.newest);
    let mut ranks = vec![usize::MAX; from.all.entries.len()];
    for (rank, n) in from.newest.iter().enumerate() {
        if let Some(slot) = ranks.get_mut(*n) {
            *slot = rank;
        }
    }
    let mut tasks: Vec<Task> = Vec::with_capacity(from.outline.tasks.len());
    for (n, outlined) in from.outline.tasks.iter().enumerate() {
        let Some(written) = outlined.written() else { continue };
        let own = from.evidence.get(n).map(Vec::as_slice).unwrap_or_default();
        let pointing = pointing.get(&outlined.id).map(Vec::as_slice).unwrap_or_default();
        let proof = evidence::joined(pointing, own, from.all.entries, from.all.columns, &ranks);
        tasks.push(findings.keep(task(outlined, written, proof, &from)));
    }
    let weights = &from.policy.weights;
    let tables: Vec<Table> = from
        .outline
        .tables
        .iter()
        .map(|(number, file)| {
            let own = || tasks.iter().filter(|t| t.id.table == *number);
            Table {
                number: *number,
                title: file.title.clone(),
                measure: file.measure.clone(),
                url: table_url(&from.head.url, *number),
                tasks: own().map(|t| t.id).collect(),
                figures: figures(own(), weights),
                print: Fingerprint::default(),
            }
        })
        .collect();
    let plan = Plan {
        measures: measures(&tables, &tasks, weights),
        figures: figures(&tasks, weights),
        sample: tasks.iter().any(|t| t.sample),
        name: from.head.name,
        url: from.head.url,
        tables,
        tasks,
        print: Fingerprint::default(),
    };
    Outcome::new(plan, findings)
}

fn task(
    outlined: &Outlined,
    written: &WrittenTask,
    evidence: Vec<Evidence>,
    from: &Complete<'_>,
) -> Outcome<Task> {
    let mut findings = Findings::default();
    let path = &outlined.file.path;
    let today = from.all.today;
    let window = written.recurs.and_then(|r| Window::of(r, today));
    let milestones = milestones(written, today);
    let log = log(written);
    let target = written.target.as_ref().map(|target| {
        let (count, found) = target::count(target, path, window, &milestones, &from.all);
        findings.extend(found);
        count
    });
    let (figure, source) = progress(written, target.as_ref(), &milestones, &log, window, today);
    findings.extend(unused_progress(outlined, written, (figure, source)));
    if written.status.value == Status::Done && evidence.is_empty() {
        let place = Place::new(path.shared(), written.status.span);
        findings.push(Finding::new(&DONE_WITHOUT_EVIDENCE, place).with("id", outlined.id));
    }
    let last_activity = last_activity(&log, &milestones, &evidence, from);
    let (start, due) = (written.start.map(|d| d.value), written.due.map(|d| d.value));
    let standing = Standing {
        status: written.status.value,
        start,
        due,
        frame: frame(written, source, window),
        progress: figure,
        last_activity,
    };
    let task = Task {
        id: outlined.id,
        title: written.title.value.clone(),
        url: task_url(&from.head.url, outlined.id),
        work: outlined.file.title.clone(),
        measure: outlined.file.measure.clone(),
        lead: named(&written.lead, path.as_str(), from.all.units, &mut findings),
        support: named(&written.support, path.as_str(), from.all.units, &mut findings),
        status: written.status.value,
        state: derive(&standing, today, from.policy),
        start,
        due,
        recurs: written.recurs,
        progress: figure,
        progress_source: source,
        target,
        milestones,
        evidence,
        log,
        last_activity,
        note: written.note.clone().unwrap_or_default(),
        sample: outlined.file.sample,
        place: outlined.place(),
        file: Arc::clone(&outlined.file),
        position: outlined.position,
        row_print: Fingerprint::default(),
        print: Fingerprint::default(),
    };
    Outcome::new(task, findings)
}

fn named(names: &[Located<String>], file: &str, units: &Units, findings: &mut Findings) -> Vec<NamedUnit> {
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        match units.resolve(name, file, &UNKNOWN_UNIT) {
            Ok(unit) => out.push(NamedUnit { written: name.value.trim().to_owned(), unit: unit.id }),
            Err(finding) => findings.push(finding),
        }
    }
    out
}

fn unused_progress(
    outlined: &Outlined,
    written: &WrittenTask,
    (figure, source): (u8, ProgressSource),
) -> Option<Finding> {
    let by = match source {
        ProgressSource::Target => "目标",
        ProgressSource::Milestones => "节点",
        ProgressSource::Status | ProgressSource::Written | ProgressSource::Log | ProgressSource::Nothing => {
            return None;
        }
    };
    let progress = written.progress.filter(|p| p.value != figure)?;
    let place = Place::new(outlined.file.path.shared(), progress.span);
    let finding = Finding::new(&UNUSED_PROGRESS, place).with("source", by);
    Some(finding.with("computed", figure).with("written", progress.value))
}

/// The days that progress is measured against: start to due date; without them a recurring task's period, where its
/// progress is counted and so starts anew with it.
fn frame(written: &WrittenTask, source: ProgressSource, window: Option<Window>) -> Option<(Date, Date)> {
    // An ongoing duty without figures is not behind anything.
    if written.status.value == Status::Continuous && source == ProgressSource::Nothing {
        return None;
    }
    let written_frame = written.start.zip(written.due).map(|(start, due)| (start.value, due.value));
    let counted = matches!(source, ProgressSource::Target | ProgressSource::Milestones);
    written_frame.or(window.filter(|_| counted).map(|w| (w.first, w.last)))
}

/// The last day, not after today, with a log line, a reached milestone or dated evidence.
fn last_activity(
    log: &[LogLine],
    milestones: &[Milestone],
    evidence: &[Evidence],
    from: &Complete<'_>,
) -> Option<Date> {
    let entries = from.all.entries;
    let of_evidence = evidence.iter().filter_map(|piece| match piece {
        Evidence::Entry(id) => entries.get(*id).and_then(|e| e.date).map(|d| d.date),
        Evidence::Address(_) => None,
    });
    let days = log.iter().map(|l| l.date).chain(milestones.iter().filter_map(|m| m.done)).chain(of_evidence);
    days.filter(|day| *day <= from.all.today).max()
}
