//! What will exist.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::family::{Draft, Family};
use super::query::answers::Answers;
use super::query::ask::Ask;
use super::recipe::{OutputPath, Recipe};
use super::{data, feed, index, media, offline, page};
use crate::base::diagnostic::outcome::Outcome;

/// Every family. Plan, clash check, cache and `chaoyin list` need no other word of one.
pub const FAMILIES: &[Family] = &[
    page::home::FAMILY,
    page::column::FAMILY,
    page::entry::FAMILY,
    page::taxonomy::TAXONOMY,
    page::taxonomy::TERM,
    page::unit::LIST,
    page::unit::UNIT,
    page::progress::TABLE,
    page::progress::VIEW,
    page::progress::TASK,
    page::report::FAMILY,
    page::site_map::FAMILY,
    page::feeds::FAMILY,
    page::error::FAMILY,
    page::redirect::FAMILY,
    feed::atom::FAMILY,
    feed::json_feed::FAMILY,
    data::api::FAMILY,
    data::api::SCHEMA,
    data::tasks::CSV,
    data::tasks::XLSX,
    data::tasks::CALENDAR,
    media::asset::FAMILY,
    media::rendition::FAMILY,
    media::share_card::FAMILY,
    media::static_file::FAMILY,
    index::sitemap::FAMILY,
    index::robots::FAMILY,
    index::search::page::FAMILY,
    index::search::parts::FAMILY,
    offline::page::FAMILY,
    offline::worker::FAMILY,
];

/// Families whose outputs are written from what was checked before, without a template: nothing can be found in them.
pub const WITHOUT_FINDINGS: &[&str] = &[
    feed::atom::FAMILY.name,
    feed::json_feed::FAMILY.name,
    data::api::FAMILY.name,
    data::api::SCHEMA.name,
    data::tasks::CSV.name,
    data::tasks::XLSX.name,
    data::tasks::CALENDAR.name,
    index::sitemap::FAMILY.name,
    index::robots::FAMILY.name,
    index::search::parts::FAMILY.name,
    offline::worker::FAMILY.name,
];

/// Every output and its recipe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// By path.
    pub outputs: BTreeMap<OutputPath, Recipe>,
}

/// Asks every family which outputs it has; two at one path are a finding.
#[must_use]
pub fn plan(answers: &Arc<Answers>) -> Outcome<Plan> {
    let mut draft = Draft::default();
    for answers in std::iter::once(answers).chain(answers.further()) {
        let ask = Ask::new(Arc::clone(answers));
        for family in FAMILIES {
            draft.enter(family.name, answers.language_path());
            (family.plan)(&ask, &mut draft);
        }
    }
    Outcome::new(Plan { outputs: draft.outputs }, draft.findings)
}
