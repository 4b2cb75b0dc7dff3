//! What a reader's browser keeps for reading without a network.

use std::collections::BTreeMap;

use super::context::Context;
use super::frame::frame;
use super::theme_files::ThemeFiles;
use crate::base::hash::Fingerprint;
use crate::site::id::ColumnId;

/// Site path of the page that is shown for pages that are not kept.
pub const PAGE: &str = "/offline/";

/// Templates of the pages that are kept from the beginning.
const TEMPLATES: [&str; 4] = ["home.html", "offline.html", "sitemap.html", "search.html"];

/// What a worker keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OfflineView {
    /// Whether the site wants one; where not, nothing else is told but its address.
    pub enabled: bool,
    /// Address of the site's root, as in `href`: `/` or `/media/`.
    pub base: String,
    /// Stands for all that is kept from the beginning: another one makes browsers fetch it anew.
    pub version: String,
    /// Address of the page for pages that are not kept.
    pub page: String,
    /// Addresses of what is kept from the beginning.
    pub shell: Vec<String>,
    /// How many of the pages that were read last are kept.
    pub pages: u32,
}

/// What a worker keeps.
#[must_use]
pub fn view(context: &Context<'_>, theme: &ThemeFiles) -> OfflineView {
    let config = &context.site.config;
    if !config.offline.enabled {
        return OfflineView { base: context.href("/"), ..OfflineView::default() };
    }
    let map = if config.search.enabled { "/search/" } else { "/sitemap/" };
    let pages = ["/", PAGE, map].map(|path| context.href(path));
    let is_shell = |name: &&String| ["css/", "js/", "icons/"].iter().any(|folder| name.starts_with(folder));
    let files = theme.statics.iter().filter(|(name, _)| is_shell(name));
    let files = files.map(|(_, file)| context.href(&format!("/{}", file.published)));
    OfflineView {
        enabled: true,
        base: context.href("/"),
        version: format!("{:016x}", version(context, theme).short()),
        page: context.href(PAGE),
        shell: pages.into_iter().chain(files).collect(),
        pages: config.offline.pages,
    }
}

/// The fingerprint of all that is kept from the beginning: of what the home page, the site's index and the frame of all
/// pages show, and of how they show it. The day of the build alone changes none of it.
fn version(context: &Context<'_>, theme: &ThemeFiles) -> Fingerprint {
    let site = context.site;
    let frame = serde_json::to_string(&frame(context)).unwrap_or_default();
    let home = site.columns.get(ColumnId::of("")).map(|c| c.body_print);
    let heads: Vec<_> = site.columns.iter().map(|c| c.head_print).collect();
    let cards: Vec<_> = site.entries.iter().map(|e| e.card_print).collect();
    let terms: Vec<_> = site.terms.iter().map(|t| (&t.name, &t.url, t.entries.len())).collect();
    let makings = TEMPLATES.iter().map(|name| theme.makings.of(name));
    let templates: Vec<_> = makings.map(|made| made.map(|m| (m.print, m.drawn_print))).collect();
    let statics: Vec<_> = theme.statics.iter().map(|(name, file)| (name, file.print)).collect();
    let words: BTreeMap<_, _> =
        theme.strings.iter().map(|(language, words)| (language, Fingerprint::of(words))).collect();
    Fingerprint::of(&(frame, home, heads, cards, site.plan.print, terms, (templates, statics, words)))
}
