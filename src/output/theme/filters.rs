//! Filters of our own.

use std::borrow::Cow;

use tera::{Kwargs, State, Tera, TeraResult, Value};
use unicode_segmentation::UnicodeSegmentation as _;

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
    // In place of the engine's own, which lists every grapheme first.
    tera.register_filter("truncate", truncate);
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

/// The first `length` characters as readers see them, with `end` (…) where there are more.
fn truncate(text: Cow<'_, str>, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let length: usize = kwargs.must_get("length")?;
    let end: &str = kwargs.get::<&str>("end")?.unwrap_or("…");
    // Letters of ASCII, Han characters and Chinese punctuation stand alone, which most summaries consist of.
    let stands_alone = |c: char| matches!(c, ' '..='~' | '\u{3001}'..='\u{3029}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}');
    let cut = if text.chars().all(stands_alone) {
        text.char_indices().nth(length).map(|(at, _)| at)
    } else {
        text.grapheme_indices(true).nth(length).map(|(at, _)| at)
    };
    Ok(match cut {
        Some(at) => format!("{}{end}", text.get(..at).unwrap_or_default()),
        None => text.into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use tera::Context;

    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_as_readers_see_them() {
        for (text, length, expected) in [
            ("日本語", 2, "日本…"),
            ("日本語", 3, "日本語"),
            ("👨‍👩‍👧‍👦 family", 5, "👨‍👩‍👧‍👦 fam…"),
            ("e\u{301}te\u{301}", 1, "e\u{301}…"),
            ("か\u{3099}く", 1, "か\u{3099}…"),
            ("", 0, ""),
        ] {
            let cut = truncate(
                text.into(),
                Kwargs::from([("length", length.into())]),
                &State::new(&Context::new()),
            );
            assert_eq!(cut.unwrap(), expected);
        }
    }
}
