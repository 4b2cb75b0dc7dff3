//! Columns: each page of their lists.

use super::meta::{Meta, numbered, steps, text, yes};
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::card::page_url;
use crate::output::query::question::{Query, Spot};
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Columns.
pub const FAMILY: Family = Family { name: "column", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    for column in ask.columns() {
        for page in 1..=column.pages {
            draft.add(&page_url(&column.url, page), Subject::Column(column.id, page));
        }
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Column(id, number) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let is_first = *number == 1;
    let column = worker.ask.value(if is_first { Query::Column(*id) } else { Query::ColumnLater(*id) });
    let list = worker.ask.value(Query::ColumnCards(*id, *number));
    let template = worker.ask.column_template(*id);
    let plan = template == "progress/plan.html";
    let (title, summary) = (text(&column, "head.title"), text(&column, "head.summary"));
    let url = page_url(&worker.ask.column_url(*id), *number);
    let shown = numbered(worker, &title, *number);
    let mut meta = Meta::new(worker, &url, &shown, &summary).of(Spot::Column(*id), *number);
    let mut trail = steps(&column, "trail");
    trail.pop();
    meta = meta.below(trail);
    if !is_first && let Some(last) = meta.trail.last_mut() {
        last.title = title;
    }
    if meta.trail.len() == 1 {
        meta.section_url = worker.ask.href(&worker.ask.column_url(*id));
    }
    // A course is a column of lessons of its own; a page that only gathers courses is not one.
    if text(&column, "head.own_kind") == "course" {
        "Course".clone_into(&mut meta.schema);
    }
    meta.has_code = yes(&column, "has_code");
    meta.has_math = yes(&column, "has_math");
    meta.source_path = text(&column, "source");
    let source = meta.source_path.clone();
    let label = format!("栏目“{}”", text(&column, "head.title"));
    let page = if plan { worker.ask.value(Query::Plan) } else { column.clone() };
    let context = meta.variables(worker, [("page", page), ("list", list), ("column", column)]);
    worker.render(&template, context, &label, &source).map(Made::Bytes)
}
