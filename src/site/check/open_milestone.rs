//! TSK036: a done task with an open milestone.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::input::document::tasks::Status;
use crate::site::model::Site;
use crate::site::task::model::Task;

/// The code.
pub static CODE: Code = Code {
    name: "TSK036",
    severity: Severity::Warning,
    message: Words {
        zh: "任务 {id} 已完成，节点“{title}”却没有完成日期",
        en: "{id} is done but its milestone `{title}` is not",
    },
    help: Words {
        zh: "补上 done；不做了的节点删去",
        en: "add `done`, or remove a milestone that was given up",
    },
    example: "{ no: 1, title: 甲, status: 已完成, milestones: [{ title: 验收, due: 2026-05-01 }] }",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words {
        zh: "完成的任务留着没有完成的节点", en: "a done task with an open milestone"
    },
    why: Words { zh: "读者看到的是没做完", en: "to readers it looks unfinished" },
    bad: "status: 已完成\nmilestones: [{ title: 验收, due: 2026-05-01 }]",
    good: "status: 已完成\nmilestones: [{ title: 验收, due: 2026-05-01, done: 2026-04-28 }]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    site.plan.tasks.iter().filter(|task| task.status == Status::Done).flat_map(of).collect()
}

fn of(task: &Task) -> Vec<Finding> {
    let Some(written) = task.written() else { return Vec::new() };
    let open = written.milestones.iter().filter(|m| m.done.is_none());
    open.map(|milestone| {
        let span = milestone.due.map_or(written.status.span, |due| due.span);
        let place = Place::new(task.place.file.clone(), span);
        Finding::new(&CODE, place).with("id", task.id).with("title", &milestone.title)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn a_done_task_has_reached_its_milestones() {
        for (task, expected) in [
            (
                "status: 已完成, milestones: [{ title: 验收, due: 2026-05-01 }]",
                vec!["任务 1-1 已完成，节点“验收”却没有完成日期"],
            ),
            ("status: 已完成, milestones: [{ title: 验收, done: 2026-05-01 }]", vec![]),
            ("status: 进行中, milestones: [{ title: 验收, due: 2026-05-01 }]", vec![]),
        ] {
            assert_eq!(found(super::check, task), expected, "{task}");
        }
    }
}
