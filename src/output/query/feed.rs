//! Feeds.

use super::answer_feed::{FeedEntry, FeedView};
use super::context::{Context, host};
use super::{body, card};
use crate::input::markdown::body::Piece;
use crate::site::entry::Entry;
use crate::site::id::{ColumnId, EntryId};
use crate::site::url;

/// The entries of a feed, newest first.
#[must_use]
pub fn entries(context: &Context<'_>, column: Option<ColumnId>) -> Vec<EntryId> {
    let site = context.site;
    let most = site.config.feed_entries as usize;
    let shown = |id: &EntryId| -> bool {
        let Some(entry) = site.entries.get(*id) else { return false };
        entry.date.is_some() && site.kinds.get(&entry.document.kind).is_some_and(|k| k.feed)
    };
    let all = site.columns.get(column.unwrap_or_else(|| ColumnId::of(""))).map(|c| c.all_entries.as_slice());
    let of_site = column.is_none();
    let in_feed = |id: &EntryId| -> bool {
        let column = site.entries.get(*id).and_then(|e| site.columns.get(e.column));
        !of_site || column.is_some_and(|c| c.document.keys.feed)
    };
    all.unwrap_or_default().iter().filter(|id| shown(id) && in_feed(id)).take(most).copied().collect()
}

/// A feed.
#[must_use]
pub fn feed(context: &Context<'_>, column: Option<ColumnId>) -> Option<FeedView> {
    let site = context.site;
    let config = &site.config;
    let (title, description, path) = match column {
        None => (config.title.clone(), config.description.clone(), "/".to_owned()),
        Some(id) => {
            let column = site.columns.get(id)?;
            let front = &column.document.front;
            let summary = front.summary.as_ref().map_or_else(String::new, |s| s.value.clone());
            (format!("{} · {}", front.title.value, config.title), summary, column.url.clone())
        }
    };
    let entries: Vec<FeedEntry> = entries(context, column)
        .iter()
        .filter_map(|id| site.entries.get(*id))
        .map(|e| entry(context, e))
        .collect();
    let updated = entries.iter().map(|e| e.updated.clone()).max();
    Some(FeedView {
        title,
        description,
        home: context.absolute(&path),
        atom: context.absolute(&format!("{path}feed.xml")),
        json: context.absolute(&format!("{path}feed.json")),
        updated: updated.unwrap_or_else(|| format!("{}T00:00:00{}", site.today, config.utc_offset)),
        entries,
    })
}

fn entry(context: &Context<'_>, entry: &Entry) -> FeedEntry {
    let config = &context.site.config;
    let front = &entry.document.front;
    let published = entry.date.map_or_else(String::new, |m| m.rfc3339(&config.utc_offset));
    let updated = entry.updated.map_or_else(|| published.clone(), |m| m.rfc3339(&config.utc_offset));
    let author = front
        .author
        .as_ref()
        .map(|a| a.value.clone())
        .or_else(|| entry.unit.and_then(|u| context.site.units.get(u)).map(|u| u.name.clone()))
        .unwrap_or_else(|| context.publisher().to_owned());
    // RFC 4151: the day keeps the identity when the site moves to another host.
    let day = entry.date.map_or_else(|| "2026-01-01".to_owned(), |m| m.date.to_string());
    FeedEntry {
        id: format!("tag:{},{day}:{}", host(&config.base_url), entry.reference),
        title: front.title.value.clone(),
        url: context.absolute(&entry.url),
        summary: entry.summary.clone(),
        content: content(context, entry),
        published,
        updated,
        author,
        tags: card::whole(context, entry.id)
            .map(|c| c.tags.into_iter().map(|t| t.title).collect())
            .unwrap_or_default(),
        image: entry
            .cover
            .as_ref()
            .map_or_else(String::new, |path| context.root_absolute(&url::of_asset(path))),
    }
}

/// The body with whole addresses: readers of feeds have no page to resolve relative ones against.
fn content(context: &Context<'_>, entry: &Entry) -> String {
    let host_only = context.origin();
    let html = body::html_for_feeds(context, &entry.document.body, &entry.resolved);
    let has_holes = entry.document.body.pieces.iter().any(|p| matches!(p, Piece::Hole(_)));
    let html = if has_holes {
        let html = with_instead(html, "href=\"/", &format!("href=\"{host_only}/"));
        with_instead(html, "src=\"/", &format!("src=\"{host_only}/"))
    } else {
        html
    };
    with_instead(html, "href=\"#", &format!("href=\"{}#", context.absolute(&entry.url)))
}

/// A text with words in place of others, which few texts hold; the standard library looks for them byte by byte.
fn with_instead(text: String, what: &str, instead: &str) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for at in memchr::memmem::find_iter(text.as_bytes(), what) {
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(instead);
        from = at + what.len();
    }
    if from == 0 {
        return text;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
