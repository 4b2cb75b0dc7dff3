//! The service worker. Where a site wants none, there is one that takes leave: browsers that once took the other in ask
//! for it again at the same address, and would else keep it for ever.

use serde_json::json;

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::frame::WORKER;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;
use crate::output::theme::minify;

/// The worker.
pub const FAMILY: Family = Family { name: "offline-worker", plan, write };

/// What keeps pages.
const KEEPER: &str = include_str!("keeper.js");

/// What takes leave.
const FAREWELL: &str = include_str!("farewell.js");

fn plan(ask: &Ask, draft: &mut Draft) {
    // One worker keeps the pages of all languages.
    if !ask.is_further() {
        draft.add(WORKER, Subject::Site);
    }
}

fn write(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let offline = worker.ask.offline();
    let (settings, script) = if offline.enabled {
        (
            json!({ "base": offline.base, "version": offline.version, "page": offline.page, "shell": offline.shell, "pages": offline.pages }),
            KEEPER,
        )
    } else {
        (json!({ "base": offline.base }), FAREWELL)
    };
    let script = minify::js(script).unwrap_or_else(|| script.to_owned());
    Ok(Made::Bytes(format!("const SITE={settings};\n{script}\n").into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_workers_are_made_small() {
        for script in [KEEPER, FAREWELL] {
            assert!(minify::js(script).is_some_and(|small| small.len() < script.len()));
        }
    }
}
