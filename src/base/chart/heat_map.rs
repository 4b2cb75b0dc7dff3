//! How much of something each month saw, for several rows.

use super::drawing::{Anchor, Area, Drawing, FONT, WIDTH, drawn_width, fitting};
use super::number::{amount, coordinate, count, figure, share};
use super::table::{Chart, ChartTable, Heading};

/// Months that are drawn; the table has all. More would make cells too small to see on a phone.
const MONTHS_DRAWN_MAX: usize = 24;
/// Room for the label above a row.
const LABEL: f64 = 20.0;
/// Height of a cell.
const CELL: f64 = 24.0;
/// From one row to the next.
const ROW: f64 = LABEL + CELL + 8.0;
/// Between two cells.
const GAP: f64 = 2.0;
/// Shades of cells with something in them.
const LEVELS: u8 = 4;

/// Amounts by row and month.
#[derive(Clone, Debug, Default)]
pub struct HeatMap {
    /// What it is called.
    pub heading: Heading,
    /// Head of the table's first column: `栏目`.
    pub row_head: String,
    /// Names of the months, oldest first: `2026-11`.
    pub months: Vec<String>,
    /// The rows, from the top.
    pub rows: Vec<HeatRow>,
}

/// One row of amounts.
#[derive(Clone, Debug, Default)]
pub struct HeatRow {
    /// Its name.
    pub label: String,
    /// An amount for each month; `None` where there can be none, such as before a column's first day.
    pub values: Vec<Option<f64>>,
}

/// Draws a row of cells under each label, darker where there was more, with the amounts in them where they fit.
/// Shades (`is-level-0` to `is-level-4`) are shares of the largest amount of all rows.
#[must_use]
pub fn heat_map(map: &HeatMap) -> Chart {
    let hidden = map.months.len().saturating_sub(MONTHS_DRAWN_MAX);
    let months = map.months.get(hidden..).unwrap_or_default();
    let largest = map
        .rows
        .iter()
        .flat_map(|row| (hidden..map.months.len()).filter_map(|n| value(row, n)))
        .fold(0.0, f64::max);
    let grid = Grid { hidden, months, cell: WIDTH / count(months.len().max(1)), largest };
    let mut drawing = Drawing::default();
    let mut y = 0.0;
    for row in &map.rows {
        drawing.text((0.0, y + FONT), Anchor::Start, "chart-label", &fitting(&row.label, WIDTH));
        grid.cells(&mut drawing, row, y + LABEL);
        y += ROW;
    }
    if let [first, .., last] = months {
        drawing.text((0.0, y + FONT), Anchor::Start, "chart-tick", &fitting(first, WIDTH / 2.0));
        drawing.text((WIDTH, y + FONT), Anchor::End, "chart-tick", &fitting(last, WIDTH / 2.0));
    } else if let [only] = months {
        drawing.text((0.0, y + FONT), Anchor::Start, "chart-tick", &fitting(only, WIDTH));
    }
    drawing.finish(&map.heading, "chart-heat-map", (WIDTH, y + LABEL), table(map))
}

/// The months that are drawn, and how.
struct Grid<'m> {
    hidden: usize,
    months: &'m [String],
    cell: f64,
    largest: f64,
}

impl Grid<'_> {
    fn cells(&self, drawing: &mut Drawing, row: &HeatRow, y: f64) {
        for (n, month) in self.months.iter().enumerate() {
            let x = self.cell * count(n);
            let area = Area { x, y, width: self.cell - GAP, height: CELL };
            let Some(value) = value(row, self.hidden + n) else {
                let outline =
                    r#" fill="none" stroke="currentColor" stroke-opacity="0.2" stroke-dasharray="2 2""#;
                drawing.rectangle(area, "chart-cell is-none", outline, "");
                continue;
            };
            let level = level(value, self.largest);
            // The darkest shade still lets the amount on it be read.
            let shade = format!(r#" fill-opacity="{}""#, coordinate(0.06 + 0.08 * f64::from(level)));
            let tip = format!("{} {month} {}", row.label, figure(value));
            drawing.rectangle(area, &format!("chart-cell is-level-{level}"), &shade, &tip);
            let text = figure(value);
            if value > 0.0 && drawn_width(&text) < area.width {
                let middle = (x + area.width / 2.0, y + CELL / 2.0 + FONT * 0.35);
                drawing.text(middle, Anchor::Middle, &format!("chart-value is-level-{level}"), &text);
            }
        }
    }
}

