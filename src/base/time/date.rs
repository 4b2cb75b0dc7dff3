//! A day of the Gregorian calendar and a minute of it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day. Serialises as `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// A day by year, month (1 to 12) and day; `None` where the calendar has no such day.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD`, also with `/`, `.` or one-digit months and days, as editors type them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(['-', '/', '.']);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits =
            |s: &str, most: usize| (1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
        if parts.next().is_some()
            || year.len() != 4
            || !digits(year, 4)
            || !digits(month, 2)
            || !digits(day, 2)
        {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Days from `earlier` to this one; negative where this one is earlier.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.duration_since(earlier.0).as_hours() / 24
    }

    /// The day `days` later (or earlier); held at the calendar's end.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days.clamp(-3_000_000, 3_000_000))))
    }

    /// Monday 1 to Sunday 7.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// Adds `YYYY-MM-DD`. Every page has several dates, so that the way through a formatter would be felt.
    fn push(self, text: &mut String) {
        let year = self.year();
        if year < 0 {
            text.push('-');
        }
        push_padded(text, year.unsigned_abs().into(), if year < 0 { 3 } else { 4 });
        for part in [self.month(), self.day()] {
            text.push('-');
            push_padded(text, part.unsigned_abs().into(), 2);
        }
    }

    /// `2026年11月23日`.
    #[must_use]
    pub fn in_chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }

    /// `星期一`.
    #[must_use]
    pub fn weekday_in_chinese(self) -> &'static str {
        match self.weekday() {
            1 => "星期一",
            2 => "星期二",
            3 => "星期三",
            4 => "星期四",
            5 => "星期五",
            6 => "星期六",
            _ => "星期日",
        }
    }
}

/// Adds a number with zeros before it, up to so many digits.
fn push_padded(text: &mut String, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        text.extend(char::from_digit(digit, 10));
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Self {
        Self(day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(10);
        self.push(&mut text);
        f.write_str(&text)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A minute of a day, in the site's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// Minutes after midnight, 0 to 1439; `None` where only the day was given.
    pub minute: Option<u16>,
}

impl Moment {
    /// Reads a date, or a date and a time: `2026-05-01`, `2026-05-01 09:30`, `2026-05-01T09:30:00`. Seconds and a
    /// zone are read past.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some(at) = text.find(['T', ' ']) else {
            return Some(Self { date: Date::parse(text)?, minute: None });
        };
        let date = Date::parse(&text[..at])?;
        let mut parts = text[at + 1..].trim().split(':');
        let number = |s: &str| -> Option<u16> {
            s.bytes().all(|b| b.is_ascii_digit()).then(|| s.parse().ok()).flatten()
        };
        let hour = number(parts.next()?)?;
        let minute = number(parts.next()?.get(..2)?)?;
        (hour < 24 && minute < 60).then_some(Self { date, minute: Some(hour * 60 + minute) })
    }

    /// `YYYY-MM-DD HH:MM`, midnight where no time was given.
    #[must_use]
    pub fn full(self) -> String {
        let mut text = String::with_capacity(16);
        self.date.push(&mut text);
        text.push(' ');
        self.push_time(&mut text);
        text
    }

    /// RFC 3339 with the given offset, such as `+08:00`.
    #[must_use]
    pub fn rfc3339(self, offset: &str) -> String {
        let mut text = String::with_capacity(19 + offset.len());
        self.date.push(&mut text);
        text.push('T');
        self.push_time(&mut text);
        text.push_str(":00");
        text.push_str(offset);
        text
    }

    fn push_time(self, text: &mut String) {
        let minute = self.minute.unwrap_or(0);
        push_padded(text, u32::from(minute) / 60, 2);
        text.push(':');
        push_padded(text, u32::from(minute) % 60, 2);
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minute {
            Some(_) => f.write_str(&self.full()),
            None => fmt::Display::fmt(&self.date, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_and_times_are_padded() {
        let moment = Moment::parse("0026-01-02 03:04").unwrap();
        assert_eq!(moment.full(), "0026-01-02 03:04");
        assert_eq!(moment.rfc3339("+08:00"), "0026-01-02T03:04:00+08:00");
        assert_eq!(Moment { minute: None, ..moment }.rfc3339("Z"), "0026-01-02T00:00:00Z");
        assert_eq!(Date::from(jiff::civil::date(-5, 12, 31)).to_string(), "-005-12-31");
    }

    #[test]
    fn dates_are_read_as_editors_type_them() {
        for (text, expected) in [
            ("2026-11-23", Some("2026-11-23")),
            ("2026/3/1", Some("2026-03-01")),
            ("2026.03.01", Some("2026-03-01")),
            ("2028-02-29", Some("2028-02-29")),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("26-01-01", None),
            ("2026-1", None),
            ("2026-001-01", None),
            ("2026-01-01-01", None),
            ("+026-01-01", None),
            ("2026-01-0１", None),
            ("", None),
        ] {
            assert_eq!(Date::parse(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_date_counts_days() {
        let date = Date::parse("2026-11-23").unwrap();
        assert_eq!(date.days_since(Date::parse("2025-11-23").unwrap()), 365);
        assert_eq!(Date::parse("2025-11-23").unwrap().days_since(date), -365);
        assert_eq!(date.plus_days(8).to_string(), "2026-12-01");
        assert_eq!(date.plus_days(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(date.plus_days(i64::MIN).year(), -6187);
    }

    #[test]
    fn a_date_speaks_chinese() {
        let monday = Date::parse("2026-11-23").unwrap();
        assert_eq!(monday.in_chinese(), "2026年11月23日");
        let week: Vec<&str> = (0..7).map(|n| monday.plus_days(n).weekday_in_chinese()).collect();
        assert_eq!(week, ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]);
    }

    #[test]
    fn moments_are_read_with_and_without_a_time() {
        for (text, expected) in [
            ("2026-05-01", Some("2026-05-01")),
            (" 2026-05-01 09:30 ", Some("2026-05-01 09:30")),
            ("2026-05-01T9:05", Some("2026-05-01 09:05")),
            ("2026-05-01T09:30:15+08:00", Some("2026-05-01 09:30")),
            ("2026-05-01 24:00", None),
            ("2026-05-01 09:60", None),
            ("2026-05-01 09", None),
            ("2026-05-01 +9:30", None),
            ("2026-05-01 09:分", None),
            ("2026-05-01 ", Some("2026-05-01")),
            ("T09:30", None),
        ] {
            assert_eq!(Moment::parse(text).map(|m| m.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_moment_is_written_for_machines() {
        let moment = Moment::parse("2026-05-01 09:30").unwrap();
        assert_eq!(moment.rfc3339("+08:00"), "2026-05-01T09:30:00+08:00");
        assert_eq!(moment.full(), "2026-05-01 09:30");
        assert_eq!(Moment::parse("2026-05-01").unwrap().full(), "2026-05-01 00:00");
        assert!(Moment::parse("2026-05-01").unwrap() < moment);
    }

    proptest! {
        #[test]
        fn days_forth_and_back_are_no_days(days in -100_000_i64..100_000) {
            let date = Date::parse("2026-11-23").unwrap();
            prop_assert_eq!(date.plus_days(days).days_since(date), days);
            prop_assert_eq!(date.plus_days(days).plus_days(-days), date);
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,24}") {
            let _ = (Date::parse(&text), Moment::parse(&text));
        }
    }
}
