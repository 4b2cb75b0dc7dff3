//! TSK032: a log out of order.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::site::model::Site;
use crate::site::task::model::Task;

/// The code.
pub static CODE: Code = Code {
    name: "TSK032",
    severity: Severity::Note,
    message: Words {
        zh: "任务 {id} 的记录没有按日期排列",
        en: "the log of {id} is not in the order of its days",
    },
    help: Words {
        zh: "从早到晚（或从晚到早）排好；页面上总是新的在前",
        en: "put it from the earliest day to the latest (or the other way); pages show the newest first",
    },
    example: "log: [{ date: 2026-04-01, note: 乙 }, { date: 2026-05-01, note: 丙 }, { date: 2026-03-01, note: 甲 }]",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "记录次序颠倒", en: "a log out of order" },
    why: Words {
        zh: "次序乱了，容易漏看或写错年份", en: "disorder hides gaps and wrong years"
    },
    bad: "log: [{ date: 2026-04-01 }, { date: 2026-05-01 }, { date: 2026-03-01 }]",
    good: "log: [{ date: 2026-03-01 }, { date: 2026-04-01 }, { date: 2026-05-01 }]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    site.plan.tasks.iter().filter_map(of).collect()
}

fn of(task: &Task) -> Option<Finding> {
    let log = &task.written()?.log;
    let days = || log.iter().map(|line| line.date.value);
    if days().is_sorted() || days().rev().is_sorted() {
        return None;
    }
    // Most logs go forward: the first line that goes back is the one to look at.
    let back = log.windows(2).find_map(|pair| match pair {
        [a, b] if b.date.value < a.date.value => Some(b.date.span),
        _ => None,
    });
    Some(Finding::new(&CODE, Place::new(task.place.file.clone(), back?)).with("id", task.id))
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn either_direction_is_an_order() {
        for (task, expected) in [
            (
                "status: 进行中, log: [{ date: 2026-04-01, note: 乙 }, { date: 2026-05-01, note: 丙 }, { date: 2026-03-01, note: 甲 }]",
                vec!["任务 1-1 的记录没有按日期排列"],
            ),
            (
                "status: 进行中, log: [{ date: 2026-05-01, note: 丙 }, { date: 2026-04-01, note: 乙 }, { date: 2026-04-01, note: 甲 }]",
                vec![],
            ),
            ("status: 进行中, log: [{ date: 2026-04-01, note: 乙 }, { date: 2026-05-01, note: 丙 }]", vec![]),
        ] {
            assert_eq!(found(super::check, task), expected, "{task}");
        }
    }
}
