//! TSK039: a unit on both sides of a task.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::site::model::Site;
use crate::site::task::model::Task;

/// The code.
pub static CODE: Code = Code {
    name: "TSK039",
    severity: Severity::Warning,
    message: Words {
        zh: "任务 {id} 的“{name}”既是责任单位又是配合单位",
        en: "`{name}` both leads and supports {id}",
    },
    help: Words { zh: "从 lead 或 support 里去掉一处", en: "remove it from `lead` or from `support`" },
    example: "{ no: 1, title: 甲, lead: [宣传部], support: [宣传部] }",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "一个单位既牵头又配合", en: "a unit that both leads and supports a task" },
    why: Words {
        zh: "多半是抄错了行，责任不清", en: "mostly a slip in copying; who answers is unclear"
    },
    bad: "lead: [宣传部]\nsupport: [党委宣传部]",
    good: "lead: [宣传部]\nsupport: [团委]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    site.plan.tasks.iter().flat_map(of).collect()
}

/// By name alone: a group in support may well hold the unit in the lead.
fn of(task: &Task) -> Vec<Finding> {
    let Some(written) = task.written() else { return Vec::new() };
    let twice = task.support.iter().filter(|s| task.lead.iter().any(|l| l.unit == s.unit));
    twice
        .map(|unit| {
            let span = written.support.iter().find(|s| s.value.trim() == unit.written).map(|s| s.span);
            let place = Place::new(task.place.file.clone(), span.unwrap_or(written.title.span));
            Finding::new(&CODE, place).with("id", task.id).with("name", &unit.written)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn one_name_stands_on_one_side() {
        for (task, expected) in [
            (
                "status: 进行中, support: [党委宣传部]",
                vec!["任务 1-1 的“党委宣传部”既是责任单位又是配合单位"],
            ),
            ("status: 进行中, support: [团委, 各部门]", vec![]),
        ] {
            assert_eq!(found(super::check, task), expected, "{task}");
        }
    }
}
