//! The theme's style sheets, scripts and icons, each with a fingerprint in its name.

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Files of `static/`.
pub const FAMILY: Family = Family { name: "static", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    if ask.is_further() {
        return;
    }
    for (name, file) in &ask.answers().theme().statics {
        draft.add(&format!("/{}", file.published), Subject::Static(name.clone()));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Static(name) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let bytes = worker.ask.static_file(name).map(|file| file.bytes.to_vec()).unwrap_or_default();
    Ok(Made::Bytes(bytes))
}
