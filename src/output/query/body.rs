//! Fills a body's holes.

use std::fmt::Write as _;

use super::context::Context;
use super::picture;
use crate::base::text::escape;
use crate::input::markdown::body::{Body, Heading, Hole, Piece, Reference};
use crate::output::query::answer::{Picture, TocEntry};
use crate::site::id::EntryId;
use crate::site::reference::Resolved;

/// Fewest headings for which a table of contents is shown.
const TOC_HEADINGS_MIN: usize = 3;

/// The HTML of a body; `resolved` answers its references by number.
#[must_use]
pub fn html(context: &Context<'_>, body: &Body, resolved: &[Resolved]) -> String {
    filled(context, body, resolved, source)
}

/// The same for readers of feeds, who know neither the theme's widths nor its style sheet: one picture of a middling
/// width.
#[must_use]
pub fn html_for_feeds(context: &Context<'_>, body: &Body, resolved: &[Resolved]) -> String {
    filled(context, body, resolved, one_source)
}

/// Writes a picture's attributes.
type Source = fn(&Context<'_>, &Resolved, &mut String);

fn filled(context: &Context<'_>, body: &Body, resolved: &[Resolved], source: Source) -> String {
    let length: usize =
        body.pieces.iter().map(|p| if let Piece::Html(html) = p { html.len() } else { 48 }).sum();
    let mut out = String::with_capacity(length);
    let mut pictures = 0;
    for piece in &body.pieces {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::Hole(Hole::Picture(n)) => {
                let target = resolved.get(*n as usize).unwrap_or(&Resolved::Broken);
                source(context, target, &mut out);
                // The first one is likely in sight when the page opens; the others wait until they are near.
                out.push_str(if pictures == 0 { "" } else { " loading=\"lazy\"" });
                out.push_str(" decoding=\"async\"");
                pictures += 1;
            }
            Piece::Hole(hole @ Hole::Source(_)) => {
                source(context, resolved.get(hole.number()).unwrap_or(&Resolved::Broken), &mut out);
            }
            Piece::Hole(hole) => fill(context, *hole, &body.references, resolved, &mut out),
        }
    }
    out
}

fn fill(
    context: &Context<'_>,
    hole: Hole,
    references: &[Reference],
    resolved: &[Resolved],
    out: &mut String,
) {
    let n = hole.number();
    let target = resolved.get(n).unwrap_or(&Resolved::Broken);
    match hole {
        Hole::Address(_) => out.push_str(&escape::html(&context.href_of(target))),
        // How a picture is written depends on who reads it.
        Hole::Source(_) | Hole::Picture(_) => {}
        Hole::Title(_) => {
            let written = references.get(n).map_or("", |r| r.target.as_str());
            out.push_str(&escape::html(context.site.title_of(target).unwrap_or(written)));
        }
        Hole::Card(_) => {
            if let Resolved::Entry(id, _) = target {
                card(context, *id, out);
            }
        }
        Hole::Size(_) => {
            if let Resolved::Asset(path) = target {
                out.push_str(&escape::html(&picture::asset(context, path).words));
            }
        }
    }
}

fn source(context: &Context<'_>, target: &Resolved, out: &mut String) {
    let Resolved::Asset(path) = target else { return attribute(out, "src", &context.href_of(target)) };
    let picture = picture::picture(context, path, "");
    attribute(out, "src", &picture.url);
    if !picture.srcset.is_empty() {
        attribute(out, " srcset", &picture.srcset);
        attribute(out, " sizes", &context.site.config.images.sizes);
    }
    size(out, &picture);
    if !picture.colours.is_empty() {
        attribute(out, " style", &picture.colours);
    }
}

fn one_source(context: &Context<'_>, target: &Resolved, out: &mut String) {
    let Resolved::Asset(path) = target else { return attribute(out, "src", &context.href_of(target)) };
    attribute(out, "src", &picture::middling(context, path));
    size(out, &picture::picture(context, path, ""));
}

fn size(out: &mut String, picture: &Picture) {
    if picture.width > 0 && picture.height > 0 {
        let _ = write!(out, " width=\"{}\" height=\"{}\"", picture.width, picture.height);
    }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, "{name}=\"{}\"", escape::html(value));
}

/// A small card in running text. It is made here, not by a template, since a body is one value for feeds and pages.
fn card(context: &Context<'_>, id: EntryId, out: &mut String) {
    let Some(entry) = context.site.entries.get(id) else { return };
    let column = context.site.columns.get(entry.column).map_or("", |c| c.document.front.title.value.as_str());
    out.push_str("<aside class=\"card card-inline\"><div class=\"card-text\"><p class=\"eyebrow\">");
    out.push_str(&escape::html(column));
    out.push_str("</p><p class=\"card-title\"><a href=\"");
    out.push_str(&escape::html(&context.href(&entry.url)));
    out.push_str("\">");
    out.push_str(&escape::html(&entry.document.front.title.value));
    out.push_str("</a></p>");
    if !entry.summary.is_empty() {
        out.push_str("<p>");
        out.push_str(&escape::html(&entry.summary));
        out.push_str("</p>");
    }
    out.push_str("</div></aside>");
}

/// Headings of level 2 and 3 as a tree; empty where there are too few.
#[must_use]
pub fn toc(headings: &[Heading], wanted: Option<bool>) -> Vec<TocEntry> {
    let shown: Vec<&Heading> = headings.iter().filter(|h| matches!(h.level, 2 | 3)).collect();
    if wanted == Some(false) || (wanted.is_none() && shown.len() < TOC_HEADINGS_MIN) {
        return Vec::new();
    }
    let mut toc: Vec<TocEntry> = Vec::new();
    for heading in shown {
        let entry = TocEntry {
            level: heading.level,
            id: heading.id.clone(),
            text: heading.text.clone(),
            children: Vec::new(),
        };
        match toc.last_mut().filter(|above| heading.level == 3 && above.level == 2) {
            Some(above) => above.children.push(entry),
            None => toc.push(entry),
        }
    }
    toc
}
