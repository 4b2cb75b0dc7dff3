//! The fingerprint of a question's answer, made from what the site was sealed with: no answer is made for it.

use super::card;
use super::context::Context;
use super::inventory;
use super::plan::plan_url;
use super::question::Query;
use super::theme_files::ThemeFiles;
use super::{feed, language, offline, share_card};
use crate::base::hash::Fingerprint;
use crate::site::id::{ColumnId, EntryId};
use crate::site::value;

/// What stands for an answer that is not there.
pub const ABSENT: Fingerprint = Fingerprint(u128::MAX);

/// The fingerprint of an answer that the site was sealed with as a whole; `None` where it has to be made, and is
/// worth keeping. Absence has one too.
#[must_use]
pub fn sealed(context: &Context<'_>, theme: &ThemeFiles, query: &Query) -> Option<Fingerprint> {
    let site = context.site;
    let print = match query {
        Query::Base => Some(site.base_print),
        Query::Today => Some(Fingerprint::of(&site.today)),
        Query::Home => site.columns.get(ColumnId::of("")).map(|c| c.body_print),
        Query::Column(id) => site.columns.get(*id).map(|c| c.body_print),
        Query::ColumnHead(id) => site.columns.get(*id).map(|c| c.head_print),
        Query::Card(id) => site.entries.get(*id).map(|e| e.card_print),
        Query::Article(id) => site.entries.get(*id).map(|e| e.article_print),
        Query::Around(id) => site.entries.get(*id).map(|e| e.around_print),
        Query::Unit(id) => site.duties.get(id).map(|d| d.print),
        Query::Table(number) => site.plan.table(*number).map(|t| t.print),
        Query::TaskRow(id) => site.plan.task(*id).map(|t| t.row_print),
        Query::Task(id) => site.plan.task(*id).map(|t| t.print),
        Query::Account(id) => site.accounts.get(*id).map(|a| a.print),
        Query::Template(name) => theme.makings.of(name).map(|m| m.print),
        _ => return None,
    };
    Some(print.unwrap_or(ABSENT))
}

/// The fingerprint of what `query` is answered with now. Absence has one too.
#[must_use]
pub fn print(context: &Context<'_>, theme: &ThemeFiles, query: &Query) -> Fingerprint {
    if let Some(print) = sealed(context, theme, query) {
        return print;
    }
    let site = context.site;
    match query {
        Query::ColumnCards(id, page) => Fingerprint::of(&site.columns.get(*id).map(|c| {
            let ids = card::slice(&c.entries, *page, c.paginate);
            let pages = card::pages(c.entries.len(), c.paginate);
            (cards(context, ids), (c.entries.len(), pages), &c.url, *page, context.base_path)
        })),
        Query::Latest(id, count) => Fingerprint::of(
            &site
                .columns
                .get(*id)
                .map(|c| cards(context, c.all_entries.get(..*count as usize).unwrap_or(&c.all_entries))),
        ),
        Query::ColumnAll(id) => Fingerprint::of(&site.columns.get(*id).map(|c| cards(context, &c.entries))),
        Query::Taxonomies => {
            let slugs = site.taxonomies.iter().map(|t| taxonomy_print(context, &t.slug));
            Fingerprint::of(&slugs.collect::<Vec<_>>())
        }
        Query::Taxonomy(slug) => taxonomy_print(context, slug),
        Query::Term(id, page) => Fingerprint::of(&site.terms.get(*id).map(|t| {
            let per_page = site.config.paginate as usize;
            let label = site.taxonomies.iter().find(|x| x.slug == t.taxonomy).map(|x| &x.label);
            let ids = card::slice(&t.entries, *page, per_page);
            (
                cards(context, ids),
                t.entries.len(),
                &t.url,
                &t.name,
                (label, &site.config.language),
                card::pages(t.entries.len(), per_page),
                context.base_path,
            )
        })),
        Query::Units => {
            let rows: Vec<_> =
                site.units.list.iter().map(|u| site.duties.get(&u.id).map(|d| d.row_print)).collect();
            Fingerprint::of(&rows)
        }
        Query::UnitCards(id, page) => Fingerprint::of(&site.duties.get(id).map(|d| {
            let per_page = site.config.paginate as usize;
            let url = site.units.get(*id).map(|u| &u.url);
            let ids = card::slice(&d.entries, *page, per_page);
            let pages = card::pages(d.entries.len(), per_page);
            (cards(context, ids), d.entries.len(), url, pages, context.base_path)
        })),
        Query::PlanHead => Fingerprint::of(&(&site.plan.name, plan_url(context), context.base_path)),
        Query::Matrix => Fingerprint::of(&site.accounts.iter().map(|a| a.print).collect::<Vec<_>>()),
        Query::Events(count) => Fingerprint::of(&cards(context, &coming(context, *count))),
        other => print_other(context, theme, other),
    }
}

