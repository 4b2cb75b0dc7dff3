//! The typed answers: what a page may show. These structs are the theme's contract; their fields are the names that
//! templates use, so a change here is a change of `docs/theme`.
//!
//! Dates are text (`2026-05-06`); addresses are site paths joined with the base path, ready for `href`; text is
//! plain and is escaped by the template, except the fields marked *HTML*, which are made by us and are safe.

use serde::Serialize;

/// Head and foot of every page.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// Name of the site.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Address without a trailing `/`.
    pub base_url: String,
    /// The path part of `base_url`, without a trailing `/`: empty where the site stands at the root of its host.
    pub base_path: String,
    /// `zh-CN`.
    pub language: String,
    /// Name of the school.
    pub organisation: String,
    /// The office that keeps the site.
    pub organiser: String,
    /// Address of the school's site.
    pub organisation_url: String,
    /// Contact of the office.
    pub contact: String,
    /// Logo's address; empty where none.
    pub logo: String,
    /// Main menu.
    pub menu: Vec<MenuView>,
    /// Links of the footer.
    pub footer_links: Vec<MenuView>,
    /// ICP number.
    pub icp: String,
    /// Public-security number.
    pub police: String,
    /// The digits of the public-security number, for its link.
    pub police_code: String,
    /// Site identification code.
    pub site_code: String,
    /// Host of `base_url`.
    pub domain: String,
    /// The day of the build.
    pub today: String,
    /// The year of the build.
    pub year: i16,
    /// Whether pages show the roles of the review.
    pub show_review: bool,
    /// Version of the program.
    pub generator: String,
    /// Free values of `site.yaml`.
    pub extra: std::collections::BTreeMap<String, String>,
}

/// A link of a menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuView {
    /// Words.
    pub title: String,
    /// Address.
    pub url: String,
    /// Whether it leads out of the site.
    pub external: bool,
    /// Links below it.
    pub children: Vec<MenuView>,
}

/// A link with words: trails, units, tags.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Words.
    pub title: String,
    /// Address.
    pub url: String,
}

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// *HTML* of its body.
    pub body: String,
    /// Blocks in order; their contents are asked for by the template (`latest`, `plan`, `accounts`, `events`).
    pub blocks: Vec<BlockView>,
}

/// A block of the home page.
#[derive(Clone, Debug, Serialize)]
pub struct BlockView {
    /// `notices featured latest courses progress matrix events entries`.
    pub block: String,
    /// Heading.
    pub title: String,
    /// Folder of the column that it draws from; empty where none.
    pub from: String,
    /// Address of that column; empty where none.
    pub url: String,
    /// How many entries.
    pub count: u32,
}

/// An entry as lists show it.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// `mingshi/wang-yangming`.
    pub reference: String,
    /// Name of its kind.
    pub kind: String,
    /// `2026-05-06`; empty where it has none.
    pub date: String,
    /// Summary.
    pub summary: String,
    /// Cover; `null` where none.
    pub cover: Option<Picture>,
    /// Its column.
    pub column: Link,
    /// Its unit; `null` where none.
    pub unit: Option<Link>,
    /// Its tags.
    pub tags: Vec<Link>,
    /// Fields that lists show, by name: `role`, `category`, `year`, `duration`, `starts`, `venue`, `level`, `link` …
    pub fields: std::collections::BTreeMap<String, String>,
    /// 草稿, 定时, 过期 where it is shown only with `--drafts`; empty else.
    pub mark: String,
    /// Reading time in minutes.
    pub minutes: u32,
    /// For a course, an edition: how many entries it holds; 0 else.
    pub holds: u32,
}

/// A picture.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Picture {
    /// Address.
    pub url: String,
    /// Text alternative; empty for an ornament.
    pub alt: String,
    /// Pixels; 0 where unknown.
    pub width: u32,
    /// Pixels; 0 where unknown.
    pub height: u32,
    /// The same in other widths, for `srcset`: addresses and widths; empty where there is only this one.
    pub srcset: String,
    /// Its colours as custom properties for `style`, which stand in its place until it is loaded; empty where none.
    pub colours: String,
}

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct CardPage {
    /// Cards.
    pub cards: Vec<Card>,
    /// Pages.
    pub pager: Pager,
}

/// Where a list page stands among its pages.
#[derive(Clone, Debug, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub page: u32,
    /// All pages, at least 1.
    pub pages: u32,
    /// All entries.
    pub total: u32,
    /// Address of the page before; empty where none.
    pub previous: String,
    /// Address of the page after; empty where none.
    pub next: String,
    /// First, last and near pages in order; a gap is a link with empty title.
    pub links: Vec<Link>,
}

