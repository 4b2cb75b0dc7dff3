//! Every reference of a site, resolved at once.

use rayon::prelude::*;

use super::front::{self, FrontLinks};
use super::target::{Spot, Targets};
use super::text;
use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::input::config::settings::{Config, MenuLink};
use crate::input::markdown::body::Body;
use crate::input::source::path::SourcePath;
use crate::input::yaml::located::Located;
use crate::site::id::ColumnId;
use crate::site::reference::{MenuNode, Resolved};

/// References of one document.
#[derive(Debug, Default)]
pub struct Links {
    /// Of its body, by index.
    pub body: Vec<Resolved>,
    /// Of its front matter.
    pub front: FrontLinks,
}

/// References of all documents, in the order of the shelves.
#[derive(Debug, Default)]
pub struct AllLinks {
    /// Of entries.
    pub entries: Vec<Links>,
    /// Of columns.
    pub columns: Vec<Links>,
    /// Accounts' pictures.
    pub pictures: Vec<Option<SourcePath>>,
    /// Evidence of tasks, in the plan's order.
    pub evidence: Vec<Vec<Resolved>>,
    /// The main menu.
    pub menu: Vec<MenuNode>,
    /// Links of the footer.
    pub footer_links: Vec<MenuNode>,
}

/// A task's file and the evidence that it names.
pub type WrittenEvidence<'w> = (&'w SourcePath, &'w [Located<String>]);

/// Resolves the references of everything that has any.
pub fn resolve(
    targets: &Targets<'_>,
    evidence: &[WrittenEvidence<'_>],
    config: &Config,
) -> Outcome<AllLinks> {
    let mut findings = Findings::default();
    let links = AllLinks {
        entries: findings.keep(of_entries(targets)),
        columns: findings.keep(of_columns(targets)),
        pictures: findings.keep(of_accounts(targets)),
        evidence: findings.keep(of_tasks(targets, evidence)),
        menu: if config.menu.is_empty() {
            top_columns(targets)
        } else {
            findings.keep(of_menu(targets, &config.menu))
        },
        footer_links: findings.keep(of_menu(targets, &config.footer_links)),
    };
    Outcome::new(links, findings)
}

fn of_entries(targets: &Targets<'_>) -> Outcome<Vec<Links>> {
    let entries = targets.from.entries.as_slice();
    let found: Vec<(Links, Vec<Finding>)> = entries
        .par_iter()
        .enumerate()
        .map(|(n, entry)| {
            let document = &entry.document;
            let mut found = Vec::new();
            let body = body(targets, &document.path, Spot::Entry(n), &document.body, &mut found);
            let front = front::resolve(targets, &document.path, &document.front, &mut found);
            (Links { body, front }, found)
        })
        .collect();
    let mut outcome = Outcome::clean(Vec::with_capacity(found.len()));
    for (links, found) in found {
        outcome.value.push(links);
        outcome.findings.extend(found);
    }
    outcome
}

fn of_columns(targets: &Targets<'_>) -> Outcome<Vec<Links>> {
    let mut outcome = Outcome::clean(Vec::with_capacity(targets.from.columns.len()));
    for (n, column) in targets.from.columns.iter().enumerate() {
        let document = &column.document;
        let mut found = Vec::new();
        let body = body(targets, &document.path, Spot::Column(n), &document.body, &mut found);
        let front = front::resolve(targets, &document.path, &document.front, &mut found);
        found.extend(document.keys.blocks.iter().filter_map(|b| front::block(targets, &document.path, b)));
        outcome.value.push(Links { body, front });
        outcome.findings.extend(found);
    }
    outcome
}

fn of_accounts(targets: &Targets<'_>) -> Outcome<Vec<Option<SourcePath>>> {
    let mut outcome = Outcome::clean(Vec::with_capacity(targets.from.accounts.len()));
    for account in targets.from.accounts {
        let qr = account.written().and_then(|w| w.qr.as_ref());
        let found = qr.map(|qr| front::path(targets, &account.file.path, "qr", qr.span, &qr.value));
        let picture = found.and_then(|(resolved, finding)| {
            outcome.findings.extend(finding);
            if let Resolved::Asset(path) = resolved { Some(path) } else { None }
        });
        outcome.value.push(picture);
    }
    outcome
}

fn of_tasks(targets: &Targets<'_>, evidence: &[WrittenEvidence<'_>]) -> Outcome<Vec<Vec<Resolved>>> {
    let mut outcome = Outcome::clean(Vec::with_capacity(evidence.len()));
    for (file, pieces) in evidence {
        let mut resolved = Vec::with_capacity(pieces.len());
        for piece in *pieces {
            let (piece, finding) = front::evidence(targets, file, piece);
            resolved.push(piece);
            outcome.findings.extend(finding);
        }
        outcome.value.push(resolved);
    }
    outcome
}

fn of_menu(targets: &Targets<'_>, links: &[MenuLink]) -> Outcome<Vec<MenuNode>> {
    let mut outcome = Outcome::clean(Vec::with_capacity(links.len()));
    for link in links {
        let (to, finding) = front::menu(targets, link);
        outcome.findings.extend(finding);
        let children = outcome.findings.keep(of_menu(targets, &link.children));
        outcome.value.push(MenuNode { title: link.title.clone(), to, children });
    }
    outcome
}

/// The menu where none is configured: top columns that ask for it, in their order.
fn top_columns(targets: &Targets<'_>) -> Vec<MenuNode> {
    let columns = targets.from.columns;
    let home = columns.get(ColumnId::of(""));
    let top = home.iter().flat_map(|h| &h.children).filter_map(|id| columns.get(*id));
    top.filter(|c| c.document.keys.nav)
        .map(|c| MenuNode {
            title: c.document.front.title.value.clone(),
            to: Resolved::Column(c.id, None),
            children: Vec::new(),
        })
        .collect()
}

fn body(
    targets: &Targets<'_>,
    file: &SourcePath,
    own: Spot,
    body: &Body,
    found: &mut Vec<Finding>,
) -> Vec<Resolved> {
    let mut out = Vec::with_capacity(body.references.len());
    for reference in &body.references {
        let (resolved, finding) = text::resolve(targets, file, own, reference);
        out.push(resolved);
        found.extend(finding);
    }
    out
}
