//! Periods of the school and the calendar: school year, term, year, month.

use serde::{Deserialize, Serialize};

use super::date::Date;

/// A sort of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// 学年.
    SchoolYear,
    /// 学期.
    Term,
    /// 自然年.
    Year,
    /// A calendar month.
    Month,
    /// The days from one that is named to another.
    Days,
}

/// When a school's year and its second term begin, as month and day of every year. A day that a month lacks is its
/// last.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Calendar {
    /// First day of the school year and of its first term.
    pub year_starts: (i8, i8),
    /// First day of the second term.
    pub second_term_starts: (i8, i8),
}

impl Default for Calendar {
    fn default() -> Self {
        Self { year_starts: (9, 1), second_term_starts: (3, 1) }
    }
}

/// A stretch of days with a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// Its sort.
    pub kind: PeriodKind,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// Chinese name: `2026—2027学年第一学期`.
    pub label: String,
}

impl Period {
    /// The period of a sort that a day lies in.
    #[must_use]
    pub fn containing(kind: PeriodKind, date: Date, calendar: &Calendar) -> Self {
        let starts = starts_around(kind, date.year(), calendar);
        let start = starts.iter().copied().filter(|start| *start <= date).max().unwrap_or(date);
        let end = starts
            .iter()
            .copied()
            .filter(|start| *start > date)
            .min()
            .map_or(date, |next| next.plus_days(-1));
        let label = label(kind, start, end, calendar);
        Self { kind, start, end, label }
    }

    /// Reads a period as people name it: `2026` and `2026年`, `2026-05` and `2026年5月`, `2026-2027学年`,
    /// `2026-2027学年第一学期`, `2026-03-01..2026-08-31`. `None` where it is none of these.
    #[must_use]
    pub fn parse(text: &str, calendar: &Calendar) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(plain_char).collect();
        if let Some((first, last)) = plain.split_once("..").or_else(|| plain.split_once('至')) {
            let (start, end) = (Date::parse(first)?, Date::parse(last)?);
            let label = format!("{start} 至 {end}");
            return (start <= end).then_some(Self { kind: PeriodKind::Days, start, end, label });
        }
        if let Some((years, term)) = plain.split_once("学年") {
            return school(years, term, calendar);
        }
        let parts: Vec<&str> = plain.split(['-', '年', '月']).filter(|part| !part.is_empty()).collect();
        let year = |text: &str| text.parse::<i16>().ok().filter(|_| text.len() == 4);
        match parts[..] {
            [only] => Some(Self::containing(PeriodKind::Year, Date::new(year(only)?, 1, 1)?, calendar)),
            [first, month] if month.len() <= 2 => {
                let day = Date::new(year(first)?, month.parse().ok()?, 1)?;
                Some(Self::containing(PeriodKind::Month, day, calendar))
            }
            _ => None,
        }
    }

    /// The period after this one.
    #[must_use]
    pub fn next(&self, calendar: &Calendar) -> Self {
        Self::containing(self.kind, self.end.plus_days(1), calendar)
    }

    /// The period before this one.
    #[must_use]
    pub fn previous(&self, calendar: &Calendar) -> Self {
        Self::containing(self.kind, self.start.plus_days(-1), calendar)
    }

    /// All periods of a sort from the one with `first` to the one with `last`.
    #[must_use]
    pub fn between(kind: PeriodKind, first: Date, last: Date, calendar: &Calendar) -> Vec<Self> {
        let mut periods = vec![Self::containing(kind, first, calendar)];
        while let Some(latest) = periods.last().filter(|p| p.end < last) {
            let next = latest.next(calendar);
            // At the calendar's end there is no next one.
            if next.start <= latest.start {
                break;
            }
            periods.push(next);
        }
        periods
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(&self, date: Date) -> bool {
        self.start <= date && date <= self.end
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> i64 {
        self.end.days_since(self.start) + 1
    }
}

/// Full-width digits and the dashes that people put between years.
fn plain_char(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '—' | '–' | '－' | '~' | '～' => '-',
        c => c,
    }
}

