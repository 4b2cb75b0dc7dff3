//! A finding as people read it: heading, place, source line with a caret, and help.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::code::{Language, Severity};
use super::finding::{Finding, Place};
use super::span::{Position, Span};

/// Longest part of a source line that is shown, in columns.
const LINE_COLUMNS_MAX: usize = 100;

/// Writes one finding; `text` gives a file's decoded text. With `colour`, ANSI styles are added.
#[must_use]
pub fn human(
    finding: &Finding,
    language: Language,
    colour: bool,
    text: &dyn Fn(&str) -> Option<String>,
) -> String {
    let paint = Paint(colour);
    let (word, style) = match (finding.severity, language) {
        (Severity::Error, Language::Chinese) => ("错误", "1;31"),
        (Severity::Error, Language::English) => ("error", "1;31"),
        (Severity::Warning, Language::Chinese) => ("警告", "1;33"),
        (Severity::Warning, Language::English) => ("warning", "1;33"),
        (Severity::Note, Language::Chinese) => ("提示", "1;36"),
        (Severity::Note, Language::English) => ("note", "1;36"),
    };
    let mut out = String::new();
    let heading = paint.with(style, &format!("{word}[{}]", finding.code.name));
    let _ = writeln!(out, "{heading}: {}", finding.message(language));
    place(&mut out, &paint, style, &finding.place, text);
    if let Some(related) = &finding.related {
        place(&mut out, &paint, "1;36", related, text);
    }
    let help = finding.help(language);
    if !help.is_empty() {
        let label = match language {
            Language::Chinese => "改法",
            Language::English => "help",
        };
        let _ = writeln!(out, "  = {}: {help}", paint.with("1", label));
    }
    out
}

fn place(out: &mut String, paint: &Paint, style: &str, place: &Place, text: &dyn Fn(&str) -> Option<String>) {
    let shown = place.span.and_then(|span| text(&place.file).map(|t| (span, t)));
    let Some((span, text)) = shown else {
        let _ = writeln!(out, "  {} {}", paint.with("34", "┌─"), place.file);
        return;
    };
    let at = Position::of(&text, span.start);
    let gutter = at.line.to_string().len().max(2);
    let _ =
        writeln!(out, "{:gutter$}{} {}:{}:{}", "", paint.with("34", "┌─"), place.file, at.line, at.column);
    let (line, pad, carets) = excerpt(&text, span);
    let _ = writeln!(
        out,
        "{}{} {line}",
        paint.with("34", &format!("{:>gutter$}", at.line)),
        paint.with("34", "│")
    );
    let _ = writeln!(
        out,
        "{:gutter$}{} {:pad$}{}",
        "",
        paint.with("34", "│"),
        "",
        paint.with(style, &"^".repeat(carets))
    );
}

/// The line a span starts in, cut to fit, with the caret's offset and width in columns.
fn excerpt(text: &str, span: Span) -> (String, usize, usize) {
    let start = floor(text, span.start as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |n| start + n);
    let end = floor(text, (span.end as usize).clamp(start, line_end));
    let clean = |s: &str| -> String {
        s.chars().map(|c| if c == '\t' || c.is_control() { ' ' } else { c }).collect()
    };
    let (before, marked, after) =
        (clean(&text[line_start..start]), clean(&text[start..end]), clean(&text[end..line_end]));
    let keep_before = last_columns(&before, LINE_COLUMNS_MAX / 2);
    let cut = keep_before.len() < before.len();
    let mut line = if cut { format!("…{keep_before}") } else { before.clone() };
    let pad = line.width();
    let room = LINE_COLUMNS_MAX.saturating_sub(pad);
    let shown = first_columns(&marked, room);
    line.push_str(shown);
    let rest = first_columns(&after, room.saturating_sub(shown.width()));
    line.push_str(rest);
    if shown.len() + rest.len() < marked.len() + after.len() {
        line.push('…');
    }
    (line, pad, shown.width().max(1))
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn first_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

fn last_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices().rev() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return &text[at + c.len_utf8()..];
        }
    }
    text
}

struct Paint(bool);

impl Paint {
    fn with(&self, style: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
