//! UNT013: a group in the plan that no unit belongs to.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "UNT013",
    severity: Severity::Note,
    message: Words {
        zh: "群组“{name}”没有成员，它的任务落不到任何单位",
        en: "the group `{name}` has no members, so its tasks fall to nobody",
    },
    help: Words {
        zh: "在 members 里写上成员；确实泛指的可以不理会",
        en: "name its `members`, or leave it where it means no one in particular",
    },
    example: "groups: [{ name: 相关单位, members: [] }]",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "群组没有成员", en: "a group without members" },
    why: Words {
        zh: "写给“相关单位”的任务，没有一个单位会在自己的页面上看到",
        en: "a task for it appears on no unit's page",
    },
    bad: "groups: [{ name: 各学院, members: [] }]",
    good: "groups: [{ name: 各学院, members: [马克思主义学院] }]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let units = site.units.list.iter().zip(&site.units.places);
    let named = |id| site.duties.get(&id).is_some_and(|d| d.leads.len() + d.supports.len() > 0);
    units
        .filter(|(unit, _)| unit.is_group && unit.members.is_empty() && named(unit.id))
        .map(|(unit, place)| Finding::new(&CODE, place.clone()).with("name", &unit.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::site::support::plan_with_groups;

    #[test]
    fn a_group_in_the_plan_has_members() {
        let findings = super::check(&plan_with_groups().assembled().value);
        let names: Vec<_> = findings.iter().map(|f| f.argument("name").unwrap().to_owned()).collect();
        assert_eq!(names, ["相关单位"]);
    }
}
