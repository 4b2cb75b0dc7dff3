//! What a target counts: one mark for each thing, counted by any day and within any period.

use std::collections::BTreeSet;

use crate::base::time::date::Date;
use crate::base::time::period::{Period, PeriodKind};
use crate::site::id::{AccountId, EntryId, UnitId};

/// What an amount is counted in, so that sums of fractions are exact.
pub const THOUSAND: u64 = 1000;

/// A thing that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A published entry.
    Entry(EntryId),
    /// An account of the registry.
    Account(AccountId),
    /// A milestone of the task, by its position.
    Milestone(usize),
}

/// A thing, since when it counts, and for how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// What.
    pub thing: Thing,
    /// Since when; `None` where that is not known: then it has always counted.
    pub date: Option<Date>,
    /// The year that it is of, where it says so: a work of 2025 that was put online in 2026 is of 2025.
    pub year: Option<i16>,
    /// Whose it is.
    pub unit: Option<UnitId>,
    /// In thousandths: 1000 for each thing that is counted, else the field's value.
    pub amount: u64,
}

/// How marks make a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// What happens within a period: entries, works, reached milestones.
    Flow,
    /// What there is by a day, whichever period it came in: studios, accounts.
    Stock,
    /// Distinct units of what happens within a period.
    Units,
}

/// All marks of a target.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Marks, newest first.
    pub marks: Vec<Mark>,
    /// How they make a figure.
    pub sort: Sort,
    /// The day of the build: what is shown on it counts on it, whatever day it bears.
    pub today: Date,
}

impl Tally {
    /// The marks that count by the end of a day, within a period where there is one.
    pub fn within<'t>(&'t self, period: Option<&'t Period>, by: Date) -> impl Iterator<Item = &'t Mark> {
        let period = period.filter(|_| self.sort != Sort::Stock);
        self.marks.iter().filter(move |mark| {
            let since = mark.date.map(|date| date.min(self.today));
            since.is_none_or(|date| date <= by) && period.is_none_or(|period| holds(period, mark))
        })
    }

    /// The figure by the end of a day. Sums are rounded down, so that what is needed is reached only when it is.
    #[must_use]
    pub fn reached(&self, period: Option<&Period>, by: Date) -> u32 {
        let figure = match self.sort {
            Sort::Units => {
                self.within(period, by).filter_map(|m| m.unit).collect::<BTreeSet<_>>().len() as u64
            }
            Sort::Flow | Sort::Stock => {
                self.within(period, by).fold(0u64, |sum, m| sum.saturating_add(m.amount)) / THOUSAND
            }
        };
        u32::try_from(figure).unwrap_or(u32::MAX)
    }
}

fn holds(period: &Period, mark: &Mark) -> bool {
    match mark.year.filter(|_| period.kind == PeriodKind::Year) {
        Some(year) => year == period.start.year(),
        None => mark.date.is_some_and(|date| period.contains(date)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::period::Calendar;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn tally(sort: Sort) -> Tally {
        let mark = |date: &str, year: i16, unit: u64, amount: u64| Mark {
            thing: Thing::Entry(EntryId(amount)),
            date: Date::parse(date),
            year: Some(year).filter(|y| *y > 0),
            unit: Some(UnitId(unit)).filter(|u| u.0 > 0),
            amount,
        };
        let marks = vec![
            mark("2026-11-20", 0, 1, 2500),
            mark("2026-03-02", 2025, 1, 2500),
            mark("2026-01-01", 0, 2, 1000),
            mark("", 0, 0, 1000),
        ];
        Tally { marks, sort, today: day("2026-11-23") }
    }

    #[test]
    fn a_figure_is_of_a_day_and_a_period() {
        let calendar = Calendar::default();
        let period = |kind: PeriodKind, of: &str| Some(Period::containing(kind, day(of), &calendar));
        for (sort, period, by, expected) in [
            (Sort::Flow, None, "2026-11-23", 7),
            (Sort::Flow, None, "2026-11-19", 4),
            (Sort::Flow, None, "2025-12-31", 1),
            (Sort::Flow, period(PeriodKind::Year, "2026-01-01"), "2026-11-23", 3),
            (Sort::Flow, period(PeriodKind::Year, "2025-01-01"), "2026-11-23", 2),
            (Sort::Flow, period(PeriodKind::Month, "2026-03-01"), "2026-11-23", 2),
            (Sort::Stock, period(PeriodKind::Month, "2026-03-01"), "2026-03-31", 4),
            (Sort::Units, None, "2026-11-23", 2),
            (Sort::Units, period(PeriodKind::Month, "2026-11-01"), "2026-11-23", 1),
        ] {
            let found = tally(sort).reached(period.as_ref(), day(by));
            assert_eq!(found, expected, "{sort:?} {:?} by {by}", period.map(|p| p.label));
        }
    }

    #[test]
    fn what_is_shown_today_counts_today_whatever_day_it_bears() {
        let mut tally = tally(Sort::Flow);
        tally.marks[0].date = Some(day("2027-01-01"));
        assert_eq!(tally.reached(None, day("2026-11-22")), 4);
        assert_eq!(tally.reached(None, day("2026-11-23")), 7);
    }
}
