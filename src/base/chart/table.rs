//! A chart and the table that says the same.

/// An SVG with its data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// The picture.
    pub svg: String,
    /// What it shows.
    pub caption: String,
    /// Head of the table.
    pub head: Vec<String>,
    /// Rows of the table.
    pub rows: Vec<Vec<String>>,
}
