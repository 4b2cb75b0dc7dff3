//! TSK033: a record of a day to come.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::site::model::Site;
use crate::site::task::model::Task;

/// The code.
pub static CODE: Code = Code {
    name: "TSK033",
    severity: Severity::Warning,
    message: Words {
        zh: "任务 {id} 的“{what}”记在 {date}，还没有到",
        en: "`{what}` of {id} is recorded on {date}, which is still to come",
    },
    help: Words {
        zh: "改正日期；打算做的事写成 milestones 里的 due",
        en: "correct the day; what is planned belongs into `milestones` as `due`",
    },
    example: "log: [{ date: 2099-01-01, note: 甲 }]",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "记录的日期还没有到", en: "a record of a day to come" },
    why: Words {
        zh: "没有到的日子不算数，进度会少算",
        en: "days to come do not count, so progress is too low",
    },
    bad: "log: [{ date: 2099-01-01, note: 完成 }]",
    good: "milestones: [{ title: 完成, due: 2099-01-01 }]",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    site.plan.tasks.iter().flat_map(|task| of(site, task)).collect()
}

fn of(site: &Site, task: &Task) -> Vec<Finding> {
    let Some(written) = task.written() else { return Vec::new() };
    let lines = written.log.iter().map(|l| (&l.date, l.note.as_str()));
    let reached = written.milestones.iter().filter_map(|m| Some((m.done.as_ref()?, m.title.as_str())));
    let to_come = lines.chain(reached).filter(|(date, _)| date.value > site.today);
    to_come
        .map(|(date, what)| {
            let finding = Finding::new(&CODE, Place::new(task.place.file.clone(), date.span));
            finding.with("id", task.id).with("what", what).with("date", date.value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn what_is_recorded_has_happened() {
        for (task, expected) in [
            (
                "status: 进行中, log: [{ date: 2026-11-24, note: 甲 }]",
                vec!["任务 1-1 的“甲”记在 2026-11-24，还没有到"],
            ),
            (
                "status: 进行中, log: [{ date: 2026-11-23, note: 甲 }], milestones: [{ title: 乙, due: 2027-01-01 }]",
                vec![],
            ),
            (
                "status: 进行中, milestones: [{ title: 乙, done: 2027-01-01 }]",
                vec!["任务 1-1 的“乙”记在 2027-01-01，还没有到"],
            ),
        ] {
            assert_eq!(found(super::check, task), expected, "{task}");
        }
    }
}
