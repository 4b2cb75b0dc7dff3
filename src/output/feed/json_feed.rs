//! JSON Feed (version 1.1, jsonfeed.org) of the site and of each column.

use serde_json::{Map, Value, json};

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::answer_feed::FeedView;
use crate::output::query::ask::Ask;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// JSON Feeds.
pub const FAMILY: Family = Family { name: "json-feed", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    draft.add("/feed.json", Subject::Feed(None));
    for column in ask.columns().into_iter().filter(|c| c.feeds) {
        draft.add(&format!("{}feed.json", column.url), Subject::Feed(Some(column.id)));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Feed(column) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let Some(feed) = worker.ask.feed(*column) else { return Ok(Made::Bytes(Vec::new())) };
    Ok(Made::Bytes(document(&feed, worker.ask.language()).to_string().into_bytes()))
}

fn document(feed: &FeedView, language: &str) -> Value {
    let items: Vec<Value> = feed
        .entries
        .iter()
        .map(|entry| {
            let mut item = Map::new();
            let mut put = |key: &str, value: &str| {
                if !value.is_empty() {
                    item.insert(key.to_owned(), Value::from(value));
                }
            };
            put("id", &entry.id);
            put("url", &entry.url);
            put("title", &entry.title);
            put("summary", &entry.summary);
            put("image", &entry.image);
            put("date_published", &entry.published);
            put("date_modified", &entry.updated);
            item.insert("content_html".to_owned(), Value::from(entry.content.clone()));
            item.insert("authors".to_owned(), json!([{ "name": entry.author }]));
            if !entry.tags.is_empty() {
                item.insert("tags".to_owned(), json!(entry.tags));
            }
            Value::Object(item)
        })
        .collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.json,
        "language": language,
        "items": items,
    })
}
