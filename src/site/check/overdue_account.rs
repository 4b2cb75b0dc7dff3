//! ACC012: an account whose yearly review is overdue.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::site::account::ReviewState;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "ACC012",
    severity: Severity::Warning,
    message: Words {
        zh: "{platform}账号“{name}”的年审已超期 {days} 天",
        en: "the yearly review of `{name}` on {platform} is overdue by {days} days",
    },
    help: Words {
        zh: "年审后更新 reviewed 和 review_due；不再使用的账号把 status 改为 注销",
        en: "after the review renew `reviewed` and `review_due`; set `status: 注销` where it is no longer used",
    },
    example: "review_due: 2026-01-01",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "账号年审超期", en: "an account whose review is overdue" },
    why: Words {
        zh: "校内网站和新媒体账号每年年审一次",
        en: "sites and accounts of the school are reviewed once a year",
    },
    bad: "- { name: 甲, platform: 微博, unit: 宣传部, status: 运行, review_due: 2026-01-01 }",
    good: "- { name: 甲, platform: 微博, unit: 宣传部, status: 运行, reviewed: { on: 2026-01-01, result: 合格 }, review_due: 2027-01-01 }",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let mut findings = Vec::new();
    for account in &site.accounts {
        if let (ReviewState::Overdue(days), Some(written)) = (account.review, account.written()) {
            let span = written.review_due.map_or(written.name.span, |due| due.span);
            findings.push(
                Finding::new(&CODE, Place::new(account.file.path.shared(), span))
                    .with("platform", &written.platform.value)
                    .with("name", &written.name.value)
                    .with("days", days),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::site::support::TestSite;

    #[test]
    fn a_review_is_overdue_after_its_day_and_a_year_after_the_last() {
        for (written, expected) in [
            ("status: 运行, review_due: 2026-11-23", 0),
            ("status: 运行, review_due: 2026-11-22", 1),
            ("status: 注销, review_due: 2026-11-22", 0),
            ("status: 运行, reviewed: { on: 2025-11-22, result: 合格 }", 1),
            ("status: 运行, reviewed: { on: 2025-11-23, result: 合格 }", 0),
            ("status: 运行", 0),
        ] {
            let accounts = format!(
                "accounts:\n  - {{ name: 甲, platform: 微博, level: 校级, unit: 宣传部, {written} }}\n"
            );
            let built = TestSite::new(&[
                ("content/units.yaml", "units: [{ name: 宣传部 }]\n"),
                ("content/m/_index.md", "---\ntitle: 矩阵\nkind: accounts\n---\n"),
                ("content/m/a.yaml", &accounts),
            ])
            .assembled();
            assert_eq!(built.value.accounts.len(), 1, "{written}");
            assert_eq!(super::check(&built.value).len(), expected, "{written}");
        }
    }
}
