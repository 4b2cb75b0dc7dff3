//! JSON Schemas (draft 2020-12) for editors' tools, made from the same description as the checks.

use serde_json::{Map, Value, json};

use super::accounts::{ACCOUNT_STATUSES, PLATFORMS};
use super::tasks::STATUS_WORDS;
use crate::input::kind::field::{Field, FieldType};
use crate::input::kind::schema::Kind;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the front matter of a kind's entries; `extra` are a column's own fields.
#[must_use]
pub fn front_matter(kind: &Kind, extra: &[Field]) -> Value {
    let mut properties = common();
    for field in kind.fields.iter().chain(extra) {
        properties.insert(field.name.clone(), field_schema(field));
    }
    let mut required = vec![Value::from("title")];
    required
        .extend(kind.fields.iter().chain(extra).filter(|f| f.required).map(|f| Value::from(f.name.clone())));
    json!({
        "$schema": DRAFT,
        "title": kind.label,
        "description": kind.help,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn common() -> Map<String, Value> {
    let text = |help: &str| json!({ "type": ["string", "number"], "description": help });
    let list = |help: &str| json!({ "type": "array", "items": { "type": "string" }, "description": help });
    let flag = |help: &str| json!({ "type": "boolean", "description": help });
    let moment = |help: &str| json!({ "type": "string", "pattern": r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T]\d{1,2}:\d{2}.*)?$", "description": help });
    let pairs = [
        ("title", text("标题")),
        ("date", moment("发布日期")),
        ("updated", moment("最近更新")),
        ("author", text("署名")),
        ("unit", text("供稿单位")),
        ("tags", list("标签")),
        ("summary", text("摘要")),
        ("cover", text("封面图文件名")),
        ("cover_alt", text("封面图的文字说明")),
        ("draft", flag("草稿不发布")),
        ("publish_at", moment("定时发布")),
        ("expire_at", moment("到期撤下")),
        ("slug", text("网址的最后一段")),
        ("aliases", list("旧网址")),
        ("weight", json!({ "type": "integer", "description": "排序用，大的在前" })),
        ("template", text("另用模板")),
        ("tasks", list("支撑的任务，如 4-4")),
        ("source", text("来源")),
        ("original_url", text("原文地址")),
        ("review", json!({ "type": "object", "description": "三审记录：first、second、final" })),
        ("toc", flag("false 表示不要目录")),
        ("lang", text("正文语言")),
    ];
    pairs.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn field_schema(field: &Field) -> Value {
    let mut schema = type_schema(field, &field.kind);
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), Value::from(field.label.clone()));
        object.insert("description".to_owned(), Value::from(field.help.clone()));
    }
    schema
}

fn type_schema(field: &Field, kind: &FieldType) -> Value {
    let bounded = |name: &str| {
        let mut schema = Map::from_iter([("type".to_owned(), Value::from(name))]);
        schema.extend(field.min.map(|n| ("minimum".to_owned(), Value::from(n))));
        schema.extend(field.max.map(|n| ("maximum".to_owned(), Value::from(n))));
        Value::Object(schema)
    };
    match kind {
        FieldType::Integer => bounded("integer"),
        FieldType::Number => bounded("number"),
        FieldType::Boolean => json!({ "type": "boolean" }),
        FieldType::Choice => json!({ "enum": field.choices }),
        FieldType::Url => json!({ "type": "string", "format": "uri" }),
        FieldType::Email => json!({ "type": "string", "format": "email" }),
        FieldType::Task => json!({ "type": "string", "pattern": r"^\d+-\d+$" }),
        FieldType::List(inner) => json!({ "type": "array", "items": type_schema(field, inner) }),
        FieldType::Object => object(&field.fields),
        FieldType::Duration => json!({ "type": ["string", "integer"] }),
        _ => json!({ "type": ["string", "number"] }),
    }
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|f| (f.name.clone(), field_schema(f))).collect();
    let required: Vec<&str> = fields.iter().filter(|f| f.required).map(|f| f.name.as_str()).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// The schema of a task table.
#[must_use]
pub fn tasks() -> Value {
    let units = json!({ "type": "array", "items": { "type": "string" } });
    let day = json!({ "type": "string", "pattern": r"^\d{4}-\d{1,2}-\d{1,2}$" });
    let percent = json!({ "type": "integer", "minimum": 0, "maximum": 100 });
    let task = json!({
        "type": "object",
        "required": ["no", "title", "lead"],
        "additionalProperties": false,
        "properties": {
            "no": { "type": "integer", "minimum": 1 }, "title": { "type": "string" }, "lead": units, "support": units,
            "status": { "enum": STATUS_WORDS }, "start": day, "due": day,
            "recurs": { "enum": ["yearly", "termly", "monthly", "periodic"] },
            "target": { "type": "object" }, "progress": percent,
            "milestones": { "type": "array", "items": { "type": "object", "required": ["title"], "properties": { "title": { "type": "string" }, "due": day, "done": day } } },
            "evidence": { "type": "array", "items": { "type": "string" } },
            "log": { "type": "array", "items": { "type": "object", "required": ["date", "note"], "properties": { "date": day, "note": { "type": "string" }, "progress": percent } } },
            "note": { "type": "string" },
        },
    });
    json!({
        "$schema": DRAFT, "title": "任务表", "type": "object", "required": ["table", "title", "tasks"],
        "additionalProperties": false,
        "properties": {
            "table": { "type": "integer", "minimum": 1 }, "title": { "type": "string" }, "measure": { "type": "string" },
            "sample": { "type": "boolean" }, "tasks": { "type": "array", "items": task },
        },
    })
}

/// The schema of a registry of accounts.
#[must_use]
pub fn accounts() -> Value {
    json!({
        "$schema": DRAFT, "title": "账号登记", "type": "object", "required": ["accounts"], "additionalProperties": false,
        "properties": { "accounts": { "type": "array", "items": {
            "type": "object", "required": ["name", "platform", "unit", "status"],
            "properties": {
                "name": { "type": "string" }, "platform": { "enum": PLATFORMS }, "unit": { "type": "string" },
                "status": { "enum": ACCOUNT_STATUSES }, "url": { "type": "string", "format": "uri" },
            },
        } } },
    })
}

/// The schema of `content/units.yaml`.
#[must_use]
pub fn units() -> Value {
    let names = json!({ "type": "array", "items": { "type": "string" } });
    json!({
        "$schema": DRAFT, "title": "单位", "type": "object", "additionalProperties": false,
        "properties": {
            "units": { "type": "array", "items": { "type": "object", "required": ["name"], "additionalProperties": false, "properties": {
                "name": { "type": "string" }, "slug": { "type": "string" }, "sort": { "type": "string" },
                "aliases": names, "summary": { "type": "string" }, "url": { "type": "string", "format": "uri" },
            } } },
            "groups": { "type": "array", "items": { "type": "object", "required": ["name"], "additionalProperties": false, "properties": {
                "name": { "type": "string" }, "slug": { "type": "string" }, "aliases": names, "members": names, "summary": { "type": "string" },
            } } },
        },
    })
}
