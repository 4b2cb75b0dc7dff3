//! Fingerprints of entries, columns and terms.

use std::collections::BTreeMap;

use super::value::{ListFields, asset, column_link, reference, unit_link};
use crate::base::hash::Fingerprint;
use crate::base::text::count::reading_minutes;
use crate::input::document::front_matter::FrontMatter;
use crate::input::markdown::body::{Body, ReferenceForm};
use crate::site::column::Column;
use crate::site::entry::Entry;
use crate::site::id::{ColumnId, EntryId, TaskId};
use crate::site::model::Site;
use crate::site::reference::Resolved;
use crate::site::taxonomy::Term;

/// What many pages show alike, made once.
pub struct Shared {
    /// Path part of the site's address, with which every link begins, and the language.
    pub base_path: Fingerprint,
    /// Names and addresses that pages' heads show.
    pub publisher: Fingerprint,
    /// Each kind.
    pub kinds: BTreeMap<String, Fingerprint>,
    /// By column: its trail, and its own fields' description.
    pub trails: BTreeMap<ColumnId, Fingerprint>,
    /// By course: its lessons in order.
    pub series: BTreeMap<ColumnId, Fingerprint>,
}

impl Shared {
    /// Of a site.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let config = &site.config;
        let publisher = ((&config.base_url, &config.title, &config.language), &config.organisation.name);
        let trail = |c: &Column| {
            let links: Vec<_> = site.trail(c.id).iter().map(|c| column_link(site, c.id)).collect();
            Fingerprint::of(&(links, &c.document.keys.extra_fields))
        };
        let series = |c: &Column| {
            let links: Vec<_> = c.entries.iter().map(|id| entry_link(site, *id)).collect();
            Fingerprint::of(&links)
        };
        Self {
            base_path: Fingerprint::of(&(base_path(&config.base_url), &config.language)),
            publisher: Fingerprint::of(&publisher),
            kinds: site.kinds.0.iter().map(|(name, kind)| (name.clone(), Fingerprint::of(kind))).collect(),
            trails: site.columns.iter().map(|c| (c.id, trail(c))).collect(),
            series: site.columns.iter().filter(|c| is_series(c)).map(|c| (c.id, series(c))).collect(),
        }
    }
}

/// A column whose entries say which of how many they are.
fn is_series(column: &Column) -> bool {
    column.document.kind == "lesson" || column.document.own_kind.as_deref() == Some("course")
}

/// The path part of an address: `/sub` of `https://host/sub`.
fn base_path(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.find('/').and_then(|n| rest.get(n..)).unwrap_or_default().trim_end_matches('/')
}

fn entry_link(site: &Site, id: EntryId) -> Option<(&str, &str)> {
    site.entries.get(id).map(|e| (e.document.front.title.value.as_str(), e.url.as_str()))
}

fn alt(front: &FrontMatter) -> Option<&str> {
    front.cover_alt.as_ref().map(|a| a.value.as_str())
}

/// An entry as lists show it.
#[must_use]
pub fn card(site: &Site, shared: &Shared, entry: &Entry) -> Fingerprint {
    let document = &entry.document;
    let front = &document.front;
    let terms: Vec<_> =
        entry.terms.iter().filter_map(|id| site.terms.get(*id)).map(|t| (&t.name, &t.url)).collect();
    let fields = ListFields(&front.fields);
    let references: Vec<_> =
        entry.field_references.iter().map(|(name, at, r)| (name, at, reference(site, r))).collect();
    Fingerprint::of(&(
        (shared.base_path, &front.title.value, &entry.url, &entry.reference, &document.kind),
        (entry.date.map(|d| d.date), &entry.summary, entry.publication),
        (entry.cover.as_ref().map(|c| asset(site, c)), alt(front)),
        (column_link(site, entry.column), unit_link(site, entry.unit), terms),
        (
            fields,
            references,
            shared.kinds.get(&document.kind),
            reading_minutes(document.body.words, &site.config.language),
        ),
    ))
}

/// An entry's page: its file, and of everything that it names what it shows.
#[must_use]
pub fn article(site: &Site, shared: &Shared, entry: &Entry) -> Fingerprint {
    let document = &entry.document;
    Fingerprint::of(&(
        (entry.card_print, document.fingerprint, shared.publisher, shared.kinds.get(&document.kind)),
        (entry.updated, &site.config.utc_offset),
        site.config.review.show && !document.front.review.is_empty(),
        (shared.trails.get(&entry.column), shared.series.get(&entry.column)),
        references(site, &document.body, &entry.resolved),
        rows(site, &entry.tasks),
    ))
}

