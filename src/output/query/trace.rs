//! What an output asked last time, and so whether it still holds.

use serde::{Deserialize, Serialize};

use super::question::Query;
use crate::base::hash::Fingerprint;

/// The questions of one output with the fingerprints of their answers, in the order first asked, without doubles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace(pub Vec<(Query, Fingerprint)>);
