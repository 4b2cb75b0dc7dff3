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
    /// What was referred to so far.
    pub references: Vec<Reference>,
}

impl Output {
    /// Writes HTML.
    pub fn html(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) {
        self.html.push_str(&escape::html(text));
    }

    /// Starts a new line where the last one is not empty.
    pub fn fresh_line(&mut self) {
        let at_start = self.html.is_empty() && self.pieces.is_empty() && self.aside.is_empty();
        if !at_start && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    /// Notes a reference and gives its number.
    pub fn refer(&mut self, target: &str, form: ReferenceForm, span: Span) -> u32 {
        let number = u32::try_from(self.references.len()).unwrap_or(u32::MAX);
        self.references.push(Reference { target: target.to_owned(), form, span });
        number
    }

    /// Leaves a hole.
    pub fn hole(&mut self, hole: Hole) {
        self.cut();
        self.pieces.push(Piece::Hole(hole));
    }

    /// Whether a picture's hole was left since `mark`, and nothing else that is seen: see [`Output::mark`].
    pub fn mark(&self) -> (usize, usize) {
        (self.pieces.len(), self.html.len())
    }

    /// From here on, what is written stands aside.
    pub fn begin_aside(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        let html = std::mem::take(&mut self.html);
        self.aside.push((pieces, html));
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
        Body { pieces: self.pieces, references: self.references, ..Body::default() }
    }

    fn cut(&mut self) {
        if !self.html.is_empty() {
            self.pieces.push(Piece::Html(std::mem::take(&mut self.html)));
        }
    }
}
