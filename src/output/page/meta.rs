//! What every page's head says of it.

use serde::Serialize;
use tera::Value;

use crate::output::query::answers::value;
use crate::output::query::question::Query;
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
    /// JSON-LD, escaped for a script.
    pub json_ld: String,
    /// The way to it, itself last.
    pub trail: Vec<Step>,
    /// Title of its top column.
    pub section: String,
    /// Address of its top column, as in `href`.
    pub section_url: String,
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
            ..Self::default()
        }
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
        self,
        worker: &Worker,
        own: [(&'static str, Value); N],
    ) -> Vec<(&'static str, Value)> {
        let json_ld = Value::safe_string(&self.json_ld);
        let meta = match value(&self).into_map() {
            Some(mut map) => {
                map.insert("json_ld".into(), json_ld);
                Value::from(map)
            }
            None => Value::none(),
        };
        let mut all = vec![("frame", worker.ask.value(Query::Frame)), ("meta", meta)];
        all.extend(own);
        all
    }
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
