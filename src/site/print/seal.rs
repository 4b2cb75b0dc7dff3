//! Sealing a site: every fingerprint in its place, those that others are made from first.

use rayon::prelude::*;

use super::content::{self, Shared};
use super::plan;
use crate::base::hash::Fingerprint;
use crate::site::model::Site;

/// The site with all its fingerprints.
#[must_use]
pub fn seal(mut site: Site) -> Site {
    let shared = Shared::of(&site);
    seal_parts(&mut site, &shared);
    seal_pages(&mut site, &shared);
    site.base_print = base(&site);
    site
}

/// Seals the articles of some entries anew, of which nothing else changed.
pub fn seal_articles(site: &mut Site, places: &[usize]) {
    let shared = Shared::of(site);
    for n in places {
        let print = site.entries.as_slice().get(*n).map(|entry| content::article(site, &shared, entry));
        if let (Some(entry), Some(print)) = (site.entries.each_mut().get_mut(*n), print) {
            entry.article_print = print;
        }
    }
}

/// Cards, heads and rows: what pages are made of.
fn seal_parts(site: &mut Site, shared: &Shared) {
    let entries = site.entries.as_slice();
    let cards: Vec<_> = entries.par_iter().map(|e| content::card(site, shared, e)).collect();
    for (entry, print) in site.entries.each_mut().iter_mut().zip(cards) {
        entry.card_print = print;
    }
    let heads: Vec<_> = site.columns.iter().map(|c| content::head(site, shared, c)).collect();
    for (column, print) in site.columns.each_mut().iter_mut().zip(heads) {
        column.head_print = print;
    }
    let rows: Vec<_> = site.plan.tasks.iter().map(|t| plan::row(site, shared, t)).collect();
    for (task, print) in site.plan.tasks.iter_mut().zip(rows) {
        task.row_print = print;
    }
    let accounts: Vec<_> = site.accounts.iter().map(|a| plan::account(site, shared, a)).collect();
    for (account, print) in site.accounts.each_mut().iter_mut().zip(accounts) {
        account.print = print;
    }
}

/// Pages, made of the parts.
fn seal_pages(site: &mut Site, shared: &Shared) {
    let entries = site.entries.as_slice();
    let pages: Vec<_> = entries
        .par_iter()
        .map(|e| (content::article(site, shared, e), content::around(site, shared, e)))
        .collect();
    for (entry, (article, around)) in site.entries.each_mut().iter_mut().zip(pages) {
        (entry.article_print, entry.around_print) = (article, around);
    }
    let pages: Vec<_> = site.columns.iter().map(|c| content::page(site, shared, c)).collect();
    for (column, print) in site.columns.each_mut().iter_mut().zip(pages) {
        column.body_print = print;
    }
    let terms: Vec<_> = site.terms.as_slice().par_iter().map(|t| content::term(site, shared, t)).collect();
    for (term, print) in site.terms.each_mut().iter_mut().zip(terms) {
        term.print = print;
    }
    let tables: Vec<_> = site.plan.tables.iter().map(|t| plan::table(site, t)).collect();
    for (table, print) in site.plan.tables.iter_mut().zip(tables) {
        table.print = print;
    }
    let tasks = &site.plan.tasks;
    let near = |n: usize| (n.checked_sub(1).and_then(|p| tasks.get(p)), tasks.get(n + 1));
    let pages: Vec<_> = tasks.par_iter().enumerate().map(|(n, t)| plan::task(site, t, near(n))).collect();
    for (task, print) in site.plan.tasks.iter_mut().zip(pages) {
        task.print = print;
    }
    site.plan.print = plan::plan(site, shared);
    let units: Vec<_> =
        site.duties.iter().map(|(id, duties)| plan::unit(site, shared, *id, duties)).collect();
    for (duties, (row, page)) in site.duties.values_mut().zip(units) {
        (duties.row_print, duties.print) = (row, page);
    }
}

/// Where the site stands, and which further languages there are.
fn base(site: &Site) -> Fingerprint {
    let config = &site.config;
    let others: Vec<_> = config.languages.iter().map(|one| (&one.code, one.converted)).collect();
    Fingerprint::of(&(&config.base_url, &config.path, &config.language, others))
}
