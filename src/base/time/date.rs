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
        i64::from(self.0.duration_since(earlier.0).as_hours() / 24)
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
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
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
        let hour: u16 = parts.next()?.parse().ok()?;
        let minute: u16 = parts.next()?.get(..2)?.parse().ok()?;
        (hour < 24 && minute < 60).then_some(Self { date, minute: Some(hour * 60 + minute) })
    }

    /// `YYYY-MM-DD HH:MM`, midnight where no time was given.
    #[must_use]
    pub fn full(self) -> String {
        let minute = self.minute.unwrap_or(0);
        format!("{} {:02}:{:02}", self.date, minute / 60, minute % 60)
    }

    /// RFC 3339 with the given offset, such as `+08:00`.
    #[must_use]
    pub fn rfc3339(self, offset: &str) -> String {
        let minute = self.minute.unwrap_or(0);
        format!("{}T{:02}:{:02}:00{offset}", self.date, minute / 60, minute % 60)
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
