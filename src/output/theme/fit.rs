//! Whether a theme's own files take the place of anything: a mistyped name would be passed over in silence.

use std::collections::BTreeSet;

use super::builtin;
use super::files::{Own, Theme};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::base::text::nearest::nearest;

/// A template that no page uses.
pub static UNUSED_TEMPLATE: Code = Code {
    name: "TPL010",
    severity: Severity::Warning,
    message: Words { zh: "模板 `{name}` 没有页面用到", en: "no page uses the template `{name}`" },
    help: Words {
        zh: "它不代替默认主题的任何模板，类型、栏目、文章和别的模板也没有提到它；检查文件名，或删去",
        en: "it replaces none of the default theme and nothing names it; check its name, or remove it",
    },
    example: "（themes/hai/templates/entry/profil.html）",
};

/// A word that no template asks for.
pub static UNUSED_WORD: Code = Code {
    name: "TPL011",
    severity: Severity::Warning,
    message: Words { zh: "没有模板用到文字 `{key}`", en: "no template asks for the word `{key}`" },
    help: Words { zh: "检查拼写，或删去这一行", en: "check its spelling, or remove the line" },
    example: "hoem: 首页",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNUSED_TEMPLATE, &UNUSED_WORD];

/// What of a theme's own files has no use. `named` are the templates that kinds, columns and entries name.
#[must_use]
pub fn fit(theme: &Theme, named: &BTreeSet<String>) -> Findings {
    let mut findings = Findings::default();
    let builtin: BTreeSet<String> = builtin::template_names().collect();
    let used = |name: &str| builtin.contains(name) || named.contains(name) || theme.named.contains(name);
    for Own { name, place } in theme.own_templates.iter().filter(|own| !used(&own.name)) {
        findings.push(
            Finding::new(&UNUSED_TEMPLATE, Place::whole(place.file.clone()))
                .with("name", name)
                .suggesting(nearest(name, builtin.iter().chain(named).map(String::as_str))),
        );
    }
    let asked: BTreeSet<&str> = theme.files.templates.values().flat_map(|t| words_of(&t.text)).collect();
    for Own { name, place } in theme.own_words.iter().filter(|own| !asked.contains(own.name.as_str())) {
        findings.push(
            Finding::new(&UNUSED_WORD, place.clone())
                .with("key", name)
                .suggesting(nearest(name, asked.iter().copied())),
        );
    }
    findings
}

/// Keys that a template names in quotes: those of `t(key="…")`, and such that it puts together.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::source::tree::SourceTree;

    fn check(path: &str, text: &str, named: &[&str], expected: &[&str]) {
        let mut tree = SourceTree::default();
        builtin::overlay(&mut tree);
        tree.insert_text("themes/hai/theme.yaml", "title: 海\n");
        tree.insert_text(&format!("themes/hai/{path}"), text);
        let theme = Theme::read(&tree, "hai");
        assert!(theme.findings.is_empty(), "{:#?}", theme.findings);
        let named = named.iter().map(|name| (*name).to_owned()).collect();
        let codes: Vec<_> = fit(&theme.value, &named).iter().map(|f| f.code.name).collect();
        assert_eq!(codes, expected, "{path}");
    }

    #[test]
    fn what_a_theme_adds_must_be_used() {
        check("templates/entry/profile.html", "{% extends \"portal/entry/profile.html\" %}", &[], &[]);
        check("templates/entry/profil.html", "甲", &[], &["TPL010"]);
        check("templates/entry/relic.html", "甲", &["entry/relic.html"], &[]);
        check("strings/zh-CN.yaml", "home: 首页\n", &[], &[]);
        check("strings/zh-CN.yaml", "hoem: 首页\n", &[], &["TPL011"]);
    }
}
