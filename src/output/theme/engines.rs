//! The engines of a theme: one with the templates that a site's pages are likely to want, made while the site is planned,
//! and one with all of them, made when a page wants another.
//!
//! Compiling every template takes as long as all the rest of a small site's check, and most sites use half of them.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use tera::Tera;

use super::bare::bare;
use super::closure::{Texts, files};
use super::files::Theme;
use super::marks::marked;
use crate::output::query::theme_files::ThemeFiles;

/// The engines of a theme.
#[derive(Clone)]
pub struct Engines {
    likely: Arc<Tera>,
    /// With all templates.
    whole: Arc<OnceLock<Arc<Tera>>>,
    files: Arc<ThemeFiles>,
    /// Names of the templates of the first.
    held: BTreeSet<String>,
}

impl Engines {
    /// The engines of a theme, for pages that are likely to want these templates; `last` is used again where it will do.
    #[must_use]
    pub fn of(theme: &Theme, likely: &BTreeSet<String>, last: Option<Self>) -> Self {
        if let Some(whole) = &theme.engine {
            let held = theme.files.templates.keys().cloned().collect();
            let (likely, whole) = (Arc::clone(whole), OnceLock::from(Arc::clone(whole)));
            return Self { likely, whole: Arc::new(whole), files: Arc::clone(&theme.files), held };
        }
        let is_known = |name: &&String| theme.files.templates.contains_key(*name);
        let will_do = |last: &Self| {
            Arc::ptr_eq(&last.files, &theme.files)
                && likely.iter().filter(is_known).all(|t| last.held.contains(t))
        };
        if let Some(last) = last.filter(will_do) {
            return last;
        }
        let held = files(&texts(&theme.files), likely);
        let engine = compiled(&theme.files, |name| held.contains(name));
        let whole = Arc::default();
        Self { likely: Arc::new(engine), whole, files: Arc::clone(&theme.files), held }
    }

    /// The engine that has a template.
    #[must_use]
    pub fn with(&self, template: &str) -> &Arc<Tera> {
        if self.likely.contains_template(template) || !self.files.templates.contains_key(template) {
            return &self.likely;
        }
        self.whole.get_or_init(|| Arc::new(compiled(&self.files, |_| true)))
    }
}

fn texts(files: &ThemeFiles) -> Texts<'_> {
    files.templates.iter().map(|(name, template)| (name.as_str(), &*template.text)).collect()
}

/// An engine with some of the compiled-in templates, in which there is no fault.
fn compiled(files: &ThemeFiles, is_wanted: impl Fn(&str) -> bool) -> Tera {
    let mut tera = bare();
    let wanted = files.templates.iter().filter(|(name, _)| is_wanted(name));
    let added = tera.add_raw_templates(wanted.map(|(name, template)| (name, marked(&template.text))));
    // What could not be read would be told page by page.
    if added.is_err() { bare() } else { tera }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::source::tree::SourceTree;
    use crate::output::theme::builtin;

    fn theme(own: &[(&str, &str)]) -> Theme {
        let mut tree = SourceTree::default();
        builtin::overlay(&mut tree);
        for (name, text) in own {
            tree.insert_text(&format!("themes/hai/templates/{name}"), text);
        }
        let name = if own.is_empty() { builtin::NAME } else { "hai" };
        Theme::read(&tree, name).value
    }

    fn likely(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_page_that_was_not_expected_has_its_template_too() {
        let theme = theme(&[]);
        let engines = Engines::of(&theme, &likely(&["404.html", "nosuch.html"]), None);
        assert!(engines.held.len() < theme.files.templates.len());
        assert!(engines.with("404.html").contains_template("base.html"));
        assert!(!engines.with("404.html").contains_template("progress/task.html"));
        for name in theme.files.templates.keys() {
            assert!(engines.with(name).contains_template(name), "{name}");
        }
        assert!(!engines.with("nosuch.html").contains_template("nosuch.html"));
    }

    #[test]
    fn engines_serve_again_where_nothing_else_is_wanted_of_the_same_theme() {
        let (first, second) = (theme(&[]), theme(&[]));
        let engines = || Engines::of(&first, &likely(&["404.html"]), None);
        let same = |engines: Engines, theme: &Theme, names: &[&str]| {
            Arc::ptr_eq(&engines.likely, &Engines::of(theme, &likely(names), Some(engines.clone())).likely)
        };
        assert!(
            same(engines(), &first, &["404.html"]) && same(engines(), &first, &["base.html", "nosuch.html"])
        );
        assert!(!same(engines(), &first, &["report.html"]) && !same(engines(), &second, &["404.html"]));
    }

    #[test]
    fn a_theme_with_templates_of_its_own_is_compiled_whole() {
        let engines = Engines::of(&theme(&[("404.html", "甲")]), &likely(&[]), None);
        assert!(engines.likely.contains_template("progress/task.html"));
    }
}
