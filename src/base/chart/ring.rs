//! A ring that closes as something gets done.

use super::drawing::{Anchor, Drawing, FONT};
use super::number::{coordinate, percentage};
use super::table::{Chart, ChartTable, Heading};

/// Width and height of the picture.
const SIDE: f64 = 120.0;
/// How strong the ring is drawn.
const STROKE: f64 = 12.0;

/// One percentage.
#[derive(Clone, Debug, Default)]
pub struct Ring {
    /// What it is called.
    pub heading: Heading,
    /// Heads of the table's columns: `计划`, `进度`.
    pub head: [String; 2],
    /// What the percentage is of, for the table: `总体进度`.
    pub label: String,
    /// 0 to 100; `None` where there is nothing to measure.
    pub percent: Option<f64>,
    /// Class of the done part: `is-done`; may be empty.
    pub class: String,
}

/// Draws the ring from the top clockwise, the percentage in its middle.
#[must_use]
pub fn ring(ring: &Ring) -> Chart {
    let percent = ring.percent.filter(|percent| percent.is_finite());
    let shown = percent.map_or_else(|| "—".to_owned(), percentage);
    let mut drawing = Drawing::default();
    let stroke = format!(r#" fill="none" stroke="currentColor" stroke-width="{}""#, coordinate(STROKE));
    drawing.path(CIRCLE, "chart-track", &format!(r#"{stroke} stroke-opacity="0.12""#));
    let done = percent.unwrap_or(0.0).clamp(0.0, 100.0);
    if done > 0.0 {
        // The path's length is declared as 100, so that the dash is the percentage itself.
        let rest = format!(r#"{stroke} pathLength="100" stroke-dasharray="{} 100""#, coordinate(done));
        drawing.path(CIRCLE, &format!("chart-arc {}", ring.class), &rest);
    }
    let middle = SIDE / 2.0;
    drawing.text((middle, middle + FONT * 0.35), Anchor::Middle, "chart-figure", &shown);
    let table = ChartTable {
        caption: ring.heading.title.clone(),
        head: ring.head.to_vec(),
        rows: vec![vec![ring.label.clone(), shown]],
    };
    drawing.finish(&ring.heading, "chart-ring", (SIDE, SIDE), table)
}

/// A circle about the middle with a radius of 50, begun at the top.
const CIRCLE: &str = "M60 10A50 50 0 0 1 60 110A50 50 0 0 1 60 10Z";

#[cfg(test)]
mod tests {
    use super::super::drawing::check;
    use super::*;

    fn of(percent: Option<f64>) -> Chart {
        ring(&Ring {
            heading: Heading {
                id: "plan".into(),
                title: "总体进度".into(),
                description: "39 项任务平均".into(),
            },
            head: ["计划".into(), "进度".into()],
            label: "全部任务".into(),
            percent,
            class: "is-done".into(),
        })
    }

    #[test]
    fn a_ring_shows_its_percentage() {
        insta::assert_snapshot!(check::readable(&of(Some(62.5))), @r##"
        <svg class="chart chart-ring" viewBox="0 0 120 120" role="img" aria-labelledby="plan-title plan-desc" fill="currentColor" font-size="14">
        <title id="plan-title">总体进度</title>
        <desc id="plan-desc">39 项任务平均</desc>
        <path class="chart-track" d="M60 10A50 50 0 0 1 60 110A50 50 0 0 1 60 10Z" fill="none" stroke="currentColor" stroke-width="12" stroke-opacity="0.12"/>
        <path class="chart-arc is-done" d="M60 10A50 50 0 0 1 60 110A50 50 0 0 1 60 10Z" fill="none" stroke="currentColor" stroke-width="12" pathLength="100" stroke-dasharray="62.5 100"/>
        <text class="chart-figure" x="60" y="64.9" text-anchor="middle">63%</text>
        </svg>

        总体进度
        计划 | 进度
        全部任务 | 63%
        "##);
    }

    #[test]
    fn any_percentage_is_drawn() {
        for (percent, shown, dash) in [
            (None, "—", ""),
            (Some(f64::NAN), "—", ""),
            (Some(f64::INFINITY), "—", ""),
            (Some(0.0), "0%", ""),
            (Some(-5.0), "0%", ""),
            (Some(100.0), "100%", "stroke-dasharray=\"100 100\""),
            (Some(130.0), "130%", "stroke-dasharray=\"100 100\""),
        ] {
            let chart = of(percent);
            check::sound(&chart);
            assert!(chart.svg.contains(&format!(">{shown}</text>")), "{percent:?}: {}", chart.svg);
            assert_eq!(chart.svg.contains("stroke-dasharray"), !dash.is_empty());
            assert!(chart.svg.contains(dash));
        }
    }
}
