//! The page for addresses that lead nowhere.

use super::meta::Meta;
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// `404.html`.
pub const FAMILY: Family = Family { name: "error", plan, write };

fn plan(_: &Ask, draft: &mut Draft) {
    draft.add("/404.html", Subject::Site);
}

fn write(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let mut meta = Meta::new(worker, "/404.html", worker.ask.word("404.title"), "");
    meta.noindex = true;
    meta.canonical = String::new();
    let context = meta.variables(worker, []);
    worker.render("404.html", context, "404 页面", "").map(Made::Bytes)
}
