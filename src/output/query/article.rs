//! An entry's page, and what stands around it.

use std::ops::Range;

use tera::Value;

use super::answer::{Around, Article, InSeries, Link, Picture, ReviewRow};
use super::context::Context;
use super::{body, card, column, json_ld, picture, share_card, task};
use crate::site::entry::Entry;
use crate::site::id::EntryId;
use crate::site::reference::Resolved;
use crate::site::url;

/// An entry's page with its card.
#[must_use]
pub fn article(context: &Context<'_>, id: EntryId, card: impl FnOnce() -> Value) -> Option<Article> {
    let site = context.site;
    let entry = site.entries.get(id)?;
    let front = &entry.document.front;
    let kind = site.kinds.get(&entry.document.kind)?;
    let offset = &site.config.utc_offset;
    let fields = card::fields(context, entry);
    let trail = column::trail(context, entry.column);
    let text = |t: &Option<crate::input::yaml::located::Located<String>>| {
        t.as_ref().map_or_else(String::new, |t| t.value.clone())
    };
    Some(Article {
        json_ld: json_ld::article(context, entry, &kind.schema_type, &trail),
        trail,
        body: body::html(context, &entry.document.body, &entry.resolved),
        toc: body::toc(&entry.document.body.headings, front.toc),
        published: entry.date.map_or_else(String::new, crate::base::time::date::Moment::full),
        published_rfc3339: entry.date.map_or_else(String::new, |m| m.rfc3339(offset)),
        updated: entry.updated.map_or_else(String::new, |m| m.date.to_string()),
        updated_rfc3339: entry.updated.map_or_else(String::new, |m| m.rfc3339(offset)),
        author: text(&front.author),
        source: text(&front.source),
        original_url: text(&front.original_url),
        review: review(context, entry),
        fields: fields.rows(context),
        fields_by: fields.by_name(context),
        portrait: portrait(context, entry),
        kind_label: kind.label_in(&site.config.language).to_owned(),
        schema_type: kind.schema_type.clone(),
        canonical: context.absolute(&entry.url),
        image: share_card::picture(context, entry)
            .map_or_else(String::new, |path| context.root_absolute(&url::of_asset(path))),
        tasks: entry.tasks.iter().filter_map(|id| task::row(context, *id)).collect(),
        words: entry.document.body.words,
        lang: front.lang.clone().unwrap_or_else(|| site.config.language.clone()),
        path: entry.document.path.as_str().to_owned(),
        has_math: entry.document.body.has_math,
        has_code: entry.document.body.has_code,
        place: in_series(context, entry),
        card: card(),
    })
}

/// The file that the field `portrait` names.
fn portrait(context: &Context<'_>, entry: &Entry) -> Option<Picture> {
    let named = entry.field_references.iter().find(|(name, _, _)| name == "portrait");
    match named {
        Some((_, _, Resolved::Asset(path))) => Some(picture::picture(context, path, "")),
        _ => None,
    }
}

fn review(context: &Context<'_>, entry: &Entry) -> Vec<ReviewRow> {
    if !context.site.config.review.show {
        return Vec::new();
    }
    let row = |r: &crate::input::document::front_matter::Review| ReviewRow {
        step: context.said().step(r.step).to_owned(),
        by: r.by.value.clone(),
        date: r.date.map_or_else(String::new, |d| d.value.date.to_string()),
    };
    entry.document.front.review.iter().map(row).collect()
}

/// The place in a course: only in columns that are instances of a kind (a course, not a shelf of lessons).
fn in_series(context: &Context<'_>, entry: &Entry) -> Option<InSeries> {
    let column = context.site.columns.get(entry.column)?;
    if column.document.own_kind.is_none() || entry.document.kind != "lesson" {
        return None;
    }
    let index = column.entries.iter().position(|id| *id == entry.id)?;
    let listed = listed_lessons(index, column.entries.len());
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Some(InSeries {
        index: number(index + 1),
        total: number(column.entries.len()),
        first: number(listed.start + 1),
        lessons: column.entries.get(listed)?.iter().filter_map(|id| link(context, *id)).collect(),
    })
}

/// Most lessons that stand beside each lesson. The page of the course has them all; with a long course, all of them on
/// each page would grow as its square.
const LESSONS_BESIDE_MAX: usize = 60;

/// The lessons that stand beside one: all of a course of usual length, else those around it.
fn listed_lessons(index: usize, total: usize) -> Range<usize> {
    let first = index.saturating_sub(LESSONS_BESIDE_MAX / 2).min(total.saturating_sub(LESSONS_BESIDE_MAX));
    first..(first + LESSONS_BESIDE_MAX).min(total)
}

fn link(context: &Context<'_>, id: EntryId) -> Option<Link> {
    let entry = context.site.entries.get(id)?;
    Some(Link { title: entry.document.front.title.value.clone(), url: context.href(&entry.url) })
}

/// What stands around an entry, with the cards of those related to it.
#[must_use]
pub fn around(context: &Context<'_>, id: EntryId, related: impl FnOnce() -> Value) -> Option<Around> {
    let ([previous, next], backlinks) = links_around(context, id)?;
    Some(Around { previous, next, backlinks, related: related() })
}

/// The entries before and behind one, and those that link to it.
#[must_use]
pub fn links_around(context: &Context<'_>, id: EntryId) -> Option<([Option<Link>; 2], Vec<Link>)> {
    let entry = context.site.entries.get(id)?;
    let neighbours = context.site.kinds.get(&entry.document.kind).is_none_or(|k| k.neighbours);
    let next_to = |id: Option<EntryId>| id.filter(|_| neighbours).and_then(|id| link(context, id));
    let backlinks = entry.backlinks.iter().filter_map(|id| link(context, *id)).collect();
    Some(([next_to(entry.previous), next_to(entry.next)], backlinks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_course_shows_the_lessons_around_one() {
        for (index, total, expected) in [
            (0, 1, 0..1),
            (59, 60, 0..60),
            (0, 500, 0..60),
            (29, 500, 0..60),
            (200, 500, 170..230),
            (499, 500, 440..500),
        ] {
            assert_eq!(listed_lessons(index, total), expected, "{index} of {total}");
            assert!(expected.contains(&index));
        }
    }
}
