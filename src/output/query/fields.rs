//! A kind's fields as pages show them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::answer::FieldRow;
use super::body;
use super::context::Context;
use super::said::Said;
use crate::input::kind::field::{Field, FieldType, FieldValue, LocatedValue};
use crate::input::markdown;
use crate::input::source::path::SourcePath;
use crate::site::reference::Resolved;

/// Fields, their description and what they refer to.
pub struct Fields<'f> {
    /// Descriptions in order.
    pub described: Vec<&'f Field>,
    /// Values by name.
    pub values: &'f [(String, LocatedValue)],
    /// Resolved references: field, position, target.
    pub references: &'f [(String, usize, Resolved)],
}

impl Fields<'_> {
    fn target(&self, name: &str, position: usize) -> Option<&Resolved> {
        self.references.iter().find(|(n, p, _)| n == name && *p == position).map(|(_, _, r)| r)
    }

    /// The rows of a field table: shown fields that have a value.
    #[must_use]
    pub fn rows(&self, context: &Context<'_>) -> Vec<FieldRow> {
        let shown = self.described.iter().filter(|field| field.shown);
        shown.filter_map(|field| self.row(context, field)).collect()
    }

    fn row(&self, context: &Context<'_>, field: &Field) -> Option<FieldRow> {
        let value = self.values.iter().find(|(name, _)| *name == field.name).map(|(_, v)| v)?;
        let list = match &value.value {
            FieldValue::List(list) => list.iter().map(|v| &v.value).collect(),
            other => vec![other],
        };
        let language = &context.site.config.language;
        let text = |value: &FieldValue| text(value, Some(field), language);
        let mut values = Vec::new();
        let mut urls = Vec::new();
        for (n, value) in list.into_iter().enumerate() {
            let target = self.target(&field.name, n);
            let shown = match target {
                Some(target) => context.site.title_of(target).map_or_else(|| text(value), str::to_owned),
                None => text(value),
            };
            urls.push(match (target, value) {
                (Some(target), _) => context.href_of(target),
                (None, FieldValue::Text(t)) if is_url(&field.kind) => t.clone(),
                _ => String::new(),
            });
            values.push(shown);
        }
        let html = field.kind == FieldType::Text;
        if html {
            values = values.iter().map(|text| markdown_html(context, text)).collect();
        }
        let label = field.label_in(language).to_owned();
        Some(FieldRow { name: field.name.clone(), label, values, urls, html })
    }

    /// All fields as values by name; Markdown is HTML, files and units are what pages show of them.
    #[must_use]
    pub fn by_name(&self, context: &Context<'_>) -> Value {
        let mut map = Map::new();
        for (name, value) in self.values {
            let field = self.described.iter().find(|f| f.name == *name);
            map.insert(name.clone(), self.json(context, field.copied(), name, 0, &value.value));
        }
        Value::Object(map)
    }

    fn json(
        &self,
        context: &Context<'_>,
        field: Option<&Field>,
        name: &str,
        at: usize,
        value: &FieldValue,
    ) -> Value {
        let kind = field.map(|f| &f.kind);
        match value {
            FieldValue::List(list) => Value::Array(
                list.iter().enumerate().map(|(n, v)| self.json(context, field, name, n, &v.value)).collect(),
            ),
            FieldValue::Object(pairs) => {
                let inner = |key: &str| field.and_then(|f| f.fields.iter().find(|f| f.name == key));
                let value = |key: &String, v: &LocatedValue| {
                    self.json(context, inner(key), &format!("{name}.{key}"), at, &v.value)
                };
                Value::Object(pairs.iter().map(|(key, v)| (key.clone(), value(key, v))).collect())
            }
            FieldValue::Integer(n) => Value::from(*n),
            FieldValue::Number(n) => Value::from(*n),
            FieldValue::Boolean(b) => Value::from(*b),
            FieldValue::Text(text) if kind == Some(&FieldType::Text) => {
                Value::from(markdown_html(context, text))
            }
            FieldValue::Path(written) => {
                Value::from(self.target(name, at).map_or_else(|| written.clone(), |t| context.href_of(t)))
            }
            other => {
                let title = self.target(name, at).and_then(|t| context.site.title_of(t));
                let language = &context.site.config.language;
                Value::from(title.map_or_else(|| text(other, field, language), str::to_owned))
            }
        }
    }

    /// Fields that lists show, as one line of text each.
    #[must_use]
    pub fn lines(&self, context: &Context<'_>) -> BTreeMap<String, String> {
        let mut lines = BTreeMap::new();
        for (name, value) in self.values {
            let long = self.described.iter().any(|f| f.name == *name && f.kind == FieldType::Text);
            let text = match &value.value {
                FieldValue::List(list) => {
                    let parts: Vec<String> = list
                        .iter()
                        .enumerate()
                        .filter(|(_, v)| !matches!(v.value, FieldValue::Object(_)))
                        .map(|(n, v)| self.one_line(context, name, n, &v.value))
                        .collect();
                    parts.join(context.said().comma())
                }
                other => self.one_line(context, name, 0, other),
            };
            let fits = !long || text.chars().count() <= 200;
            if !text.is_empty() && fits {
                lines.insert(name.clone(), text);
            }
        }
        lines
    }

    fn one_line(&self, context: &Context<'_>, name: &str, at: usize, value: &FieldValue) -> String {
        let field = self.described.iter().find(|f| f.name == name).copied();
        let language = &context.site.config.language;
        match value {
            FieldValue::Object(_) => text(value, field, language),
            other => {
                let title = self.target(name, at).and_then(|t| context.site.title_of(t));
                title.map_or_else(|| text(other, field, language), str::to_owned)
            }
        }
    }
}

fn is_url(kind: &FieldType) -> bool {
    match kind {
        FieldType::Url | FieldType::Path => true,
        FieldType::List(inner) => is_url(inner),
        _ => false,
    }
}

/// A value in words; `field` describes it where it is known.
#[must_use]
pub fn text(value: &FieldValue, field: Option<&Field>, language: &str) -> String {
    let said = Said::in_language(language);
    let joined = |texts: Vec<String>| texts.join(said.comma());
    match value {
        FieldValue::Boolean(yes) => said.yes(*yes).to_owned(),
        FieldValue::Duration(seconds) => said.duration(*seconds),
        FieldValue::Object(pairs) => {
            let inner = |name: &str| field.and_then(|f| f.fields.iter().find(|f| f.name == name));
            let texts = pairs.iter().map(|(name, v)| text(&v.value, inner(name), language));
            texts.filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
        }
        FieldValue::List(list) => joined(list.iter().map(|v| text(&v.value, field, language)).collect()),
        FieldValue::Text(word) => field.map_or(word.as_str(), |f| f.choice_in(word, language)).to_owned(),
        other => joined(crate::site::value::texts(other)),
    }
}

/// Markdown of a field; its links stay as written, since a field has no references of its own.
fn markdown_html(context: &Context<'_>, text: &str) -> String {
    let path = SourcePath::new("content/field.md");
    let read = markdown::read::read(text, 0, &path).value;
    let written: Vec<Resolved> =
        read.references.iter().map(|r| Resolved::Address(r.target.clone())).collect();
    body::html(context, &read, &written)
}
