//! Cards: an entry as lists show it, and pages of them.

use super::answer::{Card, Link, Pager};
use super::context::Context;
use super::fields::Fields;
use super::picture;
use crate::base::limits::CARD_TAGS_MAX;
use crate::base::text::count;
use crate::input::kind::field::Field;
use crate::site::entry::Entry;
use crate::site::id::{EntryId, TermId};

/// An entry's card as lists show it: with its first tags, since each tag has a list.
#[must_use]
pub fn card(context: &Context<'_>, id: EntryId) -> Option<Card> {
    with_tags(context, id, CARD_TAGS_MAX)
}

/// An entry's card with all of its tags.
#[must_use]
pub fn whole(context: &Context<'_>, id: EntryId) -> Option<Card> {
    with_tags(context, id, usize::MAX)
}

fn with_tags(context: &Context<'_>, id: EntryId, most: usize) -> Option<Card> {
    let site = context.site;
    let entry = site.entries.get(id)?;
    let front = &entry.document.front;
    let column = site.columns.get(entry.column);
    let alt = front.cover_alt.as_ref().map_or("", |alt| alt.value.as_str());
    Some(Card {
        title: front.title.value.clone(),
        url: context.href(&entry.url),
        reference: entry.reference.clone(),
        kind: entry.document.kind.clone(),
        date: entry.date.map_or_else(String::new, |m| m.date.to_string()),
        summary: entry.summary.clone(),
        cover: entry.cover.as_ref().map(|path| picture::picture(context, path, alt)),
        column: Link {
            title: column.map_or_else(String::new, |c| c.document.front.title.value.clone()),
            url: column.map_or_else(String::new, |c| context.href(&c.url)),
        },
        unit: entry.unit.and_then(|unit| context.unit(unit)),
        tags: entry.terms.iter().filter_map(|term| tag(context, *term)).take(most).collect(),
        fields: fields(context, entry).lines(context),
        mark: context.said().mark(entry.publication).to_owned(),
        minutes: count::reading_minutes(entry.document.body.words, &site.config.language),
        holds: 0,
    })
}

/// An entry's fields.
#[must_use]
pub fn fields<'s>(context: &Context<'s>, entry: &'s Entry) -> Fields<'s> {
    let kind = context.site.kinds.get(&entry.document.kind);
    let own = context.site.columns.get(entry.column).map(|c| c.document.keys.extra_fields.as_slice());
    let described: Vec<&Field> = kind.map(|k| k.fields.as_slice()).into_iter().chain(own).flatten().collect();
    Fields { described, values: &entry.document.front.fields, references: &entry.field_references }
}

fn tag(context: &Context<'_>, id: TermId) -> Option<Link> {
    let term = context.site.terms.get(id).filter(|term| term.taxonomy == "tags")?;
    Some(Link { title: term.name.clone(), url: context.href(&term.url) })
}

/// How many pages a list of `total` has, at least one.
#[must_use]
pub fn pages(total: usize, per_page: usize) -> u32 {
    u32::try_from(total.div_ceil(per_page.max(1))).unwrap_or(u32::MAX).max(1)
}

/// The ids on page `page` (from 1).
#[must_use]
pub fn slice<T>(all: &[T], page: u32, per_page: usize) -> &[T] {
    let start = (page.max(1) as usize - 1).saturating_mul(per_page).min(all.len());
    let end = start.saturating_add(per_page).min(all.len());
    all.get(start..end).unwrap_or_default()
}

/// The site path of a list's page.
#[must_use]
pub fn page_url(url: &str, page: u32) -> String {
    if page <= 1 { url.to_owned() } else { format!("{url}page/{page}/") }
}

/// Where a page stands among its pages.
#[must_use]
pub fn pager(context: &Context<'_>, total: usize, url: &str, page: u32, per_page: usize) -> Pager {
    let pages = pages(total, per_page);
    let to = |n: u32| context.href(&page_url(url, n));
    let near = |n: u32| n == 1 || n == pages || n.abs_diff(page) <= 2;
    let mut links: Vec<Link> = Vec::new();
    let mut gap = false;
    for n in (1..=pages).filter(|n| near(*n) || n.abs_diff(page) == 3) {
        if near(n) {
            links.push(Link { title: n.to_string(), url: to(n) });
            gap = false;
        } else if !gap {
            links.push(Link { title: String::new(), url: String::new() });
            gap = true;
        }
    }
    Pager {
        page,
        pages,
        total: u32::try_from(total).unwrap_or(u32::MAX),
        previous: if page > 1 { to(page - 1) } else { String::new() },
        next: if page < pages { to(page + 1) } else { String::new() },
        links,
    }
}
