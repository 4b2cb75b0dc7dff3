//! The page that a browser shows for pages that it does not keep while it has no network.

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::page::meta::Meta;
use crate::output::query::ask::Ask;
use crate::output::query::offline::PAGE;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// The page.
pub const FAMILY: Family = Family { name: "offline-page", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    if ask.answers().context().site.config.offline.enabled && !ask.is_further() {
        draft.add(PAGE, Subject::Site);
    }
}

fn write(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let mut meta = Meta::new(worker, PAGE, worker.ask.word("offline.title"), "");
    meta.noindex = true;
    meta.canonical = String::new();
    let context = meta.variables(worker, []);
    worker.render("offline.html", context, "离线页面", "").map(Made::Bytes)
}
