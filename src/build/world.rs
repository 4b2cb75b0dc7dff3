//! What a build is made of.

use std::sync::Arc;

use super::cache::program;
use super::published::Published;
use crate::base::diagnostic::outcome::Findings;
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::input::source::tree::{Reader, SourceTree};
use crate::output::imaging::store::Store;

/// All that a build knows of the world: it asks no clock, disk or environment for more.
pub struct World {
    /// Every source file.
    pub tree: SourceTree,
    /// Gives assets' bytes.
    pub reader: Arc<dyn Reader>,
    /// Keeps what is made of pictures between builds.
    pub store: Arc<dyn Store>,
    /// What was found while reading the sources.
    pub found: Findings,
    /// The day of the build, in the site's time zone.
    pub today: Date,
    /// Whether drafts, scheduled and expired entries are shown and marked.
    pub drafts: bool,
    /// Whether warnings forbid publishing.
    pub strict: bool,
    /// Replaces `base_url` of the configuration.
    pub base_url: Option<String>,
    /// Replaces `theme` of the configuration.
    pub theme: Option<String>,
    /// What was published last; where nothing tells, what the memory holds.
    pub published: Option<Arc<Published>>,
}

impl World {
    /// Fingerprint of all that a build's outputs are made of, the program included; `None` where something was found
    /// while the sources were read.
    #[must_use]
    pub fn print(&self) -> Option<Fingerprint> {
        if !self.found.is_empty() {
            return None;
        }
        let files: Vec<_> = self.tree.files.iter().map(|(path, file)| (path, file.fingerprint)).collect();
        let wishes = (self.today, self.drafts, self.strict, &self.base_url, &self.theme);
        Some(Fingerprint::of(&(program(), files, &self.tree.changed, wishes)))
    }
}
