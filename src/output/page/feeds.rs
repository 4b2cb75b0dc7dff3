//! The page of feeds for readers.

use super::meta::Meta;
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::question::Query;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// The page of feeds.
pub const FAMILY: Family = Family { name: "feeds-page", plan, write };

fn plan(_: &Ask, draft: &mut Draft) {
    draft.add("/feeds/", Subject::Site);
}

fn write(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let page = worker.ask.value(Query::Feeds);
    let meta = Meta::new(worker, "/feeds/", worker.ask.word("feeds"), worker.ask.word("feeds.lede"))
        .below(Vec::new());
    let context = meta.variables(worker, [("page", page)]);
    worker.render("feeds.html", context, "订阅", "").map(Made::Bytes)
}
