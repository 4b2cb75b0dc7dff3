//! Bars: shares of a whole, labelled values, values over time.

use std::fmt::Write as _;

use super::table::Chart;
use crate::base::text::escape;

/// A labelled number.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// How much.
    pub value: u32,
    /// Class of its colour: `running`.
    pub class: String,
}

/// Width of all charts, in units of their own. Narrow enough that type stays legible when shown at 360 pixels.
const WIDTH: u32 = 360;

/// Shares of a whole in one bar, with a legend.
#[must_use]
pub fn shares(id: &str, caption: &str, unit: &str, bars: &[Bar]) -> Chart {
    let total = bars.iter().fold(0u32, |sum, b| sum.saturating_add(b.value));
    let shown: Vec<&Bar> = bars.iter().filter(|b| b.value > 0).collect();
    let legend_rows = u32::try_from(shown.len().div_ceil(3)).unwrap_or(1).max(1);
    let height = 34 + legend_rows * 20;
    let mut svg = open(id, caption, &described(bars, unit), height);
    let mut x = 0;
    for bar in &shown {
        let width = share(bar.value, total, WIDTH);
        let _ = write!(
            svg,
            "<rect class=\"chart-part is-{}\" x=\"{x}\" y=\"0\" width=\"{width}\" height=\"22\"/>",
            bar.class
        );
        x += width;
    }
    for (n, bar) in (0u32..).zip(&shown) {
        let (x, y) = (n % 3 * 120, 46 + n / 3 * 20);
        let _ = write!(
            svg,
            "<rect class=\"chart-part is-{}\" x=\"{x}\" y=\"{}\" width=\"10\" height=\"10\"/><text class=\"chart-label\" x=\"{}\" y=\"{y}\">{} {}</text>",
            bar.class,
            y - 9,
            x + 16,
            escape::html(&bar.label),
            bar.value
        );
    }
    svg.push_str("</svg>");
    let rows = bars
        .iter()
        .map(|b| vec![b.label.clone(), b.value.to_string(), format!("{}%", share(b.value, total, 100))]);
    Chart { svg, caption: caption.to_owned(), head: words(["项", "数量", "占比"]), rows: rows.collect() }
}

/// Labelled bars, one above the other, of `most` at the full width.
#[must_use]
pub fn rows(id: &str, caption: &str, unit: &str, bars: &[Bar], most: u32) -> Chart {
    let height = u32::try_from(bars.len()).unwrap_or(0).saturating_mul(38).max(20);
    let mut svg = open(id, caption, &described(bars, unit), height);
    for (n, bar) in (0u32..).zip(bars) {
        let y = n * 38;
        let width = share(bar.value, most, WIDTH - 44);
        let _ = write!(
            svg,
            "<text class=\"chart-label\" x=\"0\" y=\"{}\">{}</text><rect class=\"chart-track\" x=\"0\" y=\"{}\" width=\"{}\" height=\"8\" rx=\"4\"/><rect class=\"chart-part is-{}\" x=\"0\" y=\"{}\" width=\"{width}\" height=\"8\" rx=\"4\"/><text class=\"chart-value\" x=\"{WIDTH}\" y=\"{}\" text-anchor=\"end\">{}{unit}</text>",
            y + 13,
            escape::html(&crate::base::text::width::truncate(&bar.label, 24)),
            y + 20,
            WIDTH - 44,
            bar.class,
            y + 20,
            y + 28,
            bar.value
        );
    }
    svg.push_str("</svg>");
    let rows = bars.iter().map(|b| vec![b.label.clone(), format!("{}{unit}", b.value)]);
    Chart { svg, caption: caption.to_owned(), head: words(["项", "数值"]), rows: rows.collect() }
}

/// Values over time as columns.
#[must_use]
pub fn columns(id: &str, caption: &str, unit: &str, bars: &[Bar]) -> Chart {
    let most = bars.iter().map(|b| b.value).max().unwrap_or(0).max(1);
    let mut svg = open(id, caption, &described(bars, unit), 130);
    let count = u32::try_from(bars.len()).unwrap_or(1).max(1);
    let step = (WIDTH / count).max(2);
    for (n, bar) in (0u32..).zip(bars) {
        let height = share(bar.value, most, 84);
        let x = n * step;
        let _ = write!(
            svg,
            "<rect class=\"chart-part is-{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{height}\"/><text class=\"chart-label\" x=\"{}\" y=\"122\" text-anchor=\"middle\">{}</text><text class=\"chart-value\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            bar.class,
            x + step / 6,
            104 - height,
            (step * 2 / 3).max(1),
            x + step / 2,
            escape::html(&bar.label),
            x + step / 2,
            98 - height,
            bar.value
        );
    }
    svg.push_str("</svg>");
    let rows = bars.iter().map(|b| vec![b.label.clone(), format!("{}{unit}", b.value)]);
    Chart { svg, caption: caption.to_owned(), head: words(["时间", "数值"]), rows: rows.collect() }
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

fn share(value: u32, of: u32, width: u32) -> u32 {
    if of == 0 {
        return 0;
    }
    let exact = u64::from(value.min(of)) * u64::from(width);
    u32::try_from((exact + u64::from(of) / 2) / u64::from(of)).unwrap_or(width)
}

fn described(bars: &[Bar], unit: &str) -> String {
    let parts: Vec<String> = bars.iter().map(|b| format!("{} {}{unit}", b.label, b.value)).collect();
    parts.join("，")
}

/// The start of an SVG that says what it is: `id` keeps the ids of a page apart.
pub(super) fn open(id: &str, caption: &str, description: &str, height: u32) -> String {
    format!(
        "<svg class=\"chart-svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        escape::html(caption),
        escape::html(description)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, value: u32) -> Bar {
        Bar { label: label.to_owned(), value, class: "running".to_owned() }
    }

    #[test]
    fn nothing_breaks_a_chart() {
        let many: Vec<Bar> = (0..1000).map(|n| bar("<&>", n)).collect();
        for bars in [vec![], vec![bar("甲", 0)], vec![bar("甲", u32::MAX)], many] {
            for chart in [
                shares("a", "图", "项", &bars),
                rows("b", "图", "%", &bars, 100),
                columns("c", "图", "条", &bars),
            ] {
                assert!(chart.svg.ends_with("</svg>") && !chart.svg.contains("<&>"));
                assert_eq!(chart.rows.len(), bars.len());
            }
        }
    }

    #[test]
    fn shares_fill_the_bar() {
        let chart = shares("a", "状态", "项", &[bar("甲", 1), bar("乙", 3)]);
        assert!(
            chart.svg.contains("x=\"0\" y=\"0\" width=\"90\"")
                && chart.svg.contains("x=\"90\" y=\"0\" width=\"270\"")
        );
        assert_eq!(chart.rows[1], ["乙", "3", "75%"]);
    }
}