/// `2026-2027` with what stands after 学年: nothing, 第一学期 or 第二学期.
fn school(years: &str, term: &str, calendar: &Calendar) -> Option<Period> {
    let (first, last) = years.split_once('-').unwrap_or((years, ""));
    let year: i16 = first.parse().ok()?;
    let follows = last.is_empty() || last.parse::<i16>().is_ok_and(|last| Some(last) == year.checked_add(1));
    let start = day_of(year, calendar.year_starts.0, calendar.year_starts.1).filter(|_| follows)?;
    match term {
        "" => Some(Period::containing(PeriodKind::SchoolYear, start, calendar)),
        "第一学期" | "第1学期" | "上学期" => {
            Some(Period::containing(PeriodKind::Term, start, calendar))
        }
        "第二学期" | "第2学期" | "下学期" => {
            Some(Period::containing(PeriodKind::Term, start, calendar).next(calendar))
        }
        _ => None,
    }
}

/// Every first day of a period from the year before to the second year after, so that those around any day of
/// `year` are among them.
fn starts_around(kind: PeriodKind, year: i16, calendar: &Calendar) -> Vec<Date> {
    let days: Vec<(i8, i8)> = match kind {
        PeriodKind::SchoolYear => vec![calendar.year_starts],
        PeriodKind::Term => vec![calendar.year_starts, calendar.second_term_starts],
        PeriodKind::Year => vec![(1, 1)],
        PeriodKind::Month => (1..=12).map(|month| (month, 1)).collect(),
        PeriodKind::Days => Vec::new(),
    };
    (-1..=2)
        .filter_map(|offset| year.checked_add(offset))
        .flat_map(|year| days.iter().filter_map(move |(month, day)| day_of(year, *month, *day)))
        .collect()
}

/// A day, or the last of the month where the month has no such day.
fn day_of(year: i16, month: i8, day: i8) -> Option<Date> {
    let month = month.clamp(1, 12);
    (1..=day.clamp(1, 31)).rev().find_map(|day| Date::new(year, month, day))
}

