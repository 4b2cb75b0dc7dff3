//! Progress over time: the same computation, told by other days.

use super::model::{Act, PeriodProgress, Step};
use super::progress::Course;
use super::target::Target;
use super::window;
use crate::base::time::date::Date;
use crate::base::time::period::{Period, PeriodKind};
use crate::input::document::tasks::Recurs;

/// Months before this one that histories go back.
const MONTHS_MAX: i16 = 24;

/// The days that the plan's history is told by: ends of months from that of `first` on, the day of the build last.
#[must_use]
pub fn days(first: Option<Date>, today: Date) -> Vec<Date> {
    let earliest = Date::new(today.year().saturating_sub(MONTHS_MAX / 12), today.month(), 1).unwrap_or(today);
    let from = first.unwrap_or(today).max(earliest);
    let calendar = crate::base::time::period::Calendar::default();
    let months = Period::between(PeriodKind::Month, from, today, &calendar);
    months.into_iter().map(|month| month.end.min(today)).collect()
}

/// A task's progress by each of the days.
#[must_use]
pub fn of(course: &Course<'_>, days: &[Date]) -> Vec<Step> {
    days.iter().map(|day| Step { date: *day, progress: course.on(*day).0 }).collect()
}

/// A recurring task's periods, the current one first, back to the first that anything is known of.
#[must_use]
pub fn periods(course: &Course<'_>, recurs: Option<Recurs>, acts: &[Act]) -> Vec<PeriodProgress> {
    let (Some(recurs), today) = (recurs, course.today) else { return Vec::new() };
    let known = [course.written.start.map(|d| d.value), acts.iter().map(|a| a.date).min()];
    let counted = course.target.and_then(Target::first_day);
    let first = known.into_iter().flatten().chain(counted).min().unwrap_or(today);
    let of = |period: Period| {
        let by = period.end.min(today);
        let reached = course.target.and_then(|target| target.reached(Some(&period), by));
        let within = acts.iter().filter(|act| period.contains(act.date)).count();
        PeriodProgress {
            reached,
            needed: course.target.map_or(0, Target::needed),
            progress: course.on(by).0,
            acts: u32::try_from(within).unwrap_or(u32::MAX),
            is_current: period.contains(today),
            period,
        }
    };
    window::since(recurs, first, today, course.calendar).into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_history_is_told_by_ends_of_months_and_today() {
        for (first, today, expected) in [
            ("2026-09-15", "2026-11-24", "2026-09-30 2026-10-31 2026-11-24"),
            ("2026-11-24", "2026-11-24", "2026-11-24"),
            ("2027-01-01", "2026-11-24", "2026-11-24"),
            ("2026-10-31", "2026-11-30", "2026-10-31 2026-11-30"),
        ] {
            let days: Vec<String> =
                days(Some(day(first)), day(today)).iter().map(ToString::to_string).collect();
            assert_eq!(days.join(" "), expected, "{first} {today}");
        }
        assert_eq!(days(None, day("2026-11-24")), [day("2026-11-24")]);
        assert_eq!(days(Some(day("1999-01-01")), day("2026-11-24")).len(), 25);
    }
}
