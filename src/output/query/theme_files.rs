//! What a theme is to those who ask: texts and files by name. The theme wing reads it from the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
}

/// A template.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its file.
    pub path: Arc<str>,
    /// Its text.
    pub text: String,
    /// Fingerprint of it and of all that it extends, includes or takes components from.
    pub print: Fingerprint,
    /// The keys of the frame that all of these show; `None` where that cannot be told.
    pub frame: Option<BTreeSet<String>>,
    /// What all of these may use of answers.
    pub spoken: Spoken,
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
        let template = self.templates.get(template)?;
        Some((template.spoken.fields()?, template.print))
    }

    /// A word of the theme in a language, in Chinese where that language has none, else the key itself.
    #[must_use]
    pub fn word<'w>(&'w self, language: &str, key: &'w str) -> &'w str {
        let find = |language: &str| self.strings.get(language).and_then(|words| words.get(key));
        let short = || language.split('-').next().unwrap_or_default();
        find(language).or_else(|| find(short())).or_else(|| find("zh-CN")).map_or(key, String::as_str)
    }
}
