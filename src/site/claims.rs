//! Every address that a site has: what editors wrote, what the program makes of it, former ones.

use std::collections::BTreeSet;

use super::address::{self, Addresses, Beside, Claim};
use super::ground::Ground;
use super::model::{Redirect, Site};
use super::reference::Resolved;
use super::task::plan::{table_url, task_url};
use super::url;
use crate::base::diagnostic::finding::Place;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::input::config::settings::Config;
use crate::input::document::front_matter::FrontMatter;
use crate::input::source::path::SourcePath;

/// What stands where.
#[derive(Debug, Default)]
pub struct Settled {
    /// By address.
    pub addresses: Addresses,
    /// Former addresses.
    pub redirects: Vec<Redirect>,
}

/// Addresses that the program makes in every language: site path and what stands there.
const MADE: [(&str, &str); 4] = [
    ("/404.html", "404 页"),
    ("/feed.xml", "全站 Atom 订阅"),
    ("/feed.json", "全站 JSON Feed"),
    ("/sitemap/", "站点地图页"),
];

/// Addresses that there are once, whatever languages a site has.
const MADE_ONCE: [(&str, &str); 8] = [
    ("/sitemap.xml", "站点地图文件"),
    ("/robots.txt", "robots.txt"),
    ("/units/", "单位总览页"),
    ("/api/v1/index.json", "数据接口"),
    ("/api/v1/entries.json", "数据接口"),
    ("/api/v1/tasks.json", "数据接口"),
    ("/api/v1/units.json", "数据接口"),
    ("/api/v1/accounts.json", "数据接口"),
];

/// Settles who stands where.
#[must_use]
pub fn settle(all: &Ground, config: &Config) -> Outcome<Settled> {
    let mut findings = Findings::default();
    let mut claims = Vec::with_capacity(all.entries.len() + all.columns.len() * 4);
    claim_content(all, &mut claims);
    claim_plan(all, &mut claims);
    claim_units_and_terms(all, config.paginate, &mut claims);
    let is_main = config.path.is_empty();
    for (made, what) in MADE.into_iter().chain(MADE_ONCE.into_iter().filter(|_| is_main)) {
        claims.push(page(made.to_owned(), what));
    }
    for language in config.languages.iter().filter(|_| is_main) {
        claims.push(page(format!("/{}/", language.path()), "另一种语言的首页"));
    }
    let former = former(all, &mut findings);
    claims.extend(former.iter().map(|(redirect, to)| Claim {
        url: redirect.from.as_str().into(),
        to: to.clone(),
        place: Some(redirect.place.clone()),
        what: format!("{} 的旧网址", redirect.place.file).into(),
    }));
    let addresses = findings.keep(address::settle(claims));
    let mut seen = BTreeSet::new();
    let mut redirects: Vec<Redirect> = former
        .into_iter()
        .filter(|(redirect, to)| {
            addresses.at(&redirect.from) == Some(to) && seen.insert(redirect.from.clone())
        })
        .map(|(redirect, _)| redirect)
        .collect();
    redirects.sort_by(|a, b| a.from.cmp(&b.from));
    Outcome::new(Settled { addresses, redirects }, findings)
}

/// The pages of the main language, for the links of further ones.
#[must_use]
pub fn beside(site: &Site) -> Beside {
    let mut beside = Beside::default();
    for column in &site.columns {
        beside.enter(&column.url, Some(&column.folder), &column.document.front.title.value);
    }
    for entry in &site.entries {
        beside.enter(&entry.url, Some(&entry.reference), &entry.document.front.title.value);
    }
    if !site.plan.tasks.is_empty() {
        beside.enter(&site.plan.url, None, &site.plan.name);
    }
    for table in &site.plan.tables {
        beside.enter(&table.url, None, &table.title);
    }
    for task in &site.plan.tasks {
        beside.enter(&task.url, Some(&task.id.to_string()), &task.title);
    }
    for unit in &site.units.list {
        beside.enter(&unit.url, Some(&unit.name), &unit.name);
    }
    for taxonomy in &site.taxonomies {
        beside.enter(&format!("/{}/", taxonomy.slug), None, &taxonomy.label);
    }
    for term in &site.terms {
        beside.enter(&term.url, None, &term.name);
    }
    for (made, _) in MADE.into_iter().chain(MADE_ONCE) {
        beside.enter(made, None, "");
    }
    beside
}

