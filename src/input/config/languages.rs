//! The languages of a site: its main one, and those that it is published in besides.

use super::part::{menu, organisation, texts};
use super::settings::{Config, FurtherLanguage};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::base::diagnostic::span::Aside;
use crate::base::text::nearest::nearest;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::SourceTree;
use crate::input::yaml::form::Form;
use crate::input::yaml::located::Located;
use crate::input::yaml::node::Node;

/// A tag that names no language.
pub static UNKNOWN_LANGUAGE: Code = Code {
    name: "CFG020",
    severity: Severity::Error,
    message: Words { zh: "`{code}` 不是语言标记", en: "`{code}` names no language" },
    help: Words {
        zh: "写 BCP 47 标记，如 en、ja、zh-Hant、pt-BR",
        en: "write a BCP 47 tag such as en, ja, zh-Hant or pt-BR",
    },
    example: "languages: [{ code: english }]",
};

/// A language that is declared twice.
pub static SAME_LANGUAGE: Code = Code {
    name: "CFG021",
    severity: Severity::Error,
    message: Words { zh: "语言 `{code}` 写了两次", en: "the language `{code}` is declared twice" },
    help: Words {
        zh: "每种语言只写一次；主要语言写在 language，不写进 languages",
        en: "declare each language once; the main one stands in `language` alone",
    },
    example: "languages: [{ code: en }, { code: en }]",
};

/// A folder of content in a language that is not declared.
pub static UNDECLARED_LANGUAGE: Code = Code {
    name: "CFG022",
    severity: Severity::Error,
    message: Words {
        zh: "文件夹 {folder} 的语言没有在 site.yaml 里声明，不会发布",
        en: "the language of the folder {folder} is not declared in site.yaml; nothing of it is published",
    },
    help: Words {
        zh: "在 site.yaml 的 languages 里加一项，写 code: {code}；或者把文件夹改名",
        en: "add one with code: {code} to the languages of site.yaml, or rename the folder",
    },
    example: "（有 content.en 文件夹，site.yaml 里没有 languages）",
};

/// A language that has no folder of content.
pub static NO_LANGUAGE_FOLDER: Code = Code {
    name: "CFG023",
    severity: Severity::Warning,
    message: Words {
        zh: "声明了语言 `{code}`，但没有 {folder} 文件夹，不会有这种语言的页面",
        en: "the language `{code}` is declared, but there is no folder {folder}: it has no pages",
    },
    help: Words {
        zh: "建立 {folder}，把译文放在和原文相同的位置；要由简体自动转成繁体，写 convert_from: zh-CN",
        en: "make {folder} and put translations at the places of their originals; for Traditional Chinese made from Simplified write convert_from: zh-CN",
    },
    example: "languages: [{ code: en }]",
};

/// A conversion that there is not.
pub static NO_CONVERSION: Code = Code {
    name: "CFG024",
    severity: Severity::Error,
    message: Words {
        zh: "不能从 `{from}` 自动转换出 `{code}`",
        en: "`{code}` cannot be made from `{from}` by conversion",
    },
    help: Words {
        zh: "只有主要语言是简体中文时，可以自动转换出繁体：languages: [{ code: zh-Hant, convert_from: zh-CN }]",
        en: "only Traditional Chinese can be made, where the main language is Simplified: languages: [{ code: zh-Hant, convert_from: zh-CN }]",
    },
    example: "languages: [{ code: en, convert_from: zh-CN }]",
};

/// Codes of this module.
pub const CODES: &[&Code] =
    &[&UNKNOWN_LANGUAGE, &SAME_LANGUAGE, &UNDECLARED_LANGUAGE, &NO_LANGUAGE_FOLDER, &NO_CONVERSION];

/// Two-letter codes of ISO 639-1.
const ISO_639_1: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr \
    ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk \
    sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo \
    za zh zu";

