//! Taxonomies: tags, years and whatever `site.yaml` adds. (A unit's archive is part of the unit's page.)

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::entry::Entry;
use super::id::{EntryId, TermId};
use super::shelf::Shelf;
use super::{url, value};
use crate::base::hash::Fingerprint;
use crate::base::text::pinyin::key;
use crate::input::config::settings::Config;
use crate::input::yaml::located::Located;

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

/// Gathers the terms of all entries, newest entry first; which entry, by position, has which comes back too.
#[must_use]
pub fn gather(entries: &[Entry], newest: &[usize], config: &Config) -> (Gathered, Vec<(usize, TermId)>) {
    let tags = Taxonomy::empty("tags", "标签", "tags");
    let years = Taxonomy::empty("years", "年份", "years");
    let further = config.taxonomies.iter().map(|t| Taxonomy::empty(&t.field, &t.label, &t.slug));
    let mut taxonomies: Vec<Taxonomy> = [tags, years].into_iter().chain(further).collect();
    let gathered: Vec<Named> =
        taxonomies.par_iter().map(|taxonomy| terms_of(taxonomy, entries, newest)).collect();
    let (mut terms, mut all_by_entry) = (Vec::new(), Vec::new());
    for (taxonomy, Named { terms: of_taxonomy, by_entry }) in taxonomies.iter_mut().zip(gathered) {
        taxonomy.terms = of_taxonomy.iter().map(|t| t.id).collect();
        terms.extend(of_taxonomy);
        all_by_entry.extend(by_entry);
    }
    (Gathered { taxonomies, terms: Shelf::new(terms, |t| t.id) }, all_by_entry)
}

impl Taxonomy {
    fn empty(field: &str, label: &str, slug: &str) -> Self {
        Self { field: field.to_owned(), label: label.to_owned(), slug: slug.to_owned(), terms: Vec::new() }
    }

    /// Names of the terms that an entry has here, each once, in written order.
    fn names<'e>(&self, entry: &'e Entry) -> Vec<Cow<'e, str>> {
        let front = &entry.document.front;
        let trimmed = |text: &'e Located<String>| Cow::Borrowed(text.value.trim());
        let mut names: Vec<Cow<'e, str>> = match self.slug.as_str() {
            "tags" => front.tags.iter().map(trimmed).collect(),
            "years" => entry.date.iter().map(|d| d.date.year().to_string().into()).collect(),
            _ => match (value::field(front, &self.field), self.field.as_str()) {
                (Some(value), _) => value::texts(value).into_iter().map(Cow::Owned).collect(),
                (None, "author") => front.author.iter().map(trimmed).collect(),
                (None, "source") => front.source.iter().map(trimmed).collect(),
                (None, _) => Vec::new(),
            },
        };
        names.retain(|name| !name.is_empty());
        if names.len() > 1 {
            let mut seen = BTreeSet::new();
            names.retain(|name| seen.insert(name.clone()));
        }
        names
    }
}

/// The terms of one taxonomy, in order, and which entry, by position, has which.
struct Named {
    terms: Vec<Term>,
    by_entry: Vec<(usize, TermId)>,
}

/// The terms that some entries have, as they are met.
struct Met<'e> {
    terms: Vec<(Cow<'e, str>, TermId, Vec<EntryId>)>,
    by_entry: Vec<(usize, TermId)>,
}

/// Entries that one worker goes through together.
const GATHERED_AT_ONCE: usize = 1024;

fn met_by<'e>(taxonomy: &Taxonomy, entries: &'e [Entry], some: &[usize]) -> Met<'e> {
    let mut numbers: HashMap<Cow<'_, str>, usize, FixedState> = HashMap::default();
    let mut met = Met { terms: Vec::new(), by_entry: Vec::with_capacity(some.len()) };
    for n in some {
        let Some(entry) = entries.get(*n) else { continue };
        for name in taxonomy.names(entry) {
            let number = numbers.get(&name).copied().unwrap_or_else(|| {
                let id = TermId::of(&format!("{}/{name}", taxonomy.slug));
                met.terms.push((name.clone(), id, Vec::new()));
                numbers.insert(name, met.terms.len() - 1);
                met.terms.len() - 1
            });
            if let Some((_, id, list)) = met.terms.get_mut(number) {
                list.push(entry.id);
                met.by_entry.push((*n, *id));
            }
        }
    }
    met
}

fn terms_of(taxonomy: &Taxonomy, entries: &[Entry], newest: &[usize]) -> Named {
    let some = newest.par_chunks(GATHERED_AT_ONCE).map(|some| met_by(taxonomy, entries, some));
    let mut numbers: HashMap<TermId, usize, FixedState> = HashMap::default();
    let mut met: Vec<(Cow<'_, str>, TermId, Vec<EntryId>)> = Vec::new();
    let mut by_entry = Vec::with_capacity(newest.len());
    for some in some.collect::<Vec<Met<'_>>>() {
        by_entry.extend(some.by_entry);
        for (name, id, list) in some.terms {
            let number = *numbers.entry(id).or_insert(met.len());
            if let Some((_, _, known)) = met.get_mut(number) {
                known.extend(list);
            } else {
                met.push((name, id, list));
            }
        }
    }
    met.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut terms: Vec<Term> = Vec::with_capacity(met.len());
    for (name, id, entries) in met {
        let mut part = url::from_name(&name);
        // Names that sound alike (诗, 师) are ordinary as tags; editors need not invent slugs for them.
        if !taken.insert(part.clone()) {
            part = format!("{part}-{:04x}", id.0 >> 48);
            taken.insert(part.clone());
        }
        let url = format!("/{}/{part}/", taxonomy.slug);
        let print = Fingerprint::default();
        let (taxonomy, name) = (taxonomy.slug.clone(), name.into_owned());
        terms.push(Term { id, taxonomy, name, url, entries, print });
    }
    if taxonomy.slug == "years" {
        terms.reverse();
    } else {
        terms.sort_by_cached_key(|t| key(&t.name));
    }
    Named { terms, by_entry }
}
