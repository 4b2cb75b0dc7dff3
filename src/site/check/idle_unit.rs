//! UNT010: a unit that no task of the plan names.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "UNT010",
    severity: Severity::Note,
    message: Words {
        zh: "“{name}”没有牵头或配合任何任务",
        en: "`{name}` neither leads nor supports any task",
    },
    help: Words {
        zh: "若名称写法与任务表不同，把那种写法加进它的 aliases；否则不必理会",
        en: "if the plan writes its name in another way, add that to `aliases`; else leave it",
    },
    example: "units: [{ name: 团委 }]（任务表里写的是“校团委”）",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "单位没有任务", en: "a unit without any task" },
    why: Words {
        zh: "多半是同一单位用了两种写法，任务算到了别处",
        en: "mostly one unit goes by two names, and its tasks are counted elsewhere",
    },
    bad: "units: [{ name: 校团委 }, { name: 团委 }]",
    good: "units: [{ name: 校团委, aliases: [团委] }]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    if site.plan.tasks.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (unit, place) in site.units.list.iter().zip(&site.units.places) {
        let idle = site.duties.get(&unit.id).is_some_and(|d| {
            d.leads.is_empty() && d.supports.is_empty() && d.supports_through_groups.is_empty()
        });
        if idle && !unit.is_group {
            findings.push(Finding::new(&CODE, place.clone()).with("name", &unit.name));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::site::support::TestSite;

    #[test]
    fn a_unit_is_busy_through_its_group_too() {
        let built = TestSite::new(&[
            (
                "content/units.yaml",
                "units: [{ name: 宣传部 }, { name: 马院 }, { name: 工会 }]\ngroups: [{ name: 各学院, members: [马院] }]\n",
            ),
            ("content/p/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n"),
            (
                "content/p/t.yaml",
                "table: 1\ntitle: 甲\nmeasure: 乙\ntasks:\n  - { no: 1, title: 一, lead: [宣传部], support: [各学院], status: 进行中 }\n",
            ),
        ])
        .assembled();
        let names: Vec<_> =
            super::check(&built.value).iter().map(|f| f.argument("name").unwrap().to_owned()).collect();
        assert_eq!(names, ["工会"]);
    }
}