/// Languages by what their speakers call them; of others editors write the name.
const NAMES: [(&str, &str); 20] = [
    ("zh-CN", "简体中文"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
    ("zh-TW", "繁體中文"),
    ("zh-HK", "繁體中文"),
    ("zh", "中文"),
    ("en", "English"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("pt", "Português"),
    ("it", "Italiano"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("vi", "Tiếng Việt"),
    ("th", "ไทย"),
    ("ms", "Bahasa Melayu"),
    ("id", "Bahasa Indonesia"),
];

/// What the speakers of a language call it; the tag where we do not know.
#[must_use]
pub fn name_of(code: &str) -> String {
    let find = |code: &str| NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code));
    let name = find(code).or_else(|| find(code.split('-').next().unwrap_or_default()));
    name.map_or_else(|| code.to_owned(), |(_, name)| (*name).to_owned())
}

/// Whether a text is a language tag: a known two-letter code or three letters, then a script and a region at will
/// (BCP 47, RFC 5646 section 2.1, without the rarer parts).
#[must_use]
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let known = match language.len() {
        2 => ISO_639_1.split_ascii_whitespace().any(|code| code == language),
        3 => language.bytes().all(|b| b.is_ascii_lowercase()),
        _ => false,
    };
    known && {
        let mut rest = parts.peekable();
        rest.next_if(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
        rest.next_if(|part| {
            (part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()))
                || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
        });
        rest.next().is_none()
    }
}

/// Whether a tag stands for Chinese in traditional characters.
#[must_use]
pub fn is_traditional(code: &str) -> bool {
    let mut parts = code.split('-');
    parts.next() == Some("zh")
        && parts
            .any(|p| ["hant", "tw", "hk", "mo"].iter().any(|traditional| p.eq_ignore_ascii_case(traditional)))
}

fn is_simplified(code: &str) -> bool {
    code.split('-').next() == Some("zh") && !is_traditional(code)
}

/// Reads the main language.
pub fn main(form: &mut Form<'_>, config: &mut Config) {
    if let Some(code) = form.text("language") {
        if is_tag(&code.value) {
            config.language_name = name_of(&code.value);
            config.language = code.value;
        } else {
            form.findings.push(unknown(&code, form.place(code.span)));
        }
    }
}

/// Reads the further languages. One that is wrong is left out.
pub fn further(form: &mut Form<'_>, main: &str) -> Vec<FurtherLanguage> {
    let mut languages: Vec<FurtherLanguage> = Vec::new();
    let path = form.path();
    for node in form.list("languages") {
        let mut findings = Findings::default();
        let Some((code, language)) = language(node, path, main, &mut findings) else {
            form.findings.extend(findings);
            continue;
        };
        form.findings.extend(findings);
        let same = |other: &str| other.eq_ignore_ascii_case(&language.code);
        if same(main) || languages.iter().any(|known| same(&known.code)) {
            let finding = Finding::new(&SAME_LANGUAGE, form.place(code.span));
            form.findings.push(finding.with("code", &code.value));
        } else {
            languages.push(language);
        }
    }
    languages
}

fn language(
    node: &Node,
    path: &SourcePath,
    main: &str,
    findings: &mut Findings,
) -> Option<(Located<String>, FurtherLanguage)> {
    let mut form = Form::new(path, "languages", node);
    let code = form.required_text("code", "");
    let from = form.text("convert_from");
    let language = FurtherLanguage {
        name: form.plain("name").unwrap_or_else(|| name_of(&code.value)),
        converted: from.is_some(),
        title: form.plain("title").unwrap_or_default(),
        description: form.plain("description").unwrap_or_default(),
        organisation: form
            .node("organisation")
            .map(|n| findings.keep(organisation(n, path)))
            .unwrap_or_default(),
        menu: menu(form.list("menu"), path, findings, 2),
        footer_links: menu(form.list("footer_links"), path, findings, 1),
        extra: form.node("extra").map(|n| findings.keep(texts(n, path))).unwrap_or_default(),
        at: Aside(code.span),
        code: code.value.clone(),
    };
    findings.extend(form.finish());
    if code.value.is_empty() {
        return None;
    }
    if !is_tag(&code.value) {
        findings.push(unknown(&code, Place::new(path.shared(), code.span)));
        return None;
    }
    if let Some(from) = from
        && !(from.value == main && is_simplified(main) && is_traditional(&code.value))
    {
        let finding = Finding::new(&NO_CONVERSION, Place::new(path.shared(), from.span));
        findings.push(finding.with("from", &from.value).with("code", &code.value));
        return None;
    }
    Some((code, language))
}

fn unknown(code: &Located<String>, place: Place) -> Finding {
    let known = ISO_639_1.split_ascii_whitespace().chain(["zh-CN", "zh-Hant", "pt-BR"]);
    let spoken = NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(&code.value)).map(|(code, _)| *code);
    let near = spoken.or_else(|| nearest(&code.value, known));
    Finding::new(&UNKNOWN_LANGUAGE, place).with("code", &code.value).suggesting(near)
}

