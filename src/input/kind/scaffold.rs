//! The front matter of a new entry: required fields to fill in, optional ones as comments.

use std::fmt::Write as _;

use super::check::type_help;
use super::field::{Field, FieldType};
use super::schema::Kind;

/// First words of what an editor is to write over.
pub const FILL_IN: &str = "在此填写";

/// A new entry's whole text. `date` stands as its date, `title` as its title.
#[must_use]
pub fn scaffold(kind: &Kind, extra: &[Field], title: &str, date: &str) -> String {
    let mut out = format!("---\ntitle: {}\ndate: {date}\n", quoted(title));
    let fields = || kind.fields.iter().chain(extra);
    for field in fields().filter(|f| f.required) {
        let _ =
            writeln!(out, "{}: {}  # {}：{}", field.name, placeholder(field, date), field.label, field.help);
    }
    out.push_str("# 下面的可写可不写，去掉行首的 # 生效\n");
    out.push_str("# summary: 一两句话的摘要\n# unit: 供稿单位\n# tags: [标签]\n# cover: 封面图文件名\n");
    for field in fields().filter(|f| !f.required) {
        let _ = writeln!(
            out,
            "# {}: {}  # {}：{}",
            field.name,
            placeholder(field, date),
            field.label,
            field.help
        );
    }
    out.push_str("---\n\n正文写在这里。\n");
    out
}

/// A title as a YAML scalar: quoted unless it is plain words, which mean nothing but themselves.
fn quoted(text: &str) -> String {
    let text = text.trim();
    let harmless = |c: char| c.is_alphanumeric() || " ，。！？、：；（）《》“”‘’—…·".contains(c);
    let word =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    if text.starts_with(|c: char| c.is_alphabetic() || "《“".contains(c))
        && text.chars().all(harmless)
        && !word
    {
        return text.to_owned();
    }
    let one_line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", one_line.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A value that fits the field, so that the new file passes its own check.
fn placeholder(field: &Field, date: &str) -> String {
    match &field.kind {
        FieldType::Integer | FieldType::Number => {
            let year = if field.name == "year" { date.get(..4).and_then(|y| y.parse().ok()) } else { None };
            year.unwrap_or_else(|| field.min.unwrap_or(1).max(1)).to_string()
        }
        FieldType::Boolean => "false".to_owned(),
        FieldType::Date => date.to_owned(),
        FieldType::Datetime => format!("\"{date} 14:00\""),
        FieldType::Duration => "\"10:00\"".to_owned(),
        FieldType::Url => "https://example.com/".to_owned(),
        FieldType::Email => "office@example.com".to_owned(),
        FieldType::Choice => field.choices.first().cloned().unwrap_or_default(),
        FieldType::List(inner) => {
            format!("[{}]", placeholder(&Field { kind: (**inner).clone(), ..field.clone() }, date))
        }
        FieldType::Object => {
            let pairs: Vec<String> = field
                .fields
                .iter()
                .filter(|f| f.required)
                .map(|f| format!("{}: {}", f.name, placeholder(f, date)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        FieldType::Task => "4-4".to_owned(),
        kind => format!("{FILL_IN}{}", type_help(kind).0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::kind::builtin;

    #[test]
    fn titles_with_marks_are_quoted() {
        assert_eq!(quoted("怎样核对一条消息"), "怎样核对一条消息");
        assert_eq!(quoted("问: 答"), "\"问: 答\"");
        assert_eq!(quoted("2026 年"), "\"2026 年\"");
    }

    #[test]
    fn every_required_field_is_filled_in() {
        let kinds = builtin::kinds().value;
        for kind in kinds.0.values() {
            let text = scaffold(kind, &[], "标题", "2026-05-06");
            for field in kind.fields.iter().filter(|f| f.required) {
                assert!(text.contains(&format!("\n{}: ", field.name)), "{} of {}", field.name, kind.name);
            }
        }
    }
}
