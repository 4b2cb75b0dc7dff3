//! The parts of the search index. Their form is described in `docs/reference/search.md`.

use serde_json::Value;

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Parts of the index.
pub const FAMILY: Family = Family { name: "search-index", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    let search = ask.answers().search();
    if search.shards == 0 {
        return;
    }
    draft.add("/search/index/catalogue.json", Subject::Name("catalogue".to_owned()));
    if ask.answers().context().site.config.search.pinyin {
        draft.add("/search/index/pinyin.json", Subject::Name("pinyin".to_owned()));
    }
    for n in 0..search.records() {
        draft.add(&format!("/search/index/pages/{n}.json"), Subject::Name(format!("pages/{n}")));
    }
    for n in 0..search.shards {
        draft.add(&format!("/search/index/terms/{n}.bin"), Subject::Part(n));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let ask = &worker.ask;
    let json = |value: Value| Ok(Made::Bytes(value.to_string().into_bytes()));
    match subject {
        Subject::Part(shard) => Ok(Made::Bytes(ask.search_shard(*shard))),
        Subject::Name(name) => match name.strip_prefix("pages/").and_then(|n| n.parse().ok()) {
            Some(number) => json(ask.search_record(number)),
            None if name == "pinyin" => json(ask.search_sounds()),
            None => json(ask.search_catalogue()),
        },
        _ => json(Value::Null),
    }
}
