//! The front matter common to all entries and columns.

use serde::{Deserialize, Serialize};

use crate::base::time::date::Moment;
use crate::input::kind::field::{Field, LocatedValue};
use crate::input::kind::schema::Sort;
use crate::input::yaml::located::Located;

/// Keys that every entry and column may have, as written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// `title`; where it is missing, a finding was made and the file's stem stands here.
    pub title: Located<String>,
    /// `date`.
    pub date: Option<Located<Moment>>,
    /// `updated`.
    pub updated: Option<Located<Moment>>,
    /// `author`: as credited.
    pub author: Option<Located<String>>,
    /// `unit`, as written.
    pub unit: Option<Located<String>>,
    /// `tags`.
    pub tags: Vec<Located<String>>,
    /// `summary`.
    pub summary: Option<Located<String>>,
    /// `cover`: a file reference.
    pub cover: Option<Located<String>>,
    /// `cover_alt`.
    pub cover_alt: Option<Located<String>>,
    /// `draft`.
    pub draft: bool,
    /// `publish_at`.
    pub publish_at: Option<Located<Moment>>,
    /// `expire_at`.
    pub expire_at: Option<Located<Moment>>,
    /// `slug`.
    pub slug: Option<Located<String>>,
    /// `aliases`: former addresses, site paths.
    pub aliases: Vec<Located<String>>,
    /// `weight`.
    pub weight: i64,
    /// `template`.
    pub template: Option<Located<String>>,
    /// `tasks`: `4-4`.
    pub tasks: Vec<Located<String>>,
    /// `source`: where it was first published, in words.
    pub source: Option<Located<String>>,
    /// `original_url`.
    pub original_url: Option<Located<String>>,
    /// `review`: the steps in order.
    pub review: Vec<Review>,
    /// `toc`.
    pub toc: Option<bool>,
    /// `lang`.
    pub lang: Option<String>,
    /// The kind's and the column's own fields, in the order of their description.
    pub fields: Vec<(String, LocatedValue)>,
}

/// A step of the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReviewStep {
    /// 初审.
    First,
    /// 复审.
    Second,
    /// 终审.
    Final,
}

/// One step's record: a role or unit and a day, never a person's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Which step.
    pub step: ReviewStep,
    /// The role or unit.
    pub by: Located<String>,
    /// When.
    pub date: Option<Located<Moment>>,
}

/// Keys of a column's `_index.md` besides [`FrontMatter`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnKeys {
    /// `kind`: of the entries it holds.
    pub kind: Option<Located<String>>,
    /// `order`: position in menus and lists of columns.
    pub order: i64,
    /// `paginate`.
    pub paginate: Option<u32>,
    /// `sort`.
    pub sort: Option<Sort>,
    /// `feed`.
    pub feed: bool,
    /// `cadence`: days between updates that are expected.
    pub cadence: Option<u32>,
    /// `nav`: whether the main menu shows it.
    pub nav: bool,
    /// `entry_template`.
    pub entry_template: Option<String>,
    /// `fields`: further fields of its entries.
    pub extra_fields: Vec<Field>,
    /// `blocks`: of the home page.
    pub blocks: Vec<Block>,
}

/// A block of the home page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Which: `notices featured latest courses progress matrix events entries`.
    pub block: Located<String>,
    /// Heading.
    pub title: Option<String>,
    /// The column it draws from, a folder below `content/`.
    pub from: Option<Located<String>>,
    /// How many entries.
    pub count: Option<u32>,
}
