//! A value against its field.

use super::field::{Field, FieldType, FieldValue, LocatedValue};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::text::nearest::nearest;
use crate::base::time::date::Moment;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::{
    BAD_CHOICE, BAD_DATE, MISSING, OUT_OF_RANGE, UNKNOWN_KEY, as_text, meant, type_words, whole,
};
use crate::input::yaml::node::{Node, Value};

/// A value that is not of its field's type.
pub static UNFIT: Code = Code {
    name: "FM011",
    severity: Severity::Error,
    message: Words {
        zh: "“{label}”（`{key}`）应当是{expected}，这里写的是{found}",
        en: "`{key}` must be {expected_en}, found {found_en}",
    },
    help: Words { zh: "{mend}", en: "{mend_en}" },
    example: "---\ntitle: 甲\nhours: 很多\n---",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNFIT];

/// Reads a field's value; `None` where it does not fit, with a finding.
#[must_use]
pub fn value(field: &Field, node: &Node, path: &SourcePath) -> Outcome<Option<LocatedValue>> {
    let mut reading = Reading { path, findings: Findings::default() };
    let value = reading.value(field, &field.kind, node);
    Outcome::new(value, reading.findings)
}

struct Reading<'p> {
    path: &'p SourcePath,
    findings: Findings,
}

