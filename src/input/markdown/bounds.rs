//! What a text may ask of the parser: depth and tables are bounded before it sees them, control characters left out.

use super::emphasis::{is_blank, is_delimiter_row};
use super::prepared::Edit;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::span::Span;
use crate::base::limits::{MARKDOWN_DEPTH_MAX, TABLE_CELLS_MAX};
use crate::base::text::scan;
use crate::input::source::path::SourcePath;

/// Blocks nested too deep.
pub static TOO_DEEP: Code = Code {
    name: "MD001",
    severity: Severity::Error,
    message: Words {
        zh: "引用、列表或强调嵌套超过 {max} 层",
        en: "quotes, lists or emphasis are nested deeper than {max}",
    },
    help: Words {
        zh: "减少行首的 > 或列表符号", en: "remove some of the marks at the start of the line"
    },
    example: ">>>>>>>>>>（超过一百个）",
};

/// A table that grows far beyond what is written.
pub static TABLE_TOO_LARGE: Code = Code {
    name: "MD002",
    severity: Severity::Error,
    message: Words {
        zh: "表格太大：{columns} 列，{rows} 行",
        en: "the table is too large: {columns} columns, {rows} rows",
    },
    help: Words { zh: "拆成几张表，或做成附件", en: "split it, or attach it as a file" },
    example: "（表头有一万列、正文有一万行的表格）",
};

/// Invisible control characters.
pub static CONTROL_CHARACTER: Code = Code {
    name: "MD008",
    severity: Severity::Warning,
    message: Words {
        zh: "正文里有看不见的控制字符（U+{code}，共 {count} 个），已略去",
        en: "there are control characters (U+{code}, {count} in all); they are left out",
    },
    help: Words {
        zh: "删去它：通常是从别的软件复制带来的", en: "remove it; it usually comes from copying"
    },
    example: "正\u{0008}文",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&TOO_DEEP, &TABLE_TOO_LARGE, &CONTROL_CHARACTER];

/// Why a text is not given to the parser at all.
#[must_use]
pub fn passed(text: &str, offset: u32, path: &SourcePath) -> Option<Finding> {
    let mut at = 0;
    let mut table: Option<(usize, usize)> = None;
    // No table has more cells than its text has bytes, save for those that short rows are padded with.
    let mut room = TABLE_CELLS_MAX.saturating_add(text.len());
    let may_hold_table = memchr::memchr(b'|', text.as_bytes()).is_some();
    for line in scan::lines(text) {
        let place = || Place::new(path.shared(), Span::new(at, at + line.trim_end().len()).shifted(offset));
        if block_marks(line) > MARKDOWN_DEPTH_MAX {
            return Some(Finding::new(&TOO_DEEP, place()).with("max", MARKDOWN_DEPTH_MAX));
        }
        table = match table {
            _ if !may_hold_table || is_blank(line) => None,
            None if line.contains('|') && is_delimiter_row(line) => {
                Some((line.bytes().filter(|b| *b == b'|').count() + 1, 0))
            }
            Some((columns, rows)) => Some((columns, rows + 1)),
            None => None,
        };
        if let Some((columns, rows)) = table {
            if columns > room || columns.saturating_mul(rows) > TABLE_CELLS_MAX {
                let finding = Finding::new(&TABLE_TOO_LARGE, place());
                return Some(finding.with("columns", columns).with("rows", rows));
            }
            room -= columns;
        }
        at += line.len();
    }
    None
}

/// Quote and list marks at the start of a line; a line of one mark alone is a rule.
fn block_marks(line: &str) -> usize {
    let start = line.trim_end().as_bytes();
    let len = start.iter().take_while(|b| b" \t>-+*0123456789.)".contains(b)).count();
    let marks = start.get(..len).unwrap_or_default();
    let quotes = marks.iter().filter(|b| **b == b'>').count();
    if start.iter().all(|b| b" \t>-*".contains(b)) && !(start.contains(&b'-') && start.contains(&b'*')) {
        return quotes;
    }
    let list = |pair: &&[u8]| matches!(pair, [b'-' | b'+' | b'*' | b'.' | b')', b' ' | b'\t']);
    quotes + marks.windows(2).filter(list).count()
}

/// Control characters taken out; the first is told.
#[must_use]
pub fn without_controls(text: &str, offset: u32, path: &SourcePath) -> (Vec<Edit>, Option<Finding>) {
    if !may_hold_controls(text) {
        return (Vec::new(), None);
    }
    let controls = text.char_indices().filter(|(_, c)| is_control(*c));
    let edits: Vec<Edit> = controls.map(|(at, c)| Edit::remove(at, c.len_utf8())).collect();
    // A carriage return is no mistake of the editor's: line ends are the decoder's business.
    let told = |edit: &&Edit| text.as_bytes().get(edit.at) != Some(&b'\r');
    let finding = edits.iter().find(told).and_then(|first| {
        let span = Span::new(first.at, first.at + first.cut).shifted(offset);
        let c = text.get(first.at..)?.chars().next()?;
        Some(
            Finding::new(&CONTROL_CHARACTER, Place::new(path.shared(), span))
                .with("code", format!("{:04X}", u32::from(c)))
                .with("count", edits.iter().filter(told).count()),
        )
    });
    (edits, finding)
}

/// Whether a text may hold a control character, told by bytes: those of C1 are C2 and a byte up to 9F.
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is done for many bytes at once")]
fn may_hold_controls(text: &str) -> bool {
    let control = |b: u8| ((b < 0x20) & (b != b'\n') & (b != b'\t')) | (b == 0x7F) | (b == 0xC2);
    text.bytes().fold(false, |found, b| found | control(b))
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_grows_without_bound_is_refused() {
        let rows = |head: usize, rows: usize| {
            format!("{}|\n{}|\n{}", "|a".repeat(head), "|-".repeat(head), "b\n".repeat(rows))
        };
        for (text, expected) in [
            (">".repeat(99), None),
            (">".repeat(50_000), Some("MD001")),
            ("> ".repeat(101) + "甲", Some("MD001")),
            ("- ".repeat(101) + "甲", Some("MD001")),
            ("1. ".repeat(101) + "甲", Some("MD001")),
            ("- ".repeat(1000), None),
            ("* ".repeat(1000), None),
            (rows(10, 1000), None),
            (rows(3000, 3000), Some("MD002")),
            (format!("{}\n", rows(2000, 90)).repeat(50), Some("MD002")),
            ("|甲|乙|\n|-|-|\n".to_owned() + &"|丙|丁|\n".repeat(5000), None),
        ] {
            let found = passed(&text, 0, &SourcePath::new("a.md")).map(|f| f.code.name);
            assert_eq!(found, expected, "{}", text.chars().take(20).collect::<String>());
        }
    }
}
