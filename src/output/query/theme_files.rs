//! What a theme is to those who ask: texts and files by name. The theme wing reads it from the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::shown::{Fields, Spoken};
use crate::base::hash::Fingerprint;

/// A theme's files.
#[derive(Clone, Debug, Default)]
pub struct ThemeFiles {
    /// Templates by name below `templates/`.
    pub templates: BTreeMap<String, Template>,
    /// Files by path below `static/`.
    pub statics: BTreeMap<String, StaticFile>,
    /// Words by language and key.
    pub strings: BTreeMap<String, BTreeMap<String, String>>,
    /// What the templates are made of.
    pub makings: AllMakings,
}

/// A template.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its file.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

/// What a template is made of.
#[derive(Clone, Debug)]
pub struct Makings {
    /// Fingerprint of itself and all that it extends and includes.
    pub print: Fingerprint,
    /// Fingerprint of all components that it may draw.
    pub drawn_print: Fingerprint,
    /// The keys of the frame that they and the components show which they may draw; `None` where that cannot be told.
    pub frame: Option<BTreeSet<String>>,
    /// What they may use of answers.
    pub spoken: Spoken,
}

/// What all templates of a theme are made of.
#[derive(Clone, Debug, Default)]
pub struct MakingsByName {
    /// By name of the template.
    pub templates: BTreeMap<String, Makings>,
    /// Fingerprints of components by their names.
    pub components: BTreeMap<String, Fingerprint>,
}

/// The makings of all templates, worked out together when one is asked for: who only looks for findings asks for none.
#[derive(Clone, Debug)]
pub struct AllMakings(Arc<LazyLock<MakingsByName, WorkOut>>);

/// Works makings out.
type WorkOut = Box<dyn FnOnce() -> MakingsByName + Send>;

impl Default for AllMakings {
    fn default() -> Self {
        Self::later(MakingsByName::default)
    }
}

impl AllMakings {
    /// Those that will be worked out so.
    #[must_use]
    pub fn later(work_out: impl FnOnce() -> MakingsByName + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(work_out))))
    }

    /// Those of one template.
    #[must_use]
    pub fn of(&self, template: &str) -> Option<&Makings> {
        self.0.templates.get(template)
    }

    /// Fingerprint of a component.
    #[must_use]
    pub fn component(&self, name: &str) -> Option<Fingerprint> {
        self.0.components.get(name).copied()
    }

    /// Names of all components.
    pub fn components(&self) -> impl Iterator<Item = &str> {
        self.0.components.keys().map(String::as_str)
    }

    /// Works them out now.
    pub fn work_out(&self) {
        LazyLock::force(&self.0);
    }
}

/// A file of `static/`.
#[derive(Clone, Debug)]
pub struct StaticFile {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its published path below the root of the site, which holds a fingerprint: `static/css/site.1a2b3c4d.css`.
    pub published: String,
    /// Fingerprint of its bytes.
    pub print: Fingerprint,
}

impl ThemeFiles {
    /// What a template may use of answers, and what stands for that.
    #[must_use]
    pub fn fields(&self, template: &str) -> Option<(&Fields, Fingerprint)> {
        let makings = self.makings.of(template)?;
        Some((makings.spoken.fields()?, Fingerprint::of(template)))
    }

    /// A word of the theme in a language, in Chinese where that language has none, else the key itself.
    #[must_use]
    pub fn word<'w>(&'w self, language: &str, key: &'w str) -> &'w str {
        let find = |language: &str| self.strings.get(language).and_then(|words| words.get(key));
        let short = || language.split('-').next().unwrap_or_default();
        find(language).or_else(|| find(short())).or_else(|| find("zh-CN")).map_or(key, String::as_str)
    }
}
