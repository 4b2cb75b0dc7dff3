//! Whether a theme's own files take the place of anything: a mistyped name would be passed over in silence.

use std::collections::BTreeSet;

use super::builtin;
use super::closure::{called, components};
use super::files::{Own, Theme};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::base::text::nearest::nearest;
use crate::input::kind::field::is_chinese;

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

/// Words that a language of the site lacks.
pub static MISSING_WORDS: Code = Code {
    name: "TPL012",
    severity: Severity::Warning,
    message: Words {
        zh: "主题缺少语言 `{code}` 的 {n} 个词，页面上会显示中文：{keys}",
        en: "the theme lacks {n} words of the language `{code}`, which pages show in Chinese: {keys}",
    },
    help: Words {
        zh: "在站点的 themes/<主题>/strings/{code}.yaml 里写上这些词；默认主题有 zh-CN 和 en 两份可以对照",
        en: "write them in themes/<theme>/strings/{code}.yaml of your site; the default theme has zh-CN and en to go by",
    },
    example: "languages: [{ code: ja }]（主题没有 strings/ja.yaml）",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNUSED_TEMPLATE, &UNUSED_WORD, &MISSING_WORDS];

/// Keys that a finding names before it says that there are more.
const KEYS_NAMED: usize = 5;

/// What words the languages of a site lack. `languages` are their tags and where they are declared. Chinese has the
/// default theme's own.
#[must_use]
pub fn unspoken(theme: &Theme, languages: &[(&str, Place)]) -> Findings {
    let mut findings = Findings::default();
    let strings = &theme.files.strings;
    let Some(all) = strings.get("zh-CN") else { return findings };
    for (code, place) in languages.iter().filter(|(code, _)| !is_chinese(code)) {
        let short = code.split('-').next().unwrap_or_default();
        let known = |key: &String| {
            [*code, short].iter().any(|l| strings.get(*l).is_some_and(|w| w.contains_key(key)))
        };
        let lacking: Vec<&str> = all.keys().filter(|key| !known(key)).map(String::as_str).collect();
        if lacking.is_empty() {
            continue;
        }
        let named = lacking.iter().take(KEYS_NAMED).copied().collect::<Vec<_>>().join("、");
        let more = if lacking.len() > KEYS_NAMED { " …" } else { "" };
        findings.push(
            Finding::new(&MISSING_WORDS, place.clone())
                .with("code", code)
                .with("n", lacking.len())
                .with("keys", format!("{named}{more}")),
        );
    }
    findings
}

/// What of a theme's own files has no use. `named` are the templates that kinds, columns and entries name.
#[must_use]
pub fn fit(theme: &Theme, named: &BTreeSet<String>) -> Findings {
    let mut findings = Findings::default();
    if theme.own_templates.is_empty() && theme.own_words.is_empty() {
        return findings;
    }
    let builtin: BTreeSet<String> = builtin::template_names().collect();
    // A component is known by its own name, whichever file it stands in.
    let defines = |name: &str| {
        theme.files.templates.get(name).is_some_and(|t| components(&t.text).any(|c| calls(theme, c)))
    };
    let used = |name: &str| {
        builtin.contains(name) || named.contains(name) || theme.named.contains(name) || defines(name)
    };
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

/// Whether some template calls a component.
fn calls(theme: &Theme, component: &str) -> bool {
    theme.files.templates.values().any(|template| called(&template.text).any(|name| name == component))
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
    fn a_language_has_all_words_or_it_is_told_which_it_lacks() {
        let check = |code: &str, file: &str, text: &str, expected: &[&str]| {
            let mut tree = SourceTree::default();
            builtin::overlay(&mut tree);
            tree.insert_text("themes/hai/theme.yaml", "title: 海\n");
            tree.insert_text(&format!("themes/hai/strings/{file}.yaml"), text);
            let theme = Theme::read(&tree, "hai").value;
            let told = unspoken(&theme, &[(code, Place::whole("site.yaml"))]);
            assert_eq!(told.iter().map(|f| f.code.name).collect::<Vec<_>>(), expected, "{code}");
        };
        check("en", "zh-CN", "home: 首页\n", &[]);
        check("en-GB", "zh-CN", "home: 首页\n", &[]);
        check("zh-Hant", "zh-CN", "home: 首页\n", &[]);
        check("ja", "ja", "home: ホーム\n", &["TPL012"]);
        // A word that the child theme adds must be said in English too.
        check("en", "zh-CN", "hero.slogan: 潮起\n", &["TPL012"]);
    }

    #[test]
    fn all_files_of_words_have_the_same_keys() {
        let mut tree = SourceTree::default();
        builtin::overlay(&mut tree);
        let theme = Theme::read(&tree, builtin::NAME).value;
        let keys = |code: &str| theme.files.strings[code].keys().cloned().collect::<BTreeSet<_>>();
        for code in theme.files.strings.keys() {
            let (these, chinese) = (keys(code), keys("zh-CN"));
            assert_eq!(these.symmetric_difference(&chinese).collect::<Vec<_>>(), [""; 0], "{code}");
        }
        assert!(theme.files.strings.contains_key("en"));
    }

    #[test]
    fn what_a_theme_adds_must_be_used() {
        check("templates/entry/profile.html", "{% extends \"portal/entry/profile.html\" %}", &[], &[]);
        check("templates/entry/profil.html", "甲", &[], &["TPL010"]);
        let seal =
            |call: &str| format!("{{% component seal(of) %}}{{{{ of }}}}{{% endcomponent seal %}}{call}");
        check("templates/partials/seal.html", &seal(""), &[], &["TPL010"]);
        check("templates/partials/seal.html", &seal("{{ <seal of={1} /> }}"), &[], &[]);
        check("templates/partials/seal.html", &seal("{{ shared(component=\"seal\", of=1) }}"), &[], &[]);
        check("templates/entry/relic.html", "甲", &["entry/relic.html"], &[]);
        check("strings/zh-CN.yaml", "home: 首页\n", &[], &[]);
        check("strings/zh-CN.yaml", "hoem: 首页\n", &[], &["TPL011"]);
        check("strings/ja.yaml", "date.long: '{year}年{month}月{day}日'\n", &[], &[]);
    }
}
