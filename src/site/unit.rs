//! Units of the school and groups of them, resolved by any of their names.

use std::collections::BTreeMap;

use super::id::UnitId;
use crate::base::diagnostic::finding::Place;

/// A unit, or a group of units that plans name as one.
#[derive(Clone, Debug, Hash)]
pub struct Unit {
    /// Identity.
    pub id: UnitId,
    /// Name.
    pub name: String,
    /// Last part of its address.
    pub slug: String,
    /// `/units/<slug>/`.
    pub url: String,
    /// 职能部门, 学院, 团队; 群组 for a group.
    pub sort: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// One sentence.
    pub summary: String,
    /// Its own site.
    pub link: Option<String>,
    /// Whether it is a group.
    pub is_group: bool,
    /// A group's members.
    pub members: Vec<UnitId>,
    /// Groups that it belongs to.
    pub groups: Vec<UnitId>,
}

/// All units and groups.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// In written order, units before groups.
    pub list: Vec<Unit>,
    /// Name or alias → position in `list`.
    pub by_name: BTreeMap<String, usize>,
    /// Id → position in `list`.
    pub by_id: BTreeMap<UnitId, usize>,
    /// Where each stands in `content/units.yaml`, by position in `list`.
    pub places: Vec<Place>,
}

impl Units {
    /// By name or alias; surrounding space is passed over.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Unit> {
        self.by_name.get(name.trim()).and_then(|n| self.list.get(*n))
    }

    /// By id.
    #[must_use]
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.by_id.get(&id).and_then(|n| self.list.get(*n))
    }
}