/// A column as lists and trails show it.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnCard {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Folder below `content/`.
    pub folder: String,
    /// Summary.
    pub summary: String,
    /// Cover; `null` where none.
    pub cover: Option<Picture>,
    /// The kind of its entries.
    pub kind: String,
    /// The kind that it is an instance of (`course`, `edition`); empty else.
    pub own_kind: String,
    /// Published entries in it and below.
    pub entries: u32,
    /// Day of its newest entry; empty where none.
    pub newest: String,
    /// Own fields that lists show, by name.
    pub fields: std::collections::BTreeMap<String, String>,
}

/// A column's own page without its entries.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    /// As in lists.
    pub head: ColumnCard,
    /// Columns above, from the top.
    pub trail: Vec<Link>,
    /// *HTML* of its body.
    pub body: String,
    /// Headings of its body.
    pub toc: Vec<TocEntry>,
    /// Columns in it.
    pub children: Vec<ColumnCard>,
    /// Tasks that it serves.
    pub tasks: Vec<TaskRow>,
    /// Unit that keeps it.
    pub unit: Option<Link>,
    /// Own fields (a course's, an edition's), labelled.
    pub fields: Vec<FieldRow>,
    /// The same by name, as values: `fields_by.year`.
    pub fields_by: serde_json::Value,
    /// Address of its feed; empty where it has none.
    pub feed: String,
    /// Address of its JSON Feed; empty where it has none.
    pub json_feed: String,
    /// Where its file stands: `content/mingshi/_index.md`.
    pub source: String,
    /// Whether its page has math or code.
    pub has_math: bool,
    /// Whether its page has code.
    pub has_code: bool,
}

/// A line of a field table.
#[derive(Clone, Debug, Serialize)]
pub struct FieldRow {
    /// `hours`.
    pub name: String,
    /// 学时.
    pub label: String,
    /// Values as text; for `text` fields *HTML*, as `html` says.
    pub values: Vec<String>,
    /// Addresses of the values where they are links, else empty, same length as `values`.
    pub urls: Vec<String>,
    /// Whether `values` are HTML.
    pub html: bool,
}

/// A line of the table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct TocEntry {
    /// 2 or 3.
    pub level: u8,
    /// Id.
    pub id: String,
    /// Text.
    pub text: String,
    /// Headings below it.
    pub children: Vec<TocEntry>,
}

/// An entry's page.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// As in lists.
    pub card: Card,
    /// Columns above, from the top, its own column last.
    pub trail: Vec<Link>,
    /// *HTML* of its body.
    pub body: String,
    /// Headings of level 2 and 3; empty where there are fewer than three or `toc: false`.
    pub toc: Vec<TocEntry>,
    /// `2026-05-06 09:30`; empty where it has none.
    pub published: String,
    /// RFC 3339; empty where it has none.
    pub published_rfc3339: String,
    /// Day of the last change; empty where not given.
    pub updated: String,
    /// RFC 3339; empty where not given.
    pub updated_rfc3339: String,
    /// As credited; empty where not given.
    pub author: String,
    /// Where it was first published; empty where here.
    pub source: String,
    /// Address of the first publication; empty where here.
    pub original_url: String,
    /// Steps of the review: label, role, day. Empty where the site does not show them.
    pub review: Vec<ReviewRow>,
    /// The kind's fields that are shown, labelled.
    pub fields: Vec<FieldRow>,
    /// All the kind's fields by name, as values: `fields_by.timeline`; `text` fields are *HTML*.
    pub fields_by: serde_json::Value,
    /// The kind's label.
    pub kind_label: String,
    /// schema.org type.
    pub schema_type: String,
    /// *JSON* for `<script type="application/ld+json">`, escaped for that place.
    pub json_ld: String,
    /// Absolute canonical address.
    pub canonical: String,
    /// Absolute address of the cover; empty where none.
    pub image: String,
    /// Tasks that it proves.
    pub tasks: Vec<TaskRow>,
    /// Words and minutes.
    pub words: u32,
    /// Language of the text.
    pub lang: String,
    /// Its file: `content/mingshi/wang-yangming.md`.
    pub path: String,
    /// Whether it has math.
    pub has_math: bool,
    /// Whether it has code.
    pub has_code: bool,
    /// In a course: its place, `{ index, total }` from 1; `null` else.
    pub place: Option<InSeries>,
}

/// The place of a lesson in its course.
#[derive(Clone, Debug, Serialize)]
pub struct InSeries {
    /// From 1.
    pub index: u32,
    /// All.
    pub total: u32,
    /// All lessons in order.
    pub all: Vec<Link>,
}

