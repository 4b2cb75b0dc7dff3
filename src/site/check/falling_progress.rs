//! TSK031: progress that falls.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::input::document::tasks::WrittenLog;
use crate::site::model::Site;
use crate::site::task::model::Task;
use crate::site::task::window;

/// The code.
pub static CODE: Code = Code {
    name: "TSK031",
    severity: Severity::Warning,
    message: Words {
        zh: "任务 {id} 的进度从 {before}% 降到了 {after}%",
        en: "the progress of {id} falls from {before}% to {after}%",
    },
    help: Words {
        zh: "核对这两条记录；确实退回的，在 note 里说明原因",
        en: "check both lines; where work was undone, say why in `note`",
    },
    example: "log: [{ date: 2026-03-01, note: 甲, progress: 60 }, { date: 2026-04-01, note: 乙, progress: 40 }]",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "任务的进度往下掉", en: "a task whose progress falls" },
    why: Words {
        zh: "多半是写错了数，读者会以为前面的记录不实",
        en: "mostly a slip, and readers doubt the earlier line",
    },
    bad: "log: [{ date: 2026-03-01, progress: 60 }, { date: 2026-04-01, progress: 40 }]",
    good: "log: [{ date: 2026-03-01, progress: 40 }, { date: 2026-04-01, progress: 60 }]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    site.plan.tasks.iter().flat_map(|task| of(site, task)).collect()
}

/// Falls within one period: a recurring task begins anew with each.
fn of(site: &Site, task: &Task) -> Vec<Finding> {
    let mut lines: Vec<&WrittenLog> = task.written().iter().flat_map(|w| &w.log).collect();
    lines.sort_by_key(|line| line.date.value);
    let told: Vec<_> = lines.into_iter().filter_map(|l| Some((l.date.value, l.progress?))).collect();
    let period = |day| window::of(task.recurs, day, &site.config.progress.calendar);
    let mut findings = Vec::new();
    for pair in told.windows(2) {
        let [(first, before), (second, after)] = pair else { continue };
        if after.value < before.value && period(*first) == period(*second) {
            let place = Place::new(task.place.file.clone(), after.span);
            let finding = Finding::new(&CODE, place).with("id", task.id);
            findings.push(finding.with("before", before.value).with("after", after.value));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn a_figure_may_fall_only_with_a_new_period() {
        for (task, expected) in [
            (
                "status: 进行中, log: [{ date: 2026-03-01, note: 甲, progress: 60 }, { date: 2026-04-01, note: 乙, progress: 40 }]",
                vec!["任务 1-1 的进度从 60% 降到了 40%"],
            ),
            (
                "status: 进行中, log: [{ date: 2026-04-01, note: 乙, progress: 60 }, { date: 2026-03-01, note: 甲, progress: 40 }]",
                vec![],
            ),
            (
                "status: 进行中, recurs: monthly, log: [{ date: 2026-03-01, note: 甲, progress: 60 }, { date: 2026-04-01, note: 乙, progress: 40 }]",
                vec![],
            ),
            (
                "status: 进行中, recurs: yearly, log: [{ date: 2026-03-01, note: 甲, progress: 60 }, { date: 2026-04-01, note: 乙, progress: 40 }]",
                vec!["任务 1-1 的进度从 60% 降到了 40%"],
            ),
        ] {
            assert_eq!(found(super::check, task), expected, "{task}");
        }
    }
}
