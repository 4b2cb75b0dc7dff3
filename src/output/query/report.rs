//! The plan as files, the printed report and `chaoyin report` show it: one answer, of which every form is written.

use serde::Serialize;

use super::answer_plan::{FiguresView, TaskView, UnitView};
use super::context::Context;
use super::plan::plan_url;
use super::question::Scope;
use super::{task, unit};
use crate::input::document::write_tasks::{recurs_word, target_line};
use crate::site::id::{TaskId, UnitId};
use crate::site::task::model::Task;
use crate::site::task::rollup;

/// A report.
#[derive(Clone, Debug, Serialize)]
pub struct ReportView {
    /// Name of the plan.
    pub plan: String,
    /// What it covers: the plan's name, `表 4 …`, a unit's name.
    pub title: String,
    /// Name of the school.
    pub organisation: String,
    /// The office that keeps the site.
    pub organiser: String,
    /// Name of the site.
    pub site: String,
    /// The day of the build.
    pub today: String,
    /// Whole address of the page that it belongs to.
    pub url: String,
    /// Host of the site: identities in calendars.
    pub domain: String,
    /// Whether any state is sample data.
    pub sample: bool,
    /// Whether it covers one unit's tasks, so that each has a part in it.
    pub is_of_unit: bool,
    /// Figures of the plan, of the table, of the tasks that the unit leads.
    pub figures: FiguresView,
    /// Figures by measure; only in the plan's report.
    pub measures: Vec<ReportMeasure>,
    /// Tables that it covers, with its tasks in order.
    pub tables: Vec<ReportTable>,
    /// Units with tasks; only in the plan's report.
    pub units: Vec<UnitView>,
}

/// A measure's figures.
#[derive(Clone, Debug, Serialize)]
pub struct ReportMeasure {
    /// Name.
    pub name: String,
    /// Figures.
    pub figures: FiguresView,
}

/// A table of a report.
#[derive(Clone, Debug, Serialize)]
pub struct ReportTable {
    /// Number.
    pub number: u32,
    /// The work.
    pub title: String,
    /// The measure.
    pub measure: String,
    /// Figures of the whole table; in a narrowed report, of the tasks shown.
    pub figures: FiguresView,
    /// Its tasks that the report covers.
    pub tasks: Vec<ReportTask>,
}

/// A task of a report.
#[derive(Clone, Debug, Serialize)]
pub struct ReportTask {
    /// As on its page.
    pub view: TaskView,
    /// Number of its table.
    pub table: u32,
    /// Number in its table.
    pub no: u32,
    /// The work: title of its table.
    pub work: String,
    /// Whole address of its page.
    pub address: String,
    /// 牵头, 配合, 配合（群组） in a unit's report; empty else.
    pub part: &'static str,
    /// `progress` as written; `null` where not.
    pub written_progress: Option<u8>,
    /// `recurs` as written: `yearly`; empty where not.
    pub written_recurs: &'static str,
    /// `target` as written, on one line; empty where none.
    pub written_target: String,
    /// `evidence` as written.
    pub written_evidence: Vec<String>,
}

impl ReportView {
    /// All tasks in order.
    pub fn tasks(&self) -> impl Iterator<Item = &ReportTask> {
        self.tables.iter().flat_map(|table| &table.tasks)
    }
}

/// The part of a unit in a task that it leads.
pub const LEADS: &str = "牵头";

/// A scope's report; `None` where there is no such table or unit, or the unit has no tasks.
#[must_use]
pub fn report(context: &Context<'_>, scope: Scope) -> Option<ReportView> {
    match scope {
        Scope::Plan => Some(whole(context)),
        Scope::Table(number) => of_table(context, number),
        Scope::Unit(id) => of_unit(context, id),
    }
}

/// The whole plan for printing: evidence and accounts are only counted there.
#[must_use]
pub fn page(context: &Context<'_>) -> ReportView {
    let mut view = whole(context);
    for task in view.tables.iter_mut().flat_map(|table| &mut table.tasks) {
        task.view.evidence.clear();
        task.view.periods.clear();
        (task.view.previous, task.view.next) = (None, None);
        if let Some(target) = &mut task.view.target {
            target.counted.clear();
        }
    }
    for unit in &mut view.units {
        unit.accounts.clear();
        unit.changes.clear();
    }
    view
}

fn whole(context: &Context<'_>) -> ReportView {
    let plan = &context.site.plan;
    let ids: Vec<TaskId> = plan.tasks.iter().map(|t| t.id).collect();
    let mut view = frame(context, &ids, |_| "");
    view.measures = plan
        .measures
        .iter()
        .map(|m| ReportMeasure { name: m.name.clone(), figures: task::figures(&m.figures) })
        .collect();
    view.units = with_tasks(context).into_iter().filter_map(|id| unit::view(context, id)).collect();
    view
}

