//! TSK035: a task at 100 percent that is still open.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::input::document::tasks::Status;
use crate::site::model::Site;
use crate::site::task::model::Task;

/// The code.
pub static CODE: Code = Code {
    name: "TSK035",
    severity: Severity::Note,
    message: Words {
        zh: "任务 {id} 的进度已到 100%，状态还是进行中",
        en: "{id} is at 100% and still 进行中",
    },
    help: Words {
        zh: "做完了就把 status 改为 已完成；还要做下去的写 常态化",
        en: "write 已完成 where it is done, 常态化 where it goes on",
    },
    example: "{ no: 1, title: 甲, status: 进行中, progress: 100 }",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "达到目标而未收尾", en: "a task that reached its target and is still open" },
    why: Words {
        zh: "达到目标的任务不再算超期，停在进行中会一直挂着",
        en: "what reached its target is never late, so it stays open for ever",
    },
    bad: "status: 进行中\nprogress: 100",
    good: "status: 已完成\nevidence: [https://example.edu.cn/notice/1]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    site.plan.tasks.iter().filter_map(of).collect()
}

fn of(task: &Task) -> Option<Finding> {
    // A recurring task begins anew with its next period.
    if task.status != Status::Running || task.progress < 100 || task.recurs.is_some() {
        return None;
    }
    let place = task.status_place();
    Some(Finding::new(&CODE, place).with("id", task.id))
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn what_is_reached_is_closed() {
        for (task, expected) in [
            ("status: 进行中, progress: 100", vec!["任务 1-1 的进度已到 100%，状态还是进行中"]),
            ("status: 进行中, progress: 99", vec![]),
            ("status: 进行中, progress: 100, recurs: yearly", vec![]),
            ("status: 常态化, progress: 100", vec![]),
        ] {
            assert_eq!(found(super::check, task), expected, "{task}");
        }
    }
}
