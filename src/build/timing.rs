//! How long each stage took: `--timings`. The one place below the shell that looks at a clock.

#![expect(clippy::disallowed_methods, reason = "times are shown, never written into an output")]

use std::time::{Duration, Instant};

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
            Self::Commit => ("写入输出", "commit"),
            Self::Remember => ("写入缓存", "remember"),
        }
    }
}

/// The stages of a run with their durations, in the order in which they ran.
#[derive(Clone, Debug, Default)]
pub struct Timings(pub Vec<(Stage, Duration)>);

impl Timings {
    /// Runs a stage and writes down how long it took.
    pub fn stage<T>(&mut self, stage: Stage, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = run();
        self.0.push((stage, start.elapsed()));
        value
    }

    /// All stages together.
    #[must_use]
    pub fn total(&self) -> Duration {
        self.0.iter().map(|(_, took)| *took).sum()
    }
}