impl Reading<'_> {
    fn value(&mut self, field: &Field, kind: &FieldType, node: &Node) -> Option<LocatedValue> {
        let value = match kind {
            FieldType::List(inner) => self.list(field, inner, node)?,
            FieldType::Object => self.object(field, node)?,
            FieldType::Integer => FieldValue::Integer(self.integer(field, node)?),
            FieldType::Number => self.number(field, node)?,
            FieldType::Boolean => match node.value {
                Value::Boolean(value) => FieldValue::Boolean(value),
                _ => return self.unfit(field, node, kind),
            },
            _ => {
                let Some(text) = as_text(&node.value) else { return self.unfit(field, node, kind) };
                self.text(field, kind, node, text)?
            }
        };
        Some(LocatedValue { value, span: node.span })
    }

    fn list(&mut self, field: &Field, inner: &FieldType, node: &Node) -> Option<FieldValue> {
        let values = match &node.value {
            Value::List(list) => list.iter().filter_map(|n| self.value(field, inner, n)).collect(),
            Value::Mapping(_) if *inner != FieldType::Object => {
                self.unfit(field, node, &field.kind);
                return None;
            }
            _ => self.value(field, inner, node).into_iter().collect(),
        };
        Some(FieldValue::List(values))
    }

    fn object(&mut self, field: &Field, node: &Node) -> Option<FieldValue> {
        let Value::Mapping(entries) = &node.value else {
            self.unfit(field, node, &FieldType::Object);
            return None;
        };
        self.findings.extend(unknown(entries.iter().map(|(k, _)| k), &field.fields, &field.label, self.path));
        let mut values = Vec::new();
        for inner in &field.fields {
            match node.get(&inner.name).filter(|n| n.value != Value::Null) {
                Some(node) => {
                    values.extend(self.value(inner, &inner.kind, node).map(|v| (inner.name.clone(), v)));
                }
                None if inner.required => self.findings.push(
                    Finding::new(&MISSING, Place::new(self.path.shared(), node.span))
                        .with("key", &inner.name)
                        .with("of", &field.label),
                ),
                None => {}
            }
        }
        Some(FieldValue::Object(values))
    }

    fn integer(&mut self, field: &Field, node: &Node) -> Option<i64> {
        let Some(value) = whole(&node.value) else {
            self.unfit(field, node, &FieldType::Integer);
            return None;
        };
        self.within(field, node, value).then_some(value)
    }

    fn number(&mut self, field: &Field, node: &Node) -> Option<FieldValue> {
        if let Some(value) = whole(&node.value) {
            return self.within(field, node, value).then_some(FieldValue::Integer(value));
        }
        let value = match &node.value {
            Value::Number(value) => Some(*value),
            // A number written otherwise than plainly (`1.50`) is kept as text.
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        let Some(value) = value.filter(|value: &f64| value.is_finite()) else {
            self.unfit(field, node, &FieldType::Number);
            return None;
        };
        #[expect(clippy::cast_possible_truncation, reason = "only compared with whole bounds")]
        let floor = value.floor() as i64;
        self.within(field, node, floor).then_some(FieldValue::Number(value))
    }

    fn within(&mut self, field: &Field, node: &Node, value: i64) -> bool {
        let fits = field.min.is_none_or(|min| value >= min) && field.max.is_none_or(|max| value <= max);
        if !fits {
            let bound = |b: Option<i64>, none: &str| b.map_or_else(|| none.to_owned(), |n| n.to_string());
            self.findings.push(
                Finding::new(&OUT_OF_RANGE, self.place(node))
                    .with("key", &field.name)
                    .with("value", value)
                    .with("min", bound(field.min, "…"))
                    .with("max", bound(field.max, "…")),
            );
        }
        fits
    }

    fn text(&mut self, field: &Field, kind: &FieldType, node: &Node, text: String) -> Option<FieldValue> {
        let fits = match kind {
            FieldType::Date | FieldType::Datetime => return self.moment(field, kind, node, &text),
            FieldType::Choice => return self.choice(field, node, text),
            FieldType::Duration => match seconds(&text) {
                Some(seconds) => return Some(FieldValue::Duration(seconds)),
                None => false,
            },
            FieldType::Url => is_url(&text),
            FieldType::Email => is_email(&text),
            _ => true,
        };
        if !fits {
            self.unfit(field, node, kind);
            return None;
        }
        if matches!(kind, FieldType::String | FieldType::Text) {
            let long = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            if !self.within(field, node, long) {
                return None;
            }
        }
        Some(match kind {
            FieldType::Path if !is_url(&text) => FieldValue::Path(text),
            FieldType::Unit => FieldValue::Unit(text),
            FieldType::Entry => FieldValue::Entry(text),
            FieldType::Task => FieldValue::Task(text),
            FieldType::Account => FieldValue::Account(text),
            _ => FieldValue::Text(text),
        })
    }

    fn moment(&mut self, field: &Field, kind: &FieldType, node: &Node, text: &str) -> Option<FieldValue> {
        let Some(moment) = Moment::parse(text) else {
            self.findings
                .push(Finding::new(&BAD_DATE, self.place(node)).with("key", &field.name).with("value", text));
            return None;
        };
        Some(match kind {
            FieldType::Date => FieldValue::Date(moment.date),
            _ => FieldValue::Datetime(moment),
        })
    }

    fn choice(&mut self, field: &Field, node: &Node, text: String) -> Option<FieldValue> {
        if field.choices.contains(&text) || field.choices_en.contains(&text) {
            return Some(FieldValue::Text(text));
        }
        self.findings.push(
            Finding::new(&BAD_CHOICE, self.place(node))
                .with("key", &field.name)
                .with("value", &text)
                .with("choices", field.choices.join("、"))
                .suggesting(nearest(
                    &text,
                    field.choices.iter().chain(&field.choices_en).map(String::as_str),
                )),
        );
        None
    }

    fn unfit(&mut self, field: &Field, node: &Node, kind: &FieldType) -> Option<LocatedValue> {
        let (found, found_en) = type_words(&node.value);
        let (expected, expected_en, mend) = type_help(kind);
        self.findings.push(
            Finding::new(&UNFIT, self.place(node))
                .with("label", &field.label)
                .with("key", &field.name)
                .with("expected", expected)
                .with("expected_en", expected_en)
                .with("found", found)
                .with("found_en", found_en)
                .with("mend", format!("{mend}（{}：{}）", field.label, field.help))
                .with("mend_en", format!("write {expected_en}")),
        );
        None
    }

    fn place(&self, node: &Node) -> Place {
        Place::new(self.path.shared(), node.span)
    }
}

