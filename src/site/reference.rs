//! What a reference in a text points at.

use super::id::{ColumnId, EntryId, TaskId, UnitId};
use crate::input::source::path::SourcePath;

/// A reference, resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resolved {
    /// An address outside the site, `mailto:`, or an anchor in the same text: used as written.
    Address(String),
    /// An entry, and an anchor in it.
    Entry(EntryId, Option<String>),
    /// A column, and an anchor in its page.
    Column(ColumnId, Option<String>),
    /// A task's page.
    Task(TaskId),
    /// A unit's page.
    Unit(UnitId),
    /// A page of the site that is neither, by its site path: `/progress/`, `/tags/`.
    Page(String),
    /// A picture or attachment.
    Asset(SourcePath),
    /// A page of the main language, from a further one that has no such page.
    Elsewhere(OtherPage),
    /// Nothing: a finding was made, the words stay.
    Broken,
}

/// A page of the main language as one of a further language links to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherPage {
    /// Its site path, with an anchor at will.
    pub url: String,
    /// Its title; empty where it has none of its own.
    pub title: String,
}

/// A link of a menu, resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuNode {
    /// Words.
    pub title: String,
    /// Where it leads.
    pub to: Resolved,
    /// Links below it.
    pub children: Vec<MenuNode>,
}
