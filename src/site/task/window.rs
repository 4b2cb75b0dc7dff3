//! The period that a recurring task is in: its figures are counted within it.

use crate::base::time::date::Date;
use crate::base::time::period::{Calendar, Period, PeriodKind};
use crate::input::document::tasks::Recurs;

/// Periods that a task's page keeps; older ones are in the content itself.
pub const PERIODS_MAX: usize = 12;

/// The sort of period that a recurrence runs by; `None` for one without a fixed period.
#[must_use]
pub fn kind(recurs: Recurs) -> Option<PeriodKind> {
    match recurs {
        Recurs::Yearly => Some(PeriodKind::Year),
        Recurs::SchoolYearly => Some(PeriodKind::SchoolYear),
        Recurs::Termly => Some(PeriodKind::Term),
        Recurs::Monthly => Some(PeriodKind::Month),
        Recurs::Periodic => None,
    }
}

/// The period of a recurrence that a day lies in.
#[must_use]
pub fn of(recurs: Option<Recurs>, day: Date, calendar: &Calendar) -> Option<Period> {
    recurs.and_then(kind).map(|kind| Period::containing(kind, day, calendar))
}

/// All periods of a recurrence from the one with `first` to the one with `today`, the latest first, at most
/// [`PERIODS_MAX`].
#[must_use]
pub fn since(recurs: Recurs, first: Date, today: Date, calendar: &Calendar) -> Vec<Period> {
    let Some(kind) = kind(recurs) else { return Vec::new() };
    let mut periods = vec![Period::containing(kind, today, calendar)];
    while let Some(latest) = periods.last().filter(|p| p.start > first) {
        let before = latest.previous(calendar);
        if periods.len() == PERIODS_MAX || before.start >= latest.start {
            break;
        }
        periods.push(before);
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_recurrence_is_counted_by_its_period() {
        for (recurs, today, expected) in [
            (Recurs::Yearly, "2026-11-23", "2026年"),
            (Recurs::SchoolYearly, "2026-08-31", "2025—2026学年"),
            (Recurs::Termly, "2026-03-01", "2025—2026学年第二学期"),
            (Recurs::Monthly, "2026-12-31", "2026年12月"),
            (Recurs::Periodic, "2026-01-01", ""),
        ] {
            let period = of(Some(recurs), day(today), &Calendar::default());
            assert_eq!(period.map(|p| p.label).unwrap_or_default(), expected, "{recurs:?}");
        }
        assert_eq!(of(None, day("2026-01-01"), &Calendar::default()), None);
    }

    #[test]
    fn past_periods_stand_latest_first_and_end_somewhere() {
        let labels = |first: &str, today: &str| -> Vec<String> {
            let periods = since(Recurs::Termly, day(first), day(today), &Calendar::default());
            periods.into_iter().map(|p| p.label).collect()
        };
        assert_eq!(labels("2026-02-01", "2026-11-23").len(), 3);
        assert_eq!(labels("2026-12-01", "2026-11-23"), ["2026—2027学年第一学期"]);
        assert_eq!(labels("1900-01-01", "2026-11-23").len(), PERIODS_MAX);
        assert_eq!(labels("0001-01-01", "0001-01-01").len(), 1);
        assert!(
            since(Recurs::Periodic, day("2026-01-01"), day("2026-01-01"), &Calendar::default()).is_empty()
        );
    }
}
