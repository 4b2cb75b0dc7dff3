//! Documents to a site: everything that joins one file with another, on one day.

use std::collections::BTreeSet;

use super::address::{Addresses, Beside};
use super::claims;
use super::duty;
use super::fill;
use super::ground::{self, Ground};
use super::link::all::{self, AllLinks};
use super::link::target::{Names, Sources, Targets};
use super::model::{Excluded, Redirect, Site};
use super::print::seal::seal;
use super::reference::{MenuNode, Resolved};
use super::shelf::Shelf;
use super::task::counting::Countable;
use super::task::model::Plan;
use super::task::plan::{self, Complete};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::input::config::settings::Config;
use crate::input::parse::Documents;

/// The day of the build, and whether what is not shown on it is shown and marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub today: Date,
    /// `--drafts`.
    pub drafts: bool,
}

/// Joins the documents of a site in one language: lays the ground, settles addresses, resolves references, derives
/// the plan, and seals everything with fingerprints. A further language has the pages of the main one `beside` it.
#[must_use]
pub fn assemble(
    mut documents: Documents,
    config: Config,
    day: &Day,
    beside: Option<&Beside>,
) -> Outcome<Site> {
    let mut findings = Findings::default();
    documents.entries.sort_by(|a, b| a.path.cmp(&b.path));
    let ground = findings.keep(ground::lay(&documents, &config, day.today, day.drafts));
    let names = || Names::of(&ground.entries, &ground.columns, &ground.hidden);
    let (settled, names) = rayon::join(|| claims::settle(&ground, &config), names);
    let settled = findings.keep(settled);
    let links = findings.keep(join(&ground, (names, &documents), (&settled.addresses, beside), &config));
    let ground = fill::filled(ground, links.columns, links.entries, links.pictures);
    let plan = findings.keep(derive(&ground, &links.evidence, &documents, &config, day.today));
    let menus = (links.menu, links.footer_links);
    let mut site = site(ground, plan, settled.redirects, menus, documents, config, day.today);
    site.reached = fill::reached(&site);
    findings.extend(fill::assets_on_pages(&site.reached, &settled.addresses));
    Outcome::new(seal(site), findings)
}

/// The same site in another writing of its language, whose pages stand at addresses of their own.
#[must_use]
pub fn rewritten(site: &Site, config: Config) -> Site {
    seal(Site { config, ..site.clone() })
}

fn join(
    ground: &Ground,
    (names, documents): (Names<'_>, &Documents),
    (addresses, beside): (&Addresses, Option<&Beside>),
    config: &Config,
) -> Outcome<AllLinks> {
    let tasks = ground.outline.ids();
    let sources = Sources {
        entries: &ground.entries,
        columns: &ground.columns,
        hidden: &ground.hidden,
        assets: &documents.assets,
        units: &ground.units,
        tasks: &tasks,
        accounts: &ground.accounts,
        matrix_url: &ground.matrix_url,
        addresses,
        tree: &config.tree,
        beside,
    };
    let targets = Targets::new(sources, names);
    let outlined = ground.outline.tasks.iter();
    let evidence: Vec<_> = outlined
        .map(|t| (&t.file.path, t.written().map(|w| w.evidence.as_slice()).unwrap_or_default()))
        .collect();
    all::resolve(&targets, &evidence, config)
}

fn derive(
    ground: &Ground,
    evidence: &[Vec<Resolved>],
    documents: &Documents,
    config: &Config,
    today: Date,
) -> Outcome<Plan> {
    let all = Countable {
        entries: &ground.entries,
        columns: &ground.columns,
        accounts: &ground.accounts,
        units: &ground.units,
        kinds: &documents.kinds,
        today,
    };
    let head = ground.plan.clone();
    let (outline, newest, policy) = (&ground.outline, ground.newest.as_slice(), &config.progress);
    plan::complete(Complete { outline, head, all, newest, evidence, policy, base_url: &config.base_url })
}

fn site(
    ground: Ground,
    plan: Plan,
    redirects: Vec<Redirect>,
    (menu, footer_links): (Vec<MenuNode>, Vec<MenuNode>),
    documents: Documents,
    config: Config,
    today: Date,
) -> Site {
    let entries = (ground.entries.as_slice(), ground.newest.as_slice());
    let weights = &config.progress.weights;
    let duties = duty::share_out(&ground.units, &plan, entries, &ground.accounts, weights);
    let hidden = ground.hidden.into_iter().map(|h| Excluded { path: h.path, reason: h.reason });
    Site {
        today,
        kinds: documents.kinds,
        units: ground.units,
        columns: ground.columns,
        entries: ground.entries,
        taxonomies: ground.gathered.taxonomies,
        terms: ground.gathered.terms,
        plan,
        duties,
        matrix_url: ground.matrix_url,
        menu,
        footer_links,
        accounts: Shelf::new(ground.accounts, |a| a.id),
        assets: documents.assets,
        reached: BTreeSet::new(),
        redirects,
        excluded: hidden.collect(),
        base_print: Fingerprint::default(),
        config,
    }
}
