//! `robots.txt` (RFC 9309).

use crate::base::diagnostic::finding::Finding;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// `robots.txt`.
pub const FAMILY: Family = Family { name: "robots", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    if !ask.is_further() {
        draft.add("/robots.txt", Subject::Site);
    }
}

fn write(worker: &Worker, _: &Subject) -> Result<Made, Finding> {
    let sitemap = worker.ask.absolute("/sitemap.xml");
    Ok(Made::Bytes(format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n").into_bytes()))
}
