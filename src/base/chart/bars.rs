//! Horizontal bars: shares of a whole by status, and amounts side by side.

use super::drawing::{Anchor, Area, Drawing, FONT, WIDTH, drawn_width, fitting};
use super::number::{amount, coordinate, count, figure, share};
use super::table::{Chart, ChartTable, Heading};

/// Room for the label above a bar.
const LABEL: f64 = 20.0;
/// Height of a bar.
const BAR: f64 = 14.0;
/// From one row to the next.
const ROW: f64 = LABEL + BAR + 12.0;
/// Height of a line of the legend.
const LEGEND: f64 = 22.0;
/// Side of a square in the legend.
const SQUARE: f64 = 12.0;
/// Between two shares, so that they can be told apart without colour.
const GAP: f64 = 1.5;
/// Narrowest share that is drawn where there is any: one task among hundreds shall be seen.
const SHARE_MIN: f64 = 2.0;

/// Rows of bars, each one whole parted among the same series.
#[derive(Clone, Debug, Default)]
pub struct StackedBars {
    /// What it is called.
    pub heading: Heading,
    /// Head of the table's first column: `任务表`.
    pub row_head: String,
    /// Head of the table's last column: `合计`.
    pub total_head: String,
    /// The parts, in the order in which they are drawn.
    pub series: Vec<Series>,
    /// The wholes.
    pub rows: Vec<StackedRow>,
}

/// A part that every whole may have.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Its name: `已完成`.
    pub label: String,
    /// Its class: `is-done`.
    pub class: String,
}

/// One whole.
#[derive(Clone, Debug, Default)]
pub struct StackedRow {
    /// Its name; a single row may have none.
    pub label: String,
    /// Its parts, in the order of the series; missing ones are 0.
    pub values: Vec<f64>,
}

/// Amounts side by side, each a bar.
#[derive(Clone, Debug, Default)]
pub struct LabelledBars {
    /// What it is called.
    pub heading: Heading,
    /// Heads of the table's two columns: `单位`, `任务数`.
    pub head: [String; 2],
    /// The bars, from the top.
    pub bars: Vec<Bar>,
    /// What a full bar stands for, such as 100 of percentages; `None`: the largest amount.
    pub full: Option<f64>,
}

/// One amount.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// The amount.
    pub value: f64,
    /// Its class: `is-late`; may be empty.
    pub class: String,
}

/// Draws shares: every row fills the width, its parts by size, the legend on top with the sums of the parts.
#[must_use]
pub fn stacked(bars: &StackedBars) -> Chart {
    let mut drawing = Drawing::default();
    let mut y = legend(&mut drawing, bars);
    for row in &bars.rows {
        let total: f64 = (0..bars.series.len()).map(|n| part(row, n)).sum();
        let room = WIDTH - drawn_width(&figure(total)) - FONT;
        drawing.text((0.0, y + FONT), Anchor::Start, "chart-label", &fitting(&row.label, room));
        drawing.text((WIDTH, y + FONT), Anchor::End, "chart-value", &figure(total));
        y += LABEL;
        track(&mut drawing, y);
        parts(&mut drawing, y, row, &bars.series, total);
        y += ROW - LABEL;
    }
    drawing.finish(&bars.heading, "chart-bars is-stacked", (WIDTH, y.max(LEGEND)), stacked_table(bars))
}

/// Draws amounts: a label and a figure above each bar.
#[must_use]
pub fn labelled(bars: &LabelledBars) -> Chart {
    let mut drawing = Drawing::default();
    let largest = bars.bars.iter().map(|bar| amount(bar.value)).fold(0.0, f64::max);
    let full = bars.full.map_or(largest, amount);
    let mut y = 0.0;
    for bar in &bars.bars {
        let value = figure(bar.value);
        let room = WIDTH - drawn_width(&value) - FONT;
        drawing.text((0.0, y + FONT), Anchor::Start, "chart-label", &fitting(&bar.label, room));
        drawing.text((WIDTH, y + FONT), Anchor::End, "chart-value", &value);
        y += LABEL;
        track(&mut drawing, y);
        let width = WIDTH * share(amount(bar.value), full);
        if width > 0.0 {
            let area = Area { x: 0.0, y, width: width.max(SHARE_MIN), height: BAR };
            drawing.rectangle(
                area,
                &format!("chart-bar {}", bar.class),
                "",
                &format!("{} {value}", bar.label),
            );
        }
        y += ROW - LABEL;
    }
    let table = ChartTable {
        caption: bars.heading.title.clone(),
        head: bars.head.to_vec(),
        rows: bars.bars.iter().map(|bar| vec![bar.label.clone(), figure(bar.value)]).collect(),
    };
    drawing.finish(&bars.heading, "chart-bars", (WIDTH, y.max(LABEL)), table)
}

