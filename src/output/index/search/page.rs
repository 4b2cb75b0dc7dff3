//! The search page. Without JavaScript it is the index of the site.

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::page::meta::Meta;
use crate::output::query::ask::Ask;
use crate::output::query::question::Query;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// The search page.
pub const FAMILY: Family = Family { name: "search-page", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    if ask.answers().search().shards > 0 {
        draft.add("/search/", Subject::Site);
    }
}

fn write(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let page = worker.ask.value(Query::SiteIndex);
    let meta = Meta::new(worker, "/search/", worker.ask.word("search"), "").below(Vec::new());
    let context = meta.variables(worker, [("page", page)]);
    worker.render("search.html", context, "搜索", "").map(Made::Bytes)
}
