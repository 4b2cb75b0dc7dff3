//! One task in a small plan, for the tests of the rules of tasks.

use crate::base::diagnostic::code::Language;
use crate::base::diagnostic::finding::Finding;
use crate::site::model::Site;
use crate::site::support::TestSite;

/// What a rule says, in Chinese, of a task written in braces: `status: 进行中, progress: 20`. The day is 2026-11-23.
pub fn found(check: fn(&Site) -> Vec<Finding>, task: &str) -> Vec<String> {
    let table = format!(
        "table: 1\ntitle: 甲\nmeasure: 乙\ntasks:\n  - {{ no: 1, title: 一, lead: [宣传部], {task} }}\n"
    );
    let site = TestSite::new(&[
        (
            "content/units.yaml",
            "units: [{ name: 宣传部, aliases: [党委宣传部] }, { name: 团委 }]\ngroups: [{ name: 各部门, members: [宣传部, 团委] }]\n",
        ),
        ("content/a/_index.md", "---\ntitle: 栏\n---\n"),
        ("content/a/x.md", "---\ntitle: 篇\ndate: 2026-11-01\ntasks: [1-1]\n---\n"),
        ("content/p/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n"),
        ("content/p/t.yaml", &table),
    ]);
    check(&site.assembled().value).iter().map(|f| f.message(Language::Chinese)).collect()
}
