//! What `site.yaml` says, typed, every default filled in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::span::Aside;
use crate::base::time::period::Calendar;

/// The configuration of a site.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct Config {
    /// Name of the site.
    pub title: String,
    /// One sentence for search engines and feeds.
    pub description: String,
    /// Where it will be published, without a trailing `/`; may have a path.
    pub base_url: String,
    /// BCP 47 tag.
    pub language: String,
    /// What its speakers call the language.
    pub language_name: String,
    /// The languages that the site is published in besides its main one.
    pub languages: Vec<FurtherLanguage>,
    /// Folder of the content that is in this language: `content`, or `content.en` of a further one.
    pub tree: String,
    /// First part of the addresses in this language: empty for the main one, else `en`.
    pub path: String,
    /// Offset from UTC as `+08:00`, from the IANA name in `timezone`.
    pub utc_offset: String,
    /// IANA name of the time zone.
    pub timezone: String,
    /// Theme folder below `themes/`.
    pub theme: String,
    /// The organisation that publishes.
    pub organisation: Organisation,
    /// The main menu; empty: all top columns with `nav`.
    pub menu: Vec<MenuLink>,
    /// Links of the footer.
    pub footer_links: Vec<MenuLink>,
    /// Filing numbers.
    pub filing: Filing,
    /// What of the review record pages show.
    pub review: ReviewPolicy,
    /// Where the sources are kept.
    pub repository: Repository,
    /// Entries a list page holds where the column does not say.
    pub paginate: u32,
    /// Entries in a feed.
    pub feed_entries: u32,
    /// Taxonomies beyond tags, units and years: front-matter field → label.
    pub taxonomies: Vec<Taxonomy>,
    /// When a task counts as at risk or stalled.
    pub progress: ProgressPolicy,
    /// How pictures are published.
    pub images: ImageSettings,
    /// How entries without a cover that can be shared are shown where a link to them is.
    pub share_card: ShareCardSettings,
    /// How text files are packed for servers that send packed files as they lie.
    pub packing: Vec<Packing>,
    /// The search.
    pub search: SearchPolicy,
    /// Reading without a network.
    pub offline: OfflinePolicy,
    /// Severities by code: `{ COL001: error }`, `off` leaves it out.
    pub checks: BTreeMap<String, CheckLevel>,
    /// Addresses of pages that were given up on purpose: `/old/`.
    pub retired: Vec<String>,
    /// Free values for the theme.
    pub extra: BTreeMap<String, String>,
}

/// Who publishes: an office, never a person.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct Organisation {
    /// Name of the school.
    pub name: String,
    /// The office that keeps the site (主办).
    pub organiser: String,
    /// Address of the school's main site.
    pub url: String,
    /// Contact of the office: a mail address or a page.
    pub contact: String,
    /// Path of a logo below the root of the site.
    pub logo: String,
}

/// A link in a menu.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct MenuLink {
    /// Words.
    pub title: String,
    /// A column path (`mingshi`), a site path (`/about/`) or an address.
    pub to: String,
    /// Where `to` is written.
    pub at: Aside,
    /// Links below it.
    pub children: Vec<MenuLink>,
}

/// A language that the site is published in besides its main one.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct FurtherLanguage {
    /// BCP 47 tag.
    pub code: String,
    /// What its speakers call it.
    pub name: String,
    /// Whether its pages are made from those of the main language by converting the script, and not from a tree of
    /// their own.
    pub converted: bool,
    /// Name of the site; empty: as in the main language.
    pub title: String,
    /// One sentence; empty: as in the main language.
    pub description: String,
    /// What of the organisation is called otherwise; empty texts are as in the main language.
    pub organisation: Organisation,
    /// The main menu; empty: all top columns with `nav`.
    pub menu: Vec<MenuLink>,
    /// Links of the footer.
    pub footer_links: Vec<MenuLink>,
    /// Free values for the theme, over those of the main language.
    pub extra: BTreeMap<String, String>,
    /// Where it is written.
    pub at: Aside,
}

impl FurtherLanguage {
    /// First part of its addresses.
    #[must_use]
    pub fn path(&self) -> String {
        self.code.to_ascii_lowercase()
    }

    /// The folder of its content.
    #[must_use]
    pub fn tree(&self) -> String {
        format!("content.{}", self.code)
    }
}

/// Filing numbers shown in the footer.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct Filing {
    /// ICP number; linked to the filing site.
    pub icp: String,
    /// Public-security number.
    pub police: String,
    /// Site identification code.
    pub site_code: String,
}

/// What of the three-step review the pages show.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct ReviewPolicy {
    /// Columns (top folder names) whose entries must carry a review record.
    pub required_in: Vec<String>,
    /// Whether pages show the roles.
    pub show: bool,
}

/// Where the sources are kept, for whoever wants to mend a page.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct Repository {
    /// Address at which a file is edited; `{path}` stands for the file's path. Empty: pages name the contact.
    pub edit_url: String,
    /// Who says when an entry without `updated` was last changed.
    pub dates: Dates,
}

/// Who says when an entry was last changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    /// Its file alone.
    #[default]
    Written,
    /// Its file, else the last commit that changed it.
    Git,
}

/// A further taxonomy.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct Taxonomy {
    /// Front-matter field whose values are the terms.
    pub field: String,
    /// Label on pages.
    pub label: String,
    /// First part of its addresses.
    pub slug: String,
}

