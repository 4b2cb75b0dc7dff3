//! Archives: taxonomies and their terms.

use super::meta::{Meta, Step, numbered, text};
use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::card::page_url;
use crate::output::query::inventory;
use crate::output::query::question::{Query, Spot};
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// All terms of a taxonomy.
pub const TAXONOMY: Family = Family { name: "taxonomy", plan: plan_taxonomies, write: write_taxonomy };

/// The entries of a term.
pub const TERM: Family = Family { name: "term", plan: plan_terms, write: write_term };

fn plan_taxonomies(ask: &Ask, draft: &mut Draft) {
    for slug in inventory::taxonomies(&ask.answers().context()) {
        draft.add(&format!("/{slug}/"), Subject::Taxonomy(slug));
    }
}

fn plan_terms(ask: &Ask, draft: &mut Draft) {
    for (id, url, pages) in inventory::terms(&ask.answers().context()) {
        for page in 1..=pages {
            draft.add(&page_url(&url, page), Subject::Term(id, page));
        }
    }
}

fn write_taxonomy(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Taxonomy(slug) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let page = worker.ask.value(Query::Taxonomy(slug.clone()));
    let label = text(&page, "label");
    let meta = Meta::new(worker, &format!("/{slug}/"), &label, "").below(Vec::new());
    let context = meta.variables(worker, [("page", page)]);
    worker.render("taxonomy.html", context, &format!("分类“{label}”"), "").map(Made::Bytes)
}

fn write_term(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Term(id, number) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let page = worker.ask.value(Query::Term(*id, *number));
    let title = text(&page, "title");
    let above = Step { title: text(&page, "taxonomy.title"), url: text(&page, "taxonomy.url") };
    let url = page_url(&worker.ask.term_url(*id, *number), *number);
    let shown = numbered(worker, &title, *number);
    let spot = Spot::Made(worker.ask.term_url(*id, *number));
    let meta = Meta::new(worker, &url, &shown, "").of(spot, *number).below(vec![above]);
    let context = meta.variables(worker, [("page", page)]);
    worker.render("term.html", context, &format!("分类“{title}”"), "").map(Made::Bytes)
}
