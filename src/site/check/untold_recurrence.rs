//! TSK040: a recurring task whose period cannot be told.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::input::document::tasks::Recurs;
use crate::site::model::Site;
use crate::site::task::model::Task;

/// The code.
pub static CODE: Code = Code {
    name: "TSK040",
    severity: Severity::Warning,
    message: Words {
        zh: "任务 {id} 定期重复，却说不清目标按什么时段数",
        en: "{id} recurs without a period, so its target counts all there ever was",
    },
    help: Words {
        zh: "写 recurs: yearly、school_yearly、termly 或 monthly，或在 target 里写 period",
        en: "write `recurs: yearly`, `school_yearly`, `termly` or `monthly`, or a `period` in `target`",
    },
    example: "recurs: periodic\ntarget: { count: entries, in: huodong, min: 4 }",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "重复任务的时段不明", en: "a recurring count without a period" },
    why: Words {
        zh: "没有时段就从头数起，第二轮一开始就是 100%",
        en: "without a period the second round starts at 100 percent",
    },
    bad: "recurs: periodic\ntarget: { count: entries, in: huodong, min: 4 }",
    good: "recurs: termly\ntarget: { count: entries, in: huodong, min: 4 }",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    site.plan.tasks.iter().filter_map(of).collect()
}

fn of(task: &Task) -> Option<Finding> {
    let written = task.written().filter(|w| w.recurs == Some(Recurs::Periodic))?;
    let target = written.target.as_ref()?;
    let names_year = target.filter.iter().any(|(key, _)| key.value == "year");
    let counts = target.count.is_some() || target.sum.is_some();
    if !counts || names_year || target.period.is_some() {
        return None;
    }
    Some(Finding::new(&CODE, Place::new(task.place.file.clone(), written.recurs_span)).with("id", task.id))
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn a_recurring_count_has_a_period() {
        for (task, expected) in [
            (
                "status: 进行中, recurs: periodic, target: { count: entries, in: a, min: 4 }",
                vec!["任务 1-1 定期重复，却说不清目标按什么时段数"],
            ),
            (
                "status: 进行中, recurs: periodic, target: { count: entries, in: a, min: 4, period: 2026-2027学年 }",
                vec![],
            ),
            ("status: 进行中, recurs: termly, target: { count: entries, in: a, min: 4 }", vec![]),
            ("status: 进行中, recurs: periodic", vec![]),
        ] {
            assert_eq!(found(super::check, task), expected, "{task}");
        }
    }
}