/// Thresholds of derived task states; every one may be changed in `site.yaml`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct ProgressPolicy {
    /// Days without a log or evidence after which a running task is stalled.
    pub stalled_days: u32,
    /// A task is at risk where the share of time gone exceeds its progress by this many points.
    pub risk_points: u32,
    /// A due date this many days ahead is near (临期).
    pub near_days: u32,
    /// How many days back a change is recent.
    pub recent_days: u32,
    /// When the school year and its second term begin.
    pub calendar: Calendar,
    /// Weight of a table in the plan's progress; 1 where none is given.
    pub weights: BTreeMap<u32, u32>,
}

/// How pictures are published.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct ImageSettings {
    /// Widths in pixels that a picture is offered in, from the narrowest; empty: pictures are published as they are.
    pub widths: Vec<u32>,
    /// Quality of WebP, 1 to 100.
    pub quality: u8,
    /// Whether pictures are offered as AVIF too.
    pub avif: bool,
    /// Quality of AVIF, 1 to 100.
    pub avif_quality: u8,
    /// `sizes` of pictures in running text: how wide the theme shows them.
    pub sizes: String,
    /// `sizes` of pictures that stand side by side.
    pub gallery_sizes: String,
    /// Whether a picture's colours stand in its place until it is loaded.
    pub placeholders: bool,
}

impl Default for ImageSettings {
    fn default() -> Self {
        Self {
            widths: vec![480, 800, 1200, 1600],
            quality: 80,
            avif: false,
            avif_quality: 75,
            gallery_sizes: "(min-width: 46rem) 21rem, (min-width: 26rem) 50vw, 100vw".to_owned(),
            sizes: "(min-width: 46rem) 42rem, 100vw".to_owned(),
            placeholders: true,
        }
    }
}

/// How share cards are drawn.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct ShareCardSettings {
    /// A font file below `content/`; empty: there are no cards.
    pub font: String,
    /// Where it is written.
    pub at: Aside,
}

/// A way to pack text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Packing {
    /// gzip: `.gz`.
    Gzip,
    /// Brotli: `.br`.
    Brotli,
}

/// What readers can search.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct SearchPolicy {
    /// Whether there is a search.
    pub enabled: bool,
    /// Whether titles and names are found by their pinyin too.
    pub pinyin: bool,
    /// Folders of columns that are not searched, and all below them.
    pub exclude: Vec<String>,
}

/// What readers' browsers keep for reading without a network.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct OfflinePolicy {
    /// Whether they keep anything.
    pub enabled: bool,
    /// How many of the pages that were read last they keep.
    pub pages: u32,
}

/// What a check does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckLevel {
    /// Not run.
    Off,
    /// A note.
    Note,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

impl Config {
    /// Whether these are the pages of a language that is made from the main one by converting the script.
    #[must_use]
    pub fn is_converted(&self) -> bool {
        self.languages.iter().any(|language| language.converted && language.path() == self.path)
    }

    /// The configuration of the site's pages in a further language: what it says for itself, and the rest as it is.
    /// Such pages are like a site of their own one folder down.
    #[must_use]
    pub fn in_language(&self, further: &FurtherLanguage) -> Self {
        let own = |text: &str, main: &str| if text.is_empty() { main.to_owned() } else { text.to_owned() };
        let (mine, main) = (&further.organisation, &self.organisation);
        let converted = further.converted;
        Self {
            title: own(&further.title, &self.title),
            description: own(&further.description, &self.description),
            base_url: format!("{}/{}", self.base_url, further.path()),
            language: further.code.clone(),
            language_name: further.name.clone(),
            tree: if converted { self.tree.clone() } else { further.tree() },
            path: further.path(),
            organisation: Organisation {
                name: own(&mine.name, &main.name),
                organiser: own(&mine.organiser, &main.organiser),
                url: own(&mine.url, &main.url),
                contact: own(&mine.contact, &main.contact),
                logo: own(&mine.logo, &main.logo),
            },
            menu: if converted { self.menu.clone() } else { further.menu.clone() },
            footer_links: if converted { self.footer_links.clone() } else { further.footer_links.clone() },
            extra: self.extra.iter().chain(&further.extra).map(|(k, v)| (k.clone(), v.clone())).collect(),
            retired: Vec::new(),
            ..self.clone()
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "潮音".to_owned(),
            description: String::new(),
            base_url: "http://localhost:4000".to_owned(),
            language: "zh-CN".to_owned(),
            language_name: "简体中文".to_owned(),
            languages: Vec::new(),
            tree: "content".to_owned(),
            path: String::new(),
            utc_offset: "+08:00".to_owned(),
            timezone: "Asia/Shanghai".to_owned(),
            theme: "portal".to_owned(),
            organisation: Organisation::default(),
            menu: Vec::new(),
            footer_links: Vec::new(),
            filing: Filing::default(),
            repository: Repository::default(),
            review: ReviewPolicy { required_in: Vec::new(), show: true },
            paginate: 20,
            feed_entries: 30,
            taxonomies: Vec::new(),
            progress: ProgressPolicy {
                stalled_days: 90,
                risk_points: 25,
                near_days: 30,
                recent_days: 30,
                calendar: Calendar::default(),
                weights: BTreeMap::new(),
            },
            images: ImageSettings::default(),
            share_card: ShareCardSettings::default(),
            packing: Vec::new(),
            search: SearchPolicy { enabled: true, pinyin: true, exclude: Vec::new() },
            offline: OfflinePolicy { enabled: false, pages: 30 },
            checks: BTreeMap::new(),
            retired: Vec::new(),
            extra: BTreeMap::new(),
        }
    }
}
