//! Whether something is shown on the day of the build.

use super::entry::Publication;
use crate::base::time::date::Date;
use crate::input::document::front_matter::FrontMatter;

/// Whether what has this front matter is shown on the day, and the reason in words where it is not.
#[must_use]
pub fn publication(front: &FrontMatter, today: Date) -> (Publication, Option<String>) {
    if front.draft {
        return (Publication::Draft, Some("草稿".to_owned()));
    }
    if let Some(from) = front.publish_at.map(|p| p.value)
        && from.date > today
    {
        return (Publication::Scheduled, Some(format!("定时发布 {from}")));
    }
    // A day of expiry is still a day on show: an offer "until 1 May" holds on 1 May.
    if let Some(until) = front.expire_at.map(|e| e.value)
        && until.date < today
    {
        return (Publication::Expired, Some(format!("已过期 {until}")));
    }
    (Publication::Published, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::span::Span;
    use crate::base::time::date::Moment;
    use crate::input::yaml::located::Located;

    fn located(text: &str) -> Option<Located<Moment>> {
        Moment::parse(text).map(|m| Located::new(m, Span::default()))
    }

    #[test]
    fn an_entry_is_shown_from_its_first_to_its_last_day() {
        for (from, until, today, expected) in [
            ("2026-05-02", "", "2026-05-01", Publication::Scheduled),
            ("2026-05-02", "", "2026-05-02", Publication::Published),
            ("2026-05-02 23:30", "", "2026-05-02", Publication::Published),
            ("", "2026-05-02", "2026-05-02", Publication::Published),
            ("", "2026-05-02", "2026-05-03", Publication::Expired),
        ] {
            let front = FrontMatter {
                publish_at: located(from),
                expire_at: located(until),
                ..FrontMatter::default()
            };
            let day = Date::parse(today).unwrap();
            assert_eq!(publication(&front, day).0, expected, "{from} {until} {today}");
        }
    }
}