fn of_table(context: &Context<'_>, number: u32) -> Option<ReportView> {
    let table = context.site.plan.table(number)?;
    let mut view = frame(context, &table.tasks, |_| "");
    view.title = format!("表 {number} {}", table.title);
    view.url = context.absolute(&table.url);
    view.figures = task::figures(&table.figures);
    Some(view)
}

fn of_unit(context: &Context<'_>, id: UnitId) -> Option<ReportView> {
    let unit = context.site.units.get(id)?;
    let duties = context.site.duties.get(&id)?;
    let mut ids: Vec<TaskId> =
        duties.leads.iter().chain(&duties.supports).chain(&duties.supports_through_groups).copied().collect();
    if ids.is_empty() {
        return None;
    }
    ids.sort_unstable();
    let mut view = frame(context, &ids, |id| {
        if duties.leads.contains(&id) {
            LEADS
        } else if duties.supports.contains(&id) {
            "配合"
        } else {
            "配合（群组）"
        }
    });
    view.title.clone_from(&unit.name);
    view.url = context.absolute(&unit.url);
    view.is_of_unit = true;
    view.figures = task::figures(&duties.figures);
    narrow_tables(context, &mut view, &ids);
    Some(view)
}

/// A report of some tasks, its figures those of just these: what `chaoyin report` shows with a filter.
#[must_use]
pub fn narrowed(context: &Context<'_>, ids: &[TaskId]) -> ReportView {
    let mut view = frame(context, ids, |_| "");
    view.figures = figures_of(context, ids, |_| true);
    narrow_tables(context, &mut view, ids);
    view
}

fn narrow_tables(context: &Context<'_>, view: &mut ReportView, ids: &[TaskId]) {
    for table in &mut view.tables {
        table.figures = figures_of(context, ids, |id| id.table == table.number);
    }
}

/// The one computation of figures, over a choice of tasks.
fn figures_of(context: &Context<'_>, ids: &[TaskId], take: impl Fn(TaskId) -> bool) -> FiguresView {
    let site = context.site;
    let tasks = ids.iter().filter(|id| take(**id)).filter_map(|id| site.plan.task(*id));
    task::figures(&rollup::figures(tasks, &site.config.progress.weights))
}

fn frame(context: &Context<'_>, ids: &[TaskId], part: impl Fn(TaskId) -> &'static str) -> ReportView {
    let site = context.site;
    let plan = &site.plan;
    let tables = plan.tables.iter().map(|table| ReportTable {
        number: table.number,
        title: table.title.clone(),
        measure: table.measure.clone(),
        figures: task::figures(&table.figures),
        tasks: ids
            .iter()
            .filter(|id| id.table == table.number)
            .filter_map(|id| plan.task(*id))
            .filter_map(|task| one(context, task, part(task.id)))
            .collect(),
    });
    let tables: Vec<ReportTable> = tables.filter(|table| !table.tasks.is_empty()).collect();
    ReportView {
        plan: plan.name.clone(),
        title: plan.name.clone(),
        organisation: site.config.organisation.name.clone(),
        organiser: site.config.organisation.organiser.clone(),
        site: site.config.title.clone(),
        today: site.today.to_string(),
        url: context.absolute(&plan_url(context)),
        domain: super::context::host(&site.config.base_url).to_owned(),
        sample: tables.iter().flat_map(|t| &t.tasks).any(|t| t.view.sample),
        is_of_unit: false,
        figures: task::figures(&plan.figures),
        measures: Vec::new(),
        tables,
        units: Vec::new(),
    }
}

fn one(context: &Context<'_>, task: &Task, part: &'static str) -> Option<ReportTask> {
    let written = task.written();
    Some(ReportTask {
        view: task::view(context, task.id)?,
        table: task.id.table,
        no: task.id.no,
        work: task.work.clone(),
        address: context.absolute(&task.url),
        part,
        written_progress: written.and_then(|w| w.progress).map(|p| p.value),
        written_recurs: written.and_then(|w| w.recurs).map_or("", recurs_word),
        written_target: written.and_then(|w| w.target.as_ref()).map_or_else(String::new, target_line),
        written_evidence: written
            .map(|w| w.evidence.iter().map(|e| e.value.clone()).collect())
            .unwrap_or_default(),
    })
}

/// Units that lead or support any task, in the order of `content/units.yaml`.
#[must_use]
pub fn with_tasks(context: &Context<'_>) -> Vec<UnitId> {
    let has_tasks = |id: &UnitId| {
        context.site.duties.get(id).is_some_and(|d| {
            !(d.leads.is_empty() && d.supports.is_empty() && d.supports_through_groups.is_empty())
        })
    };
    context.site.units.list.iter().map(|u| u.id).filter(has_tasks).collect()
}