/// Squares with the series' names and sums, in as many lines as they need; gives where the rows begin.
fn legend(drawing: &mut Drawing, bars: &StackedBars) -> f64 {
    let (mut x, mut y) = (0.0, 0.0);
    for (n, series) in bars.series.iter().enumerate() {
        let sum: f64 = bars.rows.iter().map(|row| part(row, n)).sum();
        let text = format!("{} {}", series.label, figure(sum));
        let width = SQUARE + 6.0 + drawn_width(&text) + FONT;
        if x > 0.0 && x + width > WIDTH + FONT {
            x = 0.0;
            y += LEGEND;
        }
        let square = Area { x, y: y + 3.0, width: SQUARE, height: SQUARE };
        drawing.rectangle(square, &format!("chart-bar {}", series.class), &fading(n, bars.series.len()), "");
        let text = fitting(&text, WIDTH - SQUARE - 6.0);
        drawing.text((x + SQUARE + 6.0, y + FONT), Anchor::Start, "chart-legend", &text);
        x += width;
    }
    if bars.series.is_empty() { 0.0 } else { y + LEGEND + 4.0 }
}

fn parts(drawing: &mut Drawing, y: f64, row: &StackedRow, series: &[Series], total: f64) {
    let present = (0..series.len()).filter(|n| part(row, *n) > 0.0).count();
    // Each present part has its least width for sure; what is left is shared by size.
    let gaps = GAP * count(present.saturating_sub(1));
    let least = SHARE_MIN * count(present);
    let room = (WIDTH - gaps - least).max(0.0);
    let mut x = 0.0;
    for (n, series_of) in series.iter().enumerate() {
        let value = part(row, n);
        if value <= 0.0 {
            continue;
        }
        let width = SHARE_MIN + room * share(value, total);
        let tip = [row.label.as_str(), &series_of.label, &figure(value)].join(" ");
        let area = Area { x, y, width, height: BAR };
        drawing.rectangle(
            area,
            &format!("chart-bar {}", series_of.class),
            &fading(n, series.len()),
            tip.trim_start(),
        );
        x += width + GAP;
    }
}

