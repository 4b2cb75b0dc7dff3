//! A task's derived state and its reason in words.

use crate::base::time::date::Date;
use crate::input::config::settings::ProgressPolicy;
use crate::input::document::tasks::Status;

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

/// What a state is derived from.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Written status.
    pub status: Status,
    /// Start.
    pub start: Option<Date>,
    /// Due date.
    pub due: Option<Date>,
    /// First and last day that the progress is measured against: start and due date, or a recurring task's period.
    pub frame: Option<(Date, Date)>,
    /// 0 to 100.
    pub progress: u8,
    /// Last day with activity.
    pub last_activity: Option<Date>,
}

/// The state on a day, the gravest that holds.
#[must_use]
pub fn derive(standing: &Standing, today: Date, policy: &ProgressPolicy) -> State {
    match standing.status {
        Status::Done => return State::Done,
        Status::Paused => return State::Paused,
        Status::Planned if standing.start.is_none_or(|start| start > today) && !past(standing.due, today) => {
            return State::Planned;
        }
        Status::Planned | Status::Running | Status::Continuous => {}
    }
    // What has reached its target is not late; that its status still says 进行中 is for its editor to change.
    let reached = standing.progress >= 100;
    if let Some(due) = standing.due.filter(|due| *due < today && !reached) {
        return State::Overdue { days: days(due, today) };
    }
    if let Some((from, to)) = standing.frame.filter(|_| !reached) {
        let time = share_of_time(from, to, today);
        if u32::from(time) > u32::from(standing.progress) + policy.risk_points {
            return State::AtRisk { time, progress: standing.progress };
        }
    }
    if let Some(last) = standing.last_activity.or(standing.start).filter(|_| !reached) {
        let quiet = days(last, today);
        if standing.status != Status::Planned && quiet > policy.stalled_days {
            return State::Stalled { days: quiet };
        }
    }
    if let Some(due) = standing.due.filter(|due| *due >= today && !reached) {
        let left = days(today, due);
        if left <= policy.near_days {
            return State::Near { days: left };
        }
    }
    State::OnTrack
}

fn past(due: Option<Date>, today: Date) -> bool {
    due.is_some_and(|due| due < today)
}

/// Days from one day to a later one; 0 where it is not later.
#[must_use]
pub fn days(from: Date, to: Date) -> u32 {
    u32::try_from(to.days_since(from).max(0)).unwrap_or(u32::MAX)
}

/// The share of the time from `from` to `to` that has gone, in percent.
fn share_of_time(from: Date, to: Date, today: Date) -> u8 {
    let whole = u64::from(days(from, to)).max(1);
    let gone = u64::from(days(from, today)).min(whole);
    u8::try_from(gone * 100 / whole).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(status: Status, start: &str, due: &str, last: &str, progress: u8, today: &str) -> String {
        let (start, due, last) = (Date::parse(start), Date::parse(due), Date::parse(last));
        let policy = crate::input::config::settings::Config::default().progress;
        let frame = start.zip(due);
        let standing = Standing { status, start, due, frame, progress, last_activity: last };
        let state = derive(&standing, Date::parse(today).unwrap(), &policy);
        format!("{} {}", state.word(), state.reason()).trim().to_owned()
    }

    #[test]
    fn the_gravest_state_that_holds_is_told() {
        use Status::{Continuous, Done, Paused, Planned, Running};
        for (status, start, due, last, progress, today, expected) in [
            (Running, "", "2026-05-01", "", 50, "2026-05-01", "临期 今天到期"),
            (Running, "", "2026-05-01", "", 50, "2026-05-02", "超期 超期 1 天"),
            (Running, "", "2026-05-01", "", 100, "2026-05-02", "正常"),
            (Done, "", "2026-05-01", "", 100, "2026-06-01", "已完成"),
            (Paused, "", "2026-05-01", "", 0, "2026-06-01", "暂停"),
            (Planned, "2026-09-01", "2026-12-31", "", 0, "2026-05-01", "未启动"),
            (Planned, "", "", "", 0, "2026-05-01", "未启动"),
            (Planned, "", "2026-04-30", "", 0, "2026-05-01", "超期 超期 1 天"),
            (Planned, "2026-01-01", "2026-12-31", "", 0, "2026-07-02", "滞后 时间已过 50%，进度 0%"),
            (Running, "2026-01-01", "2026-12-31", "2026-06-01", 25, "2026-07-02", "正常"),
            (
                Running,
                "2026-01-01",
                "2026-12-31",
                "2026-06-01",
                24,
                "2026-07-02",
                "滞后 时间已过 50%，进度 24%",
            ),
            (Running, "2026-01-01", "", "2026-01-31", 24, "2026-05-01", "正常"),
            (Running, "2026-01-01", "", "2026-01-31", 24, "2026-05-02", "停滞 91 天无动态"),
            (Running, "2026-01-01", "", "", 24, "2026-05-02", "停滞 121 天无动态"),
            (Continuous, "", "", "", 0, "2026-05-02", "正常"),
            (Running, "", "2026-06-01", "2026-05-01", 60, "2026-05-02", "临期 还有 30 天到期"),
            (Running, "", "2026-06-02", "2026-05-01", 60, "2026-05-02", "正常"),
        ] {
            let found = state(status, start, due, last, progress, today);
            assert_eq!(found, expected, "{status:?} {start} {due} {last} {progress} on {today}");
        }
    }
}
