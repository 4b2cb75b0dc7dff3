//! What a rule is.

use crate::base::diagnostic::code::{Code, Words};
use crate::base::diagnostic::finding::Finding;
use crate::site::model::Site;

/// A rule: one file, one line in `RULES`. Its pages and its metadata are made from this record.
#[derive(Debug)]
pub struct Rule {
    /// Its code, with message and help.
    pub code: &'static Code,
    /// What it looks for, completing "this site has …".
    pub title: Words,
    /// Why that matters.
    pub why: Words,
    /// A smallest input that breaks it.
    pub bad: &'static str,
    /// The same mended.
    pub good: &'static str,
    /// The rule itself.
    pub check: fn(&Site) -> Vec<Finding>,
}
