//! A ring that fills with progress.

use super::table::Chart;
use crate::base::text::escape;

/// A ring of `percent`, 0 to 100.
#[must_use]
pub fn ring(id: &str, caption: &str, percent: u8, class: &str) -> Chart {
    let percent = percent.min(100);
    let svg = format!(
        "<svg class=\"chart-ring\" viewBox=\"0 0 120 120\" role=\"img\" aria-labelledby=\"{id}-t\"><title id=\"{id}-t\">{} {percent}%</title><circle class=\"chart-track\" cx=\"60\" cy=\"60\" r=\"50\" fill=\"none\" stroke-width=\"10\"/><circle class=\"chart-arc is-{class}\" cx=\"60\" cy=\"60\" r=\"50\" fill=\"none\" stroke-width=\"10\" pathLength=\"100\" stroke-dasharray=\"{percent} 100\" stroke-linecap=\"butt\" transform=\"rotate(-90 60 60)\"/><text class=\"chart-number\" x=\"60\" y=\"68\" text-anchor=\"middle\" aria-hidden=\"true\">{percent}%</text></svg>",
        escape::html(caption)
    );
    Chart {
        svg,
        caption: caption.to_owned(),
        head: vec!["项".to_owned(), "进度".to_owned()],
        rows: vec![vec![caption.to_owned(), format!("{percent}%")]],
    }
}
