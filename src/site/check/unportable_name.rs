//! SRC018: a file or folder whose name Windows cannot have.

use std::collections::BTreeSet;

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::text::slug::is_device;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "SRC018",
    severity: Severity::Warning,
    message: Words {
        zh: "名称“{name}”在 Windows 上不能用：{reason}",
        en: "Windows cannot have the name `{name}`: {reason_en}",
    },
    help: Words {
        zh: "改名；同事的 Windows 电脑取不到这个文件，有的网站服务器也打不开它",
        en: "rename it: on Windows it cannot be checked out, and some servers cannot show it",
    },
    example: "content/mingshi/aux.md",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "名称只在一部分电脑上能用", en: "a name that some systems cannot have" },
    why: Words {
        zh: "编辑多用 Windows：含 : ? * 等符号、以点或空格结尾、叫 con 或 aux 的文件在那里建不出来",
        en: "most editors work on Windows, where such a file cannot exist",
    },
    bad: "content/mingshi/aux.md",
    good: "content/mingshi/aux-yinpin.md",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let sources = site.entries.iter().map(|entry| &entry.document.path);
    let sources = sources.chain(site.columns.iter().map(|column| &column.document.path));
    let sources =
        sources.chain(site.excluded.iter().map(|excluded| &excluded.path)).chain(site.assets.keys());
    // A folder is told once, at the first file in it.
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for path in sources {
        let mut end = 0;
        for name in path.as_str().split('/') {
            end += name.len();
            let Some((reason, reason_en)) = reason(name) else {
                end += 1;
                continue;
            };
            if told.insert(path.as_str().get(..end).unwrap_or_default()) {
                let finding = Finding::new(&CODE, Place::whole(path.shared())).with("name", name);
                findings.push(finding.with("reason", reason).with("reason_en", reason_en));
            }
            end += 1;
        }
    }
    findings
}

/// Why Windows cannot have a file of this name (Microsoft, “Naming Files, Paths, and Namespaces”).
fn reason(name: &str) -> Option<(&'static str, &'static str)> {
    if name.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) {
        return Some((r#"含有 \ : * ? " < > | 中的符号"#, "one of \\ : * ? \" < > | is in it"));
    }
    if name.chars().any(char::is_control) {
        return Some(("含有控制字符", "a control character is in it"));
    }
    if name.ends_with(['.', ' ']) {
        return Some(("以点或空格结尾", "it ends with a dot or a space"));
    }
    is_device(name).then_some(("这是设备的名称", "it is a device's"))
}

#[cfg(test)]
mod tests {
    use crate::site::support::TestSite;

    fn check(name: &str, expected: bool) {
        let path = format!("content/a/{name}");
        let column = ("content/a/_index.md", "---\ntitle: 甲\n---\n");
        let site = TestSite::new(&[column, (&path, "---\ntitle: 乙\n---\n")]).assembled().value;
        assert_eq!(super::check(&site).len(), usize::from(expected), "{name}");
    }

    #[test]
    fn names_that_windows_cannot_have_are_told() {
        for name in ["a:b.md", "什么?.md", "con.md", "AUX.zh.md", "x./y.md", "nul /y.md", "a|b/index.md"] {
            check(name, true);
        }
        for name in ["什么？.md", "console.md", "a.b.md", ".x/y.md", "com10.md", "100%.md", "a&b #1.md"] {
            check(name, false);
        }
    }

    #[test]
    fn a_folder_is_told_once() {
        let text = "---\ntitle: 乙\n---\n";
        let site = TestSite::new(&[("content/aux/_index.md", text), ("content/aux/x.md", text)]);
        assert_eq!(super::check(&site.assembled().value).len(), 1);
    }
}
