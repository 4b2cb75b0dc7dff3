//! The stages' durations as a table: `--timings`.

use std::time::Duration;

use super::terminal::aligned;
use crate::base::diagnostic::code::Language;
use crate::build::timing::Timings;
use crate::shell::machine;

/// One row for each stage, then the whole and the most memory that was used.
#[must_use]
pub fn timings(timings: &Timings, language: Language) -> String {
    let pick = |(zh, en): (&'static str, &'static str)| if language == Language::Chinese { zh } else { en };
    let row = |name: &str, took: Duration, worked: Option<Duration>| {
        let shown = |time: Duration| format!("{:>9.1} ms", time.as_secs_f64() * 1000.0);
        vec![name.to_owned(), shown(took), worked.map_or_else(String::new, shown)]
    };
    let head = pick(("阶段|    用时|    处理器", "stage|     time|       CPU"));
    let mut rows: Vec<Vec<String>> = vec![head.split('|').map(str::to_owned).collect()];
    rows.extend(timings.0.iter().map(|lap| row(pick(lap.stage.words()), lap.took, Some(lap.worked))));
    rows.push(row(pick(("合计", "total")), timings.total(), None));
    if let Some(peak) = machine::peak_bytes() {
        rows.push(vec![
            pick(("内存峰值", "peak memory")).to_owned(),
            format!("{:>8} MiB", peak / (1024 * 1024)),
        ]);
    }
    aligned(&rows)
}
