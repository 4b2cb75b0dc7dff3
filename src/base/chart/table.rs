//! What every chart takes and gives beside its numbers: a heading, and a table for those who do not see it.

/// A picture and the table that says the same.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Chart {
    /// One `<svg>` element, complete and escaped.
    pub svg: String,
    /// The same figures to read.
    pub table: ChartTable,
}

/// Figures as a table, as plain text: whoever writes it escapes it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ChartTable {
    /// Its caption.
    pub caption: String,
    /// Heads of its columns.
    pub head: Vec<String>,
    /// Its rows, the first cell naming the row.
    pub rows: Vec<Vec<String>>,
}

/// What a chart is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Heading {
    /// Begin of the ids in the SVG, unique on its page; other characters than letters, digits, `-` and `_` become
    /// `-`.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// What it says, in a sentence; where empty, the first rows of the table stand in.
    pub description: String,
}

/// Rows of the table that stand in for a missing description.
const ROWS_DESCRIBED_MAX: usize = 12;
/// Cells of such a row.
const CELLS_DESCRIBED_MAX: usize = 12;

impl ChartTable {
    /// A row in words: `表四：已完成 3，进行中 8`; of two columns the head says nothing new.
    fn told(&self, row: &[String]) -> String {
        let [name, cells @ ..] = row else { return String::new() };
        if let [only] = cells {
            return format!("{name} {only}");
        }
        let heads = self.head.iter().skip(1);
        let pairs = heads.zip(cells).take(CELLS_DESCRIBED_MAX);
        let mut told: Vec<String> = pairs.map(|(head, cell)| format!("{head} {cell}")).collect();
        if cells.len() > CELLS_DESCRIBED_MAX {
            told.push("…".to_owned());
        }
        format!("{name}：{}", told.join("，"))
    }
}

impl Heading {
    /// The id with only what may stand in one.
    pub(super) fn safe_id(&self) -> String {
        let id: String = self
            .id
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
            .collect();
        if id.is_empty() { "chart".to_owned() } else { id }
    }

    /// The description, or one from the table.
    pub(super) fn described(&self, table: &ChartTable) -> String {
        if !self.description.is_empty() {
            return self.description.clone();
        }
        let mut rows: Vec<String> =
            table.rows.iter().take(ROWS_DESCRIBED_MAX).map(|row| table.told(row)).collect();
        if table.rows.len() > ROWS_DESCRIBED_MAX {
            rows.push("…".to_owned());
        }
        rows.join("；")
    }
}
