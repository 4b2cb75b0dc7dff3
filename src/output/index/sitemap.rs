//! `sitemap.xml` (sitemaps.org, protocol 0.9): one file, or an index of parts beyond 50,000 addresses.

use std::fmt::Write as _;

use crate::base::diagnostic::finding::Finding;
use crate::base::limits::SITEMAP_URLS_MAX;
use crate::base::text::escape;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::answer_feed::Address;
use crate::output::query::ask::Ask;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Sitemaps.
pub const FAMILY: Family = Family { name: "sitemap", plan, write };

fn plan(ask: &Ask, draft: &mut Draft) {
    if ask.is_further() {
        return;
    }
    let parts = ask.addresses().len().div_ceil(SITEMAP_URLS_MAX);
    draft.add("/sitemap.xml", Subject::Site);
    if parts > 1 {
        for part in 0..u32::try_from(parts).unwrap_or(u32::MAX) {
            draft.add(&format!("/sitemap-{part}.xml"), Subject::Part(part));
        }
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let all = worker.ask.addresses();
    let text = match subject {
        Subject::Part(part) => {
            let part = all.chunks(SITEMAP_URLS_MAX).nth(*part as usize).unwrap_or_default();
            urls(part)
        }
        _ if all.len() > SITEMAP_URLS_MAX => {
            let parts = all.len().div_ceil(SITEMAP_URLS_MAX);
            index((0..parts).map(|n| worker.ask.absolute(&format!("/sitemap-{n}.xml"))))
        }
        _ => urls(all),
    };
    Ok(Made::Bytes(text.into_bytes()))
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

fn urls(addresses: &[Address]) -> String {
    let several = addresses.iter().any(|address| !address.translations.is_empty());
    let links = if several { " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"" } else { "" };
    let mut out = format!("{HEAD}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"{links}>\n");
    for address in addresses {
        let _ = write!(out, "<url><loc>{}</loc>", escape::html(&address.url));
        if !address.changed.is_empty() {
            let _ = write!(out, "<lastmod>{}</lastmod>", address.changed);
        }
        // Each page of a set lists the whole set, itself too (developers.google.com, "Localized versions").
        for (language, url) in &address.translations {
            let _ = write!(
                out,
                "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                escape::html(language),
                escape::html(url)
            );
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

fn index(parts: impl Iterator<Item = String>) -> String {
    let mut out = format!("{HEAD}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for part in parts {
        let _ = writeln!(out, "<sitemap><loc>{}</loc></sitemap>", escape::html(&part));
    }
    out.push_str("</sitemapindex>\n");
    out
}
