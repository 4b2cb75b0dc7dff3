//! The pages that are found, in the order of their numbers.

use rayon::prelude::*;

use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::output::query::context::Context;
use crate::site::column::Column;
use crate::site::entry::Entry;
use crate::site::id::{ColumnId, EntryId, TaskId, UnitId};
use crate::site::model::Site;

/// What a found page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageId {
    /// An entry.
    Entry(EntryId),
    /// A column.
    Column(ColumnId),
    /// A task.
    Task(TaskId),
    /// A unit or group.
    Unit(UnitId),
}

/// A page that is found.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// What it is about.
    pub id: PageId,
    /// Fingerprint of all that it shows.
    pub print: Fingerprint,
    /// Fingerprint of what the list of results shows of it.
    pub head_print: Fingerprint,
}

/// What the list of results and its facets show of a page.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Day; `None` where it has none.
    pub date: Option<Date>,
    /// Title of its top column; empty where it stands in none.
    pub column: String,
    /// Name of its unit; empty where none.
    pub unit: String,
    /// What sort of page it is, in words.
    pub kind: String,
}

/// Entries that one worker at least numbers: one takes less than a word to another.
const NUMBERED_AT_ONCE: usize = 1024;

/// Positions of the entries that are found, from the oldest to the newest.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// Fingerprint of the site, but for the words of bodies; `None` where nothing was put in order.
    made_of: Option<Fingerprint>,
    positions: Vec<usize>,
}

impl Order {
    /// Puts the entries of a site in order that is made of this, where that is not known from the last time.
    fn update(&mut self, site: &Site, made_of: Fingerprint) {
        if self.made_of.replace(made_of) == Some(made_of) {
            return;
        }
        let entries = site.entries.as_slice();
        let is_found = |n: &usize| entries.get(*n).is_some_and(|entry| !is_entry_left_out(site, entry));
        self.positions = (0..entries.len()).filter(is_found).collect();
        // Entries stand in path order, which settles what has the same day.
        self.positions.par_sort_by_key(|n| entries.get(*n).and_then(|entry| entry.date).map(|m| m.date));
    }
}

/// Every page that is found: columns, units and tasks, then entries from the oldest to the newest. The site is made of
/// `made_of`, but for the words of bodies; their `order` is kept for the next one that is made of the same.
#[must_use]
pub fn pages(site: &Site, made_of: Fingerprint, order: &mut Order) -> Vec<Page> {
    let columns = site.columns.iter().filter(|c| !c.folder.is_empty() && !is_left_out(site, &c.folder));
    let columns =
        columns.map(|c| Page { id: PageId::Column(c.id), print: c.body_print, head_print: c.head_print });
    let units = site.units.list.iter().map(|u| {
        let prints = site.duties.get(&u.id).map(|d| (d.print, d.row_print)).unwrap_or_default();
        Page { id: PageId::Unit(u.id), print: prints.0, head_print: prints.1 }
    });
    let tasks = site.plan.tasks.iter().map(|t| Page {
        id: PageId::Task(t.id),
        print: t.print,
        head_print: t.row_print,
    });
    order.update(site, made_of);
    let page = |n: &usize| {
        let entry = site.entries.as_slice().get(*n)?;
        Some(Page { id: PageId::Entry(entry.id), print: entry.article_print, head_print: entry.card_print })
    };
    let entries: Vec<Option<Page>> =
        order.positions.par_iter().with_min_len(NUMBERED_AT_ONCE).map(page).collect();
    let mut pages: Vec<Page> = columns.chain(units).chain(tasks).collect();
    pages.extend(entries.into_iter().flatten());
    pages
}

fn is_entry_left_out(site: &Site, entry: &Entry) -> bool {
    !site.config.search.exclude.is_empty()
        && site.columns.get(entry.column).is_some_and(|c| is_left_out(site, &c.folder))
}

/// Whether a column or one above it is named in `search.exclude`.
fn is_left_out(site: &Site, folder: &str) -> bool {
    site.config.search.exclude.iter().any(|named| {
        let rest = folder.strip_prefix(named.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// What results show of a page.
#[must_use]
pub fn head(context: &Context<'_>, id: PageId) -> Head {
    match id {
        PageId::Entry(id) => context.site.entries.get(id).map(|e| of_entry(context, e)),
        PageId::Column(id) => context.site.columns.get(id).map(|c| of_column(context, c)),
        PageId::Task(id) => context.site.plan.task(id).map(|t| Head {
            title: format!("{} {}", t.id, t.title),
            url: context.href(&t.url),
            column: context.site.plan.name.clone(),
            unit: t
                .lead
                .first()
                .and_then(|u| context.site.units.get(u.unit))
                .map_or_else(String::new, |u| u.name.clone()),
            kind: context.said().task().to_owned(),
            ..Head::default()
        }),
        PageId::Unit(id) => context.site.units.get(id).map(|u| Head {
            title: u.name.clone(),
            url: context.href(&u.url),
            unit: u.name.clone(),
            kind: context.said().unit().to_owned(),
            ..Head::default()
        }),
    }
    .unwrap_or_default()
}

fn of_entry(context: &Context<'_>, entry: &Entry) -> Head {
    let site = context.site;
    Head {
        title: entry.document.front.title.value.clone(),
        url: context.href(&entry.url),
        date: entry.date.map(|m| m.date),
        column: top(site, entry.column),
        unit: entry.unit.and_then(|id| site.units.get(id)).map_or_else(String::new, |u| u.name.clone()),
        kind: site
            .kinds
            .get(&entry.document.kind)
            .map_or_else(String::new, |k| k.label_in(&site.config.language).to_owned()),
    }
}

fn of_column(context: &Context<'_>, column: &Column) -> Head {
    let site = context.site;
    Head {
        title: column.document.front.title.value.clone(),
        url: context.href(&column.url),
        date: None,
        column: top(site, column.id),
        unit: column.unit.and_then(|id| site.units.get(id)).map_or_else(String::new, |u| u.name.clone()),
        kind: context.said().column().to_owned(),
    }
}

/// Title of the top column above one.
fn top(site: &Site, column: ColumnId) -> String {
    site.trail(column).first().map_or_else(String::new, |c| c.document.front.title.value.clone())
}
