//! Former addresses.

use super::meta::Meta;
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::answers::value;
use crate::output::query::ask::Ask;
use crate::output::query::inventory;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Former addresses.
pub const FAMILY: Family = Family { name: "redirect", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    for from in inventory::redirects(&ask.answers().context()) {
        draft.add(&from, Subject::Redirect(from.clone()));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Redirect(from) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let page = value(&worker.ask.redirect(from));
    let mut meta = Meta::new(worker, from, worker.ask.word("moved"), "");
    meta.noindex = true;
    let context = meta.variables(worker, [("page", page)]);
    worker.render("redirect.html", context, &format!("旧网址 {from}"), "").map(Made::Bytes)
}
