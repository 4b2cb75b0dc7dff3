//! `/api/v1/`: JSON for entries, tasks, units and accounts.

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::api::NAMES;
use crate::output::query::ask::Ask;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Files of the interface.
pub const FAMILY: Family = Family { name: "api", plan, write };

fn plan(_: &Ask, draft: &mut Draft) {
    for name in NAMES.into_iter().chain(["index"]) {
        draft.add(&format!("/api/v1/{name}.json"), Subject::Name(name.to_owned()));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Name(name) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let json = worker.ask.api(name).map(|json| json.to_string()).unwrap_or_default();
    Ok(Made::Bytes(json.into_bytes()))
}
