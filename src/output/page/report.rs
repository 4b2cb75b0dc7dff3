//! The printable report: cover, summary, each table, each unit.

use super::meta::{Meta, Step, text};
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::inventory;
use crate::output::query::question::Query;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// The report.
pub const FAMILY: Family = Family { name: "report", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    if let Some(url) = address(ask) {
        draft.add(&url, Subject::Site);
    }
}

fn address(ask: &Ask) -> Option<String> {
    inventory::plan(&ask.answers().context()).map(|plan| format!("{plan}report/"))
}

fn write(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let page = worker.ask.value(Query::ReportPage);
    let plan = worker.ask.value(Query::PlanHead);
    let above = Step { title: text(&plan, "title"), url: text(&plan, "url") };
    let title = format!("{}{}", text(&page, "plan"), worker.ask.word("report.title"));
    let url = address(&worker.ask).unwrap_or_default();
    let meta = Meta::new(worker, &url, &title, worker.ask.word("report.lede")).below(vec![above]);
    // Another form of the same: search engines are to find the pages themselves.
    let meta = Meta { noindex: true, ..meta };
    let context = meta.variables(worker, [("page", page)]);
    worker.render("report.html", context, &title, "content/progress").map(Made::Bytes)
}