/// The shade that tells the parts apart where no theme colours them.
fn fading(n: usize, of: usize) -> String {
    if n == 0 {
        return String::new();
    }
    let step = 0.8 / count(of.max(1));
    format!(r#" fill-opacity="{}""#, coordinate(1.0 - step * count(n)))
}

fn track(drawing: &mut Drawing, y: f64) {
    let area = Area { x: 0.0, y, width: WIDTH, height: BAR };
    drawing.rectangle(area, "chart-track", r#" fill-opacity="0.1""#, "");
}

fn part(row: &StackedRow, n: usize) -> f64 {
    row.values.get(n).copied().map_or(0.0, amount)
}

fn stacked_table(bars: &StackedBars) -> ChartTable {
    let series = bars.series.iter().map(|series| series.label.clone());
    let head =
        std::iter::once(bars.row_head.clone()).chain(series).chain([bars.total_head.clone()]).collect();
    let row = |row: &StackedRow| {
        let values: Vec<f64> = (0..bars.series.len()).map(|n| part(row, n)).collect();
        let total = values.iter().sum();
        std::iter::once(row.label.clone()).chain(values.into_iter().chain([total]).map(figure)).collect()
    };
    ChartTable { caption: bars.heading.title.clone(), head, rows: bars.rows.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::check;
    use super::*;

    fn heading() -> Heading {
        Heading { id: "plan".into(), title: "任务状态".into(), description: String::new() }
    }

    fn stack(rows: Vec<StackedRow>) -> Chart {
        let series = [("已完成", "is-done"), ("进行中", "is-running"), ("未启动", "is-waiting")];
        let chart = stacked(&StackedBars {
            heading: heading(),
            row_head: "任务表".into(),
            total_head: "合计".into(),
            series: series.map(|(label, class)| Series { label: label.into(), class: class.into() }).to_vec(),
            rows,
        });
        check::sound(&chart);
        chart
    }

    fn side_by_side(values: &[f64], full: Option<f64>) -> Chart {
        let bar = |(n, value): (usize, &f64)| Bar {
            label: format!("单位{n}"),
            value: *value,
            class: String::new(),
        };
        let chart = labelled(&LabelledBars {
            heading: heading(),
            head: ["单位".into(), "任务数".into()],
            bars: values.iter().enumerate().map(bar).collect(),
            full,
        });
        check::sound(&chart);
        chart
    }

    fn row(label: &str, values: &[f64]) -> StackedRow {
        StackedRow { label: label.into(), values: values.to_vec() }
    }

    #[test]
    fn shares_fill_the_width() {
        insta::assert_snapshot!(check::readable(&stack(vec![row("表四", &[3.0, 8.0, 0.0])])), @r##"
        <svg class="chart chart-bars is-stacked" viewBox="0 0 360 72" role="img" aria-labelledby="plan-title plan-desc" fill="currentColor" font-size="14">
        <title id="plan-title">任务状态</title>
        <desc id="plan-desc">表四：已完成 3，进行中 8，未启动 0，合计 11</desc>
        <rect class="chart-bar is-done" x="0" y="3" width="12" height="12"/>
        <text class="chart-legend" x="18" y="14">已完成 3</text>
        <rect class="chart-bar is-running" x="90.8" y="3" width="12" height="12" fill-opacity="0.73"/>
        <text class="chart-legend" x="108.8" y="14">进行中 8</text>
        <rect class="chart-bar is-waiting" x="181.6" y="3" width="12" height="12" fill-opacity="0.47"/>
        <text class="chart-legend" x="199.6" y="14">未启动 0</text>
        <text class="chart-label" x="0" y="40">表四</text>
        <text class="chart-value" x="360" y="40" text-anchor="end">11</text>
        <rect class="chart-track" x="0" y="46" width="360" height="14" fill-opacity="0.1"/>
        <rect class="chart-bar is-done" x="0" y="46" width="98.68" height="14">
        <title>表四 已完成 3</title>
        </rect>
        <rect class="chart-bar is-running" x="100.18" y="46" width="259.82" height="14" fill-opacity="0.73">
        <title>表四 进行中 8</title>
        </rect>
        </svg>

        任务状态
        任务表 | 已完成 | 进行中 | 未启动 | 合计
        表四 | 3 | 8 | 0 | 11
        "##);
    }

    #[test]
    fn amounts_stand_side_by_side() {
        insta::assert_snapshot!(check::readable(&side_by_side(&[11.0, 4.0, 0.0], None)), @r##"
        <svg class="chart chart-bars" viewBox="0 0 360 138" role="img" aria-labelledby="plan-title plan-desc" fill="currentColor" font-size="14">
        <title id="plan-title">任务状态</title>
        <desc id="plan-desc">单位0 11；单位1 4；单位2 0</desc>
        <text class="chart-label" x="0" y="14">单位0</text>
        <text class="chart-value" x="360" y="14" text-anchor="end">11</text>
        <rect class="chart-track" x="0" y="20" width="360" height="14" fill-opacity="0.1"/>
        <rect class="chart-bar" x="0" y="20" width="360" height="14">
        <title>单位0 11</title>
        </rect>
        <text class="chart-label" x="0" y="60">单位1</text>
        <text class="chart-value" x="360" y="60" text-anchor="end">4</text>
        <rect class="chart-track" x="0" y="66" width="360" height="14" fill-opacity="0.1"/>
        <rect class="chart-bar" x="0" y="66" width="130.91" height="14">
        <title>单位1 4</title>
        </rect>
        <text class="chart-label" x="0" y="106">单位2</text>
        <text class="chart-value" x="360" y="106" text-anchor="end">0</text>
        <rect class="chart-track" x="0" y="112" width="360" height="14" fill-opacity="0.1"/>
        </svg>

        任务状态
        单位 | 任务数
        单位0 | 11
        单位1 | 4
        单位2 | 0
        "##);
    }

    #[test]
    fn shares_stay_within_the_width() {
        let chart = stack(vec![row("", &[1.0, 100_000.0, 1.0])]);
        let ends: Vec<f64> = rectangles(&chart.svg);
        assert_eq!(ends.len(), 3 + 1 + 3, "legend, track and shares");
        assert!(ends.iter().all(|end| *end <= WIDTH + 0.01), "{ends:?}");
    }

    /// The right ends of all rectangles.
    fn rectangles(svg: &str) -> Vec<f64> {
        let number = |text: &str, name: &str| -> f64 {
            let at = text.find(name).unwrap() + name.len();
            text[at..].split('"').next().unwrap().parse().unwrap()
        };
        svg.split("<rect").skip(1).map(|rect| number(rect, " x=\"") + number(rect, " width=\"")).collect()
    }

    #[test]
    fn a_full_bar_may_be_given() {
        let ends = rectangles(&side_by_side(&[50.0, 200.0], Some(100.0)).svg);
        assert_eq!(ends, [WIDTH, WIDTH / 2.0, WIDTH, WIDTH]);
    }

    #[test]
    fn any_amounts_are_drawn() {
        stack(Vec::new());
        stack(vec![row("空", &[])]);
        stack(vec![row("<script>\"&'", &[0.0, 0.0, 0.0])]);
        stack(vec![row(&"很长的名称".repeat(40), &[f64::NAN, f64::INFINITY, -1.0, 5.0])]);
        stack(vec![row("行", &[1.0, 2.0, 3.0]); 1000]);
        check::sound(&stacked(&StackedBars::default()));
        for values in [&[][..], &[0.0], &[f64::NAN, 1.0], &[f64::INFINITY, f64::NEG_INFINITY], &[1.0; 1000]] {
            side_by_side(values, None);
            side_by_side(values, Some(f64::NAN));
            side_by_side(values, Some(0.0));
        }
    }
}
