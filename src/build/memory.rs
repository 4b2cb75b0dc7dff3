//! What is kept between runs: documents as read, outputs with their traces. Only ever saves time.

use std::collections::BTreeMap;

use crate::input::parse::ParsedMemory;
use crate::output::imaging::album::Looked;
use crate::output::query::search::postings::SearchMemory;
use crate::output::query::trace::Asked;
use crate::output::render::Kept;

/// What one run leaves to the next. An empty memory gives the same bytes, later.
#[derive(Debug, Default)]
pub struct Memory {
    /// Documents by the fingerprint of their sources.
    pub parsed: ParsedMemory,
    /// What is known of pictures, by the fingerprint of their bytes.
    pub pictures: Looked,
    /// Terms of the search index by the fingerprints of their pages.
    pub search: SearchMemory,
    /// The same of further languages, by their paths.
    pub further_search: BTreeMap<String, SearchMemory>,
    /// The outputs of the last published build.
    pub outputs: Kept,
    /// What they asked, and how it was answered.
    pub asked: Asked,
}
