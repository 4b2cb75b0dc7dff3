//! The pages of `docs/` that the code knows best are made from it; all pages build, link to what is there and show
//! examples that hold. A stale page fails; `CHAOYIN_RENEW=1` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chaoyin::base::diagnostic::code::{Code, Language, Severity};
use chaoyin::cli::args;
use chaoyin::input::config::settings::Config;
use chaoyin::input::document::json_schema;
use chaoyin::input::kind::builtin;
use chaoyin::input::kind::field::{Field, FieldType};
use chaoyin::input::markdown::directive::DIRECTIVES;
use chaoyin::input::source::path::SourcePath;
use chaoyin::input::{markdown, yaml};
use chaoyin::shell::catalogue;
use serde_json::Value;

use crate::support::{TestSite, files};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Fails where the page is not what the code says, or writes it.
fn check_page(path: &str, made: &str) {
    let file = repository().join(path);
    if std::env::var_os("CHAOYIN_RENEW").is_some() {
        fs::write(&file, made).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(written == made, "{path} is stale; renew it with CHAOYIN_RENEW=1 cargo test --test it docs::");
}

fn page(title: &str, weight: u32, summary: &str) -> String {
    let made = "这一页由程序生成，改动请改代码里的说明。";
    format!("---\ntitle: {title}\nweight: {weight}\nsummary: {summary}\n---\n\n{made}\n")
}

/// A cell of a table: on one line, its bars escaped.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The families of codes in the order of the page.
const FAMILIES: [(&str, &str); 15] = [
    ("SRC", "文件：编码、大小、路径"),
    ("CFG", "站点配置"),
    ("FM", "字段与数据"),
    ("MD", "正文"),
    ("LNK", "链接、锚点与图片"),
    ("TSK", "任务"),
    ("UNT", "单位"),
    ("ACC", "账号"),
    ("REV", "审核"),
    ("PII", "个人信息"),
    ("COL", "栏目"),
    ("TPL", "模板"),
    ("OUT", "输出"),
    ("IMP", "导入"),
    ("PUB", "发布"),
];

#[test]
fn the_page_of_codes_is_the_catalogue() {
    let mut by_family: BTreeMap<&str, Vec<&Code>> = BTreeMap::new();
    for code in catalogue::all() {
        by_family.entry(code.name.trim_end_matches(char::is_numeric)).or_default().push(code);
    }
    let mut out = page("诊断代码", 80, "每个代码的意思、例子和改法。");
    out.push_str("\n在终端里查一个代码：`chaoyin explain TSK007`。");
    out.push_str("警告和提示的轻重可以在 `site.yaml` 的 `checks` 里调整，错误不行：有错误就不能发布。\n");
    for (family, words) in FAMILIES {
        let Some(codes) = by_family.remove(family) else { continue };
        let _ = writeln!(out, "\n## {family} {words}");
        codes.into_iter().for_each(|code| out.push_str(&code_section(code)));
    }
    assert!(by_family.is_empty(), "families without words: {:?}", by_family.keys());
    check_page("docs/reference/codes.md", &out);
}

/// What an editor sees, from the code's case; with what was written, where the message does not show the line.
fn code_section(code: &Code) -> String {
    let shown = shown_in_case(code);
    let example = printable(code.example);
    let mut out = format!("\n### {}\n\n````text\n{shown}\n````\n", code.name);
    if !shown.contains('│') {
        let _ = write!(out, "\n例如：\n\n````text\n{example}\n````\n");
    }
    out
}

/// The first message of this code in the snapshot of its case.
fn shown_in_case(code: &Code) -> String {
    let path = repository().join(format!("tests/cases/codes/{}/expected.snap", code.name));
    let snapshot = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let heads = ["错误", "警告", "提示"].map(|word| format!("{word}[{}]: ", code.name));
    let trouble = format!("出错：[{}] ", code.name);
    let is_head = |line: &&str| heads.iter().chain([&trouble]).any(|head| line.starts_with(head));
    let message = snapshot.lines().skip_while(|line| !is_head(line)).take_while(|line| !line.is_empty());
    let message: Vec<&str> = message.collect();
    assert!(!message.is_empty(), "the case of {} shows no Chinese message", code.name);
    printable(&message.join("\n"))
}

/// A text that the manual may hold: no control characters, and no long numbers, since it must pass its own checks.
fn printable(text: &str) -> String {
    let mut run = 0_usize;
    let hidden = |c: char| {
        // People write card numbers in groups.
        run = if c.is_ascii_digit() { run + 1 } else { run * usize::from(c == ' ') };
        match c {
            c if run > 4 && c.is_ascii_digit() => '*',
            c if c.is_control() && c != '\n' => '�',
            c => c,
        }
    };
    text.chars().map(hidden).collect()
}

#[test]
fn the_page_of_kinds_is_what_is_compiled_in() {
    let kinds = builtin::kinds().value;
    let mut out = page("类型与字段", 90, "内置的每种类型和它的字段。");
    out.push_str("\n栏目的 `_index.md` 里写 `kind: 名称`，栏目里的文章就有这些字段。");
    out.push_str("必填的字段标着“必填”；`chaoyin new 栏目 标题` 会把它们列好。");
    out.push_str("自己的类型怎么写，见[配置参考](config.md#自己的类型)。\n");
    out.push_str("\n## 每篇都有的字段\n\n| 字段 | 说明 |\n| --- | --- |\n");
    let article = &kinds.0["article"];
    let schema = json_schema::front_matter(article, &[]);
    for (name, property) in schema["properties"].as_object().unwrap() {
        if article.fields.iter().all(|field| field.name != *name) {
            let words = property["description"].as_str().unwrap_or_default();
            let _ = writeln!(out, "| `{name}` | {} |", cell(words));
        }
    }
    for kind in kinds.0.values() {
        let _ = write!(out, "\n## {} {}\n\n{}。\n", kind.name, kind.label, kind.help);
        out.push_str(&field_table("", &kind.fields));
        out.push_str(&field_table("栏目的 `_index.md` 还可以写：", &kind.column_fields));
    }
    check_page("docs/reference/kinds.md", &out);
}

fn field_table(lead: &str, fields: &[Field]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let mut out = if lead.is_empty() { "\n".to_owned() } else { format!("\n{lead}\n\n") };
    out.push_str("| 字段 | 名称 | 类型 | 说明 |\n| --- | --- | --- | --- |\n");
    for field in fields {
        let required = if field.required { "**必填。**" } else { "" };
        let (name, label, help) = (&field.name, &field.label, cell(&field.help));
        let _ = writeln!(
            out,
            "| `{name}` | {label} | {} | {required}{help} |",
            cell(&type_words(field, &field.kind))
        );
    }
    out
}

fn type_words(field: &Field, kind: &FieldType) -> String {
    let plain = match kind {
        FieldType::String => "文字",
        FieldType::Text => "文字，可用 Markdown",
        FieldType::Integer => "整数",
        FieldType::Number => "数",
        FieldType::Boolean => "true 或 false",
        FieldType::Date => "日期",
        FieldType::Datetime => "日期和时间",
        FieldType::Duration => "时长",
        FieldType::Url => "网址",
        FieldType::Email => "邮箱",
        FieldType::Path => "文件",
        FieldType::Choice => return format!("选一个：{}", field.choices.join("、")),
        FieldType::List(inner) => return format!("列表，每项是{}", type_words(field, inner)),
        FieldType::Unit => "单位",
        FieldType::Entry => "文章，如 `mingshi/wang-yangming`",
        FieldType::Task => "任务，如 `4-4`",
        FieldType::Account => "账号名称",
        FieldType::Person => "署名",
        FieldType::Object => {
            let parts = field.fields.iter().map(|f| format!("`{}` {}", f.name, f.label));
            return format!("一组：{}", parts.collect::<Vec<_>>().join("、"));
        }
    };
    plain.to_owned()
}

#[test]
fn the_page_of_the_configuration_has_every_key_with_its_default() {
    let path = "docs/reference/config.md";
    let written = fs::read_to_string(repository().join(path)).unwrap();
    let (head, rest) = written.split_once("| 项 | 类型 | 意思 | 默认 |\n").expect("the table of keys");
    let tail = &rest[rest.find("\n\n").expect("a blank line below the table")..];
    let defaults = serde_json::to_value(Config::default()).unwrap();
    let mut table = "| 项 | 类型 | 意思 | 默认 |\n| --- | --- | --- | --- |\n".to_owned();
    keys(&mut table, "", &json_schema::site(), &defaults);
    check_page(path, &format!("{head}{}{tail}", &table.trim_end()));
}

/// A line for each key; keys of keys with a dot between.
fn keys(table: &mut String, above: &str, schema: &Value, defaults: &Value) {
    for (name, property) in schema["properties"].as_object().unwrap() {
        let default = &defaults[name];
        if property["properties"].is_object() {
            keys(table, &format!("{above}{name}."), property, default);
            continue;
        }
        let sort = match property["type"].as_str().unwrap_or("string") {
            "integer" => "整数",
            "boolean" => "true 或 false",
            "array" => "列表",
            "object" => "一组",
            _ => "文字",
        };
        let default = match default {
            Value::String(text) if !text.is_empty() => format!("`{text}`"),
            Value::Array(list) if !list.is_empty() => format!("`{}`", default.to_string().replace(',', ", ")),
            Value::Number(_) | Value::Bool(_) => format!("`{default}`"),
            _ => "空".to_owned(),
        };
        let words = property["description"].as_str().unwrap_or_else(|| panic!("{above}{name} lacks words"));
        let _ = writeln!(table, "| `{above}{name}` | {sort} | {} | {default} |", cell(words));
    }
}

#[test]
fn the_page_of_commands_is_their_help() {
    let mut command = args::command();
    let mut out = page("命令", 70, "每个命令的用法，与 --help 相同。");
    let _ = write!(out, "\n```text\n{}\n```\n", command.render_long_help().to_string().trim_end());
    for verb in command.get_subcommands_mut().filter(|verb| verb.get_name() != "help") {
        let name = verb.get_name().to_owned();
        let help = verb.render_long_help().to_string();
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        let _ = write!(out, "\n## {name}\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
    }
    check_page("docs/reference/cli.md", &out);
}

#[test]
fn the_manual_builds_with_our_own_program() {
    let site = TestSite::empty();
    site.file("site.yaml", "title: 潮音使用手册\nbase_url: https://docs.example.com\n");
    for (path, bytes) in files(&repository().join("docs")) {
        if !path.starts_with("examples/") {
            site.bytes(&format!("content/{path}"), &bytes);
        }
    }
    let run = site.run(&["build", "--date", "2026-11-24"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(!run.err.contains("警告["), "{}", run.err);
    assert!(site.output("reference/codes/index.html").contains("TSK007"));
}

/// Names of a component's arguments: `a, b = "x, y"`.
fn arguments(written: &str) -> Vec<String> {
    let without_texts: String = written.split('"').step_by(2).collect();
    let names = without_texts.split(',').map(|part| part.split('=').next().unwrap_or_default().trim());
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_component_stands_on_the_page_of_components_with_all_its_arguments() {
    let templates = repository().join("themes/portal/templates");
    let page = fs::read_to_string(templates.join("entry/components.html")).unwrap();
    let sections: Vec<&str> = page.split("<section class=\"component\"").skip(1).collect();
    let mut count = 0;
    for (path, bytes) in files(&templates) {
        let text = String::from_utf8(bytes).unwrap();
        // Head and foot stand on every page already, and only once.
        if path == "partials/frame.html" {
            continue;
        }
        for component in text.split("{% component ").skip(1) {
            let (name, rest) = component.split_once('(').unwrap();
            let section = sections.iter().find(|s| s.contains(&format!("id=\"component-{name}\"")));
            let section = section.unwrap_or_else(|| panic!("{path}: {name} is not shown"));
            count += 1;
            // A component of one page alone cannot be called from another.
            if !path.starts_with("partials/") {
                continue;
            }
            let (called, copied) = section.split_once("<pre").unwrap();
            for (form, text) in [(format!("<{name} "), called), (format!("&lt;{name} "), copied)] {
                let call = text.split(&form).nth(1).unwrap_or_else(|| panic!("{name} is not called"));
                for argument in arguments(rest.split(") %}").next().unwrap()) {
                    assert!(call.contains(&format!("{argument}=")), "{name} lacks {argument}: {text}");
                }
            }
        }
    }
    assert_eq!(count, sections.len(), "a section without its component");
}

#[test]
fn every_directive_stands_on_the_page_of_components_shown_and_to_be_copied() {
    let page = fs::read_to_string(repository().join("docs/theme/components.md")).unwrap();
    let (prose, code): (Vec<_>, Vec<_>) = page.split("```").enumerate().partition(|(n, _)| n % 2 == 0);
    let join = |parts: Vec<(usize, &str)>| parts.into_iter().map(|(_, part)| part).collect::<String>();
    let (prose, code) = (join(prose), join(code));
    for directive in &DIRECTIVES {
        let [name, word] = directive.words;
        let written = format!("::{name}{{");
        assert!(prose.contains(&written) && code.contains(&written), "{name} is not shown");
        assert!(page.contains(&format!("### {name} {word}")), "{name} has no heading of both its names");
        for attribute in directive.attributes {
            let named = [format!("`{attribute}`"), format!("{attribute}=\"")];
            assert!(named.iter().any(|named| page.contains(named)), "{name}: {attribute} is not named");
        }
    }
}

#[test]
fn pages_outside_the_manual_link_to_what_is_there() {
    let root = repository();
    let mut broken = Vec::new();
    for page in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "tests/README.md", "fuzz/README.md"] {
        let text = fs::read_to_string(root.join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
        let folder = Path::new(page).parent().unwrap();
        let text: String = text.split("```").step_by(2).collect();
        for (at, _) in text.match_indices("](") {
            let target =
                text[at + 2..].split(')').next().unwrap_or_default().split('#').next().unwrap_or_default();
            let outside = target.contains("://") || target.starts_with("mailto:");
            if !target.is_empty() && !outside && !root.join(folder).join(target).exists() {
                broken.push(format!("{page}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn examples_in_the_manual_hold() {
    let mut broken = Vec::new();
    let pages = files(&repository().join("docs"));
    for (page, bytes) in
        pages.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|e| e == "md"))
    {
        for (language, text) in fenced(std::str::from_utf8(bytes).unwrap()) {
            let path = SourcePath::new(page);
            let findings = match language {
                "yaml" => yaml::read::read(text.trim_matches('-'), 0, &path).findings,
                "markdown" | "md" => markdown::read::read(text, 0, &path).findings,
                _ => continue,
            };
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
            broken.extend(errors.map(|f| format!("{page}: {}\n{text}", f.message(Language::English))));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Where a block of YAML would stand in a site, by its first key.
fn home_of(text: &str, first: &str) -> Option<&'static str> {
    Some(match first {
        "---" if text.contains("\nkind:") || text.contains("\nfields:") => "content/b/_index.md",
        "---" => "content/a/b.md",
        "table" => "content/p/table.yaml",
        "accounts" => "content/m/accounts.yaml",
        "units" => "content/units.yaml",
        "name" if text.contains("\nfields:") => "content/kinds/own.yaml",
        _ => return None,
    })
}

#[test]
fn examples_for_editors_are_read_as_they_are_meant() {
    let mut broken = Vec::new();
    let pages = files(&repository().join("docs"));
    let mut count = 0;
    for (page, bytes) in pages.iter().filter(|(path, _)| path.ends_with(".md")) {
        for (language, text) in fenced(std::str::from_utf8(bytes).unwrap()) {
            let first = text.lines().next().unwrap_or_default();
            let first = first.split(':').next().unwrap_or_default();
            let Some(home) = home_of(text, first).filter(|_| language == "yaml") else { continue };
            let site = TestSite::new();
            site.file("content/p/_index.md", "---\ntitle: 任务\nkind: tasks\n---\n");
            site.file("content/m/_index.md", "---\ntitle: 矩阵\nkind: accounts\n---\n");
            site.file(home, &format!("{text}\n"));
            count += 1;
            let run = site.run(&["check", "--format", "json"]);
            let found: Value = serde_json::from_str(&run.out).unwrap();
            // What the example names in other files is not there; how it is written must be right.
            let own = |finding: &&Value| {
                let code = finding["code"].as_str().unwrap_or_default();
                ["CFG", "FM0", "MD", "TSK00"].iter().any(|family| code.starts_with(family))
            };
            let findings = found["diagnostics"].as_array().unwrap().iter();
            broken.extend(
                findings.filter(own).map(|f| format!("{page}: {} {}\n{text}", f["code"], f["message"])),
            );
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(count > 5, "the examples were not found");
}

/// Blocks of code with their language.
fn fenced(page: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("\n```") {
        let begin = &rest[at + 1..];
        let fence = &begin[..begin.len() - begin.trim_start_matches('`').len()];
        let after = &begin[fence.len()..];
        let Some((language, text)) = after.split_once('\n') else { break };
        let close = format!("\n{fence}");
        let end = text.find(&close).unwrap_or(text.len());
        blocks.push((language.trim(), &text[..end]));
        rest = text.get(end + close.len()..).unwrap_or_default();
    }
    blocks
}
