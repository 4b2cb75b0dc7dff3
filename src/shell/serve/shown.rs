//! What the server shows now, and the word of it to open pages.

use std::sync::{Arc, PoisonError, RwLock};

use serde::Serialize;
use tokio::sync::broadcast;

use super::sink::Outputs;
use crate::base::diagnostic::code::{Language, Severity};
use crate::base::diagnostic::outcome::Findings;
use crate::base::limits::FINDINGS_SHOWN_MAX;
use crate::build::build::Built;
use crate::input::source::tree::{Reader, SourceTree};
use crate::output::imaging::darkroom::Darkroom;
use crate::output::imaging::store::NoStore;
use crate::shell::diagnostics::{Shown as ShownDiagnostic, Texts};
use crate::shell::disk::reader::DiskReader;

/// More changed addresses than these are told as "all".
const CHANGED_TOLD_MAX: usize = 500;

/// The last good outputs, and what is wrong with the content now.
#[derive(Clone)]
pub struct Shown {
    /// Outputs of the last good build; empty where there was none yet.
    pub outputs: Arc<Outputs>,
    /// Gives the bytes of assets.
    pub reader: Arc<dyn Reader>,
    /// Makes renditions when they are asked for.
    pub darkroom: Arc<Darkroom>,
    /// What open pages are told when they connect.
    pub news: Arc<News>,
}

/// What open pages are told after a build.
#[derive(Clone, Debug, Default, Serialize)]
pub struct News {
    /// Counts builds of this server.
    pub version: String,
    /// Whether any page may have changed.
    pub all: bool,
    /// Addresses whose bytes changed, where they are few.
    pub changed: Vec<String>,
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// The findings, errors first.
    pub diagnostics: Vec<ShownDiagnostic>,
}

impl News {
    /// Of a build.
    #[must_use]
    pub fn of(version: String, built: &Built, tree: &SourceTree) -> Self {
        let good = built.publishable();
        let all = good && built.changed.len() + built.removed.len() > CHANGED_TOLD_MAX;
        let told = built.changed.iter().chain(&built.removed).filter(|_| good && !all);
        let changed = told.map(|path| address(path.as_str())).collect();
        let errors = built.findings.count(Severity::Error);
        let warnings = built.findings.count(Severity::Warning);
        Self { version, all, changed, errors, warnings, diagnostics: shown(&built.findings, tree) }
    }
}

/// `a/index.html` → `/a/`.
fn address(path: &str) -> String {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{path}"),
    }
}

fn shown(findings: &Findings, tree: &SourceTree) -> Vec<ShownDiagnostic> {
    let texts = Texts::new(tree);
    let of = |severity| findings.iter().filter(move |finding| finding.severity == severity);
    [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .flat_map(of)
        .take(FINDINGS_SHOWN_MAX)
        .map(|finding| texts.shown(finding, Language::Chinese))
        .collect()
}

/// The state that requests read and builds replace.
pub struct Stage {
    shown: RwLock<Shown>,
    /// Told to open pages; closed when the server ends.
    pub events: broadcast::Sender<Arc<News>>,
}

impl Stage {
    /// An empty stage.
    #[must_use]
    pub fn new() -> Self {
        let reader: Arc<dyn Reader> = Arc::new(DiskReader::default());
        let darkroom = Arc::new(Darkroom::new(Arc::clone(&reader), Arc::new(NoStore)));
        let shown = Shown { outputs: Arc::default(), reader, darkroom, news: Arc::default() };
        Self { shown: RwLock::new(shown), events: broadcast::Sender::new(16) }
    }

    /// What is shown now.
    #[must_use]
    pub fn shown(&self) -> Shown {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows something else, and tells open pages.
    pub fn show(&self, shown: Shown) {
        let news = Arc::clone(&shown.news);
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
        // It fails where no page is open.
        let _ = self.events.send(news);
    }
}

impl Default for Stage {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_told_by_its_address() {
        for (path, told) in [
            ("index.html", "/"),
            ("a/b/index.html", "/a/b/"),
            ("feed.xml", "/feed.xml"),
            ("xindex.html", "/xindex.html"),
        ] {
            assert_eq!(address(path), told);
        }
    }
}