/// Holds the languages against the folders of content: each of one is of the other.
pub fn match_folders(config: &mut Config, tree: &SourceTree, path: &SourcePath) -> Findings {
    let mut findings = Findings::default();
    config.languages.retain(|language| {
        let folder = language.tree();
        let is_there = language.converted || tree.below(&folder).next().is_some();
        if !is_there {
            let finding = Finding::new(&NO_LANGUAGE_FOLDER, Place::new(path.shared(), language.at.0));
            findings.push(finding.with("code", &language.code).with("folder", folder));
        }
        is_there
    });
    let mut last = "";
    for file in tree.starting_with("content.") {
        let root = file.root();
        if root == last || root.len() == file.as_str().len() {
            continue;
        }
        last = root;
        if !config.languages.iter().any(|language| !language.converted && language.tree() == root) {
            let code = root.strip_prefix("content.").unwrap_or_default();
            let codes = config.languages.iter().map(|language| language.code.as_str());
            let finding = Finding::new(&UNDECLARED_LANGUAGE, Place::whole(file.shared()));
            findings.push(
                finding
                    .with("folder", root)
                    .with("code", code)
                    .suggesting(nearest(code, codes).map(|c| format!("content.{c}"))),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::config::read::read;

    fn check(text: &str, folders: &[&str], languages: &[&str], codes: &[&str]) {
        let mut tree = SourceTree::default();
        tree.insert_text("site.yaml", text);
        for folder in folders {
            tree.insert_text(&format!("{folder}/_index.md"), "");
        }
        let outcome = read(&tree);
        assert_eq!(outcome.findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), codes, "{text}");
        let read: Vec<_> = outcome.value.languages.iter().map(|l| format!("{} {}", l.code, l.name)).collect();
        assert_eq!(read, languages, "{text}");
    }

    #[test]
    fn a_language_has_a_known_tag_a_folder_and_stands_once() {
        check("title: 站\n", &[], &[], &[]);
        check("languages: [{ code: en }]\n", &["content.en"], &["en English"], &[]);
        check("languages: [{ code: eo, name: Lingvo }]\n", &["content.eo"], &["eo Lingvo"], &[]);
        check("languages: [{ code: en }]\n", &[], &[], &["CFG023"]);
        check("title: 站\n", &["content.en"], &[], &["CFG022"]);
        check("languages: [{ code: en }, { code: en }]\n", &["content.en"], &["en English"], &["CFG021"]);
        check("languages: [{ code: zh-CN }]\n", &[], &[], &["CFG021"]);
        check("languages: [{ code: English }]\n", &[], &[], &["CFG020"]);
        check("language: chinese\n", &[], &[], &["CFG020"]);
        check("languages: [{ code: zh-Hant, convert_from: zh-CN }]\n", &[], &["zh-Hant 繁體中文"], &[]);
        check("languages: [{ code: en, convert_from: zh-CN }]\n", &[], &[], &["CFG024"]);
        check("language: en\nlanguages: [{ code: zh-Hant, convert_from: en }]\n", &[], &[], &["CFG024"]);
        check("languages: [{ name: x }]\n", &[], &[], &["FM007"]);
        check("languages: [{ code: en, titel: x }]\n", &["content.en"], &["en English"], &["FM005"]);
    }

    #[test]
    fn a_further_language_says_what_differs_and_has_the_rest() {
        let mut tree = SourceTree::default();
        tree.insert_text(
            "site.yaml",
            "title: 站\nbase_url: https://x.edu.cn/m\norganisation: { name: 学校, contact: a@x.edu.cn }\nlanguages: [{ code: zh-Hant, title: 臺, convert_from: zh-CN }, { code: en, organisation: { name: School } }]\n",
        );
        tree.insert_text("content.en/_index.md", "");
        let config = read(&tree).value;
        let (hant, en) = (config.in_language(&config.languages[0]), config.in_language(&config.languages[1]));
        assert_eq!(
            (hant.title.as_str(), hant.path.as_str(), hant.tree.as_str()),
            ("臺", "zh-hant", "content")
        );
        assert_eq!((en.title.as_str(), en.tree.as_str()), ("站", "content.en"));
        assert_eq!(en.base_url, "https://x.edu.cn/m/en");
        assert_eq!(
            (en.organisation.name.as_str(), en.organisation.contact.as_str()),
            ("School", "a@x.edu.cn")
        );
    }
}
