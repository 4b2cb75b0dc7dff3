//! The period that a recurring task is in: its figures are counted within it.

use crate::base::time::date::Date;
use crate::input::document::tasks::Recurs;

/// First and last day of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Window {
    /// The period of a recurrence that a day lies in; `None` for one without a fixed period.
    #[must_use]
    pub fn of(recurs: Recurs, today: Date) -> Option<Self> {
        let (year, month) = (today.year(), today.month());
        // Terms begin on 1 September and 1 March (DOMAIN: 学期).
        let (from, months) = match recurs {
            Recurs::Yearly => ((year, 1), 12),
            Recurs::Termly if month >= 9 => ((year, 9), 6),
            Recurs::Termly if month < 3 => ((year - 1, 9), 6),
            Recurs::Termly => ((year, 3), 6),
            Recurs::Monthly => ((year, month), 1),
            Recurs::Periodic => return None,
        };
        let first = Date::new(from.0, from.1, 1)?;
        let after = from.1 - 1 + months;
        let next = Date::new(from.0 + i16::from(after / 12), after % 12 + 1, 1)?;
        Some(Self { first, last: next.plus_days(-1) })
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// In words: `2026 年`, `2026 年 5 月`, `2026 年 9 月至 2027 年 2 月`.
    #[must_use]
    pub fn words(self) -> String {
        let (first, last) = (self.first, self.last);
        if first.year() == last.year() && first.month() == last.month() {
            return format!("{} 年 {} 月", first.year(), first.month());
        }
        if first.month() == 1 && last.month() == 12 {
            return format!("{} 年", first.year());
        }
        let end = if first.year() == last.year() { String::new() } else { format!("{} 年 ", last.year()) };
        format!("{} 年 {} 月至 {end}{} 月", first.year(), first.month(), last.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_its_day() {
        for (recurs, today, first, last, words) in [
            (Recurs::Yearly, "2026-11-23", "2026-01-01", "2026-12-31", "2026 年"),
            (Recurs::Termly, "2026-02-28", "2025-09-01", "2026-02-28", "2025 年 9 月至 2026 年 2 月"),
            (Recurs::Termly, "2026-03-01", "2026-03-01", "2026-08-31", "2026 年 3 月至 8 月"),
            (Recurs::Termly, "2026-09-01", "2026-09-01", "2027-02-28", "2026 年 9 月至 2027 年 2 月"),
            (Recurs::Monthly, "2028-02-01", "2028-02-01", "2028-02-29", "2028 年 2 月"),
            (Recurs::Monthly, "2026-12-31", "2026-12-01", "2026-12-31", "2026 年 12 月"),
        ] {
            let window = Window::of(recurs, Date::parse(today).unwrap()).unwrap();
            assert_eq!(
                (window.first.to_string(), window.last.to_string()),
                (first.into(), last.into()),
                "{today}"
            );
            assert_eq!(window.words(), words);
        }
        assert_eq!(Window::of(Recurs::Periodic, Date::parse("2026-01-01").unwrap()), None);
    }

    #[test]
    fn the_ends_of_the_calendar_give_no_panic() {
        for (year, month, day) in [(-9999, 1, 1), (9999, 12, 31)] {
            let day = Date::new(year, month, day).unwrap();
            for recurs in [Recurs::Yearly, Recurs::Termly, Recurs::Monthly] {
                let _ = Window::of(recurs, day);
            }
        }
    }
}
