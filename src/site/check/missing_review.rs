//! REV001: an entry without the review that its column asks for.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::input::document::front_matter::ReviewStep;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "REV001",
    severity: Severity::Error,
    message: Words { zh: "缺少审核记录：{steps}", en: "the review lacks: {steps}" },
    help: Words {
        zh: "在 review 里补上，例如 final: { by: 宣传部, date: 2026-05-06 }；写岗位或部门，不写姓名",
        en: "add it to `review`, such as final: { by: 宣传部, date: 2026-05-06 }; a role or unit, no name",
    },
    example: "site.yaml 写了 review.required_in: [chaoyin]，而 content/chaoyin/a.md 没有 review",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "内容没有经过三审", en: "an entry without its three reviews" },
    why: Words {
        zh: "先审后发；site.yaml 的 review.required_in 列出的栏目，每篇都要有初审、复审、终审",
        en: "what `review.required_in` names is published only after three reviews",
    },
    bad: "---\ntitle: 评论一篇\n---",
    good: "---\ntitle: 评论一篇\nreview:\n  first: { by: 编辑部, date: 2026-05-01 }\n  second: { by: 学工部, date: 2026-05-02 }\n  final: { by: 宣传部, date: 2026-05-03 }\n---",
    check,
};

const STEPS: [(ReviewStep, &str); 3] =
    [(ReviewStep::First, "初审"), (ReviewStep::Second, "复审"), (ReviewStep::Final, "终审")];

fn check(site: &Site) -> Vec<Finding> {
    let required = &site.config.review.required_in;
    if required.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for entry in &site.entries {
        let folder = entry.reference.split('/').next().unwrap_or_default();
        if !required.iter().any(|r| r.trim().trim_matches('/') == folder) {
            continue;
        }
        let front = &entry.document.front;
        let missing: Vec<&str> = STEPS
            .iter()
            .filter(|(step, _)| {
                !front.review.iter().any(|r| r.step == *step && !r.by.value.trim().is_empty())
            })
            .map(|(_, word)| *word)
            .collect();
        if !missing.is_empty() {
            let place = Place::new(entry.document.path.shared(), front.title.span);
            findings.push(Finding::new(&CODE, place).with("steps", missing.join("、")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::base::diagnostic::code::Language;
    use crate::site::support::TestSite;

    #[test]
    fn every_step_is_asked_for_where_the_site_requires_them() {
        let mut site = TestSite::new(&[
            ("content/a/_index.md", "---\ntitle: 甲\nkind: article\n---\n"),
            (
                "content/a/x.md",
                "---\ntitle: 一\nreview: { first: { by: 编辑部 }, final: { by: 宣传部 } }\n---\n",
            ),
            ("content/b/_index.md", "---\ntitle: 乙\nkind: article\n---\n"),
            ("content/b/x.md", "---\ntitle: 一\n---\n"),
        ]);
        site.config.review.required_in = vec!["a".to_owned()];
        let found = super::check(&site.assembled().value);
        let messages: Vec<_> = found.iter().map(|f| (&*f.place.file, f.message(Language::Chinese))).collect();
        assert_eq!(messages, [("content/a/x.md", "缺少审核记录：复审".to_owned())]);
    }
}
