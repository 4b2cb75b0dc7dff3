//! The day it is, in a site's time zone.

use crate::base::time::date::Date;

/// Today in the time zone of this IANA name; in `Asia/Shanghai` where the name is not known.
///
/// A machine's own zone is not asked: continuous integration runs in UTC, where a page dated today would be missing
/// until eight in the morning.
#[must_use]
pub fn today(timezone: &str) -> Date {
    let now = jiff::Timestamp::now();
    let zone = jiff::tz::TimeZone::get(timezone)
        .or_else(|_| jiff::tz::TimeZone::get("Asia/Shanghai"))
        .unwrap_or(jiff::tz::TimeZone::UTC);
    now.to_zoned_datetime(zone).date().into()
}