fn label(kind: PeriodKind, start: Date, end: Date, calendar: &Calendar) -> String {
    match kind {
        PeriodKind::SchoolYear if start.year() == end.year() => format!("{}学年", start.year()),
        PeriodKind::SchoolYear => format!("{}—{}学年", start.year(), end.year()),
        PeriodKind::Term => {
            let year = Period::containing(PeriodKind::SchoolYear, start, calendar);
            let number = if year.start == start { "第一学期" } else { "第二学期" };
            format!("{}{number}", year.label)
        }
        PeriodKind::Year => format!("{}年", start.year()),
        PeriodKind::Month => format!("{}年{}月", start.year(), start.month()),
        PeriodKind::Days => format!("{start} 至 {end}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [PeriodKind; 4] =
        [PeriodKind::SchoolYear, PeriodKind::Term, PeriodKind::Year, PeriodKind::Month];

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn shown(period: &Period) -> String {
        format!("{} {}..{}", period.label, period.start, period.end)
    }

    #[test]
    fn a_day_lies_in_a_named_period() {
        use PeriodKind::{Month, SchoolYear, Term, Year};
        for (kind, date, expected) in [
            (SchoolYear, "2026-11-23", "2026—2027学年 2026-09-01..2027-08-31"),
            (SchoolYear, "2026-08-31", "2025—2026学年 2025-09-01..2026-08-31"),
            (SchoolYear, "2026-09-01", "2026—2027学年 2026-09-01..2027-08-31"),
            (Term, "2026-11-23", "2026—2027学年第一学期 2026-09-01..2027-02-28"),
            (Term, "2028-02-29", "2027—2028学年第一学期 2027-09-01..2028-02-29"),
            (Term, "2027-03-01", "2026—2027学年第二学期 2027-03-01..2027-08-31"),
            (Year, "2026-11-23", "2026年 2026-01-01..2026-12-31"),
            (Month, "2026-11-23", "2026年11月 2026-11-01..2026-11-30"),
            (Month, "2028-02-01", "2028年2月 2028-02-01..2028-02-29"),
        ] {
            assert_eq!(shown(&Period::containing(kind, day(date), &Calendar::default())), expected, "{date}");
        }
    }

    #[test]
    fn a_school_may_have_its_own_calendar() {
        for (calendar, date, expected) in [
            (
                Calendar { year_starts: (8, 20), second_term_starts: (2, 20) },
                "2026-08-19",
                "2025—2026学年第二学期",
            ),
            (
                Calendar { year_starts: (8, 20), second_term_starts: (2, 20) },
                "2026-08-20",
                "2026—2027学年第一学期",
            ),
            (Calendar { year_starts: (1, 1), second_term_starts: (7, 1) }, "2026-07-01", "2026学年第二学期"),
            (
                Calendar { year_starts: (9, 1), second_term_starts: (2, 31) },
                "2027-02-28",
                "2026—2027学年第二学期",
            ),
            (
                Calendar { year_starts: (9, 1), second_term_starts: (9, 1) },
                "2027-06-01",
                "2026—2027学年第一学期",
            ),
            (
                Calendar { year_starts: (0, 0), second_term_starts: (99, 99) },
                "2027-06-01",
                "2027学年第一学期",
            ),
        ] {
            assert_eq!(Period::containing(PeriodKind::Term, day(date), &calendar).label, expected, "{date}");
        }
    }

    #[test]
    fn a_period_is_read_as_people_name_it() {
        for (text, expected) in [
            ("2026", "2026年 2026-01-01..2026-12-31"),
            ("２０２６年", "2026年 2026-01-01..2026-12-31"),
            ("2026-05", "2026年5月 2026-05-01..2026-05-31"),
            ("2026 年 5 月", "2026年5月 2026-05-01..2026-05-31"),
            ("2026-2027学年", "2026—2027学年 2026-09-01..2027-08-31"),
            ("2026—2027学年第一学期", "2026—2027学年第一学期 2026-09-01..2027-02-28"),
            ("2026-2027学年第二学期", "2026—2027学年第二学期 2027-03-01..2027-08-31"),
            ("2026-03-01..2026-08-31", "2026-03-01 至 2026-08-31 2026-03-01..2026-08-31"),
        ] {
            let period = Period::parse(text, &Calendar::default());
            assert_eq!(period.map(|p| shown(&p)).unwrap_or_default(), expected, "{text}");
        }
        for text in [
            "",
            "去年",
            "26",
            "2026-13",
            "2026-2028学年",
            "2026-2027学年第三学期",
            "2026-09-01..2026-01-01",
            "1-2-3",
        ] {
            assert_eq!(Period::parse(text, &Calendar::default()), None, "{text}");
        }
    }

    #[test]
    fn periods_follow_each_other() {
        let calendar = Calendar::default();
        let term = Period::containing(PeriodKind::Term, day("2026-11-23"), &calendar);
        assert_eq!(term.next(&calendar).label, "2026—2027学年第二学期");
        assert_eq!(term.previous(&calendar).label, "2025—2026学年第二学期");
        let months = Period::between(PeriodKind::Month, day("2026-11-23"), day("2027-02-01"), &calendar);
        let labels: Vec<&str> = months.iter().map(|m| m.label.as_str()).collect();
        assert_eq!(labels, ["2026年11月", "2026年12月", "2027年1月", "2027年2月"]);
        assert_eq!(
            Period::between(PeriodKind::Year, day("2027-01-01"), day("2026-01-01"), &calendar).len(),
            1
        );
    }

    #[test]
    fn the_calendars_end_is_no_trap() {
        let calendar = Calendar::default();
        for kind in KINDS {
            for edge in ["9999-12-30", "0001-01-01"] {
                let period = Period::containing(kind, day(edge), &calendar);
                assert!(period.contains(day(edge)), "{period:?}");
                assert!(Period::between(kind, day(edge), day(edge).plus_days(40), &calendar).len() <= 3);
            }
        }
    }

    proptest! {
        #[test]
        fn periods_neither_overlap_nor_leave_gaps(days in 0_i64..40_000, kind in 0_usize..4) {
            let calendar = Calendar::default();
            let date = day("1970-01-01").plus_days(days);
            let period = Period::containing(KINDS[kind], date, &calendar);
            prop_assert!(period.contains(date));
            prop_assert!(period.days() >= 28);
            let next = period.next(&calendar);
            prop_assert_eq!(next.start, period.end.plus_days(1));
            prop_assert_eq!(next.previous(&calendar), period);
        }
    }
}
