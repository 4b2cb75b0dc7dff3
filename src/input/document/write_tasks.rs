//! Parts of a task table as text: what a reader of [`super::read_tasks`] takes for the same.

use super::tasks::{Recurs, WrittenTarget};
use crate::input::yaml::scalar::scalar;

/// The word of a recurrence: `yearly`.
#[must_use]
pub fn recurs_word(recurs: Recurs) -> &'static str {
    Recurs::ALL.iter().find(|(known, ..)| *known == recurs).map_or("", |(_, written, _)| written)
}

/// A target on one line: `{ count: entries, in: mingshi, min: 12 }`.
#[must_use]
pub fn target_line(target: &WrittenTarget) -> String {
    // Every field by name: a new one that is not written here does not compile.
    let WrittenTarget { span: _, count, column, sum, period, min, max, percent, value, of, unit, filter } =
        target;
    let mut parts = Vec::new();
    let mut text = |key: &str, value: Option<&str>| {
        parts.extend(value.map(|value| format!("{key}: {}", scalar(value))));
    };
    text("count", count.as_ref().map(|c| c.value.as_str()));
    text("in", column.as_ref().map(|c| c.value.as_str()));
    text("sum", sum.as_ref().map(|s| s.value.as_str()));
    text("period", period.as_ref().map(|p| p.value.as_str()));
    for (key, number) in [("min", min), ("max", max), ("percent", percent), ("value", value), ("of", of)] {
        parts.extend(number.map(|number| format!("{key}: {number}")));
    }
    parts.extend(unit.as_ref().map(|unit| format!("unit: {}", scalar(unit))));
    if !filter.is_empty() {
        let pairs: Vec<String> =
            filter.iter().map(|(key, value)| format!("{}: {}", scalar(&key.value), scalar(value))).collect();
        parts.push(format!("where: {{ {} }}", pairs.join(", ")));
    }
    format!("{{ {} }}", parts.join(", "))
}
