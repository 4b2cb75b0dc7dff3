//! What is done over time, against a target.

use super::drawing::{Anchor, Drawing, FONT, WIDTH, drawn_width, polyline};
use super::number::{amount, axis_marks, coordinate, figure, share};
use super::table::{Chart, ChartTable, Heading};
use crate::base::time::date::Date;

/// Height of the picture.
const HEIGHT: f64 = 220.0;
/// Top of the plot.
const TOP: f64 = 22.0;
/// Bottom of the plot; the dates stand below.
const BOTTOM: f64 = HEIGHT - 26.0;
/// Right end of the plot.
const RIGHT: f64 = WIDTH - 6.0;

/// Amounts reached by days.
#[derive(Clone, Debug, Default)]
pub struct BurnUp {
    /// What it is called.
    pub heading: Heading,
    /// Heads of the table's columns: `日期`, `已完成`.
    pub head: [String; 2],
    /// What had been reached by the end of a day, in any order; of one day's amounts the last counts.
    pub points: Vec<(Date, f64)>,
    /// What is to be reached.
    pub target: Option<f64>,
    /// Name of the target: `目标`.
    pub target_label: String,
    /// By when: the axis runs to this day, and an even pace is drawn to it.
    pub due: Option<Date>,
}

/// Draws the amounts as a line over days with the area below it, the target as a line across, and the even pace
/// from the first day's amount to the target on the due day.
#[must_use]
pub fn burn_up(chart: &BurnUp) -> Chart {
    let points = sorted(&chart.points);
    let target = chart.target.filter(|t| t.is_finite()).map(amount);
    let plot = Plot::around(&points, target, chart.due);
    let mut drawing = Drawing::default();
    axes(&mut drawing, &plot);
    if let Some(target) = target {
        let y = plot.y(target);
        drawing.line(
            (plot.left, y),
            (RIGHT, y),
            "chart-target",
            r#" stroke-width="1.5" stroke-dasharray="6 4""#,
        );
        let label = format!("{} {}", chart.target_label, figure(target));
        drawing.text((RIGHT, y - 6.0), Anchor::End, "chart-label", label.trim());
        if let (Some((first, reached)), Some(due)) = (points.first(), chart.due)
            && due > *first
        {
            let (from, to) = ((plot.x(*first), plot.y(*reached)), (plot.x(due), y));
            drawing.line(from, to, "chart-pace", r#" stroke-opacity="0.4" stroke-dasharray="2 4""#);
        }
    }
    reached(&mut drawing, &plot, &points);
    let table = ChartTable {
        caption: chart.heading.title.clone(),
        head: chart.head.to_vec(),
        rows: points.iter().map(|(date, value)| vec![date.to_string(), figure(*value)]).collect(),
    };
    drawing.finish(&chart.heading, "chart-burn-up", (WIDTH, HEIGHT), table)
}

/// By day, one amount each.
fn sorted(points: &[(Date, f64)]) -> Vec<(Date, f64)> {
    let by_day: std::collections::BTreeMap<Date, f64> = points
        .iter()
        .filter(|(_, value)| value.is_finite())
        .map(|(date, value)| (*date, amount(*value)))
        .collect();
    by_day.into_iter().collect()
}

/// Days and amounts to places.
struct Plot {
    left: f64,
    first: Option<Date>,
    last: Option<Date>,
    marks: Vec<f64>,
}

impl Plot {
    fn around(points: &[(Date, f64)], target: Option<f64>, due: Option<Date>) -> Self {
        let most = points.iter().map(|(_, value)| *value).chain(target).fold(0.0, f64::max);
        let marks = axis_marks(most);
        let widest = marks.iter().map(|mark| drawn_width(&figure(*mark))).fold(0.0, f64::max);
        let days = || points.iter().map(|(date, _)| *date).chain(due);
        Self { left: widest + 8.0, first: days().min(), last: days().max(), marks }
    }

    #[expect(clippy::cast_precision_loss, reason = "a calendar has fewer days than a float has integers")]
    fn x(&self, date: Date) -> f64 {
        let (Some(first), Some(last)) = (self.first, self.last) else { return self.left };
        let part = share(date.days_since(first) as f64, last.days_since(first) as f64);
        self.left + (RIGHT - self.left) * part
    }

    fn y(&self, value: f64) -> f64 {
        let top = self.marks.last().copied().unwrap_or(1.0);
        BOTTOM - (BOTTOM - TOP) * share(value, top)
    }
}

fn axes(drawing: &mut Drawing, plot: &Plot) {
    for mark in &plot.marks {
        let y = plot.y(*mark);
        drawing.line((plot.left, y), (RIGHT, y), "chart-grid", r#" stroke-opacity="0.15""#);
        drawing.text((plot.left - 6.0, y + FONT * 0.35), Anchor::End, "chart-tick", &figure(*mark));
    }
    let y = HEIGHT - 6.0;
    match (plot.first, plot.last) {
        (Some(first), Some(last)) if first < last => {
            drawing.text((plot.left, y), Anchor::Start, "chart-tick", &first.to_string());
            drawing.text((RIGHT, y), Anchor::End, "chart-tick", &last.to_string());
        }
        (Some(only), _) => drawing.text((plot.left, y), Anchor::Start, "chart-tick", &only.to_string()),
        _ => {}
    }
}

fn reached(drawing: &mut Drawing, plot: &Plot, points: &[(Date, f64)]) {
    let places: Vec<(f64, f64)> =
        points.iter().map(|(date, value)| (plot.x(*date), plot.y(*value))).collect();
    if let [(start, _), .., (end, _)] = places[..] {
        let line = polyline(&places);
        let foot = coordinate(BOTTOM);
        let area = format!("{line}L{} {foot}L{} {foot}Z", coordinate(end), coordinate(start));
        drawing.path(&area, "chart-area", r#" fill-opacity="0.15""#);
        drawing.path(
            &line,
            "chart-line",
            r#" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round""#,
        );
    }
    if let (Some(place), Some((date, value))) = (places.last(), points.last()) {
        drawing.dot(*place, 4.0, "chart-point", &format!("{date} {}", figure(*value)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::check;
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn of(points: Vec<(Date, f64)>, target: Option<f64>, due: Option<Date>) -> Chart {
        let chart = burn_up(&BurnUp {
            heading: Heading {
                id: "t4-4".into(),
                title: "名师名生：进展".into(),
                description: String::new(),
            },
            head: ["日期".into(), "已发布".into()],
            points,
            target,
            target_label: "目标".into(),
            due,
        });
        check::sound(&chart);
        chart
    }

    #[test]
    fn progress_rises_to_its_target() {
        let points = vec![(day("2026-09-01"), 4.0), (day("2026-03-01"), 0.0), (day("2026-06-01"), 3.0)];
        let chart = of(points, Some(12.0), Some(day("2026-12-31")));
        insta::assert_snapshot!(check::readable(&chart), @r##"
        <svg class="chart chart-burn-up" viewBox="0 0 360 220" role="img" aria-labelledby="t4-4-title t4-4-desc" fill="currentColor" font-size="14">
        <title id="t4-4-title">名师名生：进展</title>
        <desc id="t4-4-desc">2026-03-01 0；2026-06-01 3；2026-09-01 4</desc>
        <line class="chart-grid" x1="24.8" y1="194" x2="354" y2="194" stroke="currentColor" stroke-opacity="0.15"/>
        <text class="chart-tick" x="18.8" y="198.9" text-anchor="end">0</text>
        <line class="chart-grid" x1="24.8" y1="136.67" x2="354" y2="136.67" stroke="currentColor" stroke-opacity="0.15"/>
        <text class="chart-tick" x="18.8" y="141.57" text-anchor="end">5</text>
        <line class="chart-grid" x1="24.8" y1="79.33" x2="354" y2="79.33" stroke="currentColor" stroke-opacity="0.15"/>
        <text class="chart-tick" x="18.8" y="84.23" text-anchor="end">10</text>
        <line class="chart-grid" x1="24.8" y1="22" x2="354" y2="22" stroke="currentColor" stroke-opacity="0.15"/>
        <text class="chart-tick" x="18.8" y="26.9" text-anchor="end">15</text>
        <text class="chart-tick" x="24.8" y="214">2026-03-01</text>
        <text class="chart-tick" x="354" y="214" text-anchor="end">2026-12-31</text>
        <line class="chart-target" x1="24.8" y1="56.4" x2="354" y2="56.4" stroke="currentColor" stroke-width="1.5" stroke-dasharray="6 4"/>
        <text class="chart-label" x="354" y="50.4" text-anchor="end">目标 12</text>
        <line class="chart-pace" x1="24.8" y1="194" x2="354" y2="56.4" stroke="currentColor" stroke-opacity="0.4" stroke-dasharray="2 4"/>
        <path class="chart-area" d="M24.8 194L124.1 159.6L223.4 148.13L223.4 194L24.8 194Z" fill-opacity="0.15"/>
        <path class="chart-line" d="M24.8 194L124.1 159.6L223.4 148.13" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>
        <circle class="chart-point" cx="223.4" cy="148.13" r="4">
        <title>2026-09-01 4</title>
        </circle>
        </svg>

        名师名生：进展
        日期 | 已发布
        2026-03-01 | 0
        2026-06-01 | 3
        2026-09-01 | 4
        "##);
    }

    #[test]
    fn the_last_amount_of_a_day_counts() {
        let chart = of(vec![(day("2026-03-01"), 1.0), (day("2026-03-01"), 2.0)], None, None);
        assert_eq!(chart.table.rows, [["2026-03-01", "2"]]);
    }

    #[test]
    fn any_amounts_are_drawn() {
        let start = day("2026-01-01");
        of(Vec::new(), None, None);
        of(Vec::new(), Some(0.0), Some(start));
        of(Vec::new(), Some(f64::NAN), None);
        of(vec![(start, 0.0)], Some(f64::INFINITY), Some(start));
        of(vec![(start, f64::NAN), (start.plus_days(1), -3.0)], Some(-1.0), Some(start.plus_days(-9)));
        of(vec![(day("0001-01-01"), 1e300), (day("9999-12-31"), 1.0)], Some(5.0), None);
        let chart = of((0..1000).map(|n| (start.plus_days(n), 0.5)).collect(), Some(500.0), None);
        assert_eq!(chart.table.rows.len(), 1000);
    }
}
