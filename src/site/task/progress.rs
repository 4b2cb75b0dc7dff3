//! A task's progress and where the figure comes from.

use super::model::{LogLine, Milestone, ProgressSource, TargetCount};
use super::window::Window;
use crate::base::time::date::Date;
use crate::input::document::tasks::{Status, WrittenTask};

/// The figure and its source, the surest source first: done, counted, milestones, written, the log.
#[must_use]
pub fn progress(
    written: &WrittenTask,
    target: Option<&TargetCount>,
    milestones: &[Milestone],
    log: &[LogLine],
    window: Option<Window>,
    today: Date,
) -> (u8, ProgressSource) {
    if written.status.value == Status::Done {
        return (100, ProgressSource::Status);
    }
    if let Some(target) = target {
        return (share(target.reached, target.needed), ProgressSource::Target);
    }
    if let Some(figure) = of_milestones(milestones, window, today) {
        return (figure, ProgressSource::Milestones);
    }
    if let Some(figure) = written.progress {
        return (figure.value.min(100), ProgressSource::Written);
    }
    let counts = |line: &&LogLine| line.date <= today && window.is_none_or(|w| w.holds(line.date));
    match log.iter().filter(counts).find_map(|line| line.progress) {
        Some(figure) => (figure.min(100), ProgressSource::Log),
        None => (0, ProgressSource::Nothing),
    }
}

/// `part` of `whole` in percent, rounded down so that 100 means all; 100 where nothing is asked for.
#[must_use]
pub fn share(part: u32, whole: u32) -> u8 {
    match (u64::from(part) * 100).checked_div(u64::from(whole)) {
        Some(percent) => u8::try_from(percent.min(100)).unwrap_or(100),
        None => 100,
    }
}

/// The share of milestones that are reached; of a recurring task those of its period, where it has any.
fn of_milestones(milestones: &[Milestone], window: Option<Window>, today: Date) -> Option<u8> {
    let in_window = |m: &&Milestone| window.is_some_and(|w| m.due.or(m.done).is_some_and(|d| w.holds(d)));
    let mut counted: Vec<&Milestone> = milestones.iter().filter(in_window).collect();
    if counted.is_empty() {
        counted = milestones.iter().collect();
    }
    if counted.is_empty() {
        return None;
    }
    let done = counted.iter().filter(|m| m.done.is_some_and(|d| d <= today)).count();
    Some(share(u32::try_from(done).ok()?, u32::try_from(counted.len()).ok()?))
}

/// A task's milestones with the days that they are behind.
#[must_use]
pub fn milestones(written: &WrittenTask, today: Date) -> Vec<Milestone> {
    let milestone = |m: &crate::input::document::tasks::WrittenMilestone| {
        let (due, done) = (m.due.map(|d| d.value), m.done.map(|d| d.value));
        let overdue_days = match (due, done) {
            (Some(due), None) => super::state::days(due, today),
            _ => 0,
        };
        Milestone { title: m.title.clone(), due, done, overdue_days }
    };
    written.milestones.iter().map(milestone).collect()
}

/// A task's log, newest first; lines of one day in the order in which they stand, last first.
#[must_use]
pub fn log(written: &WrittenTask) -> Vec<LogLine> {
    let mut lines: Vec<LogLine> = written
        .log
        .iter()
        .rev()
        .map(|l| LogLine { date: l.date.value, note: l.note.clone(), progress: l.progress.map(|p| p.value) })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.date));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_full_only_when_all_is_reached() {
        for (part, whole, expected) in
            [(0, 12, 0), (1, 3, 33), (199, 200, 99), (12, 12, 100), (30, 12, 100), (0, 0, 100)]
        {
            assert_eq!(share(part, whole), expected, "{part} of {whole}");
        }
        assert_eq!(share(u32::MAX, 1), 100);
    }

    #[test]
    fn a_recurring_tasks_milestones_count_within_its_period() {
        let day = |text: &str| Date::parse(text);
        let milestone = |due: &str, done: &str| Milestone {
            title: String::new(),
            due: day(due),
            done: day(done),
            overdue_days: 0,
        };
        let all = [milestone("2025-05-01", "2025-05-01"), milestone("2026-05-01", "")];
        let today = day("2026-06-01").unwrap();
        let window = Window::of(crate::input::document::tasks::Recurs::Yearly, today);
        assert_eq!(of_milestones(&all, None, today), Some(50));
        assert_eq!(of_milestones(&all, window, today), Some(0));
        assert_eq!(of_milestones(&[], window, today), None);
    }
}
