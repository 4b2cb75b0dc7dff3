//! The tree of columns, and every address.

use std::collections::BTreeMap;

use super::answer::Link;
use super::answer_feed::{Address, SiteMap, SiteMapColumn};
use super::context::{Context, base_path};
use super::inventory;
use super::language::translations;
use super::question::Spot;
use crate::site::id::ColumnId;

/// The tree of columns with all entries.
#[must_use]
pub fn site_map(context: &Context<'_>) -> SiteMap {
    let home = context.site.columns.get(ColumnId::of(""));
    let pages = home.map(|c| links(context, &c.entries)).unwrap_or_default();
    let tops = context.site.columns.iter().filter(|c| !c.folder.is_empty() && is_top(context, c.parent));
    SiteMap { columns: tops.map(|c| column(context, c.id)).collect(), pages }
}

/// The tree of columns without entries.
#[must_use]
pub fn site_index(context: &Context<'_>) -> SiteMap {
    fn bare(column: SiteMapColumn) -> SiteMapColumn {
        let children = column.children.into_iter().map(bare).collect();
        SiteMapColumn { entries: Vec::new(), children, ..column }
    }
    let whole = site_map(context);
    SiteMap { columns: whole.columns.into_iter().map(bare).collect(), pages: Vec::new() }
}

fn is_top(context: &Context<'_>, parent: Option<ColumnId>) -> bool {
    parent.and_then(|id| context.site.columns.get(id)).is_none_or(|c| c.folder.is_empty())
}

fn column(context: &Context<'_>, id: ColumnId) -> SiteMapColumn {
    let Some(column_) = context.site.columns.get(id) else {
        return SiteMapColumn {
            title: String::new(),
            url: String::new(),
            entries: Vec::new(),
            children: Vec::new(),
        };
    };
    SiteMapColumn {
        title: column_.document.front.title.value.clone(),
        url: context.href(&column_.url),
        entries: links(context, &column_.entries),
        children: column_.children.iter().map(|child| column(context, *child)).collect(),
    }
}

fn links(context: &Context<'_>, ids: &[crate::site::id::EntryId]) -> Vec<Link> {
    let link = |e: &crate::site::entry::Entry| Link {
        title: e.document.front.title.value.clone(),
        url: context.href(&e.url),
    };
    ids.iter().filter_map(|id| context.site.entries.get(*id)).map(link).collect()
}

/// Every page's address in every language, with the day of its last change, in address order.
#[must_use]
pub fn addresses(context: &Context<'_>) -> Vec<Address> {
    let mut all = Vec::new();
    if context.languages.is_empty() {
        all = in_one_language(context);
    }
    for site in context.languages {
        let base_path = base_path(&site.config.base_url);
        all.extend(in_one_language(&Context { site, base_path, ..*context }));
    }
    all.sort_by(|a, b| a.url.cmp(&b.url));
    all.dedup_by(|a, b| a.url == b.url);
    all
}

fn in_one_language(context: &Context<'_>) -> Vec<Address> {
    let site = context.site;
    let translated = |spot: Spot| {
        let pages = translations(context, &spot).into_iter().filter(|page| page.is_translated);
        let pages: Vec<_> = pages.map(|page| (page.language, page.absolute)).collect();
        if pages.len() > 1 { pages } else { Vec::new() }
    };
    let several = !context.languages.is_empty();
    let entries = site.entries.iter().map(|entry| Address {
        url: context.absolute(&entry.url),
        changed: entry.updated.or(entry.date).map_or_else(String::new, |m| m.date.to_string()),
        translations: if several { translated(Spot::Entry(entry.id)) } else { Vec::new() },
    });
    let columns: BTreeMap<&str, ColumnId> = site
        .columns
        .iter()
        .filter(|c| several && !c.folder.is_empty())
        .map(|c| (c.url.as_str(), c.id))
        .collect();
    let others = inventory::page_urls(context).into_iter().map(|url| Address {
        url: context.absolute(&url),
        changed: String::new(),
        translations: match columns.get(url.as_str()) {
            _ if !several => Vec::new(),
            Some(id) => translated(Spot::Column(*id)),
            // Later pages of lists have no counterpart.
            None if url.contains("/page/") => Vec::new(),
            None => translated(Spot::Made(url)),
        },
    });
    entries.chain(others).collect()
}
