//! What a Markdown text becomes: HTML with holes where other files have a say, and what was seen on the way.
//!
//! All that depends on this file alone (emphasis, tables, code, math) is HTML already and so is cached with the
//! document; an address, a linked entry's title or a picture's size is a [`Hole`] that the output stage fills.

use serde::{Deserialize, Serialize};

use crate::base::apart::Later;
use crate::base::diagnostic::span::Span;
use crate::input::yaml::located::Located;

/// A Markdown text, read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The HTML, cut where something is to be filled in.
    pub pieces: Pieces,
    /// Every heading in order, for the table of contents and for anchors.
    pub headings: Later<Heading>,
    /// Every reference to something outside this text, in order; holes point at them by index.
    pub references: Vec<Reference>,
    /// Ids in this text that a link may point at besides the headings' (footnotes, named anchors).
    pub anchors: Vec<String>,
    /// The first paragraph as plain text: the summary where none is written.
    pub lead: String,
    /// Han characters and words of other scripts.
    pub words: u32,
    /// Whether its HTML may hold a number of a person or a card: most do not, and need not be searched.
    pub may_hold_number: bool,
    /// Long runs of digits, in order: what a check for personal numbers points at.
    pub numbers: Vec<Located<String>>,
    /// Whether there is highlighted code, math: what the page must load.
    pub has_code: bool,
    /// Whether there is math.
    pub has_math: bool,
}

/// The parts of a body. They are most of a document and few builds look at all of them.
pub type Pieces = Later<Piece>;

/// A part of a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Piece {
    /// Finished HTML.
    Html(String),
    /// Something to fill in.
    Hole(Hole),
}

/// What is filled in when the page is written. The number is an index into [`Body::references`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hole {
    /// The address, escaped for a double-quoted attribute (used as `href="…"`).
    Address(u32),
    /// `src="…"`, of a sound or a film.
    Source(u32),
    /// Begins a picture: its element up to the attributes that the text itself gives it.
    Picture(u32, Setting),
    /// Ends what [`Hole::Picture`] began.
    PictureEnd(u32, Setting),
    /// The target's title as text: a wikilink without words of its own.
    Title(u32),
    /// The linked entry's card as a block.
    Card(u32),
    /// An attachment's type and size as text: `PDF，1.2 MB`.
    Size(u32),
}

impl Hole {
    /// The number of its reference.
    #[must_use]
    pub fn number(self) -> usize {
        match self {
            Self::Address(n)
            | Self::Source(n)
            | Self::Picture(n, _)
            | Self::PictureEnd(n, _)
            | Self::Title(n)
            | Self::Card(n)
            | Self::Size(n) => n as usize,
        }
    }
}

/// Where a picture stands, which decides how wide it is shown and whether it may be something to press.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Side by side with others.
    pub gallery: bool,
    /// Inside a link, which can hold nothing else to press.
    pub linked: bool,
    /// With a width or height of its own in the text.
    pub sized: bool,
}

/// How a reference is written, which decides what it may point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReferenceForm {
    /// `[words](target)`: a file path with an optional `#anchor`, an `#anchor` alone, or an address.
    Link,
    /// `[[target]]`, `[[target|words]]`, `[[target#anchor]]`: an entry or column by path without `content/` and `.md`.
    Wiki,
    /// A picture.
    Image,
    /// Sound, film or a poster.
    Media,
    /// A file to download.
    Attachment,
    /// An entry shown as a card.
    Card,
}

/// A reference to something outside the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// As written, percent-decoding and entities already undone.
    pub target: String,
    /// How it is written.
    pub form: ReferenceForm,
    /// Where it stands in the file.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique in this text.
    pub id: String,
    /// Its text without marks.
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
}
