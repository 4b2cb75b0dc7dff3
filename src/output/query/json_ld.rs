//! schema.org descriptions of pages.

use serde_json::{Map, Value, json};

use super::answer::{Card, Link};
use super::context::Context;
use super::fields::text;
use crate::base::text::escape;
use crate::input::kind::field::FieldValue;
use crate::site::entry::Entry;
use crate::site::value;

/// What an entry's page is, with its trail, escaped for a `<script>`.
#[must_use]
pub fn article(
    context: &Context<'_>,
    entry: &Entry,
    card: &Card,
    schema_type: &str,
    trail: &[Link],
) -> String {
    let config = &context.site.config;
    let url = context.absolute(&entry.url);
    let mut thing = Map::new();
    thing.insert("@type".to_owned(), Value::from(schema_type));
    thing.insert("@id".to_owned(), Value::from(url.clone()));
    thing.insert("url".to_owned(), Value::from(url));
    let named = matches!(
        schema_type,
        "Person" | "Course" | "Event" | "Organization" | "Service" | "CreativeWork" | "LearningResource"
    );
    thing.insert(if named { "name" } else { "headline" }.to_owned(), Value::from(card.title.clone()));
    let mut put = |key: &str, value: String| {
        if !value.is_empty() {
            thing.insert(key.to_owned(), Value::from(value));
        }
    };
    put("description", card.summary.clone());
    put("inLanguage", config.language.clone());
    put(
        "image",
        entry.cover.as_ref().map_or_else(String::new, |p| context.absolute(&crate::site::url::of_asset(p))),
    );
    let of = |name: &str| value::field(&entry.document.front, name).map_or_else(String::new, text);
    match schema_type {
        "Person" => {
            put("alternateName", of("name"));
            put("knowsAbout", of("field"));
        }
        "Event" => {
            put("startDate", moment(context, entry, "starts"));
            put("endDate", moment(context, entry, "ends"));
            let venue = of("venue");
            if !venue.is_empty() {
                thing.insert("location".to_owned(), json!({ "@type": "Place", "name": venue }));
            }
        }
        _ => put("datePublished", entry.date.map_or_else(String::new, |m| m.rfc3339(&config.utc_offset))),
    }
    let publisher = json!({ "@type": "Organization", "name": publisher(context) });
    match schema_type {
        "Person" => {}
        "Event" => drop(thing.insert("organizer".to_owned(), publisher)),
        "Course" | "LearningResource" | "Service" => drop(thing.insert("provider".to_owned(), publisher)),
        _ => drop(thing.insert("publisher".to_owned(), publisher)),
    }
    script(vec![Value::Object(thing), breadcrumb(context, trail, &card.title, &card.url)])
}

fn publisher(context: &Context<'_>) -> String {
    let config = &context.site.config;
    if config.organisation.name.is_empty() { config.title.clone() } else { config.organisation.name.clone() }
}

fn moment(context: &Context<'_>, entry: &Entry, name: &str) -> String {
    match value::field(&entry.document.front, name) {
        Some(FieldValue::Datetime(moment)) => moment.rfc3339(&context.site.config.utc_offset),
        _ => String::new(),
    }
}

/// A trail with the page itself as its last step.
#[must_use]
pub fn breadcrumb(context: &Context<'_>, trail: &[Link], title: &str, url: &str) -> Value {
    let host = context.site.config.base_url.trim_end_matches(context.base_path);
    let steps: Vec<Value> = trail
        .iter()
        .map(|link| (link.title.as_str(), link.url.as_str()))
        .chain([(title, url)])
        .zip(1u32..)
        .map(|((title, url), n)| json!({ "@type": "ListItem", "position": n, "name": title, "item": format!("{host}{url}") }))
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": steps })
}

/// Several things as one script.
#[must_use]
pub fn script(things: Vec<Value>) -> String {
    let whole = json!({ "@context": "https://schema.org", "@graph": things });
    escape::json_in_script(&whole.to_string()).into_owned()
}
