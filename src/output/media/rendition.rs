//! Pictures in the widths that pages offer.

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::inventory;
use crate::output::query::question::Query;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Renditions.
pub const FAMILY: Family = Family { name: "rendition", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    if ask.is_further() {
        return;
    }
    for (rendition, url) in inventory::renditions(&ask.answers().context()) {
        draft.add(&url, Subject::Rendition(rendition));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Rendition(rendition) = subject else { return Ok(Made::Bytes(Vec::new())) };
    // The recipe says all; the question stands in the trace, since an output without one is always stale.
    worker.ask.note(Query::Asset(rendition.source.clone()));
    Ok(Made::Rendition(rendition.clone()))
}
