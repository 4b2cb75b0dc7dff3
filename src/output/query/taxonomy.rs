//! Taxonomies and terms.

use tera::Value;

use super::answer::{Link, TaxonomyView, TermCard, TermView};
use super::context::Context;
use crate::site::id::TermId;
use crate::site::taxonomy::{Taxonomy, Term};

/// All taxonomies with their terms.
#[must_use]
pub fn taxonomies(context: &Context<'_>) -> Vec<TaxonomyView> {
    context.site.taxonomies.iter().map(|taxonomy| view(context, taxonomy)).collect()
}

/// One taxonomy with its terms, by its slug.
#[must_use]
pub fn taxonomy(context: &Context<'_>, slug: &str) -> Option<TaxonomyView> {
    let taxonomy = context.site.taxonomies.iter().find(|taxonomy| taxonomy.slug == slug)?;
    Some(view(context, taxonomy))
}

fn view(context: &Context<'_>, taxonomy: &Taxonomy) -> TaxonomyView {
    let terms: Vec<_> = taxonomy.terms.iter().filter_map(|id| context.site.terms.get(*id)).collect();
    let most = terms.iter().map(|t| t.entries.len()).max().unwrap_or(1).max(1);
    let card = |term: &&Term| TermCard {
        title: term.name.clone(),
        url: context.href(&term.url),
        count: u32::try_from(term.entries.len()).unwrap_or(u32::MAX),
        weight: u8::try_from(term.entries.len() * 4 / most).unwrap_or(4) + 1,
    };
    TaxonomyView {
        label: label(context, taxonomy),
        slug: taxonomy.slug.clone(),
        url: context.href(&format!("/{}/", taxonomy.slug)),
        terms: terms.iter().map(card).collect(),
    }
}

fn label(context: &Context<'_>, taxonomy: &Taxonomy) -> String {
    context.said().taxonomy(&taxonomy.slug).map_or_else(|| taxonomy.label.clone(), str::to_owned)
}

/// A term's page with a page of its list.
#[must_use]
pub fn term(context: &Context<'_>, id: TermId, list: impl FnOnce(&Term) -> Value) -> Option<TermView> {
    let term = context.site.terms.get(id)?;
    let taxonomy = context.site.taxonomies.iter().find(|t| t.slug == term.taxonomy)?;
    Some(TermView {
        title: term.name.clone(),
        label: label(context, taxonomy),
        taxonomy: Link {
            title: label(context, taxonomy),
            url: context.href(&format!("/{}/", taxonomy.slug)),
        },
        url: context.href(&term.url),
        list: list(term),
    })
}
