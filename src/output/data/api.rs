//! `/api/v1/`: JSON for entries, tasks, units and accounts.

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::api::NAMES;
use crate::output::query::ask::Ask;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// The JSON Schema of the tasks' file.
const TASKS_SCHEMA: &str = include_str!("tasks.schema.json");

/// Where it stands.
const TASKS_SCHEMA_URL: &str = "/api/v1/tasks.schema.json";

/// JSON Schemas of the interface.
pub const SCHEMA: Family = Family { name: "api_schema", plan: plan_schema, write: write_schema };

fn plan_schema(ask: &Ask, draft: &mut Draft) {
    if !ask.is_further() {
        draft.add(TASKS_SCHEMA_URL, Subject::Name("tasks".to_owned()));
    }
}

fn write_schema(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let own = format!("\"$id\": \"{}\"", worker.ask.absolute(TASKS_SCHEMA_URL));
    Ok(Made::Bytes(TASKS_SCHEMA.replacen("\"$id\": \"\"", &own, 1).into_bytes()))
}

/// Files of the interface.
pub const FAMILY: Family = Family { name: "api", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    if ask.is_further() {
        return;
    }
    for name in NAMES.into_iter().chain(["index"]) {
        draft.add(&format!("/api/v1/{name}.json"), Subject::Name(name.to_owned()));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Name(name) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let json = worker.ask.api(name).unwrap_or_default();
    Ok(Made::Bytes(json.into_bytes()))
}
