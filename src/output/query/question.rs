//! Every question that an output may ask.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::input::source::path::SourcePath;
use crate::site::id::{AccountId, ColumnId, EntryId, TaskId, TermId, UnitId};

/// Which tasks a report covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// All tasks.
    Plan,
    /// The tasks of a table.
    Table(u32),
    /// The tasks that a unit leads or supports, groups included.
    Unit(UnitId),
}

/// A question. Each is a projection: it covers what its answer shows and no more, so that an edit makes stale what
/// shows it and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Query {
    /// Head and foot of every page: names, menus, filing numbers. [`super::answer::Frame`]
    Frame,
    /// Where the site stands: its address, its language, and which others there are.
    Base,
    /// One value of the frame by its key, such as `menu`.
    FramePart(String),
    /// What a template, with all that it is made of, shows of the frame.
    FrameFor(String),
    /// The day of the build, `2026-11-24`: text. The frame has its year, so that a new day leaves most pages alone.
    Today,
    /// The home page's blocks as configured. [`super::answer::HomeView`]
    Home,
    /// A column's own page without its entries. [`super::answer::ColumnView`]
    Column(ColumnId),
    /// The further pages of a column's list: what its own page has, without its words and what these need, which stand on
    /// the first one alone. [`super::answer::ColumnView`]
    ColumnLater(ColumnId),
    /// A column's title, address and summary, as lists and trails show it. [`super::answer::ColumnCard`]
    ColumnHead(ColumnId),
    /// One page, from 1, of a column's entries. [`super::answer::CardPage`]
    ColumnCards(ColumnId, u32),
    /// The newest entries of a column and all below it. List of [`super::answer::Card`]
    Latest(ColumnId, u32),
    /// All entries directly in a column, in order. List of [`super::answer::Card`]
    ColumnAll(ColumnId),
    /// An entry as lists show it. [`super::answer::Card`]
    Card(EntryId),
    /// An entry's page. [`super::answer::Article`]
    Article(EntryId),
    /// Whether an entry has a share card, and its address: text.
    ShareCard(EntryId),
    /// Previous, next, related, back-links. [`super::answer::Around`]
    Around(EntryId),
    /// All taxonomies with their terms and counts. List of [`super::answer::TaxonomyView`]
    Taxonomies,
    /// One taxonomy by its slug. [`super::answer::TaxonomyView`]
    Taxonomy(String),
    /// One page, from 1, of a term's entries. [`super::answer::TermView`]
    Term(TermId, u32),
    /// All units with their counts. List of [`super::answer::UnitRow`]
    Units,
    /// A unit's page. [`super::answer::UnitView`]
    Unit(UnitId),
    /// One page, from 1, of a unit's entries. [`super::answer::CardPage`]
    UnitCards(UnitId, u32),
    /// The plan with its figures, charts and tables. [`super::answer::PlanView`]
    Plan,
    /// The plan's title and address, as trails show it. [`super::answer::Link`]
    PlanHead,
    /// A further view of the plan by its name: `tasks states calendar years units`.
    /// [`super::answer_progress`]
    PlanView(String),
    /// A table's page. [`super::answer::TableView`]
    Table(u32),
    /// A task as lists show it. [`super::answer::TaskRow`]
    TaskRow(TaskId),
    /// A task's page. [`super::answer::TaskView`]
    Task(TaskId),
    /// The registry of accounts. [`super::answer::MatrixView`]
    Matrix,
    /// One account. [`super::answer::AccountRow`]
    Account(AccountId),
    /// Coming events, soonest first, from the day of the build on. List of [`super::answer::Card`]
    Events(u32),
    /// The tree of columns with all entries' titles. [`super::answer_feed::SiteMap`]
    SiteMap,
    /// The tree of columns without entries. [`super::answer_feed::SiteMap`]
    SiteIndex,
    /// A feed of the site (`None`) or a column. [`super::answer_feed::FeedView`]
    Feed(Option<ColumnId>),
    /// All feeds with their columns. List of [`super::answer_feed::FeedLink`]
    Feeds,
    /// All pages' addresses and days, for the sitemap. List of [`super::answer_feed::Address`]
    Addresses,
    /// A former address. [`super::answer::Redirection`]
    Redirect(String),
    /// A template of the theme with all that it includes and extends, but for components, of which it draws some: text.
    Template(String),
    /// A file of the theme's `static/`: its published address, which holds a fingerprint.
    Static(String),
    /// Words of the theme, by their keys, in the language of who asks.
    Words(Arc<[Arc<str>]>),
    /// Components of the theme, by their names: their texts.
    Components(Arc<[Arc<str>]>),
    /// An asset's published address, size and type. [`super::answer::AssetView`]
    Asset(SourcePath),
    /// Part of the search index: the postings of a share of all terms, from 0.
    SearchShard(u32),
    /// Titles, addresses and days of some found pages, from 0.
    SearchRecord(u32),
    /// How the search index is cut, and the facets of all found pages.
    SearchCatalogue,
    /// What the characters of titles and names sound like.
    SearchSounds,
    /// The shape of `/api/`: all entries, tasks, units or accounts.
    Api(String),
    /// The plan, a table or a unit for files. `ReportView`
    Report(Scope),
    /// The plan for printing. `ReportView` without what no page shows
    ReportPage,
    /// What a reader's browser keeps. `OfflineView`
    Offline,
    /// A page in the other languages of the site. List of [`super::answer::Translation`]
    Translations(Spot),
    /// A question asked in a further language, by its path.
    Within(String, Box<Query>),
}

