//! A line as small as a word: how a figure moved.

use super::drawing::{Drawing, polyline};
use super::number::{count, figure};
use super::table::{Chart, ChartTable, Heading};

/// Width of the picture.
const WIDTH: f64 = 120.0;
/// Height of the picture.
const HEIGHT: f64 = 32.0;
/// Room around the line, so that its ends are drawn whole.
const MARGIN: f64 = 4.0;
/// Largest amount that is drawn, either way.
const AMOUNT_MAX: f64 = 1e12;

/// A figure at several times.
#[derive(Clone, Debug, Default)]
pub struct Sparkline {
    /// What it is called.
    pub heading: Heading,
    /// Heads of the table's columns: `月份`, `发布数`.
    pub head: [String; 2],
    /// Name of the time and the figure there, oldest first. What is no number leaves a gap.
    pub points: Vec<(String, f64)>,
}

/// Draws the line between the smallest and the largest figure, with a dot at the last.
#[must_use]
pub fn sparkline(chart: &Sparkline) -> Chart {
    let mut drawing = Drawing::default();
    let runs = runs(&chart.points);
    for run in &runs {
        if run.len() > 1 {
            drawing.path(
                &polyline(run),
                "chart-line",
                r#" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round""#,
            );
        } else if let [place] = run[..] {
            drawing.dot(place, 1.5, "chart-point", "");
        }
    }
    let last = chart.points.iter().rfind(|(_, value)| value.is_finite());
    if let (Some(place), Some((label, value))) = (runs.last().and_then(|run| run.last()), last) {
        drawing.dot(*place, 3.0, "chart-point is-last", &format!("{label} {}", figure(*value)));
    }
    let table = ChartTable {
        caption: chart.heading.title.clone(),
        head: chart.head.to_vec(),
        rows: chart.points.iter().map(|(label, value)| vec![label.clone(), figure(*value)]).collect(),
    };
    drawing.finish(&chart.heading, "chart-sparkline", (WIDTH, HEIGHT), table)
}

/// Places of the figures, parted at the gaps; no run is empty.
fn runs(points: &[(String, f64)]) -> Vec<Vec<(f64, f64)>> {
    let values = || points.iter().map(|(_, value)| *value).filter(|v| v.is_finite()).map(bounded);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let step = (WIDTH - 2.0 * MARGIN) / count(points.len().saturating_sub(1).max(1));
    let place = |n: usize, value: f64| {
        // A figure that never moved is a line through the middle.
        let part = if high > low { (bounded(value) - low) / (high - low) } else { 0.5 };
        (MARGIN + step * count(n), HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * part)
    };
    let indexed: Vec<(usize, f64)> = points.iter().map(|(_, value)| *value).enumerate().collect();
    indexed
        .split(|(_, value)| !value.is_finite())
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().map(|(n, value)| place(*n, *value)).collect())
        .collect()
}

fn bounded(value: f64) -> f64 {
    value.clamp(-AMOUNT_MAX, AMOUNT_MAX)
}

#[cfg(test)]
mod tests {
    use super::super::drawing::check;
    use super::*;

    fn of(values: &[f64]) -> Chart {
        let chart = sparkline(&Sparkline {
            heading: Heading {
                id: "posts".into(), title: "每月发布".into(), description: "近几个月".into()
            },
            head: ["月份".into(), "发布数".into()],
            points: values.iter().enumerate().map(|(n, value)| (format!("{}月", n + 1), *value)).collect(),
        });
        check::sound(&chart);
        chart
    }

    #[test]
    fn a_figure_moves() {
        insta::assert_snapshot!(check::readable(&of(&[1.0, 4.0, 2.0])), @r##"
        <svg class="chart chart-sparkline" viewBox="0 0 120 32" role="img" aria-labelledby="posts-title posts-desc" fill="currentColor" font-size="14">
        <title id="posts-title">每月发布</title>
        <desc id="posts-desc">近几个月</desc>
        <path class="chart-line" d="M4 28L60 4L116 20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/>
        <circle class="chart-point is-last" cx="116" cy="20" r="3">
        <title>3月 2</title>
        </circle>
        </svg>

        每月发布
        月份 | 发布数
        1月 | 1
        2月 | 4
        3月 | 2
        "##);
    }

    #[test]
    fn a_gap_parts_the_line() {
        let chart = of(&[1.0, 2.0, f64::NAN, 3.0, 4.0, f64::INFINITY, 5.0]);
        assert_eq!(chart.svg.matches("chart-line").count(), 2);
        assert_eq!(chart.svg.matches("<circle").count(), 2, "the single figure, and the dot at the last");
        assert_eq!(chart.table.rows[2], ["3月", "—"]);
    }

    #[test]
    fn any_figures_are_drawn() {
        for values in
            [&[][..], &[0.0], &[3.0, 3.0], &[f64::NAN], &[f64::MIN, f64::MAX], &[-1.0, -2.0], &[7.0; 1000]]
        {
            of(values);
        }
    }
}
