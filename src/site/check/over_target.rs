//! TSK037: a count above the most that the plan asks for.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::site::model::Site;
use crate::site::task::model::Task;

/// The code.
pub static CODE: Code = Code {
    name: "TSK037",
    severity: Severity::Note,
    message: Words {
        zh: "任务 {id} 数到 {reached}，超过了目标上限 {most}",
        en: "{id} counts {reached}, above its target of at most {most}",
    },
    help: Words {
        zh: "核对数出来的内容；上限定低了就改 max",
        en: "look at what was counted; where the bound is too low, raise `max`",
    },
    example: "target: { count: studios, min: 5, max: 10 }（已有 11 个）",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "超过目标上限", en: "a count above its target" },
    why: Words {
        zh: "方案规定了上限，超出也是没有按方案做",
        en: "the plan states a bound, so more is not as planned",
    },
    bad: "target: { count: studios, min: 5, max: 10 }（已有 11 个）",
    good: "target: { count: studios, min: 5, max: 12 }",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    site.plan.tasks.iter().filter_map(of).collect()
}

fn of(task: &Task) -> Option<Finding> {
    let target = task.target.as_ref()?;
    let most = target.most.filter(|most| target.reached > *most)?;
    let place = Place::new(task.place.file.clone(), task.written()?.target.as_ref()?.span);
    Some(Finding::new(&CODE, place).with("id", task.id).with("reached", target.reached).with("most", most))
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn a_bound_holds() {
        for (task, expected) in [
            (
                "status: 进行中, target: { value: 11, min: 5, max: 10 }",
                vec!["任务 1-1 数到 11，超过了目标上限 10"],
            ),
            ("status: 进行中, target: { value: 10, min: 5, max: 10 }", vec![]),
            ("status: 进行中, target: { count: entries, in: a, max: 1 }", vec![]),
        ] {
            assert_eq!(found(super::check, task), expected, "{task}");
        }
    }
}
