//! An entry's page, and what stands around it.

use super::answer::{Around, Article, InSeries, Link, ReviewRow};
use super::context::Context;
use super::{body, card, column, json_ld, task};
use crate::input::document::front_matter::ReviewStep;
use crate::site::entry::Entry;
use crate::site::id::EntryId;
use crate::site::url;

/// An entry's page.
#[must_use]
pub fn article(context: &Context<'_>, id: EntryId) -> Option<Article> {
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
        kind_label: kind.label.clone(),
        schema_type: kind.schema_type.clone(),
        canonical: context.absolute(&entry.url),
        image: entry.cover.as_ref().map_or_else(String::new, |path| context.absolute(&url::of_asset(path))),
        tasks: entry.tasks.iter().filter_map(|id| task::row(context, *id)).collect(),
        words: entry.document.body.words,
        lang: front.lang.clone().unwrap_or_else(|| site.config.language.clone()),
        path: entry.document.path.as_str().to_owned(),
        has_math: entry.document.body.has_math,
        has_code: entry.document.body.has_code,
        place: in_series(context, entry),
    })
}

fn review(context: &Context<'_>, entry: &Entry) -> Vec<ReviewRow> {
    if !context.site.config.review.show {
        return Vec::new();
    }
    let row = |r: &crate::input::document::front_matter::Review| ReviewRow {
        step: match r.step {
            ReviewStep::First => "初审",
            ReviewStep::Second => "复审",
            ReviewStep::Final => "终审",
        }
        .to_owned(),
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
    Some(InSeries {
        index: u32::try_from(index).unwrap_or(0) + 1,
        total: u32::try_from(column.entries.len()).unwrap_or(u32::MAX),
        all: column.entries.iter().filter_map(|id| link(context, *id)).collect(),
    })
}

fn link(context: &Context<'_>, id: EntryId) -> Option<Link> {
    let entry = context.site.entries.get(id)?;
    Some(Link { title: entry.document.front.title.value.clone(), url: context.href(&entry.url) })
}

/// What stands around an entry.
#[must_use]
pub fn around(context: &Context<'_>, id: EntryId) -> Option<Around> {
    let entry = context.site.entries.get(id)?;
    let neighbours = context.site.kinds.get(&entry.document.kind).is_none_or(|k| k.neighbours);
    let next_to = |id: Option<EntryId>| id.filter(|_| neighbours).and_then(|id| link(context, id));
    Some(Around {
        previous: next_to(entry.previous),
        next: next_to(entry.next),
        backlinks: entry.backlinks.iter().filter_map(|id| link(context, *id)).collect(),
    })
}
