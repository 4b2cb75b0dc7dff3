//! Periods of the school and the calendar.
