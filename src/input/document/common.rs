//! Reads front matter: the common keys and the kind's fields.

use super::front_matter::{FrontMatter, Review, ReviewStep};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::input::kind::check;
use crate::input::kind::field::{Field, LocatedValue};
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::{Form, MISSING};
use crate::input::yaml::located::Located;
use crate::input::yaml::node::{Node, Value};

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

/// It would be gone before it appears.
pub static EXPIRES_EARLY: Code = Code {
    name: "FM015",
    severity: Severity::Error,
    message: Words {
        zh: "撤下时间 {expire} 早于发布时间 {publish}",
        en: "expires at {expire}, before it appears at {publish}",
    },
    help: Words {
        zh: "改正 expire_at；不写这一行就一直显示",
        en: "correct `expire_at`; without it the page stays",
    },
    example: "---\ntitle: 甲\npublish_at: 2026-05-06\nexpire_at: 2026-05-01\n---",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&BAD_REVIEW, &EXPIRES_EARLY];

/// Keys that every entry and column may have: what no kind's field may be called.
pub const COMMON_KEYS: [&str; 22] = [
    "title",
    "date",
    "updated",
    "author",
    "unit",
    "tags",
    "summary",
    "cover",
    "cover_alt",
    "draft",
    "publish_at",
    "expire_at",
    "slug",
    "aliases",
    "weight",
    "template",
    "tasks",
    "source",
    "original_url",
    "review",
    "toc",
    "lang",
];

/// Reads the common keys and the given fields; `form` goes on to read what else there is. `name` is the title where
/// none is written.
pub fn front_matter(form: &mut Form<'_>, node: &Node, fields: &[&Field], name: &str) -> Outcome<FrontMatter> {
    let path = form.path();
    let mut findings = Findings::default();
    let mut front = FrontMatter {
        title: form.required_text("title", name),
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
    front.title.value = front.title.value.trim().into();
    front.tags.retain(|tag| !tag.value.trim().is_empty());
    if let Some(review) = form.node("review") {
        front.review = findings.keep(steps(review, path));
    }
    findings.extend(expires_early(&front, form));
    front.fields = findings.keep(own_fields(node, fields, path));
    form.also_known(fields.iter().map(|f| f.name.clone()));
    Outcome::new(front, findings)
}

/// Front matter of a file whose own is missing or broken: its name stands as its title.
#[must_use]
pub fn untitled(name: &str) -> FrontMatter {
    FrontMatter { title: Located::new(name.to_owned(), Span::default()), ..FrontMatter::default() }
}

fn own_fields(node: &Node, fields: &[&Field], path: &SourcePath) -> Outcome<Vec<(String, LocatedValue)>> {
    let mut findings = Findings::default();
    let mut values = Vec::new();
    for field in fields {
        let written = node.entries().iter().find(|(key, n)| key.text == field.name && n.value != Value::Null);
        match written {
            Some((_, value)) if !(field.required && is_blank(value)) => {
                let read = findings.keep(check::value(field, value, path));
                values.extend(read.map(|value| (field.name.clone(), value)));
            }
            None if !field.required => {}
            blank => {
                let first = node.entries().first();
                let span = blank.or(first).map_or(node.span, |(key, _)| key.span);
                findings.push(
                    Finding::new(&MISSING, Place::new(path.shared(), span))
                        .with("key", &field.name)
                        .with("of", &field.label),
                );
            }
        }
    }
    Outcome::new(values, findings)
}

fn is_blank(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => text.trim().is_empty(),
        Value::List(list) => list.is_empty(),
        _ => false,
    }
}

fn expires_early(front: &FrontMatter, form: &Form<'_>) -> Option<Finding> {
    let expire = front.expire_at?;
    let publish = front.publish_at.or(front.date)?;
    // Where a time is missing, the days alone are compared: on its day of expiry a page is still there.
    let early = match (expire.value.minute, publish.value.minute) {
        (Some(_), Some(_)) => expire.value < publish.value,
        _ => expire.value.date < publish.value.date,
    };
    early.then(|| {
        Finding::new(&EXPIRES_EARLY, form.place(expire.span))
            .with("expire", expire.value)
            .with("publish", publish.value)
            .related(form.place(publish.span))
    })
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
    use crate::input::kind::builtin;
    use crate::input::yaml;

    fn codes(text: &str) -> Vec<&'static str> {
        let path = SourcePath::new("content/a.md");
        let node = yaml::read::read(text, 0, &path).value.expect("it is YAML");
        let kinds = builtin::kinds().value;
        let fields: Vec<&Field> = kinds.get("profile").map(|k| k.fields.iter().collect()).unwrap_or_default();
        let mut form = Form::new(&path, "人物", &node);
        let mut findings = front_matter(&mut form, &node, &fields, "a").findings;
        findings.extend(form.finish());
        findings.iter().map(|f| f.code.name).collect()
    }

    #[test]
    fn what_front_matter_alone_can_tell_is_told() {
        for (more, expected) in [
            ("name: 王阳明", &[][..]),
            ("", &["FM007"]),
            ("name: \"\"", &["FM007"]),
            ("name: 王阳明\nrole: 学者", &["FM010"]),
            ("name: 王阳明\nhonours: { a: 1 }", &["FM011"]),
            ("name: 王阳明\ntimeline: [{ when: 1472年 }]", &["FM007"]),
            ("name: 王阳明\ntimeline: [{ when: 1472年, what: 生于余姚, where: 余姚 }]", &["FM005"]),
            ("name: 王阳明\npublish_at: 2026-05-06\nexpire_at: 2026-05-01", &["FM015"]),
            ("name: 王阳明\ndate: 2026-05-06\nexpire_at: 2026-05-06", &[]),
            ("name: 王阳明\ndate: 2026-05-06 10:00\nexpire_at: 2026-05-06 09:00", &["FM015"]),
            ("name: 王阳明\ndate: 2026-02-30", &["FM008"]),
            ("name: 王阳明\nreview: { first: { date: 2026-05-06 } }", &["FM013"]),
            ("name: 王阳明\nreview: { first: { by: 学院编辑 }, third: { by: 宣传部 } }", &["FM005"]),
            ("name: 王阳明\ndraft: 也许", &["FM006"]),
            ("name: 王阳明\ntags: 标签", &[]),
        ] {
            assert_eq!(codes(&format!("title: 甲\n{more}\n")), expected, "{more}");
        }
        assert_eq!(codes("name: 王阳明\n"), ["FM007"]);
    }

    #[test]
    fn the_common_keys_are_those_that_are_read() {
        let path = SourcePath::new("content/a.md");
        let node = yaml::read::read("title: 甲\nx: 1\n", 0, &path).value.expect("it is YAML");
        let mut form = Form::new(&path, "文章", &node);
        let _ = front_matter(&mut form, &node, &[], "a");
        let finding = form.finish().into_iter().next().expect("x is unknown");
        let mut known: Vec<&str> = finding.argument("known").unwrap_or_default().split(' ').collect();
        let mut common = COMMON_KEYS.to_vec();
        known.sort_unstable();
        common.sort_unstable();
        assert_eq!(known, common);
    }
}
