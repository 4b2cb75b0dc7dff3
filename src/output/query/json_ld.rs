//! schema.org descriptions of pages.

use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};

use super::answer::Link;
use super::context::Context;
use super::fields::text;
use crate::base::text::escape;
use crate::input::kind::field::FieldValue;
use crate::site::entry::Entry;
use crate::site::value;

/// An object of JSON-LD in the order in which it is written. Every page has one, so it is no hashed map.
#[derive(Default)]
struct Thing<'a>(Vec<(&'static str, Part<'a>)>);

/// A value in it.
enum Part<'a> {
    Text(Cow<'a, str>),
    Number(u32),
    Thing(Thing<'a>),
    List(Vec<Thing<'a>>),
}

impl<'a> Thing<'a> {
    fn of(schema_type: &'a str) -> Self {
        Self(vec![("@type", Part::Text(schema_type.into()))])
    }

    fn with(mut self, key: &'static str, part: Part<'a>) -> Self {
        self.0.push((key, part));
        self
    }

    /// Texts that are empty are left out.
    fn put(&mut self, key: &'static str, text: impl Into<Cow<'a, str>>) {
        let text = text.into();
        if !text.is_empty() {
            self.0.push((key, Part::Text(text)));
        }
    }
}

impl Serialize for Thing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, part)| (key, part)))
    }
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u32(*number),
            Self::Thing(thing) => thing.serialize(serializer),
            Self::List(things) => serializer.collect_seq(things),
        }
    }
}

/// What an entry's page is, with its trail, escaped for a `<script>`.
#[must_use]
pub fn article(context: &Context<'_>, entry: &Entry, schema_type: &str, trail: &[Link]) -> String {
    let config = &context.site.config;
    let url = context.absolute(&entry.url);
    let title = entry.document.front.title.value.as_str();
    let mut thing = Thing::of(schema_type);
    thing.put("@id", url.clone());
    thing.put("url", url);
    let named = matches!(
        schema_type,
        "Person" | "Course" | "Event" | "Organization" | "Service" | "CreativeWork" | "LearningResource"
    );
    thing.0.push((if named { "name" } else { "headline" }, Part::Text(title.into())));
    thing.put("description", entry.summary.as_str());
    thing.put("inLanguage", config.language.as_str());
    let cover = |path| context.root_absolute(&crate::site::url::of_asset(path));
    thing.put("image", entry.cover.as_ref().map_or_else(String::new, cover));
    let said = |value: &FieldValue| text(value, None, &config.language);
    let of = |name: &str| value::field(&entry.document.front, name).map_or_else(String::new, said);
    match schema_type {
        "Person" => {
            thing.put("alternateName", of("name"));
            thing.put("knowsAbout", of("field"));
        }
        "Event" => {
            thing.put("startDate", moment(context, entry, "starts"));
            thing.put("endDate", moment(context, entry, "ends"));
            let venue = of("venue");
            if !venue.is_empty() {
                let place = Thing::of("Place").with("name", Part::Text(venue.into()));
                thing.0.push(("location", Part::Thing(place)));
            }
        }
        _ => {
            thing
                .put("datePublished", entry.date.map_or_else(String::new, |m| m.rfc3339(&config.utc_offset)));
        }
    }
    let role = match schema_type {
        "Person" => None,
        "Event" => Some("organizer"),
        "Course" | "LearningResource" | "Service" => Some("provider"),
        _ => Some("publisher"),
    };
    if let Some(role) = role {
        let publisher = Thing::of("Organization").with("name", Part::Text(context.publisher().into()));
        thing.0.push((role, Part::Thing(publisher)));
    }
    script(vec![thing, breadcrumb(context, trail, title, &context.href(&entry.url))])
}

fn moment(context: &Context<'_>, entry: &Entry, name: &str) -> String {
    match value::field(&entry.document.front, name) {
        Some(FieldValue::Datetime(moment)) => moment.rfc3339(&context.site.config.utc_offset),
        _ => String::new(),
    }
}

/// A page that is nothing more special, with the whole trail to it, escaped for a `<script>`. Addresses of the trail
/// begin at `host`.
#[must_use]
pub fn page<'a>(
    schema_type: &'a str,
    [name, url, description]: [&'a str; 3],
    host: &str,
    trail: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let text = |text: &'a str| Part::Text(text.into());
    let thing = Thing::of(schema_type).with("name", text(name)).with("url", text(url));
    script(vec![thing.with("description", text(description)), steps(host, trail)])
}

/// A trail with the page itself as its last step.
fn breadcrumb<'a>(context: &Context<'_>, trail: &'a [Link], title: &'a str, url: &'a str) -> Thing<'a> {
    let above = trail.iter().map(|link| (link.title.as_str(), link.url.as_str()));
    steps(context.origin(), above.chain([(title, url)]))
}

fn steps<'a>(host: &str, trail: impl Iterator<Item = (&'a str, &'a str)>) -> Thing<'a> {
    let steps = trail.zip(1u32..).map(|((title, url), n)| {
        Thing::of("ListItem")
            .with("position", Part::Number(n))
            .with("name", Part::Text(title.into()))
            .with("item", Part::Text(format!("{host}{url}").into()))
    });
    Thing::of("BreadcrumbList").with("itemListElement", Part::List(steps.collect()))
}

/// Several things as one script.
fn script(things: Vec<Thing<'_>>) -> String {
    let whole =
        Thing(vec![("@context", Part::Text("https://schema.org".into())), ("@graph", Part::List(things))]);
    let json = serde_json::to_string(&whole).unwrap_or_default();
    escape::json_in_script(&json).into_owned()
}
