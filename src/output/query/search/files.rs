//! The other files of the search index: catalogue, records, sounds.

use serde_json::{Value, json};

use super::block::BLOCK_PAGES;
use super::page::{Head, head};
use super::postings::Postings;
use crate::input::config::languages::is_traditional;
use crate::input::kind::field::is_chinese;
use crate::output::query::context::Context;

/// Names in the order in which they were first met, each with its number.
#[derive(Default)]
struct Names(Vec<String>, std::collections::BTreeMap<String, usize>);

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.1.get(name) {
            return *number;
        }
        let number = self.0.len();
        self.0.push(name.to_owned());
        self.1.insert(name.to_owned(), number);
        number
    }
}

/// The catalogue: how the index is cut, and the facets of every page as numbers of names, in runs
/// `[how many, number]` where they repeat.
#[must_use]
pub fn catalogue(context: &Context<'_>, postings: &Postings) -> Value {
    let (mut columns, mut units, mut kinds) = (Names::default(), Names::default(), Names::default());
    let (mut of_column, mut of_unit, mut of_kind, mut years) = (vec![], vec![], vec![], vec![]);
    for page in &postings.pages {
        let Head { column, unit, kind, date, .. } = head(context, page.id);
        of_column.push(columns.number(&column));
        of_unit.push(units.number(&unit));
        of_kind.push(kinds.number(&kind));
        years.push(date.map_or(0, |d| usize::try_from(d.year()).unwrap_or(0)));
    }
    let language = &context.site.config.language;
    json!({
        "format": 1,
        "version": postings.version(),
        "pages": postings.pages.len(),
        "shards": postings.shards,
        "record": BLOCK_PAGES,
        "pinyin": context.site.config.search.pinyin,
        "simplified": is_chinese(language) && !is_traditional(language),
        "names": { "column": columns.0, "unit": units.0, "kind": kinds.0 },
        "facets": { "column": packed(&of_column), "unit": packed(&of_unit), "kind": packed(&of_kind), "year": packed(&years) },
    })
}

/// Numbers in runs: a number that stands alone as it is, a repeated one as `[how often, number]`.
fn packed(numbers: &[usize]) -> Vec<Value> {
    let runs = numbers.chunk_by(|a, b| a == b);
    runs.flat_map(|run| {
        let number = run.first().copied().unwrap_or(0);
        if run.len() == 1 { vec![json!(number)] } else { vec![json!([run.len(), number])] }
    })
    .collect()
}

/// A record: title, address and day of some neighbouring pages.
#[must_use]
pub fn record(context: &Context<'_>, postings: &Postings, number: u32) -> Value {
    let rows = postings.block_pages(number).iter().map(|page| {
        let Head { title, url, date, .. } = head(context, page.id);
        json!([title, url, date.map_or_else(String::new, |d| d.to_string())])
    });
    Value::Array(rows.collect())
}

/// What the characters of titles and names sound like.
#[must_use]
pub fn sounds(postings: &Postings) -> Value {
    let sounds = postings.sounds();
    json!(
        sounds
            .into_iter()
            .map(|(sound, characters)| (sound.to_owned(), characters.into_iter().collect::<String>()))
            .collect::<std::collections::BTreeMap<_, _>>()
    )
}