/// A step of the review.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewRow {
    /// 初审, 复审, 终审.
    pub step: String,
    /// Role or unit.
    pub by: String,
    /// Day; empty where not given.
    pub date: String,
}

/// What stands around an entry.
#[derive(Clone, Debug, Serialize)]
pub struct Around {
    /// The one before in the column's order.
    pub previous: Option<Link>,
    /// The one after.
    pub next: Option<Link>,
    /// On like subjects.
    pub related: Vec<Card>,
    /// Entries that link here.
    pub backlinks: Vec<Link>,
}

/// A taxonomy.
#[derive(Clone, Debug, Serialize)]
pub struct TaxonomyView {
    /// Label.
    pub label: String,
    /// `tags`.
    pub slug: String,
    /// `/tags/`.
    pub url: String,
    /// Terms.
    pub terms: Vec<TermCard>,
}

/// A term with its count.
#[derive(Clone, Debug, Serialize)]
pub struct TermCard {
    /// Name.
    pub title: String,
    /// Address.
    pub url: String,
    /// Entries.
    pub count: u32,
    /// 1 (few) to 5 (many), for type sizes.
    pub weight: u8,
}

/// A term's page.
#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    /// Name.
    pub title: String,
    /// Label of its taxonomy.
    pub label: String,
    /// Its taxonomy's page.
    pub taxonomy: Link,
    /// Address of its first page.
    pub url: String,
    /// Cards and pages.
    pub list: CardPage,
}

/// A unit in lists.
#[derive(Clone, Debug, Serialize)]
pub struct UnitRow {
    /// Name.
    pub title: String,
    /// Address.
    pub url: String,
    /// 职能部门, 学院, 团队, 群组.
    pub sort: String,
    /// Whether it is a group.
    pub is_group: bool,
    /// Tasks that it leads.
    pub leads: u32,
    /// Tasks that it supports, through groups too.
    pub supports: u32,
    /// Entries.
    pub entries: u32,
    /// Accounts.
    pub accounts: u32,
    /// Mean progress of the tasks that it leads.
    pub progress: u8,
}

/// A unit's page.
#[derive(Clone, Debug, Serialize)]
pub struct UnitView {
    /// As in lists.
    pub row: UnitRow,
    /// One sentence.
    pub summary: String,
    /// Its own site; empty where none.
    pub link: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// A group's members.
    pub members: Vec<Link>,
    /// Groups that it belongs to.
    pub groups: Vec<Link>,
    /// Tasks that it leads.
    pub leads: Vec<TaskRow>,
    /// Tasks that it supports by name.
    pub supports: Vec<TaskRow>,
    /// Tasks that it supports as a member of a group.
    pub supports_through_groups: Vec<TaskRow>,
    /// Figures of the tasks that it leads.
    pub figures: FiguresView,
    /// Its accounts.
    pub accounts: Vec<AccountRow>,
}

/// Figures of a set of tasks.
#[derive(Clone, Debug, Serialize)]
pub struct FiguresView {
    /// Tasks.
    pub total: u32,
    /// By status in order: word, class name, count, percent.
    pub by_status: Vec<StatusCount>,
    /// Overdue.
    pub overdue: u32,
    /// At risk.
    pub at_risk: u32,
    /// Stalled.
    pub stalled: u32,
    /// Due soon.
    pub near: u32,
    /// Mean progress, 0 to 100.
    pub progress: u8,
    /// Pieces of evidence.
    pub evidence: u32,
}

/// How many tasks have a status.
#[derive(Clone, Debug, Serialize)]
pub struct StatusCount {
    /// 进行中.
    pub word: String,
    /// `running`.
    pub name: String,
    /// Tasks.
    pub count: u32,
    /// Of all, 0 to 100.
    pub percent: u8,
}

/// A chart and its data.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    /// *SVG*.
    pub svg: String,
    /// Caption of the table.
    pub caption: String,
    /// Head of the table.
    pub head: Vec<String>,
    /// Rows of the table.
    pub rows: Vec<Vec<String>>,
}

