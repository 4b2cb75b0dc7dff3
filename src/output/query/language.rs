//! One page in all languages of a site.

use super::answer::Translation;
use super::context::{Context, base_path};
use super::question::Spot;
use crate::site::entry::Entry;
use crate::site::id::EntryId;
use crate::site::model::Site;

/// A page in every language of the site, in their order; where a language has no such page, its home page. Nothing
/// where the site has one language.
#[must_use]
pub fn translations(context: &Context<'_>, spot: &Spot) -> Vec<Translation> {
    let here = &context.site.config.path;
    let one = |site: &Site| {
        let config = &site.config;
        let found = found(context.site, site, spot);
        let other = Context { site, base_path: base_path(&config.base_url), ..*context };
        let path = found.as_deref().unwrap_or("/");
        Translation {
            language: config.language.clone(),
            name: config.language_name.clone(),
            url: other.href(path),
            absolute: other.absolute(path),
            is_translated: found.is_some(),
            is_main: config.path.is_empty(),
            is_here: config.path == *here,
        }
    };
    context.languages.iter().map(|site| one(site)).collect()
}

/// The site path of a page in another language; `None` where there is none.
fn found(own: &Site, other: &Site, spot: &Spot) -> Option<String> {
    match spot {
        Spot::Entry(id) => entry(own, other, *id).map(|entry| entry.url.clone()),
        Spot::Column(id) => other.columns.get(*id).map(|column| column.url.clone()),
        Spot::Made(url) => has_made(other, url).then(|| url.clone()),
    }
}

/// The entry at the same place in the tree of another language, be it a file or a folder of its own.
fn entry<'o>(own: &Site, other: &'o Site, id: EntryId) -> Option<&'o Entry> {
    let reference = &own.entries.get(id)?.reference;
    let named =
        |tail: &str| other.entries.get(EntryId::of(&format!("{}/{reference}{tail}", other.config.tree)));
    named(".md").or_else(|| named("/index.md"))
}

/// Whether a language has a page that the program makes.
fn has_made(site: &Site, url: &str) -> bool {
    match url {
        "/" | "/sitemap/" | "/feeds/" => true,
        "/search/" => site.config.search.enabled,
        "/units/" => has_units(site),
        _ => {
            let plan = &site.plan;
            (url.starts_with(&plan.url) && !plan.tasks.is_empty())
                || site.taxonomies.iter().any(|taxonomy| url.trim_matches('/') == taxonomy.slug)
                || site.terms.iter().any(|term| term.url == url)
                || site.units.list.iter().any(|unit| unit.url == url)
        }
    }
}

/// Whether a language has a page of units: the main one has, a further one where it names units.
#[must_use]
pub fn has_units(site: &Site) -> bool {
    site.config.path.is_empty() || !site.units.list.is_empty()
}
