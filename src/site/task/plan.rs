//! From the outline to the plan: every task with its derived figures.

use std::sync::Arc;

use super::counting::Countable;
use super::evidence::{self, Shown};
use super::model::{Act, Evidence, LogLine, Milestone, NamedUnit, Plan, ProgressSource, Table, Task};
use super::outline::{Outline, Outlined};
use super::progress::{Course, log, milestones};
use super::rollup::{self, figures, measures};
use super::state::{Standing, derive};
use super::{activity, history, target};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::base::time::period::Period;
use crate::input::config::settings::ProgressPolicy;
use crate::input::document::tasks::{Status, WrittenTable, WrittenTask};
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
    /// The site's own address.
    pub base_url: &'c str,
}

/// Derives everything of every task, table and measure.
pub fn complete(from: Complete<'_>) -> Outcome<Plan> {
    let mut findings = Findings::default();
    let pointing = evidence::by_task(from.all.entries, from.newest);
    let mut sketches = Vec::with_capacity(from.outline.tasks.len());
    for (n, outlined) in from.outline.tasks.iter().enumerate() {
        let Some(written) = outlined.written() else { continue };
        let own = from.evidence.get(n).map(Vec::as_slice).unwrap_or_default();
        let pointing = pointing.get(&outlined.id).map(Vec::as_slice).unwrap_or_default();
        sketches.push(findings.keep(sketch(outlined, written, (own, pointing), &from)));
    }
    let first = sketches.iter().filter_map(Sketch::first_day).min();
    let days = history::days(first, from.all.today);
    let mut tasks: Vec<Task> = Vec::with_capacity(sketches.len());
    for sketch in sketches {
        tasks.push(findings.keep(task(sketch, &days, &from)));
    }
    let weights = &from.policy.weights;
    let tables: Vec<Table> =
        from.outline.tables.iter().map(|(number, file)| table(*number, file, &tasks, &from)).collect();
    let plan = Plan {
        measures: measures(&tables, &tasks, weights),
        figures: figures(&tasks, weights),
        history: rollup::history(&tasks, weights),
        sample: tasks.iter().any(|t| t.sample),
        name: from.head.name,
        url: from.head.url,
        tables,
        tasks,
        print: Fingerprint::default(),
    };
    Outcome::new(plan, findings)
}

fn table(number: u32, file: &WrittenTable, tasks: &[Task], from: &Complete<'_>) -> Table {
    let own = || tasks.iter().filter(|t| t.id.table == number);
    let weights = &from.policy.weights;
    Table {
        number,
        title: file.title.clone(),
        measure: file.measure.clone(),
        url: table_url(&from.head.url, number),
        tasks: own().map(|t| t.id).collect(),
        figures: figures(own(), weights),
        weight: weights.get(&number).copied().unwrap_or(1),
        history: rollup::history(own(), weights),
        print: Fingerprint::default(),
    }
}

/// A task with its lists, before its figures.
struct Sketch<'s> {
    outlined: &'s Outlined,
    written: &'s WrittenTask,
    milestones: Vec<Milestone>,
    log: Vec<LogLine>,
    evidence: Vec<Evidence>,
    acts: Vec<Act>,
}

impl Sketch<'_> {
    fn first_day(&self) -> Option<Date> {
        self.acts.iter().map(|a| a.date).chain(self.written.start.map(|d| d.value)).min()
    }

    /// The day of the last thing that happened, else the due date.
    fn done_on(&self) -> Option<Date> {
        let is_done = self.written.status.value == Status::Done;
        let last = self.acts.first().map(|a| a.date).or(self.written.due.map(|d| d.value));
        last.filter(|_| is_done)
    }
}

fn sketch<'s>(
    outlined: &'s Outlined,
    written: &'s WrittenTask,
    (own, pointing): (&[Resolved], &[usize]),
    from: &Complete<'_>,
) -> Outcome<Sketch<'s>> {
    let mut findings = Findings::default();
    let (today, path) = (from.all.today, &outlined.file.path);
    let mut pieces = Vec::with_capacity(own.len());
    for (to, note) in own.iter().zip(&written.evidence_notes) {
        let unit = note.unit.as_ref().map(|name| from.all.units.resolve(name, path.as_str(), &UNKNOWN_UNIT));
        let unit = match unit.transpose() {
            Ok(unit) => unit.map(|u| u.id),
            Err(finding) => {
                findings.push(finding);
                None
            }
        };
        let title = note.title.as_deref().unwrap_or_default();
        pieces.push(evidence::Own { to, title, date: note.date, unit });
    }
    let shown = Shown { entries: from.all.entries, columns: from.all.columns, base_url: from.base_url };
    let evidence = evidence::joined(outlined.id, pointing, &pieces, &shown);
    if written.status.value == Status::Done && evidence.is_empty() {
        let place = Place::new(path.shared(), written.status.span);
        findings.push(Finding::new(&DONE_WITHOUT_EVIDENCE, place).with("id", outlined.id));
    }
    let (milestones, log) = (milestones(written, today), log(written));
    let acts = activity::acts(&log, &milestones, &evidence, today);
    Outcome::new(Sketch { outlined, written, milestones, log, evidence, acts }, findings)
}

fn task(sketch: Sketch<'_>, days: &[Date], from: &Complete<'_>) -> Outcome<Task> {
    let mut findings = Findings::default();
    let (outlined, written, today) = (sketch.outlined, sketch.written, from.all.today);
    let (path, calendar) = (&outlined.file.path, &from.policy.calendar);
    let target = written.target.as_ref();
    let target =
        target.map(|t| findings.keep(target::read(t, path, calendar, &sketch.milestones, &from.all)));
    let course = Course {
        written,
        target: target.as_ref(),
        milestones: &sketch.milestones,
        log: &sketch.log,
        done_on: sketch.done_on(),
        calendar,
        today,
    };
    let (figure, source) = course.on(today);
    findings.extend(unused_progress(outlined, written, (figure, source)));
    let (start, due) = (written.start.map(|d| d.value), written.due.map(|d| d.value));
    let last_activity = sketch.acts.first().map(|a| a.date);
    let period = course.period(today);
    let standing = Standing {
        status: written.status.value,
        start,
        due,
        frame: frame(written, source, period.as_ref()),
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
        target: course.count(today),
        history: history::of(&course, days),
        periods: history::periods(&course, written.recurs, &sketch.acts),
        milestones: sketch.milestones,
        evidence: sketch.evidence,
        log: sketch.log,
        acts: sketch.acts,
        last_activity,
        note: written.note.clone().unwrap_or_default(),
        sample: outlined.file.sample,
        file: Arc::clone(&outlined.file),
        position: outlined.position,
        place: outlined.place(),
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
fn frame(written: &WrittenTask, source: ProgressSource, period: Option<&Period>) -> Option<(Date, Date)> {
    // An ongoing duty without figures is not behind anything.
    if written.status.value == Status::Continuous && source == ProgressSource::Nothing {
        return None;
    }
    let written_frame = written.start.zip(written.due).map(|(start, due)| (start.value, due.value));
    let counted = matches!(source, ProgressSource::Target | ProgressSource::Milestones);
    written_frame.or(period.filter(|_| counted).map(|p| (p.start, p.end)))
}
