//! TSK034: a task that has begun and says that it has not.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::input::document::tasks::Status;
use crate::site::model::Site;
use crate::site::task::model::{Task, What};

/// The code.
pub static CODE: Code = Code {
    name: "TSK034",
    severity: Severity::Warning,
    message: Words {
        zh: "任务 {id} 写着未启动，却已有{what}",
        en: "{id} says 未启动 but already has {what}",
    },
    help: Words { zh: "把 status 改为 进行中", en: "change `status` to 进行中" },
    example: "{ no: 1, title: 甲, status: 未启动, log: [{ date: 2026-03-01, note: 开工 }] }",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "未启动的任务已有动静", en: "a task that has begun in all but name" },
    why: Words {
        zh: "状态落后于事实，统计会偏低",
        en: "the status is behind the facts, so figures are too low",
    },
    bad: "status: 未启动\nlog: [{ date: 2026-03-01, note: 开工 }]",
    good: "status: 进行中\nlog: [{ date: 2026-03-01, note: 开工 }]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    site.plan.tasks.iter().filter_map(of).collect()
}

fn of(task: &Task) -> Option<Finding> {
    if task.status != Status::Planned {
        return None;
    }
    // Evidence alone may be older than the plan.
    let what = task.acts.iter().find_map(|act| match act.what {
        What::Log(_) => Some("记录"),
        What::Milestone(_) => Some("完成的节点"),
        What::Evidence(_) => None,
    })?;
    Some(Finding::new(&CODE, task.status_place()).with("id", task.id).with("what", what))
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn what_has_begun_says_so() {
        for (task, expected) in [
            (
                "status: 未启动, log: [{ date: 2026-03-01, note: 甲 }]",
                vec!["任务 1-1 写着未启动，却已有记录"],
            ),
            (
                "status: 未启动, milestones: [{ title: 乙, done: 2026-03-01 }]",
                vec!["任务 1-1 写着未启动，却已有完成的节点"],
            ),
            ("status: 未启动", vec![]),
            ("status: 进行中, log: [{ date: 2026-03-01, note: 甲 }]", vec![]),
        ] {
            assert_eq!(found(super::check, task), expected, "{task}");
        }
    }
}