/// What stands around an entry.
#[must_use]
pub fn around(site: &Site, shared: &Shared, entry: &Entry) -> Fingerprint {
    let neighbours = [entry.previous, entry.next].map(|id| id.and_then(|id| entry_link(site, id)));
    let related: Vec<_> =
        entry.related.iter().map(|id| site.entries.get(*id).map(|e| e.card_print)).collect();
    let backlinks: Vec<_> = entry.backlinks.iter().map(|id| entry_link(site, *id)).collect();
    Fingerprint::of(&(shared.base_path, neighbours, related, backlinks))
}

/// A body's references; of one that is shown as a card, the card.
fn references(site: &Site, body: &Body, resolved: &[Resolved]) -> Vec<(Fingerprint, Option<Fingerprint>)> {
    let print = |(written, resolved): (&crate::input::markdown::body::Reference, &Resolved)| {
        let card = match (written.form, resolved) {
            (ReferenceForm::Card, Resolved::Entry(id, _)) => site.entries.get(*id).map(|e| e.card_print),
            (ReferenceForm::Card, Resolved::Column(id, _)) => site.columns.get(*id).map(|c| c.head_print),
            _ => None,
        };
        (reference(site, resolved), card)
    };
    body.references.iter().zip(resolved).map(print).collect()
}

fn rows(site: &Site, tasks: &[TaskId]) -> Vec<Option<Fingerprint>> {
    tasks.iter().map(|id| site.plan.task(*id).map(|t| t.row_print)).collect()
}

/// A column as lists show it.
#[must_use]
pub fn head(site: &Site, shared: &Shared, column: &Column) -> Fingerprint {
    let document = &column.document;
    let front = &document.front;
    let newest = column.all_entries.first().and_then(|id| site.entries.get(*id)).and_then(|e| e.date);
    let own_kind = document.own_kind.as_deref().unwrap_or(&document.kind);
    let fields = ListFields(&front.fields);
    let references: Vec<_> =
        column.field_references.iter().map(|(name, at, r)| (name, at, reference(site, r))).collect();
    Fingerprint::of(&(
        (shared.base_path, &front.title.value, &column.url, &column.folder),
        (front.summary.as_ref().map(|s| &s.value), &document.body.lead),
        (column.cover.as_ref().map(|c| asset(site, c)), alt(front)),
        (&document.kind, &document.own_kind, column.all_entries.len(), newest.map(|d| d.date)),
        (fields, references, shared.kinds.get(own_kind), document.keys.order, column.publication),
    ))
}

/// A column's own page without its entries.
#[must_use]
pub fn page(site: &Site, shared: &Shared, column: &Column) -> Fingerprint {
    let document = &column.document;
    let children: Vec<_> =
        column.children.iter().map(|id| site.columns.get(*id).map(|c| c.head_print)).collect();
    let blocks: Vec<_> = document
        .keys
        .blocks
        .iter()
        .map(|b| {
            let from = b.from.as_ref().map(|f| f.value.trim().trim_matches('/'));
            let from = from.map(|f| (f, column_link(site, ColumnId::of(f))));
            (&b.block.value, &b.title, b.count, from)
        })
        .collect();
    let own_kind = document.own_kind.as_deref().unwrap_or(&document.kind);
    Fingerprint::of(&(
        (column.head_print, document.fingerprint, shared.publisher),
        (shared.kinds.get(&document.kind), shared.kinds.get(own_kind), shared.trails.get(&column.id)),
        (references(site, &document.body, &column.resolved), children, blocks),
        (rows(site, &column.tasks), unit_link(site, column.unit)),
    ))
}

/// A term with the cards of its entries in order.
#[must_use]
pub fn term(site: &Site, shared: &Shared, term: &Term) -> Fingerprint {
    let label = site.taxonomies.iter().find(|t| t.slug == term.taxonomy).map(|t| &t.label);
    let cards: Vec<_> = term.entries.iter().map(|id| site.entries.get(*id).map(|e| e.card_print)).collect();
    Fingerprint::of(&(shared.base_path, &term.taxonomy, label, &term.name, &term.url, cards))
}
