//! Units: the list, and each unit's tasks, accounts and entries.

use super::meta::{Meta, Step, text};
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::card::page_url;
use crate::output::query::inventory;
use crate::output::query::question::{Query, Spot};
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// All units.
pub const LIST: Family = Family { name: "units", plan: plan_list, write: write_list };

/// A unit.
pub const UNIT: Family = Family { name: "unit", plan: plan_units, write: write_unit };

fn plan_list(ask: &Ask, draft: &mut Draft) {
    if inventory::has_units(&ask.answers().context()) {
        draft.add("/units/", Subject::Site);
    }
}

fn plan_units(ask: &Ask, draft: &mut Draft) {
    for (id, url, pages) in inventory::units(&ask.answers().context()) {
        for page in 1..=pages {
            draft.add(&page_url(&url, page), Subject::Unit(id, page));
        }
    }
}

fn write_list(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let page = worker.ask.value(Query::Units);
    let title = worker.ask.word("units");
    let meta = Meta::new(worker, "/units/", title, worker.ask.word("units.lede")).below(Vec::new());
    let context = meta.variables(worker, [("page", page)]);
    worker.render("units.html", context, "单位列表", "content/units.yaml").map(Made::Bytes)
}

fn write_unit(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Unit(id, number) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let page = worker.ask.value(Query::Unit(*id));
    let list = worker.ask.value(Query::UnitCards(*id, *number));
    let title = text(&page, "row.title");
    let url = page_url(&worker.ask.unit_url(*id), *number);
    let above = Step { title: worker.ask.word("units").to_owned(), url: worker.ask.href("/units/") };
    let spot = Spot::Made(worker.ask.unit_url(*id));
    let meta = Meta::new(worker, &url, &title, &text(&page, "summary")).of(spot, *number).below(vec![above]);
    let context = meta.variables(worker, [("page", page), ("list", list)]);
    worker.render("unit.html", context, &format!("单位“{title}”"), "content/units.yaml").map(Made::Bytes)
}