/// A page, to find it in other languages: by what it is about, since titles and addresses differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Spot {
    /// An entry: its translations have the same path in their trees.
    Entry(EntryId),
    /// A column: its translations have the same folder.
    Column(ColumnId),
    /// A page that the program makes, by its site path: its translations have the same.
    Made(String),
}

impl Query {
    /// The question itself, where it is asked in a further language.
    #[must_use]
    pub fn bare(&self) -> &Self {
        match self {
            Self::Within(_, query) => query.bare(),
            query => query,
        }
    }

    /// Whether its answer is a value of several parts, of which a template may show some.
    #[must_use]
    pub fn is_of_parts(&self) -> bool {
        matches!(
            self,
            Self::Home
                | Self::Column(_)
                | Self::ColumnLater(_)
                | Self::ColumnHead(_)
                | Self::ColumnCards(..)
                | Self::Latest(..)
                | Self::ColumnAll(_)
                | Self::Card(_)
                | Self::Article(_)
                | Self::Around(_)
                | Self::Taxonomies
                | Self::Taxonomy(_)
                | Self::Term(..)
                | Self::Units
                | Self::Unit(_)
                | Self::UnitCards(..)
                | Self::Plan
                | Self::PlanHead
                | Self::PlanView(_)
                | Self::Table(_)
                | Self::TaskRow(_)
                | Self::Task(_)
                | Self::Matrix
                | Self::Account(_)
                | Self::Events(_)
                | Self::SiteMap
                | Self::SiteIndex
                | Self::Feeds
                | Self::ReportPage
                | Self::Translations(_)
        )
    }

    /// Whether pages read parts of the answer by themselves, for their heads and trails.
    #[must_use]
    pub fn is_read_by_pages(&self) -> bool {
        matches!(
            self,
            Self::Home
                | Self::Column(_)
                | Self::ColumnLater(_)
                | Self::Article(_)
                | Self::Taxonomy(_)
                | Self::Term(..)
                | Self::Unit(_)
                | Self::PlanHead
                | Self::Table(_)
                | Self::Task(_)
                | Self::ReportPage
        )
    }

    /// Whether its answer shows the words of entries' bodies: all others are answered alike by two sites of one
    /// [outline](crate::input::parse::Documents::outline).
    #[must_use]
    pub fn looks_into_bodies(&self) -> bool {
        matches!(self.bare(), Self::Article(_) | Self::Feed(_) | Self::SearchShard(_))
    }
}
