//! Words that answers hold: in Chinese, and in English for every other language. What templates say is the theme's.

use crate::input::document::front_matter::ReviewStep;
use crate::input::kind::field::is_chinese;
use crate::site::entry::Publication;

/// The words of a language.
#[derive(Clone, Copy, Debug)]
pub struct Said(bool);

impl Said {
    /// Those of a language.
    #[must_use]
    pub fn in_language(language: &str) -> Self {
        Self(is_chinese(language))
    }

    const fn of(self, chinese: &'static str, english: &'static str) -> &'static str {
        if self.0 { chinese } else { english }
    }

    /// What a page shown only with `--drafts` is marked with.
    #[must_use]
    pub const fn mark(self, publication: Publication) -> &'static str {
        match publication {
            Publication::Published => "",
            Publication::Draft => self.of("草稿", "Draft"),
            Publication::Scheduled => self.of("定时", "Scheduled"),
            Publication::Expired => self.of("过期", "Expired"),
        }
    }

    /// A step of the review.
    #[must_use]
    pub const fn step(self, step: ReviewStep) -> &'static str {
        match step {
            ReviewStep::First => self.of("初审", "First review"),
            ReviewStep::Second => self.of("复审", "Second review"),
            ReviewStep::Final => self.of("终审", "Final review"),
        }
    }

    /// Yes or no.
    #[must_use]
    pub const fn yes(self, yes: bool) -> &'static str {
        if yes { self.of("是", "yes") } else { self.of("否", "no") }
    }

    /// What parts a list.
    #[must_use]
    pub const fn comma(self) -> &'static str {
        self.of("、", ", ")
    }

    /// A file by its extension and size.
    #[must_use]
    pub fn file(self, extension: &str, size: &str) -> String {
        let kind = if extension.is_empty() { self.of("文件", "File") } else { extension };
        format!("{kind}{}{size}", self.of("，", ", "))
    }

    /// A task among found pages.
    #[must_use]
    pub const fn task(self) -> &'static str {
        self.of("任务", "Task")
    }

    /// A unit among found pages.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        self.of("单位", "Unit")
    }

    /// A column among found pages.
    #[must_use]
    pub const fn column(self) -> &'static str {
        self.of("栏目", "Column")
    }

    /// The label of a taxonomy that every site has; `None` for one that a site names itself.
    #[must_use]
    pub fn taxonomy(self, slug: &str) -> Option<&'static str> {
        match slug {
            "tags" => Some(self.of("标签", "Tags")),
            "years" => Some(self.of("年份", "Years")),
            _ => None,
        }
    }

    /// What starts a picture that moves.
    #[must_use]
    pub const fn play(self) -> &'static str {
        self.of("播放动图", "Play the animation")
    }

    /// A picture that moves, by its seconds and its file: `3 秒，GIF，1.2 MB`; `3 s, GIF, 1.2 MB`.
    #[must_use]
    pub fn motion(self, seconds: u64, file: &str) -> String {
        format!("{seconds}{}{file}", self.of(" 秒，", " s, "))
    }

    /// A length of time: `12分钟`, `3分20秒`, `1小时5分`; `12 min`, `3 min 20 s`, `1 h 5 min`.
    #[must_use]
    pub fn duration(self, seconds: u32) -> String {
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match (self.0, hours, minutes, seconds) {
            (true, 0, 0, s) => format!("{s}秒"),
            (true, 0, m, 0) => format!("{m}分钟"),
            (true, 0, m, s) => format!("{m}分{s}秒"),
            (true, h, 0, _) => format!("{h}小时"),
            (true, h, m, _) => format!("{h}小时{m}分"),
            (false, 0, 0, s) => format!("{s} s"),
            (false, 0, m, 0) => format!("{m} min"),
            (false, 0, m, s) => format!("{m} min {s} s"),
            (false, h, 0, _) => format!("{h} h"),
            (false, h, m, _) => format!("{h} h {m} min"),
        }
    }
}
