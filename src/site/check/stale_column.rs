//! COL001: a column that is not updated as often as it says.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "COL001",
    severity: Severity::Warning,
    message: Words {
        zh: "栏目“{title}”已有 {days} 天没有更新，约定 {cadence} 天内更新一次",
        en: "the column `{title}` has not been updated for {days} days; it should be every {cadence}",
    },
    help: Words {
        zh: "发一篇新内容；若约定过紧，改 _index.md 里的 cadence",
        en: "publish something, or change `cadence` in _index.md",
    },
    example: "cadence: 14（最新一篇在 20 天前）",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "栏目长期不更新", en: "a column that is not kept up" },
    why: Words {
        zh: "检查指标对动态类栏目两周不更新、通知类栏目半年不更新都计为问题；读者也会以为栏目停了",
        en: "inspections count columns that are not updated in time, and readers take them for dead",
    },
    bad: "---\ntitle: 通知公告\ncadence: 14\n---（最新一篇在 20 天前）",
    good: "---\ntitle: 通知公告\ncadence: 30\n---",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let mut findings = Vec::new();
    for column in &site.columns {
        let Some(cadence) = column.document.keys.cadence else { continue };
        // What is dated ahead is no update of today's.
        let dates = column.all_entries.iter().filter_map(|id| site.entries.get(*id)).filter_map(|e| e.date);
        let Some(newest) = dates.map(|d| d.date).find(|d| *d <= site.today) else { continue };
        let days = site.today.days_since(newest);
        if days > i64::from(cadence) {
            let front = &column.document.front;
            let place = Place::new(column.document.path.shared(), front.title.span);
            findings.push(
                Finding::new(&CODE, place)
                    .with("title", &front.title.value)
                    .with("days", days)
                    .with("cadence", cadence),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::site::support::TestSite;

    #[test]
    fn a_column_is_stale_from_the_day_after_its_cadence() {
        let site = TestSite::new(&[
            ("content/a/_index.md", "---\ntitle: 甲\nkind: article\ncadence: 14\n---\n"),
            ("content/a/x.md", "---\ntitle: 一\ndate: 2026-05-01\n---\n"),
            ("content/a/y.md", "---\ntitle: 二\ndate: 2027-01-01\n---\n"),
        ]);
        for (day, expected) in [("2026-05-15", 0), ("2026-05-16", 1)] {
            let built = site.clone().on(day).assembled();
            assert_eq!(super::check(&built.value).len(), expected, "{day}");
        }
    }
}
