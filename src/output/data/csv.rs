//! Tasks as CSV for spreadsheets: UTF-8 with a byte-order mark, lines ended as RFC 4180 has it, no cell a formula.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::columns::of_report;
use crate::output::query::report::ReportView;

/// A report's tasks, one line each.
#[must_use]
pub fn csv(report: &ReportView) -> Vec<u8> {
    let columns = of_report(report.is_of_unit);
    // Without the mark, spreadsheets on Windows take the text for GBK.
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(&mut bytes);
    // Writing to memory does not fail, so results are passed over.
    let _ = writer.write_record(columns.iter().map(|column| column.heading));
    for task in report.tasks() {
        let _ = writer.write_record(columns.iter().map(|column| harmless(&(column.cell)(task).plain())));
    }
    let _ = writer.flush();
    drop(writer);
    bytes
}

/// A cell that no spreadsheet takes for a formula: those begin with these characters, full-width ones included,
/// and after white space too (OWASP, “CSV Injection”).
#[must_use]
pub fn harmless(cell: &str) -> String {
    let starts =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n');
    let dangerous = cell.starts_with(starts) || cell.trim_start().starts_with(starts);
    if dangerous { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, safe) in [
            ("=1+1", "'=1+1"),
            ("＝cmd|' /C calc'!A0", "'＝cmd|' /C calc'!A0"),
            (" =1", "' =1"),
            ("-3", "'-3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("名师名生", "名师名生"),
            ("63%", "63%"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), safe);
        }
    }
}
