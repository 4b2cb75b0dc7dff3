//! The sheets of a workbook as grids.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader as _, Xlsx};

use super::archive::{Refusal, open, unreadable};
use super::grid::{Grid, GridCell, Origin, Row};
use crate::base::limits::{IMPORT_COLUMNS_MAX, IMPORT_ROWS_MAX};
use crate::base::time::date::Date;

/// Reads every sheet of a workbook.
///
/// # Errors
/// The refusal.
pub fn read(bytes: &[u8]) -> Result<Vec<Grid>, Refusal> {
    // The library unpacks without bounds, so that the archive is gone through first.
    drop(open(bytes)?);
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        let rows = sheet(&mut book, &name)?;
        grids.push(Grid { caption: name.clone(), name: format!("工作表“{name}”"), rows });
    }
    Ok(grids)
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Row>, Refusal> {
    let epoch = if book.has_1904_epoch() { Date::new(1904, 1, 1) } else { Date::new(1899, 12, 30) };
    let mut rows: Vec<Row> = Vec::new();
    {
        // A chart is a sheet without cells.
        let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(rows) };
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            let (row, column) = cell.get_position();
            let (row, column) = (row as usize, column as usize);
            let text = text(cell.get_value(), epoch);
            if text.is_empty() || column >= IMPORT_COLUMNS_MAX {
                continue;
            }
            if row >= IMPORT_ROWS_MAX {
                return Err(Refusal::TooLarge);
            }
            put(&mut rows, row, column, GridCell { text, ..GridCell::default() });
        }
    }
    for merged in book.merge_cells_by_sheet_name(name).unwrap_or_default() {
        fill(&mut rows, &merged);
    }
    Ok(rows)
}

/// Puts a cell in its place; rows and cells before it are made where they are missing.
fn put(rows: &mut Vec<Row>, row: usize, column: usize, cell: GridCell) {
    while rows.len() <= row {
        rows.push(Row { number: rows.len() + 1, cells: Vec::new() });
    }
    let Some(row) = rows.get_mut(row) else { return };
    if row.cells.len() <= column {
        row.cells.resize_with(column + 1, GridCell::default);
    }
    if let Some(slot) = row.cells.get_mut(column) {
        *slot = cell;
    }
}

/// Gives the text of a merged cell to all that it covers.
fn fill(rows: &mut Vec<Row>, merged: &Dimensions) {
    let (top, left) = (merged.start.0 as usize, merged.start.1 as usize);
    let bottom = (merged.end.0 as usize).min(rows.len().saturating_sub(1));
    let right = (merged.end.1 as usize).min(IMPORT_COLUMNS_MAX - 1);
    if top > bottom || left > right {
        return;
    }
    let text = rows.get(top).map(|row| row.text(left).to_owned()).unwrap_or_default();
    for row in top..=bottom {
        for column in left..=right {
            let origin = match (row == top, column == left) {
                (true, true) => continue,
                (_, true) => Origin::Above,
                (_, false) => Origin::Left,
            };
            put(rows, row, column, GridCell { text: text.clone(), origin, is_numbered: false });
        }
    }
}

fn text(value: &DataRef<'_>, epoch: Option<Date>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(moment) => day(moment.as_f64(), epoch),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A serial day as a date; a number that is none stays a number.
fn day(serial: f64, epoch: Option<Date>) -> String {
    // The last day of the year 9999.
    let in_range = (1.0..2_958_466.0).contains(&serial);
    #[expect(clippy::cast_possible_truncation, reason = "the day is wanted without its time")]
    let days = serial.trunc() as i64;
    match epoch.filter(|_| in_range) {
        Some(epoch) => epoch.plus_days(days).to_string(),
        None => serial.to_string(),
    }
}
