//! The typed answers for programs that read the site: the tree of pages, feeds, addresses.

use serde::Serialize;

use super::answer::Link;

/// The tree of columns.
#[derive(Clone, Debug, Serialize)]
pub struct SiteMap {
    /// Top columns.
    pub columns: Vec<SiteMapColumn>,
    /// Entries at the top of `content/`.
    pub pages: Vec<Link>,
}

/// A column of the site map.
#[derive(Clone, Debug, Serialize)]
pub struct SiteMapColumn {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Entries.
    pub entries: Vec<Link>,
    /// Columns in it.
    pub children: Vec<SiteMapColumn>,
}

/// A feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Absolute address of the page it belongs to.
    pub home: String,
    /// Absolute address of the Atom feed.
    pub atom: String,
    /// Absolute address of the JSON Feed.
    pub json: String,
    /// RFC 3339 of its newest entry.
    pub updated: String,
    /// Entries, newest first.
    pub entries: Vec<FeedEntry>,
}

impl FeedView {
    /// The same with its words written otherwise: texts by one function, HTML by another.
    #[must_use]
    pub fn rewritten(mut self, text: &dyn Fn(&str) -> String, html: &dyn Fn(&str) -> String) -> Self {
        self.title = text(&self.title);
        self.description = text(&self.description);
        for entry in &mut self.entries {
            entry.title = text(&entry.title);
            entry.summary = text(&entry.summary);
            entry.author = text(&entry.author);
            entry.content = html(&entry.content);
            entry.tags = entry.tags.iter().map(|tag| text(tag)).collect();
        }
        self
    }
}

/// An entry of a feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedEntry {
    /// Stable identity: a `tag:` URI.
    pub id: String,
    /// Title.
    pub title: String,
    /// Absolute address.
    pub url: String,
    /// Summary.
    pub summary: String,
    /// *HTML* with absolute addresses.
    pub content: String,
    /// RFC 3339.
    pub published: String,
    /// RFC 3339.
    pub updated: String,
    /// As credited, else the unit, else the organisation.
    pub author: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Absolute address of the cover; empty where none.
    pub image: String,
}

/// A page's address, for the sitemap.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Address {
    /// Absolute address.
    pub url: String,
    /// Day of the last change; empty where not known.
    pub changed: String,
    /// The page in each of its languages, itself too: tag and absolute address; empty where it has only one.
    pub translations: Vec<(String, String)>,
}

/// A former address.
#[derive(Clone, Debug, Serialize)]
pub struct Redirection {
    /// Present address, ready for `href`.
    pub to: String,
    /// Absolute present address.
    pub canonical: String,
}

/// A feed in the list of feeds.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink {
    /// The column's title; the site's for the feed of the whole site.
    pub title: String,
    /// The column's summary.
    pub summary: String,
    /// The column's address.
    pub url: String,
    /// Whole address of the Atom feed.
    pub atom: String,
    /// Whole address of the JSON Feed.
    pub json: String,
}
