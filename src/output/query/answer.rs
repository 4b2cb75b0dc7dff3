//! The typed answers: what a page may show. These structs are the theme's contract; their fields are the names that
//! templates use, so a change here is a change of `docs/theme`.
//!
//! Dates are text (`2026-05-06`); addresses are site paths joined with the base path, ready for `href`; text is
//! plain and is escaped by the template, except the fields marked *HTML*, which are made by us and are safe.

use serde::Serialize;
use tera::Value;

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
    /// Whether there is a page of units.
    pub units: bool,
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
    /// The year of the build.
    pub year: i16,
    /// Whether pages show the roles of the review.
    pub show_review: bool,
    /// Whether the site has a search.
    pub search: bool,
    /// Address of the service worker; empty where the site wants none.
    pub worker: String,
    /// Version of the program.
    pub generator: String,
    /// Address at which a file is edited, with `{path}` for the file; empty where none.
    pub edit_url: String,
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
    /// Tag of the language that it leads to, where that is another; empty else.
    pub language: String,
    /// Links below it.
    pub children: Vec<MenuView>,
}

/// A page in one of the site's languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Translation {
    /// Tag of the language: `en`.
    pub language: String,
    /// What its speakers call it.
    pub name: String,
    /// Address of the page in it, or of its home page.
    pub url: String,
    /// The same as a whole address.
    pub absolute: String,
    /// Whether there is such a page; else the address is that of the home page.
    pub is_translated: bool,
    /// Whether it is the main language.
    pub is_main: bool,
    /// Whether it is the page's own language.
    pub is_here: bool,
}

/// A link with words: trails, units, tags.
#[derive(Clone, Debug, Hash, Serialize)]
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

/// A task in lists.
#[derive(Clone, Debug, Serialize)]
pub struct TaskRow {
    /// `4-4`.
    pub id: String,
    /// Number of its table.
    pub table: u32,
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
    /// 每年, 每学年, 每学期, 每月, 定期; empty where it does not recur.
    pub recurs: String,
    /// Short names of its lead units, parted by spaces, for filters.
    pub lead_keys: String,
    /// *SVG*: how its progress moved by month.
    pub spark: String,
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
    /// The same as AVIF, for a `<source>`; empty where there is none.
    pub avif: String,
    /// Its colours as custom properties for `style`, which stand in its place until it is loaded; empty where none.
    pub colours: String,
}

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct CardPage {
    /// Shared [`Card`]s.
    pub cards: Value,
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
    /// Its portrait in all widths; `null` where it has none.
    pub portrait: Option<Picture>,
    /// The kind's label.
    pub kind_label: String,
    /// schema.org type.
    pub schema_type: String,
    /// *JSON* for `<script type="application/ld+json">`, escaped for that place.
    pub json_ld: String,
    /// Absolute canonical address.
    pub canonical: String,
    /// Absolute address of the cover, where chat programs show pictures of its format; empty else.
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
    /// Its [`Card`] with all of its tags, shared with the lists that show it.
    pub card: Value,
}

/// The place of a lesson in its course.
#[derive(Clone, Debug, Serialize)]
pub struct InSeries {
    /// From 1.
    pub index: u32,
    /// All.
    pub total: u32,
    /// Number of the first of `lessons`.
    pub first: u32,
    /// Lessons in order: all of them, or, in a course of more than 60, those around this one.
    pub lessons: Vec<Link>,
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
    /// Entries that link here.
    pub backlinks: Vec<Link>,
    /// Shared [`Card`]s of entries that are like it.
    pub related: Value,
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
    /// A [`CardPage`] of its entries.
    pub list: Value,
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
