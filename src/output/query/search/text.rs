//! The texts of a page, and how much each says about what the page is about.

use serde_json::Value;

use super::page::PageId;
use super::plain::Plain;
use crate::input::markdown::body::{Body, Hole, Piece};
use crate::output::query::card;
use crate::output::query::context::Context;
use crate::site::column::Column;
use crate::site::entry::Entry;
use crate::site::reference::Resolved;
use crate::site::task::model::Task;
use crate::site::unit::Unit;

/// Longest value of a field, in bytes, that counts as a name.
const NAME_BYTES_MAX: usize = 120;

/// What a text is to its page. The numbers are bits of the format; the body's has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Running text.
    Body = 0,
    /// The title.
    Title = 1,
    /// A heading.
    Heading = 2,
    /// Tags, units, names, summary.
    Name = 4,
}

/// Gives every text of a page.
pub fn texts(context: &Context<'_>, id: PageId, see: &mut dyn FnMut(Part, &str)) {
    let site = context.site;
    match id {
        PageId::Entry(id) => site.entries.get(id).into_iter().for_each(|e| of_entry(context, e, see)),
        PageId::Column(id) => site.columns.get(id).into_iter().for_each(|c| of_column(context, c, see)),
        PageId::Task(id) => site.plan.task(id).into_iter().for_each(|t| of_task(t, see)),
        PageId::Unit(id) => site.units.get(id).into_iter().for_each(|u| of_unit(u, see)),
    }
}

fn of_entry(context: &Context<'_>, entry: &Entry, see: &mut dyn FnMut(Part, &str)) {
    let site = context.site;
    let front = &entry.document.front;
    see(Part::Title, &front.title.value);
    see(Part::Name, &entry.summary);
    front.author.iter().for_each(|author| see(Part::Name, &author.value));
    let unit = entry.unit.and_then(|id| site.units.get(id));
    if let Some(unit) = unit {
        see(Part::Name, &unit.name);
    }
    // The page says which column it stands in, but so do all its neighbours.
    let column = site.columns.get(entry.column);
    if let Some(column) = column {
        see(Part::Body, &column.document.front.title.value);
    }
    for term in entry.terms.iter().filter_map(|id| site.terms.get(*id)) {
        see(Part::Name, &term.name);
    }
    if !front.fields.is_empty() {
        values(&card::fields(context, entry).by_name(context), see);
    }
    of_body(context, &entry.document.body, &entry.resolved, see);
}

fn of_column(context: &Context<'_>, column: &Column, see: &mut dyn FnMut(Part, &str)) {
    let front = &column.document.front;
    see(Part::Title, &front.title.value);
    front.summary.iter().for_each(|summary| see(Part::Name, &summary.value));
    of_body(context, &column.document.body, &column.resolved, see);
}

fn of_task(task: &Task, see: &mut dyn FnMut(Part, &str)) {
    see(Part::Title, &task.title);
    see(Part::Title, &task.id.to_string());
    let names = [&task.work, &task.measure].into_iter();
    names.chain(task.lead.iter().chain(&task.support).map(|u| &u.written)).for_each(|n| see(Part::Name, n));
    let lines = task.milestones.iter().map(|m| &m.title).chain(task.log.iter().map(|l| &l.note));
    lines.chain([&task.note]).for_each(|line| see(Part::Body, line));
}

fn of_unit(unit: &Unit, see: &mut dyn FnMut(Part, &str)) {
    see(Part::Title, &unit.name);
    unit.aliases.iter().for_each(|alias| see(Part::Name, alias));
    see(Part::Name, &unit.summary);
}

fn of_body(context: &Context<'_>, body: &Body, resolved: &[Resolved], see: &mut dyn FnMut(Part, &str)) {
    body.headings.iter().for_each(|heading| see(Part::Heading, &heading.text));
    let mut plain = Plain::default();
    for piece in &body.pieces {
        match piece {
            Piece::Html(html) => plain.html(html),
            Piece::Hole(Hole::Title(n)) => {
                let target = resolved.get(*n as usize).unwrap_or(&Resolved::Broken);
                let written = body.references.get(*n as usize).map_or("", |r| r.target.as_str());
                plain.text(context.site.title_of(target).unwrap_or(written));
            }
            // Between them stand the picture's own attributes.
            Piece::Hole(Hole::Picture(..)) => plain.html("<img"),
            Piece::Hole(Hole::PictureEnd(..)) => plain.html(">"),
            Piece::Hole(_) => {}
        }
    }
    see(Part::Body, &plain.finish());
}

/// A kind's fields: short ones name what the page is about, Markdown is running text.
fn values(value: &Value, see: &mut dyn FnMut(Part, &str)) {
    match value {
        Value::String(text) if text.starts_with(['/', '#']) || text.contains("://") => {}
        Value::String(text) if text.contains('<') => {
            let mut plain = Plain::default();
            plain.html(text);
            see(Part::Body, &plain.finish());
        }
        Value::String(text) if text.len() <= NAME_BYTES_MAX => see(Part::Name, text),
        Value::String(text) => see(Part::Body, text),
        Value::Array(list) => list.iter().for_each(|value| values(value, see)),
        Value::Object(map) => map.values().for_each(|value| values(value, see)),
        Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}
