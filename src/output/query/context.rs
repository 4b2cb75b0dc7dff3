//! What all builders of answers share: the site, and how an address is written in a page.

use std::sync::Arc;

use crate::base::text::escape;
use crate::input::source::path::SourcePath;
use crate::output::imaging::album::Album;
use crate::output::query::answer::Link;
use crate::output::query::said::Said;
use crate::site::id::UnitId;
use crate::site::model::Site;
use crate::site::reference::Resolved;
use crate::site::url;

/// The site and what is needed to write its addresses.
#[derive(Clone, Copy)]
pub struct Context<'s> {
    /// The model.
    pub site: &'s Site,
    /// What is known of pictures.
    pub album: &'s Album,
    /// Path part of the address of the site's pages in this language, without a trailing `/`.
    pub base_path: &'s str,
    /// The site in each of its languages, the main one first; empty where it has only that.
    pub languages: &'s [Arc<Site>],
}

impl<'s> Context<'s> {
    /// The site alone, in its main language.
    #[must_use]
    pub fn new(site: &'s Site, album: &'s Album) -> Self {
        Self { site, album, base_path: base_path(&site.config.base_url), languages: &[] }
    }

    /// Path part of the whole site's address: what all languages share stands there.
    #[must_use]
    pub fn root_path(&self) -> &'s str {
        root(self.base_path, &self.site.config.path)
    }

    /// A path from the root of the whole site as it stands in `href`.
    #[must_use]
    pub fn root_href(&self, path: &str) -> String {
        address(self.root_path(), path)
    }

    /// A path from the root of the whole site as a whole address.
    #[must_use]
    pub fn root_absolute(&self, path: &str) -> String {
        let config = &self.site.config;
        address(root(&config.base_url, &config.path), path)
    }

    /// Scheme and host, with which a path as it stands in `href` is a whole address.
    #[must_use]
    pub fn origin(&self) -> &'s str {
        let url = self.site.config.base_url.as_str();
        url.strip_suffix(self.base_path).unwrap_or(url)
    }
    /// A site path as it stands in `href`.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        let (path, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
        let mut href = address(self.base_path, path);
        href.push_str(fragment);
        href
    }

    /// A site path as a whole address.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        address(&self.site.config.base_url, path)
    }

    /// Where a reference leads, as it stands in `href`; empty where it is broken.
    #[must_use]
    pub fn href_of(&self, resolved: &Resolved) -> String {
        match resolved {
            Resolved::Address(address) => address.clone(),
            Resolved::Asset(path) => self.asset(path),
            Resolved::Elsewhere(page) => {
                let (path, anchor) =
                    page.url.split_once('#').map_or((&*page.url, None), |(p, a)| (p, Some(a)));
                let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
                format!("{}{anchor}", self.root_href(path))
            }
            other => self.site.url_of(other).map_or_else(String::new, |url| self.href(&url)),
        }
    }

    /// An asset's address.
    #[must_use]
    pub fn asset(&self, path: &SourcePath) -> String {
        self.root_href(&url::of_asset(path))
    }

    /// The words of its language.
    #[must_use]
    pub fn said(&self) -> Said {
        Said::in_language(&self.site.config.language)
    }

    /// Who publishes the site: the organisation, or the site itself where none is named.
    #[must_use]
    pub fn publisher(&self) -> &'s str {
        let config = &self.site.config;
        if config.organisation.name.is_empty() { &config.title } else { &config.organisation.name }
    }

    /// A unit as a link.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<Link> {
        let unit = self.site.units.get(id)?;
        Some(Link { title: unit.name.clone(), url: self.href(&unit.url) })
    }
}

/// A path below an address, as it stands in `href`.
fn address(base: &str, path: &str) -> String {
    let mut address = String::with_capacity(base.len() + path.len());
    address.push_str(base);
    escape::push_url_path(path, &mut address);
    address
}

/// An address without the part that a further language adds to it.
fn root<'a>(address: &'a str, path: &str) -> &'a str {
    match path {
        "" => address,
        path => address.strip_suffix(path).map_or(address, |rest| rest.trim_end_matches('/')),
    }
}

/// The path part of an address: `/media` of `https://x.edu.cn/media`.
#[must_use]
pub fn base_path(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.find('/').map_or("", |at| rest[at..].trim_end_matches('/'))
}

/// The host of an address.
#[must_use]
pub fn host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}
