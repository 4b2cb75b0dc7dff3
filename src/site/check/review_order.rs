//! REV002: reviews whose days are out of order.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::input::document::front_matter::{FrontMatter, Review, ReviewStep};
use crate::input::source::path::SourcePath;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "REV002",
    severity: Severity::Warning,
    message: Words {
        zh: "{later}的日期 {later_date} 早于{earlier}的日期 {earlier_date}",
        en: "{later} on {later_date} comes before {earlier} on {earlier_date}",
    },
    help: Words {
        zh: "按初审、复审、终审的先后改正日期", en: "correct the days: first, second, final"
    },
    example: "review: { first: { by: 甲, date: 2026-05-06 }, second: { by: 乙, date: 2026-05-01 } }",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "审核日期前后颠倒", en: "reviews out of order" },
    why: Words {
        zh: "三审逐级进行；日期颠倒说明记录写错了，或没有真正逐级审核",
        en: "reviews follow each other; days out of order are a slip or a review that did not happen",
    },
    bad: "review:\n  first: { by: 编辑部, date: 2026-05-06 }\n  second: { by: 学工部, date: 2026-05-01 }",
    good: "review:\n  first: { by: 编辑部, date: 2026-05-01 }\n  second: { by: 学工部, date: 2026-05-06 }",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let columns = site.columns.iter().map(|c| (&c.document.front, &c.document.path));
    let entries = site.entries.iter().map(|e| (&e.document.front, &e.document.path));
    columns.chain(entries).flat_map(|(front, path)| out_of_order(front, path)).collect()
}

fn out_of_order(front: &FrontMatter, path: &SourcePath) -> Vec<Finding> {
    let mut steps: Vec<&Review> = front.review.iter().filter(|r| r.date.is_some()).collect();
    steps.sort_by_key(|r| r.step);
    let mut findings = Vec::new();
    for pair in steps.windows(2) {
        let [earlier, later] = pair else { continue };
        let (Some(first), Some(second)) = (earlier.date, later.date) else { continue };
        // Days, since a record may give the time of one step and not of the other.
        if second.value.date < first.value.date {
            findings.push(
                Finding::new(&CODE, Place::new(path.shared(), second.span))
                    .with("later", word(later.step))
                    .with("later_date", second.value.date)
                    .with("earlier", word(earlier.step))
                    .with("earlier_date", first.value.date)
                    .related(Place::new(path.shared(), first.span)),
            );
        }
    }
    findings
}

fn word(step: ReviewStep) -> &'static str {
    match step {
        ReviewStep::First => "初审",
        ReviewStep::Second => "复审",
        ReviewStep::Final => "终审",
    }
}

#[cfg(test)]
mod tests {
    use crate::site::support::TestSite;

    #[test]
    fn each_step_follows_the_one_before_it() {
        for (first, second, last, expected) in [
            ("2026-05-01", "2026-05-02", "2026-05-03", 0),
            ("2026-05-01", "2026-05-01", "2026-05-01", 0),
            ("2026-05-01", "2026-04-30", "2026-05-03", 1),
            ("2026-05-03", "2026-05-02", "2026-05-01", 2),
        ] {
            let text = format!(
                "---\ntitle: 一\nreview: {{ final: {{ by: 丙, date: {last} }}, first: {{ by: 甲, date: {first} }}, second: {{ by: 乙, date: {second} }} }}\n---\n"
            );
            let built = TestSite::new(&[("content/a/x.md", &text)]).assembled();
            assert_eq!(super::check(&built.value).len(), expected, "{first} {second} {last}");
        }
    }
}