/// Findings for keys of an object that its fields do not name.
fn unknown<'k>(
    keys: impl Iterator<Item = &'k crate::input::yaml::node::Key>,
    fields: &[Field],
    of: &str,
    path: &SourcePath,
) -> Vec<Finding> {
    let known: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
    keys.filter(|key| !known.contains(&key.text.as_str()))
        .map(|key| {
            Finding::new(&UNKNOWN_KEY, Place::new(path.shared(), key.span))
                .with("key", &key.text)
                .with("of", of)
                .with("known", known.join(" "))
                .suggesting(meant(&key.text, &known))
        })
        .collect()
}

/// A type in words of both languages, and how to write it.
#[must_use]
pub fn type_help(kind: &FieldType) -> (&'static str, &'static str, &'static str) {
    match kind {
        FieldType::String | FieldType::Person => ("文字", "text", "写一行文字"),
        FieldType::Text => ("文字", "text", "写文字，可用 Markdown"),
        FieldType::Integer => ("整数", "a whole number", "写一个整数，如 12"),
        FieldType::Number => ("数", "a number", "写一个数，如 1.5"),
        FieldType::Boolean => (" true 或 false", "true or false", "写 true（是）或 false（否）"),
        FieldType::Date => ("日期", "a date", "写成 2026-05-06"),
        FieldType::Datetime => ("日期和时间", "a date and time", "写成 \"2026-05-06 14:00\""),
        FieldType::Duration => ("时长", "a duration", "写成 12:00（分:秒）、1:02:03 或 12分钟"),
        FieldType::Url => ("网址", "an address", "写完整的网址，以 https:// 开头"),
        FieldType::Email => ("邮箱地址", "a mail address", "写完整的邮箱地址"),
        FieldType::Path => ("文件名", "a file", "写旁边的文件名，或以 / 开头的站内路径"),
        FieldType::Choice => ("可选值之一", "one of the choices", "从可选值里选一个"),
        FieldType::List(_) => ("列表", "a list", "写成列表，如 [甲, 乙]"),
        FieldType::Unit => ("单位名称", "a unit's name", "写 content/units.yaml 里的名称或别名"),
        FieldType::Entry => ("文章的路径", "an entry", "写成 栏目/文件名，如 mingshi/wang-yangming"),
        FieldType::Task => ("任务编号", "a task", "写成 表号-序号，如 4-4"),
        FieldType::Account => ("账号名称", "an account", "写登记表里的账号名称"),
        FieldType::Object => ("一组字段", "a mapping", "写成 { 名称: 值 }"),
    }
}

/// Whether a text is an `http` or `https` address.
#[must_use]
pub fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) && !host.contains('@')
}

/// Reads a length of time into seconds: `12:00` is twelve minutes, `1:02:03` an hour, two minutes, three seconds;
/// `12分钟`, `1小时30分`, `90秒`; a bare number is minutes.
#[must_use]
pub fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.contains(':') {
        let parts: Vec<u32> = text.split(':').map(|p| p.trim().parse().ok()).collect::<Option<_>>()?;
        return match parts[..] {
            [m, s] if s < 60 => m.checked_mul(60)?.checked_add(s),
            [h, m, s] if m < 60 && s < 60 => h.checked_mul(3600)?.checked_add(m * 60 + s),
            _ => None,
        };
    }
    if let Ok(minutes) = text.parse::<u32>() {
        return minutes.checked_mul(60);
    }
    let mut total = 0u32;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u32 = rest.get(..digits)?.parse().ok()?;
        rest = &rest[digits..];
        let (word, unit) =
            [("小时", 3600), ("分钟", 60), ("分", 60), ("秒", 1), ("min", 60), ("h", 3600), ("s", 1)]
                .into_iter()
                .find(|(word, _)| rest.starts_with(word))?;
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[word.len()..];
    }
    (!text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_editors_write_them() {
        for (text, expected) in [
            ("12:00", Some(720)),
            ("1:02:03", Some(3723)),
            ("12分钟", Some(720)),
            ("1小时30分", Some(5400)),
            ("90秒", Some(90)),
            ("8", Some(480)),
            ("很久", None),
            ("12:61", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_whole() {
        assert!(is_url("https://example.com/a"));
        assert!(!is_url("example.com") && !is_url("https://") && !is_url("javascript:x"));
    }
}
