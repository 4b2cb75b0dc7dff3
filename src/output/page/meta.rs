//! What every page's head says of it.

use serde::{Serialize, Serializer};
use tera::Value;

use crate::base::text::escape;
use crate::output::query::answers::value;
use crate::output::query::json_ld;
use crate::output::query::question::{Query, Spot};
use crate::output::theme::engine::Worker;

/// A page's head.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Meta {
    /// Title; the site's name is added by the theme.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Whole address.
    pub canonical: String,
    /// Open Graph type: `website`, `article`, `profile`.
    pub kind: String,
    /// Whole address of a picture; empty where none.
    pub image: String,
    /// Address of its share card, as in `href`; empty where it has none.
    pub share_card: String,
    /// Address as in `href`.
    pub path: String,
    /// The same: pages ask for either.
    pub url: String,
    /// RFC 3339; empty where not known.
    pub published: String,
    /// RFC 3339; empty where not known.
    pub updated: String,
    /// Whether search engines pass it over.
    pub noindex: bool,
    /// schema.org type of a page that has no description of its own; empty: `CollectionPage`.
    pub schema: String,
    /// JSON-LD, escaped for a script; where empty, one is made of the trail.
    #[serde(serialize_with = "as_markup")]
    pub json_ld: String,
    /// The way to it, itself last.
    pub trail: Vec<Step>,
    /// Title of its top column.
    pub section: String,
    /// Address of its top column, as in `href`.
    pub section_url: String,
    /// Address of the menu's link to its section; empty where the menu has none, so that pages share the menu.
    pub menu_section: String,
    /// Its address where the menu leads to it, else empty.
    pub menu_page: String,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Language of its text.
    pub lang: String,
    /// Whether it shows code.
    pub has_code: bool,
    /// Whether it shows formulas.
    pub has_math: bool,
    /// Its file.
    pub source_path: String,
    /// Where its file is edited; empty where the site says nothing of it.
    pub edit_url: String,
    /// Subject of a mail that tells of a mistake in it, percent-encoded.
    pub tell_subject: String,
    /// What it is, to find it in the site's other languages; a page that the program makes where nothing is said.
    #[serde(skip)]
    pub spot: Option<Spot>,
    /// Which page of a list it is, from 1; 0 where it is none. Other languages know only the first.
    pub number: u32,
    /// The same page in the site's languages, where it speaks several.
    #[serde(serialize_with = "as_list")]
    pub translations: Option<Value>,
}

/// A step of a trail.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Words.
    pub title: String,
    /// Address.
    pub url: String,
}

impl Meta {
    /// The head of a page at a site path.
    #[must_use]
    pub fn new(worker: &Worker, url: &str, title: &str, description: &str) -> Self {
        let path = worker.ask.href(url);
        Self {
            title: title.to_owned(),
            description: description.to_owned(),
            canonical: worker.ask.absolute(url),
            kind: "website".to_owned(),
            section_url: path.clone(),
            url: path.clone(),
            path,
            spot: Some(Spot::Made(url.to_owned())),
            ..Self::default()
        }
    }

    /// A page that is known in other languages by what it is about; `number` is its place in a list, from 1.
    #[must_use]
    pub fn of(mut self, spot: Spot, number: u32) -> Self {
        self.spot = Some(spot);
        self.number = number;
        self
    }

    /// With a trail of one step above the page.
    #[must_use]
    pub fn below(mut self, steps: Vec<Step>) -> Self {
        if let Some(first) = steps.first() {
            self.section_url.clone_from(&first.url);
            self.section.clone_from(&first.title);
        }
        self.trail = steps;
        self.trail.push(Step { title: self.title.clone(), url: self.path.clone() });
        self
    }

    /// The variables of a page: frame, head, and its own.
    #[must_use]
    pub fn variables<const N: usize>(
        mut self,
        worker: &Worker,
        own: [(&'static str, Value); N],
    ) -> Vec<(&'static str, Value)> {
        let frame = worker.ask.frame();
        if worker.ask.menu_leads_to(&self.section_url) {
            self.menu_section.clone_from(&self.section_url);
        }
        if worker.ask.menu_leads_to(&self.path) {
            self.menu_page.clone_from(&self.path);
        }
        if !self.source_path.is_empty() {
            let file = escape::url_path(&self.source_path);
            self.edit_url = worker.ask.frame_text("edit_url").replace("{path}", &file);
            self.tell_subject = escape::url_path(&format!("{}：{}", worker.ask.word("wrong"), self.title));
        }
        if self.json_ld.is_empty() && !self.trail.is_empty() && !self.noindex {
            self.json_ld =
                self.breadcrumb(&worker.ask.frame_text("base_url"), &worker.ask.frame_text("base_path"));
        }
        let spot = self.spot.take().filter(|_| worker.ask.speaks_several());
        self.translations = spot.map(|spot| worker.ask.value(Query::Translations(spot)));
        let mut all = vec![("frame", frame), ("meta", value(&self))];
        all.extend(own);
        all
    }
}

impl Meta {
    /// The trail as schema.org describes one, for pages that are nothing more special.
    fn breadcrumb(&self, base_url: &str, base_path: &str) -> String {
        let host = base_url.strip_suffix(base_path).unwrap_or(base_url);
        let schema = if self.schema.is_empty() { "CollectionPage" } else { &self.schema };
        let trail = self.trail.iter().map(|step| (step.title.as_str(), step.url.as_str()));
        json_ld::page(schema, [&self.title, &self.canonical, &self.description], host, trail)
    }
}

/// A text that templates write as it is.
fn as_markup<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    Value::safe_string(text).serialize(serializer)
}

/// A list, empty where there is none.
#[expect(clippy::ref_option, reason = "serde hands a field over so")]
fn as_list<S: Serializer>(list: &Option<Value>, serializer: S) -> Result<S::Ok, S::Error> {
    match list {
        Some(list) => list.serialize(serializer),
        None => serializer.collect_seq(std::iter::empty::<()>()),
    }
}

/// The title of a page of a list, with its number from the second on.
#[must_use]
pub fn numbered(worker: &Worker, title: &str, number: u32) -> String {
    if number <= 1 {
        return title.to_owned();
    }
    worker.ask.word("page.numbered").replace("{title}", title).replace("{n}", &number.to_string())
}

/// A text in a value of an answer: `text(&page, "head.title")`.
#[must_use]
pub fn text(of: &Value, path: &str) -> String {
    of.get_from_path(path).and_then(Value::as_str).map(str::to_owned).unwrap_or_default()
}

/// The links of a value as steps.
#[must_use]
pub fn steps(of: &Value, path: &str) -> Vec<Step> {
    let list = of.get_from_path(path).and_then(Value::as_array).unwrap_or_default();
    list.iter().map(|link| Step { title: text(link, "title"), url: text(link, "url") }).collect()
}

/// Whether a value says yes.
#[must_use]
pub fn yes(of: &Value, path: &str) -> bool {
    of.get_from_path(path).and_then(Value::as_bool).unwrap_or(false)
}
