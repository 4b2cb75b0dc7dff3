//! Pictures and attachments that a published page reaches.

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::inventory;
use crate::output::query::picture::Published;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Assets.
pub const FAMILY: Family = Family { name: "asset", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    if ask.is_further() {
        return;
    }
    for (path, url) in inventory::assets(&ask.answers().context()) {
        draft.add(&url, Subject::Asset(path));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Asset(path) = subject else { return Ok(Made::Bytes(Vec::new())) };
    Ok(match worker.ask.asset(path) {
        Published::AsItIs(print) => Made::Copy(path.clone(), print),
        Published::Cleaned(rendition) => Made::Rendition(rendition),
    })
}
