//! How long each stage took: `--timings`. The one place below the shell that looks at a clock.

#![expect(clippy::disallowed_methods, reason = "times are shown, never written into an output")]

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::json;

/// A stage of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Walking and reading the sources.
    Read,
    /// Reading the kept memory.
    Recall,
    /// `site.yaml`.
    Configure,
    /// Sources to documents.
    Parse,
    /// Documents to the site.
    Assemble,
    /// The rules.
    Check,
    /// The theme's files.
    Theme,
    /// Looking at pictures.
    Pictures,
    /// The search index.
    Search,
    /// What will exist.
    Plan,
    /// Bytes.
    Render,
    /// A clean build, to compare with.
    Verify,
    /// Staging and exchanging.
    Commit,
    /// Writing the memory down.
    Remember,
}

impl Stage {
    /// Its name in Chinese and English.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Read => ("读取文件", "read"),
            Self::Recall => ("读取缓存", "recall"),
            Self::Configure => ("读取配置", "configure"),
            Self::Parse => ("解析内容", "parse"),
            Self::Assemble => ("汇总站点", "assemble"),
            Self::Check => ("检查规则", "check"),
            Self::Theme => ("读取主题", "theme"),
            Self::Pictures => ("查看图片", "pictures"),
            Self::Search => ("编制索引", "search"),
            Self::Plan => ("规划页面", "plan"),
            Self::Render => ("生成页面", "render"),
            Self::Verify => ("从头核对", "verify"),
            Self::Commit => ("写入输出", "commit"),
            Self::Remember => ("写入缓存", "remember"),
        }
    }
}

/// A stage that ran.
#[derive(Clone, Copy, Debug)]
pub struct Lap {
    /// Which.
    pub stage: Stage,
    /// When it began, since the program did its first stage.
    pub begun: Duration,
    /// How long it took.
    pub took: Duration,
    /// What all threads worked meanwhile; zero where the system does not tell. Stages that run side by side count each
    /// other's work.
    pub worked: Duration,
}

/// The stages of a run, in the order in which they ended.
#[derive(Clone, Debug, Default)]
pub struct Timings(pub Vec<Lap>);

impl Timings {
    /// Runs a stage and writes down how long it took.
    pub fn stage<T>(&mut self, stage: Stage, run: impl FnOnce() -> T) -> T {
        static FIRST: OnceLock<Instant> = OnceLock::new();
        let (start, worked) = (Instant::now(), worked());
        let begun = start.saturating_duration_since(*FIRST.get_or_init(|| start));
        let value = run();
        let worked = self::worked().saturating_sub(worked);
        self.0.push(Lap { stage, begun, took: start.elapsed(), worked });
        value
    }

    /// From the begin of the first stage to the end of the last.
    #[must_use]
    pub fn total(&self) -> Duration {
        let begun = self.0.iter().map(|lap| lap.begun).min().unwrap_or_default();
        let ended = self.0.iter().map(|lap| lap.begun + lap.took).max().unwrap_or_default();
        ended.saturating_sub(begun)
    }

    /// The stages as a trace that browsers' profilers open: Chrome's trace event format, times in microseconds.
    #[must_use]
    pub fn trace(&self, peak_bytes: Option<u64>) -> String {
        let mut laps = self.0.clone();
        laps.sort_by_key(|lap| lap.begun);
        // A stage that begins before another has ended is shown on the next line below.
        let mut lines: Vec<Duration> = Vec::new();
        let mut events = Vec::new();
        for lap in laps {
            let free = lines.iter().position(|busy| *busy <= lap.begun).unwrap_or(lines.len());
            let ended = lap.begun + lap.took;
            match lines.get_mut(free) {
                Some(line) => *line = ended,
                None => lines.push(ended),
            }
            events.push(json!({
                "name": lap.stage.words().1,
                "cat": "stage",
                "ph": "X",
                "ts": micros(lap.begun),
                "dur": micros(lap.took),
                "pid": 1,
                "tid": free + 1,
                "args": { "cpu_us": micros(lap.worked) },
            }));
        }
        let other = json!({
            "program": concat!("chaoyin ", env!("CARGO_PKG_VERSION")),
            "total_us": micros(self.total()),
            "cpu_us": micros(worked()),
            "peak_bytes": peak_bytes,
        });
        format!("{:#}\n", json!({ "traceEvents": events, "displayTimeUnit": "ms", "otherData": other }))
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// What all threads of this process have worked so far.
#[cfg(unix)]
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

#[cfg(not(unix))]
fn worked() -> Duration {
    Duration::ZERO
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_shows_stages_that_ran_side_by_side_on_lines_of_their_own() {
        let ms = Duration::from_millis;
        let lap = |stage, begun, took| Lap { stage, begun: ms(begun), took: ms(took), worked: ms(1) };
        let timings =
            Timings(vec![lap(Stage::Read, 0, 5), lap(Stage::Recall, 1, 2), lap(Stage::Parse, 5, 7)]);
        assert_eq!(timings.total(), ms(12));
        let trace: serde_json::Value = serde_json::from_str(&timings.trace(Some(7))).unwrap();
        let shown: Vec<_> = trace["traceEvents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| (e["name"].as_str().unwrap(), e["ts"].as_u64().unwrap(), e["tid"].as_u64().unwrap()))
            .collect();
        assert_eq!(shown, [("read", 0, 1), ("recall", 1000, 2), ("parse", 5000, 1)]);
        assert_eq!(trace["otherData"]["peak_bytes"], 7);
    }
}
