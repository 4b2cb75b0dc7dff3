//! Taxonomies: tags, years and whatever `site.yaml` adds. (A unit's archive is part of the unit's page.)

use super::id::{EntryId, TermId};
use crate::base::hash::Fingerprint;

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
