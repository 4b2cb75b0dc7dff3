//! The tables of a Word document as grids.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::archive::{Refusal, open, part, unreadable};
use super::grid::{Grid, GridCell, Origin, Row};
use crate::base::limits::{IMPORT_COLUMNS_MAX, IMPORT_ROWS_MAX};

/// Reads every table of a document, those in cells of other tables as text of these.
///
/// # Errors
/// The refusal.
pub fn read(bytes: &[u8]) -> Result<Vec<Grid>, Refusal> {
    let mut archive = open(bytes)?;
    let xml = part(&mut archive, "word/document.xml")?
        .ok_or_else(|| Refusal::Unreadable("没有 word/document.xml".to_owned()))?;
    let xml = String::from_utf8(xml).map_err(unreadable)?;
    let mut reader = Reader::from_str(&xml);
    let mut walk = Walk::default();
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Start(start) => walk.start(&start)?,
            Event::Empty(start) => {
                walk.start(&start)?;
                walk.end(start.local_name().as_ref());
            }
            Event::End(end) => walk.end(end.local_name().as_ref()),
            Event::Text(text) if walk.is_text() => walk.text(&text),
            Event::GeneralRef(reference) if walk.is_text() => walk.reference(&reference),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(walk.grids)
}

/// Where the reader is, and what it has found.
#[derive(Default)]
struct Walk {
    grids: Vec<Grid>,
    /// Tables around this place.
    depth: usize,
    /// Elements around this place whose text is not the document's: what was deleted or moved away, second forms.
    silent: usize,
    /// Whether text of a run is being read.
    in_text: bool,
    /// The paragraph outside tables that is being read, and the last ones before.
    paragraph: String,
    before: Vec<String>,
    grid: Grid,
    row: Row,
    cell: Draft,
}

/// A cell being read.
#[derive(Default)]
struct Draft {
    text: String,
    span: usize,
    continues: bool,
    is_numbered: bool,
}

/// What an attribute says, by its local name.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

fn is_silent(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "instrText" | "delText")
}

impl Walk {
    fn is_text(&self) -> bool {
        self.in_text && self.silent == 0
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Refusal> {
        let name = start.local_name();
        let name = name.as_ref();
        if is_silent(name) {
            self.silent += 1;
        }
        match name {
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    let name = format!("第 {} 个表格", self.grids.len() + 1);
                    self.grid =
                        Grid { name, caption: std::mem::take(&mut self.before).join(" "), rows: Vec::new() };
                }
            }
            "tr" if self.depth == 1 => {
                if self.grid.rows.len() >= IMPORT_ROWS_MAX {
                    return Err(Refusal::TooLarge);
                }
                self.row = Row { number: self.grid.rows.len() + 1, cells: Vec::new() };
            }
            "gridBefore" if self.depth == 1 => {
                let count = attribute(start, "val").and_then(|v| v.parse().ok()).unwrap_or(0);
                self.push(GridCell::default(), count);
            }
            "tc" if self.depth == 1 => self.cell = Draft { span: 1, ..Draft::default() },
            "gridSpan" if self.depth == 1 => {
                self.cell.span = attribute(start, "val").and_then(|v| v.parse().ok()).unwrap_or(1).max(1);
            }
            "vMerge" if self.depth == 1 => {
                self.cell.continues = attribute(start, "val").is_none_or(|value| value == "continue");
            }
            "numPr" if self.depth == 1 => self.cell.is_numbered = true,
            "t" => self.in_text = true,
            "br" | "cr" | "tab" if self.silent == 0 => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        if is_silent(name) {
            self.silent = self.silent.saturating_sub(1);
        }
        match name {
            "t" => self.in_text = false,
            "p" if self.depth > 0 => self.cell.text.push('\n'),
            "p" => {
                let paragraph = std::mem::take(&mut self.paragraph);
                if !paragraph.trim().is_empty() {
                    self.before.push(paragraph.trim().to_owned());
                    // A caption is short and stands near.
                    let far = self.before.len().saturating_sub(2);
                    self.before.drain(..far);
                }
            }
            "tc" if self.depth == 1 => self.end_cell(),
            "tr" if self.depth == 1 => self.grid.rows.push(std::mem::take(&mut self.row)),
            "tbl" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.grids.push(std::mem::take(&mut self.grid));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.depth > 0 { self.cell.text.push_str(text) } else { self.paragraph.push_str(text) }
    }

    fn reference(&mut self, reference: &quick_xml::events::BytesRef<'_>) {
        let character = reference.resolve_char_ref().ok().flatten();
        let named = match reference.as_ref() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        };
        if let Some(c) = character.or(named) {
            self.text(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn end_cell(&mut self) {
        let draft = std::mem::take(&mut self.cell);
        let column = self.row.cells.len();
        let above = self.grid.rows.last().and_then(|row| row.cell(column));
        let first = if draft.continues {
            let text = above.map(|cell| cell.text.clone()).unwrap_or_default();
            GridCell { text, origin: Origin::Above, is_numbered: false }
        } else {
            let text = draft.text.trim().to_owned();
            GridCell { is_numbered: draft.is_numbered && text.is_empty(), text, origin: Origin::Own }
        };
        let beside = GridCell { text: first.text.clone(), origin: Origin::Left, is_numbered: false };
        self.push(first, 1);
        self.push(beside, draft.span.saturating_sub(1));
    }

    /// Some equal cells, as far as a table is looked at.
    fn push(&mut self, cell: GridCell, count: usize) {
        let room = IMPORT_COLUMNS_MAX.saturating_sub(self.row.cells.len());
        self.row.cells.extend(std::iter::repeat_n(cell, count.min(room)));
    }
}