fn print_other(context: &Context<'_>, theme: &ThemeFiles, query: &Query) -> Fingerprint {
    let site = context.site;
    match query {
        Query::SiteMap => {
            let entries: Vec<_> =
                site.entries.iter().map(|e| (&e.url, &e.document.front.title.value, e.column)).collect();
            let orders: Vec<_> = site.columns.iter().map(|c| &c.entries).collect();
            Fingerprint::of(&(entries, orders, tree(context)))
        }
        Query::SiteIndex => tree(context),
        Query::Feeds => {
            let columns = inventory::columns(context).into_iter().filter(|c| c.feeds);
            let heads: Vec<_> = columns.map(|c| site.columns.get(c.id).map(|c| c.head_print)).collect();
            let site_itself = (&site.config.title, &site.config.description);
            Fingerprint::of(&(heads, site_itself, context.base_path))
        }
        Query::Feed(column) => {
            let ids = feed::entries(context, *column);
            let articles: Vec<_> = ids
                .iter()
                .filter_map(|id| site.entries.get(*id))
                .map(|e| (e.article_print, e.card_print))
                .collect();
            let head = column.map(|id| site.columns.get(id).map(|c| c.head_print));
            let day = articles.is_empty().then_some(site.today);
            let description = column.is_none().then_some(&site.config.description);
            Fingerprint::of(&(articles, head, names(context), description, day))
        }
        Query::Redirect(from) => {
            let to = site.redirect(from).map(|r| context.absolute(&r.to));
            Fingerprint::of(&to)
        }
        Query::Static(path) => {
            Fingerprint::of(&theme.statics.get(path).map(|f| (f.print, &f.published, context.base_path)))
        }
        Query::Words(keys) => {
            let word = |key| (key, theme.word(&site.config.language, key));
            Fingerprint::of(&keys.iter().map(|key| word(&**key)).collect::<Vec<_>>())
        }
        Query::Components(names) => {
            Fingerprint::of(&names.iter().map(|name| theme.makings.component(name)).collect::<Vec<_>>())
        }
        Query::Asset(path) => {
            Fingerprint::of(&site.assets.get(path).map(|a| (a.fingerprint, context.asset(path))))
        }
        Query::Translations(spot) => Fingerprint::of(&language::translations(context, spot)),
        Query::ShareCard(id) => {
            Fingerprint::of(&share_card::card(context, theme, *id).map(|(_, url)| context.absolute(&url)))
        }
        Query::Api(name) => api(context, name),
        Query::Offline => Fingerprint::of(&offline::view(context, theme)),
        _ => Fingerprint::default(),
    }
}

/// The tree of columns with their titles and addresses; the home page is none.
fn tree(context: &Context<'_>) -> Fingerprint {
    let columns = context.site.columns.iter().filter(|c| !c.folder.is_empty());
    let columns: Vec<_> =
        columns.map(|c| (&c.document.front.title.value, &c.url, c.parent, &c.children)).collect();
    Fingerprint::of(&(columns, context.base_path))
}

/// What feeds and files say of the site.
fn names(context: &Context<'_>) -> Fingerprint {
    let config = &context.site.config;
    Fingerprint::of(&(
        (&config.title, &config.organisation.name, &config.utc_offset),
        (&config.base_url, &config.language, context.base_path),
    ))
}

fn cards(context: &Context<'_>, ids: &[EntryId]) -> Vec<Option<Fingerprint>> {
    ids.iter().map(|id| context.site.entries.get(*id).map(|e| e.card_print)).collect()
}

fn taxonomy_print(context: &Context<'_>, slug: &str) -> Fingerprint {
    let site = context.site;
    let taxonomy = site.taxonomies.iter().find(|taxonomy| taxonomy.slug == slug);
    let terms = taxonomy.into_iter().flat_map(|taxonomy| &taxonomy.terms).map(|id| site.terms.get(*id));
    let terms: Vec<_> = terms.map(|term| term.map(|t| (&t.name, &t.url, t.entries.len()))).collect();
    let label = taxonomy.map(|taxonomy| (&taxonomy.label, &taxonomy.slug));
    Fingerprint::of(&(terms, label, context.base_path, &site.config.language))
}

fn api(context: &Context<'_>, name: &str) -> Fingerprint {
    let site = context.site;
    let entries = || site.entries.iter().map(|e| e.card_print).collect::<Vec<_>>();
    // Not only their rows: targets and periods stand there too.
    let tasks = || site.plan.tasks.iter().map(|t| t.print).collect::<Vec<_>>();
    let units = || site.duties.values().map(|d| d.row_print).collect::<Vec<_>>();
    let accounts = || site.accounts.iter().map(|a| a.print).collect::<Vec<_>>();
    let prints = match name {
        "entries" => entries(),
        "tasks" => tasks(),
        "units" => units(),
        "accounts" => accounts(),
        _ => {
            vec![Fingerprint::of(&(entries().len(), tasks().len(), site.units.list.len(), accounts().len()))]
        }
    };
    let title = (name == "index").then_some(&site.config.title);
    let base = (&site.config.base_url, &site.config.language, context.base_path);
    Fingerprint::of(&(prints, site.today, title, base, inventory::tables(context).len()))
}

/// Coming events: entries of kind `event` that end on the day of the build or later, soonest first. Without an end they
/// last a day.
#[must_use]
pub fn coming(context: &Context<'_>, count: u32) -> Vec<EntryId> {
    use crate::input::kind::field::FieldValue;
    let today = context.site.today;
    let moment = |e: &crate::site::entry::Entry, name| match value::field(&e.document.front, name) {
        Some(FieldValue::Datetime(moment)) => Some(*moment),
        _ => None,
    };
    let of_kind = context.site.entries.iter().filter(|e| e.document.kind == "event");
    let mut events: Vec<_> = of_kind
        .filter_map(|e| {
            let starts = moment(e, "starts")?;
            let ends = moment(e, "ends").unwrap_or(starts);
            (ends.date.max(starts.date) >= today).then_some((starts, e.id))
        })
        .collect();
    events.sort();
    events.into_iter().take(count as usize).map(|(_, id)| id).collect()
}
