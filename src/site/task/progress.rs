//! A task's progress by any day, and where the figure comes from.

use super::model::{LogLine, Milestone, ProgressSource, TargetCount};
use super::target::Target;
use super::window;
use crate::base::time::date::Date;
use crate::base::time::period::{Calendar, Period};
use crate::input::document::tasks::{Status, WrittenTask};

/// Everything that a task's progress is told from.
pub struct Course<'t> {
    /// As written.
    pub written: &'t WrittenTask,
    /// Its target, ready to be counted.
    pub target: Option<&'t Target<'t>>,
    /// Its milestones.
    pub milestones: &'t [Milestone],
    /// Its log, newest first.
    pub log: &'t [LogLine],
    /// The day that it was done, where it is.
    pub done_on: Option<Date>,
    /// The school's calendar.
    pub calendar: &'t Calendar,
    /// The day of the build.
    pub today: Date,
}

impl Course<'_> {
    /// The period of a recurring task that a day lies in.
    #[must_use]
    pub fn period(&self, day: Date) -> Option<Period> {
        window::of(self.written.recurs, day, self.calendar)
    }

    /// The target's count by the end of a day.
    #[must_use]
    pub fn count(&self, day: Date) -> Option<TargetCount> {
        self.target.map(|target| target.count(self.period(day).as_ref(), day))
    }

    /// The figure by the end of a day and its source, the surest source first: done, counted, milestones, written,
    /// the log. What is written without a day holds today; before, the log tells.
    #[must_use]
    pub fn on(&self, day: Date) -> (u8, ProgressSource) {
        let (is_today, period) = (day >= self.today, self.period(day));
        let is_done = self.written.status.value == Status::Done;
        if is_done && (is_today || self.done_on.is_some_and(|done| done <= day)) {
            return (100, ProgressSource::Status);
        }
        if let Some(target) = self.target {
            let by_hand = self.written.target.as_ref().and_then(|t| t.value).filter(|_| is_today);
            if let Some(reached) = target.reached(period.as_ref(), day).or(by_hand) {
                return (share(reached, target.needed()), ProgressSource::Target);
            }
            if is_today {
                return (0, ProgressSource::Target);
            }
        }
        if let Some(figure) = of_milestones(self.milestones, period.as_ref(), day) {
            return (figure, ProgressSource::Milestones);
        }
        if let Some(figure) = self.written.progress.filter(|_| is_today) {
            return (figure.value.min(100), ProgressSource::Written);
        }
        let counts = |line: &&LogLine| {
            line.date <= day && period.as_ref().is_none_or(|period| period.contains(line.date))
        };
        match self.log.iter().filter(counts).find_map(|line| line.progress) {
            Some(figure) => (figure.min(100), ProgressSource::Log),
            None => (0, ProgressSource::Nothing),
        }
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
fn of_milestones(milestones: &[Milestone], period: Option<&Period>, by: Date) -> Option<u8> {
    let in_period = |m: &&Milestone| period.is_some_and(|p| m.due.or(m.done).is_some_and(|d| p.contains(d)));
    let mut counted: Vec<&Milestone> = milestones.iter().filter(in_period).collect();
    if counted.is_empty() {
        counted = milestones.iter().collect();
    }
    if counted.is_empty() {
        return None;
    }
    let done = counted.iter().filter(|m| m.done.is_some_and(|d| d <= by)).count();
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
        let yearly = Some(crate::input::document::tasks::Recurs::Yearly);
        let window = window::of(yearly, today, &Calendar::default());
        assert_eq!(of_milestones(&all, None, today), Some(50));
        assert_eq!(of_milestones(&all, window.as_ref(), today), Some(0));
        assert_eq!(of_milestones(&[], window.as_ref(), today), None);
    }
}
