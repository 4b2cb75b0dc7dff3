//! What is kept between runs: documents as read, outputs with their traces. Only ever saves time.

use std::sync::Arc;

use super::known::Known;
use crate::base::hash::Fingerprint;
use crate::input::parse::ParsedMemory;
use crate::output::imaging::album::Looked;
use crate::output::plan::Plan;
use crate::output::query::search::postings::SearchMemory;
use crate::output::query::trace::Asked;
use crate::output::render::Kept;
use crate::output::theme::files::Theme;
use crate::site::model::Site;

/// What one run leaves to the next. An empty memory gives the same bytes, later.
#[derive(Default)]
pub struct Memory {
    /// Documents by the fingerprint of their sources.
    pub parsed: ParsedMemory,
    /// What is known of pictures, by the fingerprint of their bytes.
    pub pictures: Looked,
    /// Terms of the search index by the fingerprints of their pages.
    pub search: SearchMemory,
    /// The outputs of the last published build.
    pub outputs: Kept,
    /// What they asked, and how it was answered.
    pub asked: Asked,
    /// Fingerprint of all that they were made of but the words of entries' bodies; not known to another process.
    pub outputs_of: Option<Fingerprint>,
    /// The site. This and what follows stay in the process: another one makes them in less time than it would take
    /// to read them.
    pub site: Option<Known<Arc<Site>>>,
    /// The theme.
    pub theme: Option<Known<Arc<Theme>>>,
    /// What exists.
    pub plan: Option<Known<Arc<Plan>>>,
}
