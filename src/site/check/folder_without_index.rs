//! COL004: a folder of entries that is no column.

use std::collections::BTreeSet;

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::site::id::ColumnId;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "COL004",
    severity: Severity::Warning,
    message: Words {
        zh: "文件夹 content/{folder} 里有文章，却没有 _index.md，所以不是栏目",
        en: "the folder content/{folder} holds entries but no _index.md, so it is no column",
    },
    help: Words {
        zh: "新建 content/{folder}/_index.md，写上 title 和 kind；不想要栏目就把文章移到别的栏目里",
        en: "add content/{folder}/_index.md with a title and a kind, or move the entries to a column",
    },
    example: "content/xinlanmu/a.md",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "不是栏目的文件夹", en: "a folder that is no column" },
    why: Words {
        zh: "这样的文章不在任何栏目的列表里，读者很难走到",
        en: "its entries stand in no column's list, and readers hardly find them",
    },
    bad: "content/xinlanmu/a.md",
    good: "content/xinlanmu/_index.md\ncontent/xinlanmu/a.md",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    let home = ColumnId::of("");
    for entry in site.entries.iter().filter(|entry| entry.column == home) {
        let path = entry.document.path.as_str();
        let below = path.strip_prefix("content/").unwrap_or(path);
        // An entry may have a folder of its own for its pictures.
        let Some((folder, _)) = below.split_once('/').filter(|(_, rest)| *rest != "index.md") else {
            continue;
        };
        if told.insert(folder) {
            findings.push(Finding::new(&CODE, Place::whole(path)).with("folder", folder));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::site::support::TestSite;

    #[test]
    fn a_folder_of_entries_needs_an_index() {
        let text = "---\ntitle: 甲\n---\n";
        for (files, expected) in [
            (vec!["content/x/a.md", "content/x/b.md"], 1),
            (vec!["content/x/_index.md", "content/x/a.md", "content/x/2026/b.md"], 0),
            (vec!["content/about.md", "content/help/index.md"], 0),
        ] {
            let files = ["content/_index.md"].into_iter().chain(files);
            let files: Vec<(&str, &str)> = files.map(|path| (path, text)).collect();
            let site = TestSite::new(&files).assembled().value;
            assert_eq!(super::check(&site).len(), expected, "{files:?}");
        }
    }
}
