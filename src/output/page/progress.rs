//! Progress: tables and tasks. The overview is the page of the plan's column.

use super::meta::{Meta, Step, text};
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::inventory;
use crate::output::query::question::Query;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Tables.
pub const TABLE: Family = Family { name: "table", plan: plan_tables, write: write_table };

/// Further views of the plan.
pub const VIEW: Family = Family { name: "plan_view", plan: plan_views, write: write_view };

/// Tasks.
pub const TASK: Family = Family { name: "task", plan: plan_tasks, write: write_task };

fn plan_tables(ask: &Ask, draft: &mut Draft) {
    for (number, url) in inventory::tables(&ask.answers().context()) {
        draft.add(&url, Subject::Table(number));
    }
}

fn plan_tasks(ask: &Ask, draft: &mut Draft) {
    for (id, url) in inventory::tasks(&ask.answers().context()) {
        draft.add(&url, Subject::Task(id));
    }
}

fn plan_views(ask: &Ask, draft: &mut Draft) {
    for (name, url) in inventory::plan_views(&ask.answers().context()) {
        draft.add(&url, Subject::Name(name.to_owned()));
    }
}

fn write_view(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Name(name) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let page = worker.ask.value(Query::PlanView(name.clone()));
    let above = overview(worker);
    let title = worker.ask.word(&format!("plan.{name}")).to_owned();
    let lede = worker.ask.word(&format!("plan.{name}.lede")).to_owned();
    let url = format!("{}{name}/", worker.ask.plan_url());
    let meta = Meta::new(worker, &url, &title, &lede).below(vec![above]);
    let context = meta.variables(worker, [("page", page)]);
    worker.render(&format!("progress/{name}.html"), context, &title, "content/progress").map(Made::Bytes)
}

fn overview(worker: &Worker) -> Step {
    let plan = worker.ask.value(Query::PlanHead);
    Step { title: text(&plan, "title"), url: text(&plan, "url") }
}

fn write_table(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Table(number) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let page = worker.ask.value(Query::Table(*number));
    let title = format!("表 {number} {}", text(&page, "title"));
    let url = worker.ask.table_url(*number);
    let meta = Meta::new(worker, &url, &title, &text(&page, "measure")).below(vec![overview(worker)]);
    let context = meta.variables(worker, [("page", page)]);
    worker.render("progress/table.html", context, &title, "content/progress").map(Made::Bytes)
}

fn write_task(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Task(id) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let page = worker.ask.value(Query::Task(*id));
    let title = text(&page, "row.title");
    let source = text(&page, "path");
    let table = page.get_from_path("table").map(|t| Step { title: text(t, "title"), url: text(t, "url") });
    let steps = std::iter::once(overview(worker)).chain(table).collect();
    let mut meta = Meta::new(worker, &worker.ask.task_url(*id), &title, &text(&page, "measure")).below(steps);
    meta.source_path.clone_from(&source);
    let context = meta.variables(worker, [("page", page)]);
    worker.render("progress/task.html", context, &format!("任务 {id}"), &source).map(Made::Bytes)
}
