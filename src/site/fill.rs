//! What was resolved goes where it belongs: into entries, columns and accounts.

use std::collections::BTreeSet;

use super::ground::Ground;
use super::id::TaskId;
use super::link::all::Links;
use super::model::Site;
use super::reference::{MenuNode, Resolved};
use super::related;
use crate::base::diagnostic::finding::{Finding, Place};
use crate::input::source::path::SourcePath;

use super::address::{Addresses, SAME_ADDRESS};
use super::url;

/// The ground with its references filled in, and what follows from them: tasks through columns, related entries,
/// back-links.
#[must_use]
pub fn filled(
    mut ground: Ground,
    columns: Vec<Links>,
    entries: Vec<Links>,
    pictures: Vec<Option<SourcePath>>,
) -> Ground {
    for (column, links) in ground.columns.each_mut().iter_mut().zip(columns) {
        column.resolved = links.body;
        column.field_references = links.front.fields;
        column.cover = links.front.cover;
        column.tasks = links.front.tasks;
    }
    let served = served(&ground);
    let homes: Vec<Option<usize>> =
        ground.entries.iter().map(|e| ground.columns.position(e.column)).collect();
    for ((entry, links), home) in ground.entries.each_mut().iter_mut().zip(entries).zip(homes) {
        entry.resolved = links.body;
        entry.field_references = links.front.fields;
        entry.cover = links.front.cover;
        entry.tasks = links.front.tasks;
        for task in home.and_then(|n| served.get(n)).into_iter().flatten() {
            if !entry.tasks.contains(task) {
                entry.tasks.push(*task);
            }
        }
    }
    for (account, picture) in ground.accounts.iter_mut().zip(pictures) {
        account.qr = picture;
    }
    let (related, backlinks) = rayon::join(
        || related::by_tags(&ground.entries, &ground.gathered.terms, &ground.newest),
        || related::by_links(&ground.entries),
    );
    for ((entry, related), backlinks) in ground.entries.each_mut().iter_mut().zip(related).zip(backlinks) {
        (entry.related, entry.backlinks) = (related, backlinks);
    }
    ground
}

/// For each column the tasks that it and the columns above it serve. A column comes after the one above it.
fn served(ground: &Ground) -> Vec<Vec<TaskId>> {
    let mut out: Vec<Vec<TaskId>> = Vec::with_capacity(ground.columns.len());
    for column in &ground.columns {
        let above = column.parent.and_then(|id| ground.columns.position(id)).and_then(|n| out.get(n));
        let mut tasks = above.cloned().unwrap_or_default();
        tasks.extend(&column.tasks);
        tasks.sort_unstable();
        tasks.dedup();
        out.push(tasks);
    }
    out
}

/// Assets that published pages show or link to: only these are published, so that a draft's pictures stay at home.
#[must_use]
pub fn reached(site: &Site) -> BTreeSet<SourcePath> {
    let entries = site.entries.iter().map(|e| (&e.resolved, &e.field_references, &e.cover));
    let columns = site.columns.iter().map(|c| (&c.resolved, &c.field_references, &c.cover));
    let mut reached: BTreeSet<&SourcePath> = BTreeSet::new();
    for (body, fields, cover) in entries.chain(columns) {
        reached.extend(body.iter().chain(fields.iter().map(|(_, _, r)| r)).filter_map(asset));
        reached.extend(cover);
    }
    reached.extend(site.accounts.iter().filter_map(|a| a.qr.as_ref()));
    let mut waiting: Vec<&MenuNode> = site.menu.iter().chain(&site.footer_links).collect();
    while let Some(node) = waiting.pop() {
        reached.extend(asset(&node.to));
        waiting.extend(&node.children);
    }
    let logo = site.config.organisation.logo.trim().trim_start_matches('/');
    let logo = site.assets.get_key_value(&SourcePath::new(&format!("content/{logo}")));
    reached.extend(logo.map(|(path, _)| path));
    reached.into_iter().cloned().collect()
}

fn asset(resolved: &Resolved) -> Option<&SourcePath> {
    if let Resolved::Asset(path) = resolved { Some(path) } else { None }
}

/// Assets that would be written over a page: `content/x/index.html` beside `content/x.md`.
#[must_use]
pub fn assets_on_pages(reached: &BTreeSet<SourcePath>, addresses: &Addresses) -> Vec<Finding> {
    let mut findings = Vec::new();
    for path in reached {
        let address = url::of_asset(path);
        let page = address.strip_suffix("index.html").unwrap_or(&address);
        if addresses.at(page).is_some() {
            findings.push(
                Finding::new(&SAME_ADDRESS, Place::whole(path.shared()))
                    .with("url", page)
                    .with("first", "一个页面")
                    .with("second", path),
            );
        }
    }
    findings
}
