//! The parts of the search index. Their form is described in `docs/reference/search.md`.

use serde_json::Value;

use crate::base::diagnostic::finding::Finding;
use crate::base::text::traditional::simplified_pairs;
use crate::input::config::languages::is_traditional;
use crate::input::kind::field::is_chinese;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::question::Query;
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
    if writes_simplified(ask) {
        draft.add("/search/index/simplified.json", Subject::Name("simplified".to_owned()));
    }
    for n in 0..search.records() {
        draft.add(&format!("/search/index/pages/{n}.json"), Subject::Name(format!("pages/{n}")));
    }
    for n in 0..search.shards {
        draft.add(&format!("/search/index/terms/{n}.bin"), Subject::Part(n));
    }
}

/// Whether the pages are in simplified characters, which readers who type traditional ones want to find too.
fn writes_simplified(ask: &Ask) -> bool {
    let language = ask.language();
    is_chinese(language) && !is_traditional(language)
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let ask = &worker.ask;
    let json = |value: Value| Ok(Made::Bytes(value.to_string().into_bytes()));
    match subject {
        Subject::Part(shard) => Ok(Made::Bytes(ask.search_shard(*shard))),
        Subject::Name(name) => match name.strip_prefix("pages/").and_then(|n| n.parse().ok()) {
            Some(number) => json(ask.search_record(number)),
            None if name == "pinyin" => json(ask.search_sounds()),
            None if name == "simplified" => {
                // It depends on nothing that could be asked; what every page asks stands for it in the trace.
                ask.note(Query::Base);
                json(Value::from(simplified_pairs()))
            }
            None => json(ask.search_catalogue()),
        },
        _ => json(Value::Null),
    }
}
