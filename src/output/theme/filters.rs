//! Filters of our own.

use std::borrow::Cow;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::qr;
use crate::base::text::escape;
use crate::base::time::date::{Date, Moment};

/// Registers them.
pub fn register(tera: &mut Tera) {
    tera.register_filter("date", date);
    tera.register_filter("json", json);
    tera.register_filter("attr", attr);
    tera.register_filter("plain", plain);
    tera.register_filter("first_char", first_char);
    tera.register_filter("percent", percent);
    tera.register_filter("qr", qr_code);
}

/// `2026-05-06` as people write it: `short` 2026-05-06, `long` 2026年5月6日, `month_day` 05-06, `day` 6,
/// `year_month` 2026年5月, `iso` unchanged. What is no date stays as it is.
fn date(text: Cow<'_, str>, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let format: Option<&str> = kwargs.get("format")?;
    let Some(date) = Moment::parse(&text).map(|m| m.date) else { return Ok(text.into_owned()) };
    Ok(formatted(date, format.unwrap_or("long")))
}

fn formatted(date: Date, format: &str) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match format {
        "month_day" => format!("{month:02}-{day:02}"),
        "day" => day.to_string(),
        "year_month" => format!("{year}年{month}月"),
        "short" | "iso" => date.to_string(),
        _ => format!("{year}年{month}月{day}日"),
    }
}

/// Any value as JSON that may stand in a script.
fn json(value: Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let json = serde_json::to_string(&value).map_err(|e| tera::Error::message(e.to_string()))?;
    Ok(Value::safe_string(&escape::json_in_script(&json)))
}

/// Text for a double-quoted attribute.
fn attr(text: Cow<'_, str>, _: Kwargs, _: &State) -> Value {
    Value::safe_string(&escape::html(&text))
}

/// HTML without its elements.
fn plain(text: Cow<'_, str>, _: Kwargs, _: &State) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// An address as a QR code: `{{ page.canonical | qr(label="…") }}`. Nothing where it is too long for one.
fn qr_code(text: Cow<'_, str>, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let label: Option<String> = kwargs.get("label")?;
    Ok(Value::safe_string(&qr::svg(&text, label.as_deref().unwrap_or_default()).unwrap_or_default()))
}

/// The first character, for initials.
fn first_char(text: Cow<'_, str>, _: Kwargs, _: &State) -> String {
    text.chars().next().map(String::from).unwrap_or_default()
}

/// A number with a percent sign.
fn percent(value: Value, _: Kwargs, _: &State) -> String {
    format!("{value}%")
}
