//! A kind from its YAML.

use super::field::{Field, FieldType};
use super::schema::{Kind, Sort};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::text::nearest::nearest;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::Form;
use crate::input::yaml::node::Node;

/// A kind extends one that does not exist.
pub static UNKNOWN_BASE: Code = Code {
    name: "FM020",
    severity: Severity::Error,
    message: Words { zh: "要扩展的类型 `{name}` 不存在", en: "there is no kind `{name}` to extend" },
    help: Words { zh: "可用的类型：{known}", en: "kinds: {known}" },
    example: "name: result\nextends: articel\nfields: []",
};

/// A choice without choices, a list without its type, an object without fields.
pub static INCOMPLETE_FIELD: Code = Code {
    name: "FM021",
    severity: Severity::Error,
    message: Words { zh: "字段 `{name}` 缺少 `{part}`", en: "the field `{name}` lacks `{part}`" },
    help: Words {
        zh: "choice 要写 choices，list 要写 of，object 要写 fields",
        en: "a choice needs choices, a list needs of, an object needs fields",
    },
    example: "name: x\nfields:\n  - { name: level, label: 级别, type: choice }",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_BASE, &INCOMPLETE_FIELD];

/// Words of field types, as written.
pub const TYPE_WORDS: [&str; 19] = [
    "string", "text", "integer", "number", "boolean", "date", "datetime", "duration", "url", "email", "path",
    "choice", "list", "unit", "entry", "task", "account", "person", "object",
];

/// Reads a kind; `base` gives the kinds that it may extend.
#[must_use]
pub fn kind(
    node: &Node,
    path: &SourcePath,
    base: &dyn Fn(&str) -> Option<Kind>,
    known: &str,
) -> Outcome<Kind> {
    let mut form = Form::new(path, "类型", node);
    let mut findings = Findings::default();
    let name = form.required_text("name", path.stem());
    let extends = form.text("extends");
    let mut kind = Kind {
        name: name.value.clone(),
        label: name.value,
        label_en: String::new(),
        help: String::new(),
        fields: Vec::new(),
        column_fields: Vec::new(),
        sort: Sort::Date,
        template: "entry/article.html".to_owned(),
        column_template: "column/list.html".to_owned(),
        holds: None,
        schema_type: "Article".to_owned(),
        feed: true,
        neighbours: true,
    };
    if let Some(extends) = extends {
        match base(&extends.value) {
            Some(found) => kind = Kind { name: kind.name, ..found },
            None => findings.push(
                Finding::new(&UNKNOWN_BASE, form.place(extends.span))
                    .suggesting(nearest(&extends.value, known.split(' ')))
                    .with("name", extends.value)
                    .with("known", known),
            ),
        }
    }
    for (key, slot) in [
        ("label", &mut kind.label),
        ("label_en", &mut kind.label_en),
        ("help", &mut kind.help),
        ("template", &mut kind.template),
        ("column_template", &mut kind.column_template),
        ("schema_type", &mut kind.schema_type),
    ] {
        if let Some(text) = form.plain(key) {
            *slot = text;
        }
    }
    kind.holds = form.plain("holds").or(kind.holds);
    kind.sort = sort(&mut form).unwrap_or(kind.sort);
    kind.feed = form.boolean("feed").unwrap_or(kind.feed);
    kind.neighbours = form.boolean("neighbours").unwrap_or(kind.neighbours);
    let own = findings.keep(fields(&mut form, "fields", path));
    merge(&mut kind.fields, own);
    let own = findings.keep(fields(&mut form, "column_fields", path));
    merge(&mut kind.column_fields, own);
    findings.extend(form.finish());
    Outcome::new(kind, findings)
}

/// The `sort` key.
pub fn sort(form: &mut Form<'_>) -> Option<Sort> {
    let word = form.choice("sort", &["date", "title", "weight", "order"])?;
    Some(match word.value.as_str() {
        "title" => Sort::Title,
        "weight" => Sort::Weight,
        "order" => Sort::Order,
        _ => Sort::Date,
    })
}

/// A field of the same name replaces the extended kind's; others are added.
fn merge(fields: &mut Vec<Field>, own: Vec<Field>) {
    for field in own {
        match fields.iter_mut().find(|f| f.name == field.name) {
            Some(slot) => *slot = field,
            None => fields.push(field),
        }
    }
}

/// The fields under a key: of a kind, or a column's own.
pub fn fields(form: &mut Form<'_>, key: &'static str, path: &SourcePath) -> Outcome<Vec<Field>> {
    let mut findings = Findings::default();
    let list = form.list(key).iter().map(|node| findings.keep(field(node, path))).collect();
    Outcome::new(list, findings)
}

fn field(node: &Node, path: &SourcePath) -> Outcome<Field> {
    let mut form = Form::new(path, "字段", node);
    let mut findings = Findings::default();
    let name = form.required_text("name", "field");
    let word = form.choice("type", &TYPE_WORDS).map_or_else(|| "string".to_owned(), |w| w.value);
    let of = form.choice("of", &TYPE_WORDS).map(|w| w.value);
    let choices: Vec<String> = form.texts("choices").into_iter().map(|c| c.value).collect();
    let choices_en = form.texts("choices_en").into_iter().map(|c| c.value).collect();
    let inner = findings.keep(fields(&mut form, "fields", path));
    let bound = |form: &mut Form<'_>, key| form.integer(key, i64::MIN, i64::MAX).map(|n| n.value);
    let mut lacks = |part: &str| {
        findings.push(
            Finding::new(&INCOMPLETE_FIELD, form.place(name.span))
                .with("name", &name.value)
                .with("part", part),
        );
    };
    let last = of.as_deref().unwrap_or(&word);
    if word == "list" && of.is_none() {
        lacks("of");
    }
    if last == "choice" && choices.is_empty() {
        lacks("choices");
    }
    if last == "object" && inner.is_empty() {
        lacks("fields");
    }
    let kind = field_type(&word, of.as_deref());
    let field = Field {
        label: form.plain("label").unwrap_or_else(|| name.value.clone()),
        label_en: form.plain("label_en").unwrap_or_default(),
        name: name.value.clone(),
        kind,
        required: form.boolean("required").unwrap_or(false),
        choices,
        choices_en,
        min: bound(&mut form, "min"),
        max: bound(&mut form, "max"),
        fields: inner,
        facet: form.boolean("facet").unwrap_or(false),
        shown: form.boolean("shown").unwrap_or(true),
        help: form.plain("help").unwrap_or_default(),
    };
    findings.extend(form.finish());
    Outcome::new(field, findings)
}

fn field_type(word: &str, of: Option<&str>) -> FieldType {
    match word {
        "text" => FieldType::Text,
        "integer" => FieldType::Integer,
        "number" => FieldType::Number,
        "boolean" => FieldType::Boolean,
        "date" => FieldType::Date,
        "datetime" => FieldType::Datetime,
        "duration" => FieldType::Duration,
        "url" => FieldType::Url,
        "email" => FieldType::Email,
        "path" => FieldType::Path,
        "choice" => FieldType::Choice,
        "list" => FieldType::List(Box::new(field_type(of.unwrap_or("string"), None))),
        "unit" => FieldType::Unit,
        "entry" => FieldType::Entry,
        "task" => FieldType::Task,
        "account" => FieldType::Account,
        "person" => FieldType::Person,
        "object" => FieldType::Object,
        _ => FieldType::String,
    }
}
