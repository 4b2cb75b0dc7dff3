//! What exists: every page by its address, so that families can plan without seeing the site.

use std::collections::BTreeSet;

use super::answer_feed::FeedLink;
use super::card;
use super::column::has_feed;
use super::context::Context;
use super::feed;
use super::language;
use super::picture;
use super::plan::plan_url;
use super::plan_views::VIEWS;
use super::report;
use crate::base::diagnostic::finding::Place;
use crate::input::source::path::SourcePath;
use crate::output::imaging::rendition::Rendition;
use crate::site::id::{ColumnId, EntryId, TaskId, TermId, UnitId};
use crate::site::url;

/// A column's list pages.
pub struct ListedColumn {
    /// The column.
    pub id: ColumnId,
    /// Its site path.
    pub url: String,
    /// How many pages its list has.
    pub pages: u32,
    /// Whether it has feeds.
    pub feeds: bool,
}

/// Columns with their pages; the home page is not among them.
#[must_use]
pub fn columns(context: &Context<'_>) -> Vec<ListedColumn> {
    let columns = context.site.columns.iter().filter(|c| !c.folder.is_empty());
    columns
        .map(|column| ListedColumn {
            id: column.id,
            url: column.url.clone(),
            pages: card::pages(column.entries.len(), column.paginate),
            feeds: has_feed(context, column) && !feed::entries(context, Some(column.id)).is_empty(),
        })
        .collect()
}

/// Every feed: the site's first, then those of columns in their order.
#[must_use]
pub fn feeds(context: &Context<'_>) -> Vec<FeedLink> {
    let link = |title: &str, summary: &str, url: &str| FeedLink {
        title: title.to_owned(),
        summary: summary.to_owned(),
        url: context.href(url),
        atom: context.absolute(&format!("{url}feed.xml")),
        json: context.absolute(&format!("{url}feed.json")),
    };
    let config = &context.site.config;
    let listed = columns(context).into_iter().filter(|c| c.feeds);
    let of_columns = listed.filter_map(|c| context.site.columns.get(c.id)).map(|column| {
        let front = &column.document.front;
        link(&front.title.value, front.summary.as_ref().map_or("", |s| s.value.as_str()), &column.url)
    });
    std::iter::once(link(&config.title, &config.description, "/")).chain(of_columns).collect()
}

/// Entries with their addresses.
#[must_use]
pub fn entries(context: &Context<'_>) -> Vec<(EntryId, String)> {
    context.site.entries.iter().map(|e| (e.id, e.url.clone())).collect()
}

/// Templates that kinds, columns and entries name.
#[must_use]
pub fn templates(context: &Context<'_>) -> BTreeSet<String> {
    let kinds = context.site.kinds.0.values().flat_map(|kind| [&kind.template, &kind.column_template]);
    let columns = context.site.columns.iter();
    let of_columns = columns.flat_map(|column| {
        let own = column.document.front.template.as_ref().map(|t| &t.value);
        own.into_iter().chain(column.document.keys.entry_template.as_ref())
    });
    let entries = context.site.entries.iter();
    let of_entries = entries.filter_map(|e| e.document.front.template.as_ref().map(|t| &t.value));
    kinds.chain(of_columns).chain(of_entries).cloned().collect()
}

/// Templates that a site's pages are likely to be made with: what the program makes of every site, and what columns and
/// their entries have. A page may be made with another.
#[must_use]
pub fn likely_templates(context: &Context<'_>) -> BTreeSet<String> {
    const ALWAYS: [&str; 9] = [
        "404.html",
        "feeds.html",
        "home.html",
        "search.html",
        "sitemap.html",
        "taxonomy.html",
        "term.html",
        "unit.html",
        "units.html",
    ];
    const OF_A_PLAN: [&str; 9] = [
        "progress/calendar.html",
        "progress/plan.html",
        "progress/states.html",
        "progress/table.html",
        "progress/task.html",
        "progress/tasks.html",
        "progress/units.html",
        "progress/years.html",
        "report.html",
    ];
    let site = context.site;
    let of_plan: &[&str] = if site.plan.tables.is_empty() { &[] } else { &OF_A_PLAN };
    let mut likely: BTreeSet<String> = ALWAYS.iter().chain(of_plan).map(|name| (*name).to_owned()).collect();
    for column in &site.columns {
        let kind = site.kinds.get(&column.document.kind);
        likely.extend(column.document.front.template.iter().map(|template| template.value.clone()));
        likely.extend(kind.map(|kind| kind.column_template.clone()));
        if !column.entries.is_empty() {
            likely.extend(column.document.keys.entry_template.clone());
            likely.extend(kind.map(|kind| kind.template.clone()));
        }
    }
    likely
}

