//! What outputs asked last time, and so whether they still hold.

use serde::{Deserialize, Serialize};

use super::question::Query;
use crate::base::hash::Fingerprint;

/// The questions of one output in the order first asked, without doubles: numbers of the build's [`Asked`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace(pub Box<[u32]>);

/// Every question of a build's outputs with the fingerprint of its answer. Outputs of one build share their
/// questions' answers, so each stands here once, however many ask it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked(pub Vec<(Query, Fingerprint)>);

impl Asked {
    /// The questions of a trace.
    pub fn of<'a>(&'a self, trace: &'a Trace) -> impl Iterator<Item = &'a (Query, Fingerprint)> {
        trace.0.iter().filter_map(|n| self.0.get(*n as usize))
    }
}
