//! A task's derived state and its reason in words.

/// Derived, never written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 已完成.
    Done,
    /// 超期: due this many days ago and not done.
    Overdue {
        /// Days since the due date.
        days: u32,
    },
    /// 滞后: time gone far ahead of progress.
    AtRisk {
        /// Share of time gone, in percent.
        time: u8,
        /// Progress, in percent.
        progress: u8,
    },
    /// 停滞: no log or evidence for this many days.
    Stalled {
        /// Days since the last activity, or since the start.
        days: u32,
    },
    /// 临期: due within the near days.
    Near {
        /// Days to the due date.
        days: u32,
    },
    /// Nothing to remark: by its written status.
    OnTrack,
    /// 暂停.
    Paused,
    /// 未启动 and not yet due to start.
    Planned,
}

impl State {
    /// One word for lists: 超期, 滞后, 停滞, 临期 …
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Done => "已完成",
            Self::Overdue { .. } => "超期",
            Self::AtRisk { .. } => "滞后",
            Self::Stalled { .. } => "停滞",
            Self::Near { .. } => "临期",
            Self::OnTrack => "正常",
            Self::Paused => "暂停",
            Self::Planned => "未启动",
        }
    }

    /// Machine word for classes and `/api/`: `overdue`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Overdue { .. } => "overdue",
            Self::AtRisk { .. } => "at_risk",
            Self::Stalled { .. } => "stalled",
            Self::Near { .. } => "near",
            Self::OnTrack => "on_track",
            Self::Paused => "paused",
            Self::Planned => "planned",
        }
    }

    /// The reason in words.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Overdue { days } => format!("超期 {days} 天"),
            Self::AtRisk { time, progress } => format!("时间已过 {time}%，进度 {progress}%"),
            Self::Stalled { days } => format!("{days} 天无动态"),
            Self::Near { days: 0 } => "今天到期".to_owned(),
            Self::Near { days } => format!("还有 {days} 天到期"),
            Self::Done | Self::OnTrack | Self::Paused | Self::Planned => String::new(),
        }
    }
}
