//! The home page.

use super::meta::{Meta, text};
use crate::base::diagnostic::finding::Finding;
use crate::base::text::escape;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::question::Query;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// The home page.
pub const FAMILY: Family = Family { name: "home", plan, write };

fn plan(_: &Ask, draft: &mut Draft) {
    draft.add("/", Subject::Site);
}

fn write(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let page = worker.ask.value(Query::Home);
    let frame = |key| worker.ask.frame_text(key);
    let description =
        Some(text(&page, "summary")).filter(|s| !s.is_empty()).unwrap_or_else(|| frame("description"));
    let mut meta = Meta::new(worker, "/", &frame("title"), &description);
    let site = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": meta.title,
        "url": meta.canonical,
        "inLanguage": frame("language"),
    });
    meta.json_ld = escape::json_in_script(&site.to_string()).into_owned();
    let context = meta.variables(worker, [("page", page)]);
    worker.render("home.html", context, "首页", "content/_index.md").map(Made::Bytes)
}
