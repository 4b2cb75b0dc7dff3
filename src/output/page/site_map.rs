//! The site map for readers.

use super::meta::Meta;
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::question::Query;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// The site map.
pub const FAMILY: Family = Family { name: "sitemap-page", plan, write };

fn plan(_: &Ask, draft: &mut Draft) {
    draft.add("/sitemap/", Subject::Site);
}

fn write(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let page = worker.ask.value(Query::SiteMap);
    let meta = Meta::new(worker, "/sitemap/", worker.ask.word("sitemap"), "").below(Vec::new());
    let context = meta.variables(worker, [("page", page)]);
    worker.render("sitemap.html", context, "网站地图", "").map(Made::Bytes)
}
