//! Gathers a body: HTML, holes, references.

use super::body::{Body, Hole, Piece, Reference, ReferenceForm};
use crate::base::diagnostic::span::Span;
use crate::base::text::escape;

/// A body being written. Footnotes are written aside and put at the end.
#[derive(Default)]
pub struct Output {
    pieces: Vec<Piece>,
    html: String,
    aside: Vec<(Vec<Piece>, String)>,
    references: Vec<Reference>,
    /// Addresses of the references as they were written, which only CommonMark's own form needs.
    written: Vec<String>,
}

impl Output {
    /// Writes HTML.
    pub fn html(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) {
        self.html.push_str(&escape::commonmark(text));
    }

    /// Writes an attribute where it has a value.
    pub fn attribute(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            self.text(value);
            self.html.push('"');
        }
    }

    /// Starts a new line where the last one is not empty.
    pub fn fresh_line(&mut self) {
        let at_start = self.html.is_empty() && self.pieces.is_empty();
        if !at_start && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    /// Notes a reference and gives its number. `written` is the address as Markdown gives it, `target` what it means.
    pub fn refer(&mut self, target: String, written: &str, form: ReferenceForm, span: Span) -> u32 {
        let number = u32::try_from(self.references.len()).unwrap_or(u32::MAX);
        self.references.push(Reference { target, form, span });
        self.written.push(written.to_owned());
        number
    }

    /// Leaves a hole.
    pub fn hole(&mut self, hole: Hole) {
        self.cut();
        self.pieces.push(Piece::Hole(hole));
    }

    /// From here on, what is written stands aside.
    pub fn begin_aside(&mut self) {
        self.aside.push((std::mem::take(&mut self.pieces), std::mem::take(&mut self.html)));
    }

    /// Gives what stands aside and goes on where it was.
    pub fn end_aside(&mut self) -> Vec<Piece> {
        self.cut();
        let written = std::mem::take(&mut self.pieces);
        if let Some((pieces, html)) = self.aside.pop() {
            self.pieces = pieces;
            self.html = html;
        }
        written
    }

    /// Writes what stood aside.
    pub fn pieces(&mut self, pieces: Vec<Piece>) {
        for piece in pieces {
            match piece {
                Piece::Html(html) => self.html.push_str(&html),
                Piece::Hole(hole) => self.hole(hole),
            }
        }
    }

    /// The body.
    #[must_use]
    pub fn finish(mut self) -> Body {
        self.cut();
        Body { pieces: self.pieces.into(), references: self.references, ..Body::default() }
    }

    /// The HTML with every hole filled by the address as it was written.
    #[must_use]
    pub fn filled(mut self, fill: impl Fn(Hole, &str) -> String) -> String {
        self.cut();
        let mut html = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Html(part) => html.push_str(part),
                Piece::Hole(hole) => {
                    let written = self.written.get(hole.number()).map_or("", String::as_str);
                    html.push_str(&fill(*hole, written));
                }
            }
        }
        html
    }

    fn cut(&mut self) {
        if !self.html.is_empty() {
            self.pieces.push(Piece::Html(std::mem::take(&mut self.html)));
        }
    }
}
