//! COL002: a column with nothing in it.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "COL002",
    severity: Severity::Warning,
    message: Words { zh: "栏目“{title}”是空的", en: "the column `{title}` is empty" },
    help: Words {
        zh: "发布一篇内容，或在 _index.md 里写 draft: true 先不公开这个栏目",
        en: "publish something, or hide the column with `draft: true` in its _index.md",
    },
    example: "content/mingshi/ 里只有 _index.md",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "空栏目", en: "an empty column" },
    why: Words {
        zh: "检查指标把空栏目计为问题；读者点进来什么也看不到",
        en: "inspections count empty columns, and readers find nothing there",
    },
    bad: "content/mingshi/_index.md",
    good: "content/mingshi/_index.md\ncontent/mingshi/wang-yangming.md",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let mut findings = Vec::new();
    for column in site.columns.iter().filter(|c| !c.folder.is_empty()) {
        let is_empty = match column.document.kind.as_str() {
            "tasks" => site.plan.tasks.is_empty(),
            "accounts" => site.accounts.is_empty(),
            "page" => false,
            _ => column.all_entries.is_empty(),
        };
        if is_empty {
            let title = &column.document.front.title;
            let place = Place::new(column.document.path.shared(), title.span);
            findings.push(Finding::new(&CODE, place).with("title", &title.value));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::site::support::TestSite;

    #[test]
    fn a_column_is_empty_when_nothing_in_it_is_shown() {
        let column = ("content/a/_index.md", "---\ntitle: 甲\nkind: article\n---\n");
        let draft = ("content/a/x.md", "---\ntitle: 一\ndraft: true\n---\n");
        let below = ("content/a/b/c.md", "---\ntitle: 二\n---\n");
        for (files, expected) in [(vec![column], 1), (vec![column, draft], 1), (vec![column, below], 0)] {
            let built = TestSite::new(&files).assembled();
            assert_eq!(super::check(&built.value).len(), expected);
        }
    }
}
