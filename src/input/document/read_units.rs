//! Reads `content/units.yaml`.

use std::collections::BTreeMap;

use super::units::{WrittenGroup, WrittenUnit, WrittenUnits};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::Form;
use crate::input::yaml::node::Node;

/// One name for two units.
pub static AMBIGUOUS_NAME: Code = Code {
    name: "UNT001",
    severity: Severity::Error,
    message: Words {
        zh: "名称“{name}”被两个单位使用", en: "the name `{name}` stands for two units"
    },
    help: Words {
        zh: "每个名称和别名只能属于一个单位或群组，删去其中一个",
        en: "remove it from one of them",
    },
    example: "units:\n  - { name: 校团委, aliases: [团委] }\n  - { name: 团委 }",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&AMBIGUOUS_NAME];

/// Reads units and groups.
#[must_use]
pub fn units(node: &Node, fingerprint: Fingerprint, path: &SourcePath) -> Outcome<WrittenUnits> {
    let mut form = Form::new(path, "单位表", node);
    let mut findings = Findings::default();
    let units: Vec<WrittenUnit> = form.list("units").iter().map(|n| findings.keep(unit(n, path))).collect();
    let groups: Vec<WrittenGroup> =
        form.list("groups").iter().map(|n| findings.keep(group(n, path))).collect();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let names = units
        .iter()
        .flat_map(|u| std::iter::once(&u.name).chain(&u.aliases))
        .chain(groups.iter().flat_map(|g| std::iter::once(&g.name).chain(&g.aliases)));
    for name in names {
        if let Some(other) = seen.insert(&name.value, name.span) {
            findings.push(
                Finding::new(&AMBIGUOUS_NAME, form.place(name.span))
                    .with("name", &name.value)
                    .related(form.place(other)),
            );
        }
    }
    findings.extend(form.finish());
    Outcome::new(WrittenUnits { fingerprint, units, groups }, findings)
}

fn unit(node: &Node, path: &SourcePath) -> Outcome<WrittenUnit> {
    let mut form = Form::new(path, "单位", node);
    let unit = WrittenUnit {
        name: form.required_text("name", "（未命名）"),
        slug: form.text("slug"),
        sort: form.choice("sort", &["职能部门", "学院", "团队"]).map(|s| s.value),
        aliases: form.texts("aliases"),
        summary: form.plain("summary"),
        url: form.plain("url"),
    };
    Outcome::new(unit, form.finish())
}

fn group(node: &Node, path: &SourcePath) -> Outcome<WrittenGroup> {
    let mut form = Form::new(path, "群组", node);
    let group = WrittenGroup {
        name: form.required_text("name", "（未命名）"),
        slug: form.text("slug"),
        aliases: form.texts("aliases"),
        members: form.texts("members"),
        summary: form.plain("summary"),
    };
    Outcome::new(group, form.finish())
}
