//! Filters of our own.

use std::borrow::Cow;
use std::fmt::Write as _;

use tera::{Kwargs, State, Tera, TeraResult, Value};
use unicode_segmentation::UnicodeSegmentation as _;

use super::qr;
use crate::base::text::escape;
use crate::base::time::date::Date;

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

/// A filter that only a worker gives a meaning.
fn date(text: Cow<'_, str>, _: Kwargs, _: &State) -> TeraResult<String> {
    Err(tera::Error::message(format!("`date` of `{text}` is not bound to a site")))
}

/// A day as a pattern writes it: `{year}`, `{month}`, `{day}`, with two digits `{mm}` and `{dd}`, the month's name of
/// a list parted by `|` as `{name}`.
#[must_use]
pub fn written(date: Date, pattern: &str, months: &str) -> String {
    let month = usize::try_from(date.month()).unwrap_or(1);
    let name = months.split('|').nth(month.saturating_sub(1)).unwrap_or_default();
    let (year, day) = (date.year(), date.day());
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((part, left)) = after.split_once('}') else { break };
        out.push_str(before);
        let _ = match part {
            "year" => write!(out, "{year}"),
            "month" => write!(out, "{month}"),
            "day" => write!(out, "{day}"),
            "mm" => write!(out, "{month:02}"),
            "dd" => write!(out, "{day:02}"),
            "name" => write!(out, "{name}"),
            other => write!(out, "{{{other}}}"),
        };
        rest = left;
    }
    out.push_str(rest);
    out
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

/// The first `length` characters as readers see them, with `end` (…) where there are more. Of a text in an alphabet,
/// whose letters take half the room, twice as many, cut between words.
fn truncate(text: Cow<'_, str>, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let length: usize = kwargs.must_get("length")?;
    let end: &str = kwargs.get::<&str>("end")?.unwrap_or("…");
    if text.contains(' ') && text.bytes().filter(u8::is_ascii).count() * 2 > text.len() {
        let Some((past, _)) = text.char_indices().nth(2 * length) else { return Ok(text.into_owned()) };
        let whole =
            text.get(..=past).filter(|t| t.ends_with(' ')).or_else(|| text.get(..past)).unwrap_or_default();
        let cut = whole.rfind(' ').unwrap_or(past);
        let kept = text.get(..cut).unwrap_or_default();
        return Ok(format!("{}{end}", kept.trim_end_matches([',', ';', ':', '.', ' '])));
    }
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
    fn a_day_is_written_as_its_language_does() {
        let day = Date::parse("2026-05-06").unwrap();
        let months = "January|February|March|April|May";
        for (pattern, expected) in [
            ("{year}年{month}月{day}日", "2026年5月6日"),
            ("{day} {name} {year}", "6 May 2026"),
            ("{mm}-{dd}", "05-06"),
            ("{dd.{mm}", "{dd.{mm}"),
            ("{tag} {", "{tag} {"),
        ] {
            assert_eq!(written(day, pattern, months), expected);
        }
    }

    #[test]
    fn a_text_is_cut_between_characters_as_readers_see_them() {
        for (text, length, expected) in [
            ("日本語", 2, "日本…"),
            ("日本語", 3, "日本語"),
            ("👨‍👩‍👧‍👦 family", 5, "👨‍👩‍👧‍👦 fam…"),
            ("e\u{301}te\u{301}", 1, "e\u{301}…"),
            ("か\u{3099}く", 1, "か\u{3099}…"),
            ("We know what is right; why not do it?", 12, "We know what is right…"),
            ("We know what", 6, "We know what"),
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