/// Where it is written that a page made from `source` uses the template `name`.
#[must_use]
pub fn template_place(context: &Context<'_>, name: &str, source: &str) -> Place {
    let site = context.site;
    let entry = site.entries.get(EntryId::of(source)).filter(|entry| entry.document.path.as_str() == source);
    let column = entry.map(|entry| entry.column);
    let column = column.and_then(|id| site.columns.get(id));
    let column =
        column.or_else(|| site.columns.iter().find(|column| column.document.path.as_str() == source));
    let front =
        entry.map(|entry| &entry.document.front).or_else(|| column.map(|column| &column.document.front));
    if let Some(own) = front.and_then(|front| front.template.as_ref()).filter(|own| own.value == name) {
        return Place::new(source, own.span);
    }
    if let Some(column) = column.filter(|column| column.document.keys.entry_template.as_deref() == Some(name))
    {
        return Place::whole(column.document.path.shared());
    }
    let kind = entry.map(|entry| &entry.document.kind).or_else(|| column.map(|column| &column.document.kind));
    match kind.and_then(|kind| site.kinds.get(kind)) {
        Some(kind) if [&kind.template, &kind.column_template].contains(&&name.to_owned()) => {
            Place::whole(format!("content/kinds/{}.yaml", kind.name))
        }
        _ => Place::whole(if source.is_empty() { "site.yaml" } else { source }),
    }
}

/// Taxonomies by slug.
#[must_use]
pub fn taxonomies(context: &Context<'_>) -> Vec<String> {
    context.site.taxonomies.iter().map(|t| t.slug.clone()).collect()
}

/// Terms: id, address, pages.
#[must_use]
pub fn terms(context: &Context<'_>) -> Vec<(TermId, String, u32)> {
    let per_page = context.site.config.paginate as usize;
    context.site.terms.iter().map(|t| (t.id, t.url.clone(), card::pages(t.entries.len(), per_page))).collect()
}

/// Units: id, address, pages.
#[must_use]
pub fn units(context: &Context<'_>) -> Vec<(UnitId, String, u32)> {
    let per_page = context.site.config.paginate as usize;
    let entries = |id| context.site.duties.get(&id).map_or(0, |d| d.entries.len());
    let units = context.site.units.list.iter();
    units.map(|u| (u.id, u.url.clone(), card::pages(entries(u.id), per_page))).collect()
}

/// Whether there is a page of units.
#[must_use]
pub fn has_units(context: &Context<'_>) -> bool {
    language::has_units(context.site)
}

/// Tables: number, address.
#[must_use]
pub fn tables(context: &Context<'_>) -> Vec<(u32, String)> {
    context.site.plan.tables.iter().map(|t| (t.number, t.url.clone())).collect()
}

/// Further views of the plan: name, address. None where there is no plan.
#[must_use]
pub fn plan_views(context: &Context<'_>) -> Vec<(&'static str, String)> {
    let plan = &context.site.plan;
    let views = VIEWS.iter().filter(|_| !plan.tasks.is_empty());
    views.map(|name| (*name, format!("{}{name}/", plan.url))).collect()
}

/// Tasks: id, address.
#[must_use]
pub fn tasks(context: &Context<'_>) -> Vec<(TaskId, String)> {
    context.site.plan.tasks.iter().map(|t| (t.id, t.url.clone())).collect()
}

/// Whether the plan has tasks, and its site path.
#[must_use]
pub fn plan(context: &Context<'_>) -> Option<String> {
    (!context.site.plan.tasks.is_empty()).then(|| plan_url(context))
}

/// Units with tasks: id, address.
#[must_use]
pub fn units_with_tasks(context: &Context<'_>) -> Vec<(UnitId, String)> {
    let address = |id| context.site.units.get(id).map(|unit| (id, unit.url.clone()));
    report::with_tasks(context).into_iter().filter_map(address).collect()
}

/// Former addresses.
#[must_use]
pub fn redirects(context: &Context<'_>) -> Vec<String> {
    context.site.redirects.iter().map(|r| r.from.clone()).collect()
}

/// Pictures and attachments that pages reach, with their site paths.
#[must_use]
pub fn assets(context: &Context<'_>) -> Vec<(SourcePath, String)> {
    context.site.reached.iter().map(|path| (path.clone(), url::of_asset(path))).collect()
}

/// Pictures made from those that pages reach, with their site paths.
#[must_use]
pub fn renditions(context: &Context<'_>) -> Vec<(Rendition, String)> {
    let of = |path: &SourcePath| {
        let url = url::of_asset(path);
        picture::renditions(context, path).into_iter().map(move |r| (r.clone(), r.url(&url)))
    };
    context.site.reached.iter().flat_map(of).collect()
}

/// Site paths of all pages besides entries and former addresses.
#[must_use]
pub fn page_urls(context: &Context<'_>) -> Vec<String> {
    let mut urls = vec!["/".to_owned(), "/sitemap/".to_owned(), "/feeds/".to_owned()];
    if has_units(context) {
        urls.push("/units/".to_owned());
    }
    if context.site.config.search.enabled {
        urls.push("/search/".to_owned());
    }
    let mut paged = |url: &str, pages: u32| urls.extend((1..=pages).map(|n| card::page_url(url, n)));
    for column in columns(context) {
        paged(&column.url, column.pages);
    }
    for (_, url, pages) in terms(context) {
        paged(&url, pages);
    }
    for (_, url, pages) in units(context) {
        paged(&url, pages);
    }
    urls.extend(taxonomies(context).into_iter().map(|slug| format!("/{slug}/")));
    urls.extend(tables(context).into_iter().map(|(_, url)| url));
    urls.extend(tasks(context).into_iter().map(|(_, url)| url));
    urls.extend(plan_views(context).into_iter().map(|(_, url)| url));
    if context.site.plan.tasks.is_empty() {
        urls.retain(|url| *url != plan_url(context) || context.site.columns.iter().any(|c| c.url == *url));
    }
    urls
}
