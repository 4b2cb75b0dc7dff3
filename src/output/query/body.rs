//! Fills a body's holes.

use std::fmt::Write as _;

use super::context::Context;
use super::picture::{self, Moving};
use crate::base::text::escape;
use crate::input::markdown::body::{Body, Heading, Hole, Piece, Reference, Setting};
use crate::output::query::answer::{Picture, TocEntry};
use crate::site::id::EntryId;
use crate::site::reference::Resolved;

/// Fewest headings for which a table of contents is shown.
const TOC_HEADINGS_MIN: usize = 3;

/// The HTML of a body; `resolved` answers its references by number.
#[must_use]
pub fn html(context: &Context<'_>, body: &Body, resolved: &[Resolved]) -> String {
    filled(context, body, resolved, begin)
}

/// The same for readers of feeds, who know neither the theme's widths nor its style sheet: one picture of a middling
/// width.
#[must_use]
pub fn html_for_feeds(context: &Context<'_>, body: &Body, resolved: &[Resolved]) -> String {
    filled(context, body, resolved, begin_for_feeds)
}

/// Writes a picture's element up to what the text itself says of it, and gives what ends it.
type Begin = fn(&Context<'_>, &Resolved, Setting, usize, &mut String) -> String;

fn filled(context: &Context<'_>, body: &Body, resolved: &[Resolved], begin: Begin) -> String {
    let length: usize =
        body.pieces.iter().map(|p| if let Piece::Html(html) = p { html.len() } else { 48 }).sum();
    let mut out = String::with_capacity(length);
    let mut pictures = 0;
    let mut end = String::new();
    for piece in &body.pieces {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::Hole(hole) => {
                let target = resolved.get(hole.number()).unwrap_or(&Resolved::Broken);
                match hole {
                    Hole::Picture(_, setting) => {
                        end = begin(context, target, *setting, pictures, &mut out);
                        pictures += 1;
                    }
                    Hole::PictureEnd(..) => out.push_str(&end),
                    other => fill(context, *other, &body.references, target, &mut out),
                }
            }
        }
    }
    out
}

fn fill(context: &Context<'_>, hole: Hole, references: &[Reference], target: &Resolved, out: &mut String) {
    match hole {
        Hole::Address(_) => out.push_str(&escape::html(&context.href_of(target))),
        Hole::Source(_) => attribute(out, "src", &context.href_of(target)),
        // How a picture is written depends on who reads it.
        Hole::Picture(..) | Hole::PictureEnd(..) => {}
        Hole::Title(_) => {
            let written = references.get(hole.number()).map_or("", |r| r.target.as_str());
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

fn begin(
    context: &Context<'_>,
    target: &Resolved,
    setting: Setting,
    before: usize,
    out: &mut String,
) -> String {
    let shown = shown(context, target);
    let images = &context.site.config.images;
    let sizes = if setting.gallery { &images.gallery_sizes } else { &images.sizes };
    // The first one is likely in sight when the page opens; the others wait until they are near, and by then the
    // browser knows how wide they stand.
    let lazy = before > 0;
    let sizes = if lazy { format!("auto, {sizes}") } else { sizes.clone() };
    let moving = moving(context, target, setting);
    if let Some(moving) = &moving {
        out.push_str("<a class=\"moving\"");
        attribute(out, " href", &moving.original);
        attribute(out, " data-moving", &moving.shown);
        out.push('>');
    }
    if !shown.avif.is_empty() {
        out.push_str("<picture><source type=\"image/avif\"");
        attribute(out, " srcset", &shown.avif);
        attribute(out, " sizes", &sizes);
        out.push('>');
    }
    out.push_str("<img");
    attribute(out, " src", &shown.url);
    if !shown.srcset.is_empty() {
        attribute(out, " srcset", &shown.srcset);
        attribute(out, " sizes", &sizes);
    }
    size(out, &shown, setting);
    if !shown.colours.is_empty() {
        attribute(out, " style", &shown.colours);
    }
    out.push_str(if lazy { " loading=\"lazy\" decoding=\"async\"" } else { " decoding=\"async\"" });
    let mut end = if shown.avif.is_empty() { ">" } else { "></picture>" }.to_owned();
    if let Some(moving) = moving {
        end.push_str("<span class=\"moving-words\"><span class=\"moving-sign\" aria-hidden=\"true\"></span>");
        end.push_str(context.said().play());
        end.push_str(" <small>");
        end.push_str(&escape::html(&moving.words));
        end.push_str("</small></span></a>");
    }
    end
}

fn begin_for_feeds(
    context: &Context<'_>,
    target: &Resolved,
    setting: Setting,
    before: usize,
    out: &mut String,
) -> String {
    out.push_str("<img");
    let src = match target {
        Resolved::Asset(path) => picture::middling(context, path),
        target => context.href_of(target),
    };
    attribute(out, " src", &src);
    size(out, &shown(context, target), setting);
    out.push_str(if before > 0 { " loading=\"lazy\" decoding=\"async\"" } else { " decoding=\"async\"" });
    ">".to_owned()
}

/// What a page shows of a picture; of one elsewhere its address alone.
fn shown(context: &Context<'_>, target: &Resolved) -> Picture {
    match target {
        Resolved::Asset(path) => picture::picture(context, path, ""),
        target => Picture { url: context.href_of(target), ..Picture::default() },
    }
}

/// How a picture moves, where it may be something to press.
fn moving(context: &Context<'_>, target: &Resolved, setting: Setting) -> Option<Moving> {
    match target {
        Resolved::Asset(path) if !setting.linked => picture::moving(context, path),
        _ => None,
    }
}

fn size(out: &mut String, picture: &Picture, setting: Setting) {
    if !setting.sized && picture.width > 0 && picture.height > 0 {
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
    out.push_str("<aside class=\"card card-inline\"");
    attribute(out, " aria-label", &entry.document.front.title.value);
    out.push_str("><div class=\"card-text\"><p class=\"eyebrow\">");
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
