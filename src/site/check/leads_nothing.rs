//! UNT014: a unit that supports tasks and leads none.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "UNT014",
    severity: Severity::Note,
    message: Words {
        zh: "“{name}”只有配合的任务，没有牵头的任务",
        en: "`{name}` supports tasks but leads none",
    },
    help: Words {
        zh: "若它的牵头任务写了别的名称，把那种写法加进 aliases；否则不必理会",
        en: "if the plan writes its name in another way, add that to `aliases`; else leave it",
    },
    example: "units: [{ name: 工会 }]（任务表里牵头的写成“校工会”）",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "单位没有牵头任务", en: "a unit that leads nothing" },
    why: Words {
        zh: "牵头任务用了另一种写法，就会算到别处",
        en: "a lead under another name is counted elsewhere",
    },
    bad: "units: [{ name: 校团委 }, { name: 团委 }]",
    good: "units: [{ name: 校团委, aliases: [团委] }]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let units = site.units.list.iter().zip(&site.units.places);
    // What stands in the plan through its group alone is not expected to lead.
    let only_supports =
        |id| site.duties.get(&id).is_some_and(|d| d.leads.is_empty() && !d.supports.is_empty());
    units
        .filter(|(unit, _)| !unit.is_group && only_supports(unit.id))
        .map(|(unit, place)| Finding::new(&CODE, place.clone()).with("name", &unit.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::site::support::plan_with_groups;

    #[test]
    fn a_unit_named_in_support_leads_something() {
        let findings = super::check(&plan_with_groups().assembled().value);
        let names: Vec<_> = findings.iter().map(|f| f.argument("name").unwrap().to_owned()).collect();
        assert_eq!(names, ["工会"]);
    }
}
