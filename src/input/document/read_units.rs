//! Reads `content/units.yaml`.

use std::collections::BTreeMap;

use super::units::{UNIT_SORTS, WrittenGroup, WrittenUnit, WrittenUnits};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::Form;
use crate::input::yaml::located::Located;
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
    let mut units: Vec<WrittenUnit> =
        form.list("units").iter().map(|n| findings.keep(unit(n, path))).collect();
    let mut groups: Vec<WrittenGroup> =
        form.list("groups").iter().map(|n| findings.keep(group(n, path))).collect();
    let mut names = Names { seen: BTreeMap::new(), path, findings: Findings::default() };
    // Names before aliases, so that it is the alias that is told and left out. A name that is missing has been told.
    units.retain(|unit| names.is_new(&unit.name));
    groups.retain(|group| names.is_new(&group.name));
    let aliases = units.iter_mut().map(|u| &mut u.aliases).chain(groups.iter_mut().map(|g| &mut g.aliases));
    for aliases in aliases {
        aliases.retain(|alias| names.is_new(alias));
    }
    findings.extend(names.findings);
    findings.extend(form.finish());
    Outcome::new(WrittenUnits { fingerprint, units, groups }, findings)
}

/// The names given so far.
struct Names<'p> {
    seen: BTreeMap<String, Span>,
    path: &'p SourcePath,
    findings: Findings,
}

impl Names<'_> {
    /// Whether a name is given for the first time; a finding where it is not.
    fn is_new(&mut self, name: &Located<String>) -> bool {
        let Some(other) = self.seen.get(&name.value) else {
            self.seen.insert(name.value.clone(), name.span);
            return true;
        };
        let place = |span| Place::new(self.path.shared(), span);
        self.findings.push(
            Finding::new(&AMBIGUOUS_NAME, place(name.span)).with("name", &name.value).related(place(*other)),
        );
        false
    }
}

fn unit(node: &Node, path: &SourcePath) -> Outcome<WrittenUnit> {
    let mut form = Form::new(path, "单位", node);
    let unit = WrittenUnit {
        name: form.required_text("name", "（未命名）"),
        slug: form.text("slug"),
        sort: form.choice("sort", &UNIT_SORTS).map(|s| s.value),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::yaml::read::read;

    #[test]
    fn each_name_stands_for_one_unit() {
        for (text, expected) in [
            (
                "units: [{ name: 宣传部 }, { name: 校团委, aliases: [团委] }]\ngroups: [{ name: 各学院, members: [宣传部] }]",
                &[][..],
            ),
            ("units: [{ name: 校团委, aliases: [团委] }, { name: 团委 }]", &["UNT001"]),
            ("units: [{ name: 团委 }]\ngroups: [{ name: 各部门, aliases: [团委] }]", &["UNT001"]),
            ("units: [{ name: 团委, aliases: [团委] }]", &["UNT001"]),
            ("units: [{ name: 团委 }, { name: 团委 }]", &["UNT001"]),
            ("units: [{ name: 团委, sort: 部门 }]", &["FM010"]),
            ("units: [{ alias: 团委 }]", &["FM007", "FM005"]),
            ("unit: []", &["FM005"]),
        ] {
            let path = SourcePath::new("content/units.yaml");
            let node = read(text, 0, &path).value.expect("it is YAML");
            let outcome = units(&node, Fingerprint::default(), &path);
            assert_eq!(outcome.findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
