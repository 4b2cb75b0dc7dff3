//! Reads front matter: the split from the body, the common keys, the kind's fields.

use super::front_matter::{FrontMatter, Review, ReviewStep};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::input::kind::check;
use crate::input::kind::field::Field;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::{Form, MISSING};
use crate::input::yaml::located::Located;
use crate::input::yaml::node::{Node, Value};

/// A file that opens front matter and never closes it.
pub static UNCLOSED: Code = Code {
    name: "FM001",
    severity: Severity::Error,
    message: Words {
        zh: "开头的字段没有结束的 `---`", en: "the front matter is not closed with `---`"
    },
    help: Words {
        zh: "在最后一个字段下面另起一行，只写 ---", en: "add a line `---` below the last field"
    },
    example: "---\ntitle: 名师名生\n正文从这里开始。",
};

/// A file without front matter.
pub static ABSENT: Code = Code {
    name: "FM012",
    severity: Severity::Error,
    message: Words { zh: "文件开头没有字段", en: "the file has no front matter" },
    help: Words {
        zh: "在第一行写 ---，下面写 title: 标题，再写一行 ---，正文从后面开始",
        en: "start the file with `---`, `title: …`, `---`",
    },
    example: "# 标题\n\n正文。",
};

/// A review record that names no step.
pub static BAD_REVIEW: Code = Code {
    name: "FM013",
    severity: Severity::Error,
    message: Words {
        zh: "`review` 里的“{step}”缺少 `by`", en: "`review`: the step `{step}` lacks `by`"
    },
    help: Words {
        zh: "写成 first: { by: 岗位或单位, date: 2026-05-06 }",
        en: "write `first: { by: role, date: 2026-05-06 }`",
    },
    example: "---\ntitle: 甲\nreview:\n  first: { date: 2026-05-06 }\n---",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNCLOSED, &ABSENT, &BAD_REVIEW];

/// A text in its two parts.
pub struct Parts<'t> {
    /// YAML between the marks.
    pub front: &'t str,
    /// Where it starts, in bytes.
    pub front_offset: u32,
    /// Markdown after the second mark.
    pub body: &'t str,
    /// Where it starts, in bytes.
    pub body_offset: u32,
}

/// Splits a decoded file at its `---` lines.
///
/// # Errors
/// [`UNCLOSED`] or [`ABSENT`].
pub fn split<'t>(text: &'t str, path: &SourcePath) -> Result<Parts<'t>, Finding> {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let first = text.split('\n').next().unwrap_or_default();
    if first.trim_end() != "---" {
        let span = Span::new(0, first.len());
        return Err(Finding::new(&ABSENT, Place::new(path.shared(), span)));
    }
    let start = first.len() + 1;
    let mut at = start;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        if line.trim_end() == "---" {
            let body = at + line.len();
            return Ok(Parts {
                front: &text[start..at],
                front_offset: narrow(start),
                body: &text[body..],
                body_offset: narrow(body),
            });
        }
        at += line.len();
    }
    Err(Finding::new(&UNCLOSED, Place::new(path.shared(), Span::new(0, 3))))
}

/// Reads the common keys and the given fields; `form` goes on to read what else there is.
pub fn front_matter(
    form: &mut Form<'_>,
    node: &Node,
    fields: &[&Field],
    path: &SourcePath,
) -> Outcome<FrontMatter> {
    let mut findings = Findings::default();
    let mut front = FrontMatter {
        title: form.required_text("title", path.stem()),
        date: form.moment("date"),
        updated: form.moment("updated"),
        author: form.text("author"),
        unit: form.text("unit"),
        tags: form.texts("tags"),
        summary: form.text("summary"),
        cover: form.text("cover"),
        cover_alt: form.text("cover_alt"),
        draft: form.boolean("draft").unwrap_or(false),
        publish_at: form.moment("publish_at"),
        expire_at: form.moment("expire_at"),
        slug: form.text("slug"),
        aliases: form.texts("aliases"),
        weight: form.integer("weight", i64::MIN, i64::MAX).map_or(0, |n| n.value),
        template: form.text("template"),
        tasks: form.texts("tasks"),
        source: form.text("source"),
        original_url: form.text("original_url"),
        review: Vec::new(),
        toc: form.boolean("toc"),
        lang: form.plain("lang"),
        fields: Vec::new(),
    };
    front.tags.retain(|tag| !tag.value.trim().is_empty());
    if let Some(review) = form.node("review") {
        front.review = findings.keep(steps(review, path));
    }
    for field in fields {
        match node.get(&field.name).filter(|n| n.value != Value::Null) {
            Some(value) => {
                let read = findings.keep(check::value(field, value, path));
                front.fields.extend(read.map(|value| (field.name.clone(), value)));
            }
            None if field.required => findings.push(
                Finding::new(&MISSING, Place::new(path.shared(), front.title.span))
                    .with("key", &field.name)
                    .with("of", &field.label),
            ),
            None => {}
        }
    }
    form.also_known(fields.iter().map(|f| f.name.clone()));
    Outcome::new(front, findings)
}

fn steps(node: &Node, path: &SourcePath) -> Outcome<Vec<Review>> {
    let mut form = Form::new(path, "审核记录", node);
    let mut findings = Findings::default();
    let mut review = Vec::new();
    for (key, step) in
        [("first", ReviewStep::First), ("second", ReviewStep::Second), ("final", ReviewStep::Final)]
    {
        let Some(node) = form.node(key) else { continue };
        let mut inner = Form::new(path, "审核记录", node);
        let (by, date) = match &node.value {
            Value::Text(text) => (Some(Located::new(text.clone(), node.span)), None),
            _ => (inner.text("by"), inner.moment("date")),
        };
        match by {
            Some(by) => review.push(Review { step, by, date }),
            None => findings.push(Finding::new(&BAD_REVIEW, inner.place(node.span)).with("step", key)),
        }
        if !matches!(node.value, Value::Text(_)) {
            findings.extend(inner.finish());
        }
    }
    findings.extend(form.finish());
    Outcome::new(review, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_split_at_its_marks() {
        let path = SourcePath::new("content/a.md");
        let parts = split("---\ntitle: 甲\n---\n正文\n---\n", &path).unwrap_or_else(|f| panic!("{f:?}"));
        assert_eq!((parts.front, parts.body), ("title: 甲\n", "正文\n---\n"));
        assert_eq!((parts.front_offset, parts.body_offset), (4, 19));
        let code = |text| split(text, &path).err().map(|f| f.code.name);
        assert_eq!(code("---\ntitle: 甲\n"), Some("FM001"));
        assert_eq!(code("正文"), Some("FM012"));
        assert_eq!(code(""), Some("FM012"));
    }
}
