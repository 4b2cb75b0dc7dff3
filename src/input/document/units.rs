//! Units and groups of units, as written.

use serde::{Deserialize, Serialize};

use crate::base::hash::Fingerprint;
use crate::input::yaml::located::Located;

/// `content/units.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WrittenUnits {
    /// Fingerprint of the file's bytes.
    pub fingerprint: Fingerprint,
    /// `units`.
    pub units: Vec<WrittenUnit>,
    /// `groups`.
    pub groups: Vec<WrittenGroup>,
}

/// A unit of the school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenUnit {
    /// `name`.
    pub name: Located<String>,
    /// `slug`.
    pub slug: Option<Located<String>>,
    /// `sort`: 职能部门, 学院, 团队.
    pub sort: Option<String>,
    /// `aliases`.
    pub aliases: Vec<Located<String>>,
    /// `summary`.
    pub summary: Option<String>,
    /// `url`.
    pub url: Option<String>,
}

/// A group of units, named in plans as if it were one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenGroup {
    /// `name`.
    pub name: Located<String>,
    /// `slug`.
    pub slug: Option<Located<String>>,
    /// `aliases`.
    pub aliases: Vec<Located<String>>,
    /// `members`: unit names as written.
    pub members: Vec<Located<String>>,
    /// `summary`.
    pub summary: Option<String>,
}
