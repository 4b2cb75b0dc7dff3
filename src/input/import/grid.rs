//! A table as it stands on paper: rows of cells, merged ones filled in.

/// A table of a document or a sheet of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// How it is called in messages: 第 2 个表格, 工作表“表4”.
    pub name: String,
    /// The words before it: `表4 推动……`; of a sheet its name.
    pub caption: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number in the table, from 1.
    pub number: usize,
    /// Its cells, one for each column of the grid that it reaches.
    pub cells: Vec<GridCell>,
}

/// Where a cell's text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// In the cell itself.
    #[default]
    Own,
    /// In the cell above, with which it is merged.
    Above,
    /// In the cell to the left, with which it is merged.
    Left,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridCell {
    /// Its text, that of the cell it is merged with included.
    pub text: String,
    /// Where the text stands.
    pub origin: Origin,
    /// Whether the program numbers it by itself, so that the number is no text.
    pub is_numbered: bool,
}

impl Row {
    /// A cell; none where the row is shorter.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&GridCell> {
        self.cells.get(column)
    }

    /// The trimmed text of a cell.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.cell(column).map_or("", |cell| cell.text.trim())
    }

    /// Whether nothing stands in it by itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells
            .iter()
            .all(|cell| cell.origin != Origin::Own || (cell.text.trim().is_empty() && !cell.is_numbered))
    }
}
