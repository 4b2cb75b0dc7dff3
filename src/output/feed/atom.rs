//! Atom feeds (RFC 4287) of the site and of each column.

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

use crate::base::diagnostic::finding::Finding;
use crate::base::text::escape;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::answer_feed::{FeedEntry, FeedView};
use crate::output::query::ask::Ask;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Atom feeds.
pub const FAMILY: Family = Family { name: "atom", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    draft.add("/feed.xml", Subject::Feed(None));
    for column in ask.columns().into_iter().filter(|c| c.feeds) {
        draft.add(&format!("{}feed.xml", column.url), Subject::Feed(Some(column.id)));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Feed(column) = subject else { return Ok(Made::Bytes(Vec::new())) };
    let Some(feed) = worker.ask.feed(*column) else { return Ok(Made::Bytes(Vec::new())) };
    Ok(Made::Bytes(atom(&feed, worker.ask.language())))
}

/// A feed as XML. Writing to memory does not fail, so results are passed over.
fn atom(feed: &FeedView, language: &str) -> Vec<u8> {
    let mut xml = Xml(Writer::new(Vec::new()));
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let mut root = BytesStart::new("feed");
    root.push_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    root.push_attribute(("xml:lang", language));
    xml.event(Event::Start(root));
    xml.text("id", &feed.home);
    xml.text("title", &feed.title);
    if !feed.description.is_empty() {
        xml.text("subtitle", &feed.description);
    }
    xml.text("updated", &feed.updated);
    xml.link("self", &feed.atom, "application/atom+xml");
    xml.link("alternate", &feed.home, "text/html");
    for entry in &feed.entries {
        xml.entry(entry);
    }
    xml.event(Event::End(BytesEnd::new("feed")));
    xml.0.into_inner()
}

struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn event(&mut self, event: Event<'_>) {
        let _ = self.0.write_event(event);
    }

    fn text(&mut self, name: &str, text: &str) {
        self.typed(name, None, text);
    }

    fn typed(&mut self, name: &str, kind: Option<&str>, text: &str) {
        let mut start = BytesStart::new(name);
        if let Some(kind) = kind {
            start.push_attribute(("type", kind));
        }
        self.event(Event::Start(start));
        self.event(Event::Text(BytesText::from_escaped(escape::xml(text))));
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn link(&mut self, rel: &str, href: &str, kind: &str) {
        let mut link = BytesStart::new("link");
        link.push_attribute(("rel", rel));
        link.push_attribute(("type", kind));
        push(&mut link, "href", href);
        self.event(Event::Empty(link));
    }

    fn entry(&mut self, entry: &FeedEntry) {
        self.event(Event::Start(BytesStart::new("entry")));
        self.text("id", &entry.id);
        self.text("title", &entry.title);
        self.link("alternate", &entry.url, "text/html");
        self.text("published", &entry.published);
        self.text("updated", &entry.updated);
        self.event(Event::Start(BytesStart::new("author")));
        self.text("name", &entry.author);
        self.event(Event::End(BytesEnd::new("author")));
        for tag in &entry.tags {
            let mut category = BytesStart::new("category");
            push(&mut category, "term", tag);
            self.event(Event::Empty(category));
        }
        self.text("summary", &entry.summary);
        self.typed("content", Some("html"), &entry.content);
        self.event(Event::End(BytesEnd::new("entry")));
    }
}

/// An attribute escaped as [`escape::xml`] does, which also drops what XML cannot hold.
fn push(element: &mut BytesStart<'_>, name: &str, value: &str) {
    element.push_attribute(Attribute { key: QName(name), value: escape::xml(value) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_well_formed_whatever_its_titles_hold() {
        let entry = FeedEntry {
            id: "tag:x,2026-05-06:a&b".to_owned(),
            title: "甲\u{8}&<乙>".to_owned(),
            url: "https://x/a&b/".to_owned(),
            summary: String::new(),
            content: "<p>]]></p>".to_owned(),
            published: "2026-05-06T00:00:00+08:00".to_owned(),
            updated: "2026-05-06T00:00:00+08:00".to_owned(),
            author: "宣传部".to_owned(),
            tags: vec!["\"引号\"".to_owned()],
            image: String::new(),
        };
        let feed = FeedView {
            title: "站".to_owned(),
            description: "一句".to_owned(),
            home: "https://x/".to_owned(),
            atom: "https://x/feed.xml".to_owned(),
            json: "https://x/feed.json".to_owned(),
            updated: "2026-05-06T00:00:00+08:00".to_owned(),
            entries: vec![entry],
        };
        let bytes = atom(&feed, "zh-CN");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(text.contains("<title>甲&amp;&lt;乙&gt;</title>"), "{text}");
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().expect("well-formed") != Event::Eof {}
    }
}
