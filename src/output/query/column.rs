//! Columns as pages show them.

use std::collections::BTreeMap;

use super::answer::{BlockView, ColumnCard, ColumnView, HomeView, Link};
use super::context::Context;
use super::fields::Fields;
use super::{body, picture, task};
use crate::input::kind::field::Field;
use crate::site::column::Column;
use crate::site::id::ColumnId;

/// A column as lists show it.
#[must_use]
pub fn head(context: &Context<'_>, id: ColumnId) -> Option<ColumnCard> {
    let column = context.site.columns.get(id)?;
    let front = &column.document.front;
    let alt = front.cover_alt.as_ref().map_or("", |alt| alt.value.as_str());
    let newest = column.all_entries.first().and_then(|id| context.site.entries.get(*id)).and_then(|e| e.date);
    Some(ColumnCard {
        title: front.title.value.clone(),
        url: context.href(&column.url),
        folder: column.folder.clone(),
        summary: summary(column),
        cover: column.cover.as_ref().map(|path| picture::picture(context, path, alt)),
        kind: column.document.kind.clone(),
        own_kind: column.document.own_kind.clone().unwrap_or_default(),
        entries: u32::try_from(column.all_entries.len()).unwrap_or(u32::MAX),
        newest: newest.map_or_else(String::new, |m| m.date.to_string()),
        fields: lines(context, column),
    })
}

fn summary(column: &Column) -> String {
    column.document.front.summary.as_ref().map_or_else(String::new, |s| s.value.clone())
}

fn lines(context: &Context<'_>, column: &Column) -> BTreeMap<String, String> {
    fields(context, column).lines(context)
}

/// A column's own fields: those of the kind that it is an instance of, else of its kind's columns.
fn fields<'s>(context: &Context<'s>, column: &'s Column) -> Fields<'s> {
    let kinds = &context.site.kinds;
    let described: Vec<&Field> = match column.document.own_kind.as_deref().and_then(|name| kinds.get(name)) {
        Some(own) => own.fields.iter().collect(),
        None => {
            kinds.get(&column.document.kind).map(|k| k.column_fields.iter().collect()).unwrap_or_default()
        }
    };
    Fields { described, values: &column.document.front.fields, references: &column.field_references }
}

/// The trail to a column, itself last.
#[must_use]
pub fn trail(context: &Context<'_>, id: ColumnId) -> Vec<Link> {
    let link = |c: &&Column| Link { title: c.document.front.title.value.clone(), url: context.href(&c.url) };
    context.site.trail(id).iter().map(link).collect()
}

/// A column's own page.
#[must_use]
pub fn view(context: &Context<'_>, id: ColumnId) -> Option<ColumnView> {
    let column = context.site.columns.get(id)?;
    let own = fields(context, column);
    let feed = |name: &str| {
        if has_feed(context, column) { context.href(&format!("{}{name}", column.url)) } else { String::new() }
    };
    Some(ColumnView {
        head: head(context, id)?,
        trail: trail(context, id),
        body: body::html(context, &column.document.body, &column.resolved),
        toc: body::toc(&column.document.body.headings, column.document.front.toc),
        children: column.children.iter().filter_map(|child| head(context, *child)).collect(),
        tasks: column.tasks.iter().filter_map(|task| task::row(context, *task)).collect(),
        unit: column.unit.and_then(|unit| context.unit(unit)),
        fields: own.rows(context),
        fields_by: own.by_name(context),
        feed: feed("feed.xml"),
        json_feed: feed("feed.json"),
        source: column.document.path.as_str().to_owned(),
        has_math: column.document.body.has_math,
        has_code: column.document.body.has_code,
    })
}

/// The further pages of a column's list.
#[must_use]
pub fn later(context: &Context<'_>, id: ColumnId) -> Option<ColumnView> {
    let (body, toc) = (String::new(), Vec::new());
    Some(ColumnView { body, toc, has_math: false, has_code: false, ..view(context, id)? })
}

/// The template of a column's pages: its own, else its kind's.
#[must_use]
pub fn template(context: &Context<'_>, id: ColumnId) -> String {
    let Some(column) = context.site.columns.get(id) else { return String::new() };
    let own = column.document.front.template.as_ref().map(|t| t.value.clone());
    own.or_else(|| context.site.kinds.get(&column.document.kind).map(|k| k.column_template.clone()))
        .unwrap_or_else(|| "column/list.html".to_owned())
}

/// Whether a column has feeds: it and its kind say so, and it holds something.
#[must_use]
pub fn has_feed(context: &Context<'_>, column: &Column) -> bool {
    let kind = context.site.kinds.get(&column.document.kind).is_some_and(|k| k.feed);
    kind && column.document.keys.feed && !column.folder.is_empty() && !column.all_entries.is_empty()
}

/// The home page.
#[must_use]
pub fn home(context: &Context<'_>) -> HomeView {
    let Some(column) = context.site.columns.get(ColumnId::of("")) else {
        let title = context.site.config.title.clone();
        return HomeView { title, summary: String::new(), body: String::new(), blocks: Vec::new() };
    };
    let blocks = column.document.keys.blocks.iter().map(|block| {
        let from = block.from.as_ref().map_or("", |f| f.value.trim_matches('/'));
        let target = context.site.column_of(from).filter(|_| !from.is_empty());
        BlockView {
            block: block.block.value.clone(),
            title: match (&block.title, target) {
                (Some(title), _) => title.clone(),
                (None, Some(target)) => target.document.front.title.value.clone(),
                (None, None) => String::new(),
            },
            from: from.to_owned(),
            url: target.map_or_else(String::new, |c| context.href(&c.url)),
            count: block.count.unwrap_or(5),
        }
    });
    HomeView {
        title: column.document.front.title.value.clone(),
        summary: summary(column),
        body: body::html(context, &column.document.body, &column.resolved),
        blocks: blocks.collect(),
    }
}