/// A task in lists.
#[derive(Clone, Debug, Serialize)]
pub struct TaskRow {
    /// `4-4`.
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// Address.
    pub url: String,
    /// Units in the lead: as written, with the unit's address.
    pub lead: Vec<Link>,
    /// Units in support.
    pub support: Vec<Link>,
    /// 进行中.
    pub status: String,
    /// `running`.
    pub status_name: String,
    /// 超期, 滞后, 停滞, 临期, 正常 …
    pub state: String,
    /// `overdue`.
    pub state_name: String,
    /// The reason in words; empty where none.
    pub reason: String,
    /// 0 to 100.
    pub progress: u8,
    /// Start; empty where none.
    pub start: String,
    /// Due date; empty where none.
    pub due: String,
    /// Pieces of evidence.
    pub evidence: u32,
    /// Day of the last activity; empty where none.
    pub last_activity: String,
    /// 每年, 每学期, 每月, 定期; empty where it does not recur.
    pub recurs: String,
}

/// A task's page.
#[derive(Clone, Debug, Serialize)]
pub struct TaskView {
    /// As in lists.
    pub row: TaskRow,
    /// Its table.
    pub table: Link,
    /// Number of its table.
    pub table_number: u32,
    /// The measure.
    pub measure: String,
    /// Progress ring.
    pub ring: ChartView,
    /// Where the progress figure comes from, in words.
    pub progress_from: String,
    /// The target; `null` where none.
    pub target: Option<TargetView>,
    /// Milestones in order.
    pub milestones: Vec<MilestoneView>,
    /// Published evidence, newest first.
    pub evidence: Vec<Card>,
    /// Evidence outside.
    pub addresses: Vec<String>,
    /// Log, newest first.
    pub log: Vec<LogView>,
    /// Columns that serve it.
    pub columns: Vec<Link>,
    /// Note.
    pub note: String,
    /// Whether its state is sample data.
    pub sample: bool,
    /// The task before and after in the plan.
    pub previous: Option<Link>,
    /// The task after in the plan.
    pub next: Option<Link>,
    /// Its file.
    pub path: String,
}

/// A target and its count.
#[derive(Clone, Debug, Serialize)]
pub struct TargetView {
    /// The rule in words.
    pub rule: String,
    /// Reached.
    pub reached: u32,
    /// Needed.
    pub needed: u32,
    /// At most; 0 where no bound.
    pub most: u32,
    /// 篇, 件, 个.
    pub unit: String,
    /// 0 to 100.
    pub percent: u8,
    /// What was counted.
    pub entries: Vec<Card>,
}

/// A milestone.
#[derive(Clone, Debug, Serialize)]
pub struct MilestoneView {
    /// What is reached.
    pub title: String,
    /// By when; empty where not given.
    pub due: String,
    /// When it was; empty where it is not.
    pub done: String,
    /// `done late overdue open`.
    pub state: String,
    /// In words: 已完成, 延后 3 天完成, 超期 12 天, 待完成.
    pub words: String,
}

/// A line of the log.
#[derive(Clone, Debug, Serialize)]
pub struct LogView {
    /// Day.
    pub date: String,
    /// What.
    pub note: String,
    /// Progress then, -1 where not told.
    pub progress: i16,
}

/// A table's page.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// Number.
    pub number: u32,
    /// The work.
    pub title: String,
    /// The measure.
    pub measure: String,
    /// Address.
    pub url: String,
    /// Figures.
    pub figures: FiguresView,
    /// Tasks in order.
    pub tasks: Vec<TaskRow>,
    /// Table before.
    pub previous: Option<Link>,
    /// Table after.
    pub next: Option<Link>,
    /// Whether its states are sample data.
    pub sample: bool,
}

/// The plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanView {
    /// Name.
    pub name: String,
    /// Address of the overview.
    pub url: String,
    /// Figures of all tasks.
    pub figures: FiguresView,
    /// Tasks by status, as a stacked bar.
    pub status_chart: ChartView,
    /// Progress by table, as bars.
    pub table_chart: ChartView,
    /// Log lines and milestones by month, as bars.
    pub activity_chart: ChartView,
    /// Measures with their tables.
    pub measures: Vec<MeasureView>,
    /// Tasks due next, soonest first, at most ten.
    pub due_next: Vec<TaskRow>,
    /// Overdue, at risk and stalled tasks.
    pub attention: Vec<TaskRow>,
    /// Newest log lines of all tasks, at most ten.
    pub recent: Vec<RecentLog>,
    /// Whether any state is sample data.
    pub sample: bool,
}

/// A measure with its tables.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureView {
    /// Name.
    pub name: String,
    /// Figures.
    pub figures: FiguresView,
    /// Tables: number, title, address, figures.
    pub tables: Vec<TableCard>,
}

/// A table in lists.
#[derive(Clone, Debug, Serialize)]
pub struct TableCard {
    /// Number.
    pub number: u32,
    /// The work.
    pub title: String,
    /// Address.
    pub url: String,
    /// Figures.
    pub figures: FiguresView,
}