/// 0 for nothing, then by quarters of the largest.
fn level(value: f64, largest: f64) -> u8 {
    if value <= 0.0 {
        return 0;
    }
    let part = share(value, largest);
    (1..LEVELS).find(|level| part <= f64::from(*level) / f64::from(LEVELS)).unwrap_or(LEVELS)
}

fn value(row: &HeatRow, n: usize) -> Option<f64> {
    row.values.get(n).copied().flatten().filter(|value| value.is_finite()).map(amount)
}

fn table(map: &HeatMap) -> ChartTable {
    let head = std::iter::once(map.row_head.clone()).chain(map.months.iter().cloned()).collect();
    let row = |row: &HeatRow| {
        let cells = (0..map.months.len()).map(|n| value(row, n).map_or_else(|| "—".to_owned(), figure));
        std::iter::once(row.label.clone()).chain(cells).collect()
    };
    ChartTable { caption: map.heading.title.clone(), head, rows: map.rows.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::check;
    use super::*;

    fn of(months: usize, rows: Vec<HeatRow>) -> Chart {
        let chart = heat_map(&HeatMap {
            heading: Heading {
                id: "fresh".into(),
                title: "各栏目每月发布".into(),
                description: String::new(),
            },
            row_head: "栏目".into(),
            months: (0..months).map(|n| format!("{}-{:02}", 2026 + n / 12, n % 12 + 1)).collect(),
            rows,
        });
        check::sound(&chart);
        chart
    }

    #[test]
    fn months_are_shaded_by_amount() {
        let row =
            HeatRow { label: "名师名生".into(), values: vec![None, Some(0.0), Some(1.0), Some(8.0)] };
        insta::assert_snapshot!(check::readable(&of(4, vec![row])), @r##"
        <svg class="chart chart-heat-map" viewBox="0 0 360 72" role="img" aria-labelledby="fresh-title fresh-desc" fill="currentColor" font-size="14">
        <title id="fresh-title">各栏目每月发布</title>
        <desc id="fresh-desc">名师名生：2026-01 —，2026-02 0，2026-03 1，2026-04 8</desc>
        <text class="chart-label" x="0" y="14">名师名生</text>
        <rect class="chart-cell is-none" x="0" y="20" width="88" height="24" fill="none" stroke="currentColor" stroke-opacity="0.2" stroke-dasharray="2 2"/>
        <rect class="chart-cell is-level-0" x="90" y="20" width="88" height="24" fill-opacity="0.06">
        <title>名师名生 2026-02 0</title>
        </rect>
        <rect class="chart-cell is-level-1" x="180" y="20" width="88" height="24" fill-opacity="0.14">
        <title>名师名生 2026-03 1</title>
        </rect>
        <text class="chart-value is-level-1" x="224" y="36.9" text-anchor="middle">1</text>
        <rect class="chart-cell is-level-4" x="270" y="20" width="88" height="24" fill-opacity="0.38">
        <title>名师名生 2026-04 8</title>
        </rect>
        <text class="chart-value is-level-4" x="314" y="36.9" text-anchor="middle">8</text>
        <text class="chart-tick" x="0" y="66">2026-01</text>
        <text class="chart-tick" x="360" y="66" text-anchor="end">2026-04</text>
        </svg>

        各栏目每月发布
        栏目 | 2026-01 | 2026-02 | 2026-03 | 2026-04
        名师名生 | — | 0 | 1 | 8
        "##);
    }

    #[test]
    fn shades_are_quarters_of_the_largest() {
        for (value, expected) in
            [(0.0, 0), (0.1, 1), (25.0, 1), (25.1, 2), (50.0, 2), (75.0, 3), (76.0, 4), (100.0, 4)]
        {
            assert_eq!(level(value, 100.0), expected, "{value}");
        }
        assert_eq!(level(0.0, 0.0), 0);
    }

    #[test]
    fn a_long_time_is_drawn_by_its_end_and_told_whole() {
        let chart = of(1000, vec![HeatRow { label: "甲".into(), values: vec![Some(1.0); 1000] }]);
        assert_eq!(chart.svg.matches("chart-cell").count(), MONTHS_DRAWN_MAX);
        assert_eq!(chart.table.rows[0].len(), 1001);
    }

    #[test]
    fn any_amounts_are_drawn() {
        of(0, Vec::new());
        of(0, vec![HeatRow::default()]);
        of(12, Vec::new());
        of(1, vec![HeatRow { label: "<&>\"'".into(), values: vec![Some(f64::NAN)] }]);
        of(
            3,
            vec![HeatRow {
                label: "长".repeat(500),
                values: vec![Some(f64::INFINITY), Some(-1.0), Some(1e300), None],
            }],
        );
        of(12, vec![HeatRow::default(); 1000]);
    }
}
