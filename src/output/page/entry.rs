//! Entries, each by its kind's template.

use super::meta::{Meta, Step, steps, text, yes};
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::inventory;
use crate::output::query::question::{Query, Spot};
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Entries.
pub const FAMILY: Family = Family { name: "entry", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    for (id, url) in inventory::entries(&ask.answers().context()) {
        draft.add(&url, Subject::Entry(id));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Entry(id) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let page = worker.ask.value(Query::Article(*id));
    let around = worker.ask.value(Query::Around(*id));
    let share_card = worker.ask.share_card(*id);
    let image = match text(&page, "image") {
        image if image.is_empty() && !share_card.is_empty() => worker.ask.absolute(&share_card),
        image => image,
    };
    let template = worker.ask.entry_template(*id);
    let of_card = page.get_from_path("card").cloned().unwrap_or_else(tera::Value::none);
    let card = |name: &str| text(&of_card, name);
    let trail = steps(&page, "trail");
    let top = trail.first().cloned().unwrap_or(Step { title: String::new(), url: String::new() });
    let mut whole = trail;
    whole.push(Step { title: card("title"), url: card("url") });
    let schema = text(&page, "schema_type");
    let source = text(&page, "path");
    let meta = Meta {
        title: card("title"),
        description: card("summary"),
        canonical: text(&page, "canonical"),
        kind: if schema == "Person" { "profile" } else { "article" }.to_owned(),
        image,
        share_card: if share_card.is_empty() { share_card } else { worker.ask.href(&share_card) },
        path: card("url"),
        url: card("url"),
        published: text(&page, "published_rfc3339"),
        updated: text(&page, "updated_rfc3339"),
        noindex: !card("mark").is_empty(),
        json_ld: text(&page, "json_ld"),
        trail: whole,
        section: top.title,
        section_url: top.url,
        keywords: of_card
            .get_from_path("tags")
            .and_then(tera::Value::as_array)
            .unwrap_or_default()
            .iter()
            .map(|tag| text(tag, "title"))
            .collect(),
        lang: text(&page, "lang"),
        has_code: yes(&page, "has_code"),
        has_math: yes(&page, "has_math"),
        source_path: source.clone(),
        spot: Some(Spot::Entry(*id)),
        ..Meta::default()
    };
    let context = meta.variables(worker, [("page", page), ("around", around)]);
    worker.render(&template, context, &source, &source).map(Made::Bytes)
}