/// A log line with its task.
#[derive(Clone, Debug, Serialize)]
pub struct RecentLog {
    /// Day.
    pub date: String,
    /// What.
    pub note: String,
    /// The task: `4-4 “名师名生”专栏…`.
    pub task: Link,
}

/// An account.
#[derive(Clone, Debug, Serialize)]
pub struct AccountRow {
    /// Name.
    pub name: String,
    /// Anchor on the registry page.
    pub anchor: String,
    /// Platform.
    pub platform: String,
    /// Handle; empty where none.
    pub handle: String,
    /// 校级, 院级, 组织级; empty where not given.
    pub level: String,
    /// Owner.
    pub unit: Link,
    /// Purpose.
    pub purpose: String,
    /// Audience.
    pub audience: String,
    /// Address; empty where none.
    pub url: String,
    /// QR picture.
    pub qr: Option<Picture>,
    /// Opened on.
    pub opened: String,
    /// Registered on.
    pub registered_on: String,
    /// Registration number.
    pub registered_number: String,
    /// Last yearly review.
    pub reviewed_on: String,
    /// Its result.
    pub review_result: String,
    /// Next review due.
    pub review_due: String,
    /// `in_order near overdue unknown not_needed`.
    pub review_name: String,
    /// In words: 年审正常, 12 天内到期, 超期 5 天.
    pub review_words: String,
    /// 运行, 停更, 注销, 迁移.
    pub status: String,
    /// `running paused closed moved`.
    pub status_name: String,
    /// Days between updates; 0 where not given.
    pub cadence: u32,
    /// Columns of the account.
    pub columns: Vec<String>,
    /// Followers; 0 where not given.
    pub followers: u64,
    /// Day of that figure.
    pub followers_on: String,
}

/// The registry.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixView {
    /// Platforms in the registration form's order, each with its accounts.
    pub platforms: Vec<PlatformGroup>,
    /// All accounts.
    pub total: u32,
    /// Running ones.
    pub running: u32,
    /// Registered ones.
    pub registered: u32,
    /// Reviews overdue.
    pub overdue: u32,
    /// Reviews due soon.
    pub near: u32,
    /// Units that own accounts.
    pub units: u32,
}

/// The accounts of one platform.
#[derive(Clone, Debug, Serialize)]
pub struct PlatformGroup {
    /// Platform.
    pub platform: String,
    /// Its accounts.
    pub accounts: Vec<AccountRow>,
}

/// The tree of columns.
#[derive(Clone, Debug, Serialize)]
pub struct SiteMap {
    /// Top columns.
    pub columns: Vec<SiteMapColumn>,
    /// Entries at the top of `content/`.
    pub pages: Vec<Link>,
}

/// A column of the site map.
#[derive(Clone, Debug, Serialize)]
pub struct SiteMapColumn {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Entries.
    pub entries: Vec<Link>,
    /// Columns in it.
    pub children: Vec<SiteMapColumn>,
}

/// A feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Absolute address of the page it belongs to.
    pub home: String,
    /// Absolute address of the Atom feed.
    pub atom: String,
    /// Absolute address of the JSON Feed.
    pub json: String,
    /// RFC 3339 of its newest entry.
    pub updated: String,
    /// Entries, newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedEntry {
    /// Stable identity: a `tag:` URI.
    pub id: String,
    /// Title.
    pub title: String,
    /// Absolute address.
    pub url: String,
    /// Summary.
    pub summary: String,
    /// *HTML* with absolute addresses.
    pub content: String,
    /// RFC 3339.
    pub published: String,
    /// RFC 3339.
    pub updated: String,
    /// As credited, else the unit, else the organisation.
    pub author: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Absolute address of the cover; empty where none.
    pub image: String,
}

/// A page's address, for the sitemap.
#[derive(Clone, Debug, Serialize)]
pub struct Address {
    /// Absolute address.
    pub url: String,
    /// Day of the last change; empty where not known.
    pub changed: String,
}

/// A former address.
#[derive(Clone, Debug, Serialize)]
pub struct Redirection {
    /// Present address, ready for `href`.
    pub to: String,
    /// Absolute present address.
    pub canonical: String,
}

/// An asset.
#[derive(Clone, Debug, Serialize)]
pub struct AssetView {
    /// Address.
    pub url: String,
    /// Bytes.
    pub bytes: u64,
    /// `PDF，1.2 MB`.
    pub words: String,
    /// Pixels; 0 where unknown.
    pub width: u32,
    /// Pixels; 0 where unknown.
    pub height: u32,
}
