//! Taxonomies: tags, years and whatever `site.yaml` adds. (A unit's archive is part of the unit's page.)

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;
use super::id::{EntryId, TermId};
use super::shelf::Shelf;
use super::{url, value};
use crate::base::hash::Fingerprint;
use crate::base::text::pinyin::key;
use crate::input::config::settings::Config;

/// A taxonomy.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// `tags`, `years`, or the field.
    pub field: String,
    /// Label on pages.
    pub label: String,
    /// First part of its addresses: `tags`.
    pub slug: String,
    /// Its terms: tags by pinyin, years newest first.
    pub terms: Vec<TermId>,
}

/// A term.
#[derive(Clone, Debug)]
pub struct Term {
    /// Identity.
    pub id: TermId,
    /// Slug of its taxonomy.
    pub taxonomy: String,
    /// Name.
    pub name: String,
    /// `/tags/<slug>/`.
    pub url: String,
    /// Published entries, newest first.
    pub entries: Vec<EntryId>,
    /// Fingerprint of name, address and entry cards in order.
    pub print: Fingerprint,
}

/// All taxonomies and their terms.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Tags, years, then the configured ones.
    pub taxonomies: Vec<Taxonomy>,
    /// Terms by taxonomy, in its order.
    pub terms: Shelf<TermId, Term>,
}

/// Gathers the terms of all entries, newest entry first, and tells entries theirs.
pub fn gather(entries: &mut [Entry], newest: &[usize], config: &Config) -> Gathered {
    let mut gathered = Gathered::default();
    let mut all = Vec::new();
    let tags = Taxonomy::empty("tags", "标签", "tags");
    let years = Taxonomy::empty("years", "年份", "years");
    let further = config.taxonomies.iter().map(|t| Taxonomy::empty(&t.field, &t.label, &t.slug));
    for mut taxonomy in [tags, years].into_iter().chain(further) {
        let terms = terms_of(&taxonomy, entries, newest);
        taxonomy.terms = terms.iter().map(|t| t.id).collect();
        all.extend(terms);
        gathered.taxonomies.push(taxonomy);
    }
    gathered.terms = Shelf::new(all, |t| t.id);
    gathered
}

impl Taxonomy {
    fn empty(field: &str, label: &str, slug: &str) -> Self {
        Self { field: field.to_owned(), label: label.to_owned(), slug: slug.to_owned(), terms: Vec::new() }
    }

    /// Names of the terms that an entry has here, each once, in written order.
    fn names(&self, entry: &Entry) -> Vec<String> {
        let front = &entry.document.front;
        let written: Vec<String> = match self.slug.as_str() {
            "tags" => front.tags.iter().map(|t| t.value.trim().to_owned()).collect(),
            "years" => entry.date.iter().map(|d| d.date.year().to_string()).collect(),
            _ => match (value::field(front, &self.field), self.field.as_str()) {
                (Some(value), _) => value::texts(value),
                (None, "author") => front.author.iter().map(|a| a.value.trim().to_owned()).collect(),
                (None, "source") => front.source.iter().map(|s| s.value.trim().to_owned()).collect(),
                (None, _) => Vec::new(),
            },
        };
        let mut seen = BTreeSet::new();
        written.into_iter().filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
    }
}

fn terms_of(taxonomy: &Taxonomy, entries: &mut [Entry], newest: &[usize]) -> Vec<Term> {
    let mut by_name: BTreeMap<String, (TermId, Vec<EntryId>)> = BTreeMap::new();
    for n in newest {
        let Some(entry) = entries.get_mut(*n) else { continue };
        for name in taxonomy.names(entry) {
            if let Some((id, list)) = by_name.get_mut(&name) {
                list.push(entry.id);
                entry.terms.push(*id);
                continue;
            }
            let id = TermId::of(&format!("{}/{name}", taxonomy.slug));
            entry.terms.push(id);
            by_name.insert(name, (id, vec![entry.id]));
        }
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut terms: Vec<Term> = Vec::with_capacity(by_name.len());
    for (name, (id, entries)) in by_name {
        let mut part = url::from_name(&name);
        // Names that sound alike (诗, 师) are ordinary as tags; editors need not invent slugs for them.
        if !taken.insert(part.clone()) {
            part = format!("{part}-{:04x}", id.0 >> 48);
            taken.insert(part.clone());
        }
        let url = format!("/{}/{part}/", taxonomy.slug);
        let print = Fingerprint::default();
        terms.push(Term { id, taxonomy: taxonomy.slug.clone(), name, url, entries, print });
    }
    if taxonomy.slug == "years" {
        terms.reverse();
    } else {
        terms.sort_by_cached_key(|t| key(&t.name));
    }
    terms
}
