//! The head of a task table: which column holds what.

use super::grid::{Grid, Row};
use super::words::folded;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// 表号.
    Table,
    /// 序号.
    No,
    /// 实施内容.
    Title,
    /// 责任单位.
    Lead,
    /// 配合单位.
    Support,
    /// 状态.
    Status,
    /// 开始.
    Start,
    /// 截止.
    Due,
    /// 周期.
    Recurs,
    /// 填报进度, else 进度.
    Progress,
    /// 目标设置.
    Target,
    /// 佐证设置.
    Evidence,
    /// 备注.
    Note,
}

/// Headings that are understood, in their folded form.
const HEADS: [(Holds, &[&str]); 13] = [
    (Holds::Table, &["表号", "表"]),
    (Holds::No, &["序号", "编号", "任务编号", "任务序号"]),
    (
        Holds::Title,
        &["实施内容", "任务内容", "工作任务", "重点任务", "工作内容", "主要任务", "具体任务", "任务", "内容"],
    ),
    (Holds::Lead, &["责任单位", "牵头单位", "主责单位", "责任部门", "牵头部门", "主办单位", "牵头"]),
    (Holds::Support, &["配合单位", "协同单位", "配合部门", "参与单位", "协办单位", "配合"]),
    (Holds::Status, &["状态"]),
    (Holds::Start, &["开始", "开始日期", "开始时间", "启动时间"]),
    (Holds::Due, &["截止", "截止日期", "完成时限", "完成时间", "到期"]),
    (Holds::Recurs, &["周期"]),
    (Holds::Progress, &["填报进度", "进度"]),
    (Holds::Target, &["目标设置"]),
    (Holds::Evidence, &["佐证设置"]),
    (Holds::Note, &["备注"]),
];

/// Headings of our own workbooks that say what is derived: nothing is lost where they are left out.
const DERIVED: [&str; 12] = [
    "推定",
    "说明",
    "进度",
    "进度来源",
    "目标",
    "已达到",
    "需达到",
    "佐证",
    "最近动态",
    "页面",
    "参与",
    "类别",
];

/// How far down a head is looked for: titles and dates stand above it.
const HEAD_ROWS_MAX: usize = 15;

/// The head of a task table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The position of its row in the grid.
    pub row: usize,
    /// Columns by what they hold.
    pub columns: Vec<(Holds, usize)>,
    /// Headings that are not understood.
    pub strangers: Vec<String>,
}

impl Head {
    /// The column that holds something.
    #[must_use]
    pub fn column(&self, holds: Holds) -> Option<usize> {
        self.columns.iter().find(|(h, _)| *h == holds).map(|(_, column)| *column)
    }

    /// Finds the head of a grid: the first row that names tasks and who answers for them.
    #[must_use]
    pub fn find(grid: &Grid) -> Option<Self> {
        grid.rows.iter().take(HEAD_ROWS_MAX).enumerate().find_map(|(n, row)| {
            let head = Self::read(n, row);
            (head.column(Holds::Title).is_some() && head.column(Holds::Lead).is_some()).then_some(head)
        })
    }

    fn read(position: usize, row: &Row) -> Self {
        let words: Vec<String> = row.cells.iter().map(|cell| folded(&cell.text)).collect();
        let mut columns = Vec::new();
        for (holds, names) in HEADS {
            // In the order of names, so that what was written goes before what was computed.
            let place = names.iter().find_map(|name| words.iter().position(|word| word == name));
            columns.extend(place.map(|column| (holds, column)));
        }
        let strangers = words
            .iter()
            .enumerate()
            .filter(|(n, word)| {
                !word.is_empty()
                    && !DERIVED.contains(&word.as_str())
                    && !columns.iter().any(|(_, column)| column == n)
                    && row.cell(*n).is_some_and(|cell| cell.origin == super::grid::Origin::Own)
            })
            .map(|(_, word)| word.clone())
            .collect();
        Self { row: position, columns, strangers }
    }

    /// Whether a row is this head again, as tables have it at the top of each page.
    #[must_use]
    pub fn is_repeated_by(&self, row: &Row) -> bool {
        let again = Self::read(self.row, row);
        again.columns == self.columns
    }
}

/// The column of a grid's first row that has one of these headings.
#[must_use]
pub fn column_of(grid: &Grid, name: &str) -> Option<usize> {
    grid.rows.first()?.cells.iter().position(|cell| folded(&cell.text) == name)
}
