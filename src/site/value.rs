//! Field values as text: for terms, filters and what else compares them.

use crate::input::document::front_matter::FrontMatter;
use crate::input::kind::field::{FieldValue, LocatedValue};

/// The texts of a value: one for a scalar, one for each value of a list, none for an object.
#[must_use]
pub fn texts(value: &FieldValue) -> Vec<String> {
    match value {
        FieldValue::Text(t)
        | FieldValue::Path(t)
        | FieldValue::Unit(t)
        | FieldValue::Entry(t)
        | FieldValue::Task(t)
        | FieldValue::Account(t) => vec![t.trim().to_owned()],
        FieldValue::Integer(n) => vec![n.to_string()],
        FieldValue::Number(n) => vec![n.to_string()],
        FieldValue::Boolean(b) => vec![b.to_string()],
        FieldValue::Date(d) => vec![d.to_string()],
        FieldValue::Datetime(m) => vec![m.to_string()],
        FieldValue::Duration(seconds) => vec![seconds.to_string()],
        FieldValue::List(values) => values.iter().flat_map(|v| texts(&v.value)).collect(),
        FieldValue::Object(_) => Vec::new(),
    }
}

/// A field by name; `award.level` looks into an object.
#[must_use]
pub fn field<'f>(front: &'f FrontMatter, name: &str) -> Option<&'f FieldValue> {
    look(&front.fields, name)
}

fn look<'f>(fields: &'f [(String, LocatedValue)], name: &str) -> Option<&'f FieldValue> {
    if let Some((_, value)) = fields.iter().find(|(n, _)| n == name) {
        return Some(&value.value);
    }
    let (first, rest) = name.split_once('.')?;
    match fields.iter().find(|(n, _)| n == first).map(|(_, v)| &v.value) {
        Some(FieldValue::Object(inner)) => look(inner, rest),
        _ => None,
    }
}

/// Goes through a field's value and all values in it: the field's name (`award.level` within an object), the
/// position in the outermost list, the value.
pub fn walk<'f>(fields: &'f [(String, LocatedValue)], see: &mut impl FnMut(&str, usize, &'f LocatedValue)) {
    for (name, value) in fields {
        step(name, None, value, see);
    }
}

fn step<'f>(
    name: &str,
    at: Option<usize>,
    value: &'f LocatedValue,
    see: &mut impl FnMut(&str, usize, &'f LocatedValue),
) {
    // Nesting is bounded by the parser (limits::YAML_DEPTH_MAX), so recursion is too.
    match &value.value {
        FieldValue::List(values) => {
            for (n, value) in values.iter().enumerate() {
                step(name, at.or(Some(n)), value, see);
            }
        }
        FieldValue::Object(fields) => {
            for (inner, value) in fields {
                step(&format!("{name}.{inner}"), at, value, see);
            }
        }
        _ => see(name, at.unwrap_or(0), value),
    }
}