fn page(url: String, what: &str) -> Claim<'_> {
    Claim { to: Resolved::Page(url.clone()), url: url.into(), place: None, what: what.into() }
}

fn written<'c>(url: &'c str, to: Resolved, path: &'c SourcePath, front: &FrontMatter) -> Claim<'c> {
    let span = front.slug.as_ref().map_or(front.title.span, |s| s.span);
    Claim { url: url.into(), to, place: Some(Place::new(path.shared(), span)), what: path.as_str().into() }
}

fn claim_content<'c>(all: &'c Ground, claims: &mut Vec<Claim<'c>>) {
    for column in &all.columns {
        let document = &column.document;
        let to = Resolved::Column(column.id, None);
        claims.push(written(&column.url, to, &document.path, &document.front));
    }
    for entry in &all.entries {
        let document = &entry.document;
        claims.push(written(&entry.url, Resolved::Entry(entry.id, None), &document.path, &document.front));
    }
    for column in all.columns.iter().filter(|c| !c.folder.is_empty()) {
        claim_pages(&column.url, column.entries.len(), column.paginate, claims);
        if column.document.keys.feed {
            claims.push(page(format!("{}feed.xml", column.url), "栏目的 Atom 订阅"));
            claims.push(page(format!("{}feed.json", column.url), "栏目的 JSON Feed"));
        }
    }
}

fn claim_pages(url: &str, entries: usize, paginate: usize, claims: &mut Vec<Claim<'_>>) {
    for number in 2..=entries.div_ceil(paginate.max(1)) {
        claims.push(page(format!("{url}page/{number}/"), "列表的后续页"));
    }
}

fn claim_plan<'c>(all: &'c Ground, claims: &mut Vec<Claim<'c>>) {
    if !all.outline.tables.is_empty() && !all.columns.iter().any(|c| c.url == all.plan.url) {
        claims.push(page(all.plan.url.clone(), "重点任务总览页"));
    }
    for (number, file) in &all.outline.tables {
        let mut claim = page(table_url(&all.plan.url, *number), "任务表页");
        claim.place = Some(Place::new(file.path.shared(), file.table.span));
        claims.push(claim);
    }
    for task in &all.outline.tasks {
        claims.push(Claim {
            url: task_url(&all.plan.url, task.id).into(),
            to: Resolved::Task(task.id),
            place: Some(task.place()),
            what: format!("任务 {} 的页面", task.id).into(),
        });
    }
}

fn claim_units_and_terms<'c>(all: &'c Ground, paginate: u32, claims: &mut Vec<Claim<'c>>) {
    for (unit, place) in all.units.list.iter().zip(&all.units.places) {
        claims.push(Claim {
            url: unit.url.as_str().into(),
            to: Resolved::Unit(unit.id),
            place: Some(place.clone()),
            what: format!("单位“{}”的页面", unit.name).into(),
        });
    }
    for taxonomy in &all.gathered.taxonomies {
        claims.push(page(format!("/{}/", taxonomy.slug), "分类总览页"));
    }
    for term in &all.gathered.terms {
        claims.push(page(term.url.clone(), "分类页"));
        let paginate = usize::try_from(paginate).unwrap_or(usize::MAX);
        claim_pages(&term.url, term.entries.len(), paginate, claims);
    }
}

/// Former addresses as written, with what stands there now.
fn former(all: &Ground, findings: &mut Findings) -> Vec<(Redirect, Resolved)> {
    let columns = all
        .columns
        .iter()
        .map(|c| (&c.document.front, &c.document.path, c.url.as_str(), Resolved::Column(c.id, None)));
    let entries = all
        .entries
        .iter()
        .map(|e| (&e.document.front, &e.document.path, e.url.as_str(), Resolved::Entry(e.id, None)));
    let mut out = Vec::new();
    for (front, path, present, to) in columns.chain(entries) {
        for alias in &front.aliases {
            match url::alias(alias, path.as_str()) {
                // The page's own address needs no redirect.
                Ok(from) if from.eq_ignore_ascii_case(present) => {}
                Ok(from) => {
                    let place = Place::new(path.shared(), alias.span);
                    out.push((Redirect { from, to: present.to_owned(), place }, to.clone()));
                }
                Err(finding) => findings.push(finding),
            }
        }
    }
    out
}
