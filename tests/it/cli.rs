//! The contract of the command line: exit statuses, forms, refusals, waiting.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::ffi::OsStrExt as _;

use serde_json::Value;

use crate::support::{TODAY, TestSite};

const BROKEN: &str = "---\ntitle: 没有结束\n";

#[test]
fn exit_statuses_tell_content_from_usage() {
    let site = TestSite::new();
    site.entry("one", "甲");
    site.run(&["build"]).ends(0);
    site.run(&["check"]).ends(0);
    site.run(&["build", "--nonsense"]).ends(2).says("没有 --nonsense 这个参数");
    site.run(&["buld"]).ends(2).says("没有 buld 这个命令").says("build");
    site.run(&["build", "--date", "2026-02-30"]).ends(2).says("日期要写成");
    site.run(&["build", "--base-url", "example.com"]).ends(2).says("https://");
    site.file("content/a/two.md", BROKEN);
    site.run(&["build"]).ends(1).says("没有生成");
    site.run(&["check"]).ends(1);
    TestSite::empty().run(&["build"]).ends(2).says("site.yaml").says("chaoyin init");
}

#[test]
fn results_go_to_standard_output_and_the_rest_to_standard_error() {
    let site = TestSite::new();
    site.file("content/a/two.md", BROKEN);
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.status, 1);
    let whole: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(whole["errors"], 1);
    assert!(whole["warnings"].is_u64());
    let first = &whole["diagnostics"][0];
    assert_eq!(first["path"], "content/a/two.md");
    assert_eq!(first["severity"], "error");
    for name in ["code", "message", "help"] {
        assert!(first[name].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
    for name in ["line", "column"] {
        assert!(first[name].as_u64().is_some_and(|number| number >= 1), "{name}");
    }
    let human = site.run(&["check"]);
    assert_eq!(human.out, "");
    human.says("content/a/two.md");
}

#[test]
fn findings_have_forms_for_other_programs() {
    let site = TestSite::new();
    site.file("content/a/二.md", BROKEN);
    let sarif: Value = serde_json::from_str(&site.run(&["check", "--format", "sarif"]).out).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(result["level"], "error");
    let artifact = &result["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(artifact["uri"], "content/a/%E4%BA%8C.md");
    let github = site.run(&["check", "--format", "github"]).out;
    assert!(github.starts_with("::error file=content/a/二.md,line="), "{github}");
    assert_eq!(github.lines().count(), 1, "line ends are encoded: {github}");
}

#[test]
fn messages_follow_the_locale_and_the_option() {
    let site = TestSite::new();
    site.file("content/a/two.md", BROKEN);
    site.run(&["check"]).says("错误[");
    site.run(&["check", "--lang", "en"]).says("error[");
    let mut english = site.command(&["check"]);
    let run = english.env("LANG", "en_US.UTF-8").output().unwrap();
    assert!(String::from_utf8(run.stderr).unwrap().contains("error["));
    let mut none = site.command(&["check"]);
    let run = none.env("LANG", "C").output().unwrap();
    assert!(String::from_utf8(run.stderr).unwrap().contains("错误["));
}

#[test]
fn everything_that_cannot_be_read_is_told_together() {
    let site = TestSite::new();
    site.entry("one", "甲");
    let content = site.path("content");
    std::os::unix::fs::symlink(&content, content.join("a/loop")).unwrap();
    std::os::unix::fs::symlink("/etc", content.join("out")).unwrap();
    std::os::unix::fs::symlink("nowhere", content.join("dangling")).unwrap();
    let status = std::process::Command::new("mkfifo").arg(content.join("pipe")).status().unwrap();
    assert!(status.success());
    let name = std::ffi::OsStr::from_bytes(b"\xb1\xea\xcc\xe2.md");
    fs::write(content.join(name), "x").unwrap();
    fs::write(content.join("e\u{301}.txt"), "x").unwrap();
    fs::write(content.join("\u{e9}.txt"), "x").unwrap();
    let run = site.run(&["check"]);
    for code in ["SRC010", "SRC011", "SRC012", "SRC013", "SRC014", "SRC015"] {
        run.says(code);
    }
    run.ends(1);
}

#[test]
fn what_editors_and_systems_leave_behind_is_no_content() {
    let site = TestSite::new();
    site.entry("one", "甲");
    for name in [".DS_Store", "Thumbs.db", "~$one.docx", ".one.md.swp", "one.md~", ".hidden/x.md"] {
        site.file(&format!("content/a/{name}"), "\u{0}");
    }
    site.build();
    let outputs = site.outputs();
    let strange: Vec<_> = outputs
        .keys()
        .filter(|p| p.contains("DS_Store") || p.contains('~') || p.contains("hidden"))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn a_link_inside_the_site_is_followed() {
    let site = TestSite::new();
    site.file("static/shared/x.txt", "x").entry("one", "甲");
    fs::create_dir_all(site.path("content/b")).unwrap();
    std::os::unix::fs::symlink(site.path("content/a/one.md"), site.path("content/b/two.md")).unwrap();
    site.build();
    assert!(site.output("b/two/index.html").contains('甲'));
}

#[test]
fn the_second_build_waits_for_the_first() {
    let site = TestSite::new();
    site.entry("one", "甲").build();
    let lock = fs::File::options().write(true).open(site.path(".chaoyin/lock")).unwrap();
    lock.lock().unwrap();
    let mut second = site.start(&["build", "--date", TODAY]);
    let mut told = BufReader::new(second.stderr.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    assert!(line.contains("等它完成"), "{line}");
    assert!(second.try_wait().unwrap().is_none(), "it waits");
    lock.unlock().unwrap();
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    assert!(second.wait().unwrap().success(), "{rest}");
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let site = TestSite::new();
    for n in 0..300 {
        site.entry(&format!("e{n}"), "x");
    }
    let mut list = site.start(&["list", "entries", "--format", "json"]);
    drop(list.stdout.take());
    assert_eq!(list.wait().unwrap().code(), Some(0));
}

#[test]
fn a_new_site_builds_without_a_finding() {
    let place = TestSite::empty();
    place.run(&["init", "新站", "--title", "“潮”：站点"]).ends(0);
    let run = place.run(&["build", "--strict", "--root", "新站"]);
    run.ends(0);
    assert!(place.path("新站/public/index.html").exists());
    place.run(&["init", "新站"]).ends(2).says("不是空的");
}

#[test]
fn strict_turns_warnings_into_a_failure_and_quiet_says_nothing_when_all_is_well() {
    let site = TestSite::new();
    site.entry("one", "甲");
    let run = site.run(&["build", "--quiet"]);
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (0, "", ""));
}

#[test]
fn help_is_chinese_and_has_examples() {
    let site = TestSite::empty();
    for verb in [
        "init",
        "new",
        "build",
        "serve",
        "check",
        "report",
        "tasks",
        "import",
        "list",
        "schema",
        "explain",
        "completions",
    ] {
        let run = site.run(&[verb, "--help"]);
        run.ends(0);
        assert!(run.out.contains("用法：") && run.out.contains("例："), "{verb}: {}", run.out);
        assert!(!run.out.contains("Options:") && !run.out.contains("Print"), "{verb}: {}", run.out);
    }
}

#[test]
fn codes_are_explained() {
    let site = TestSite::empty();
    let all = site.run(&["explain"]);
    all.ends(0);
    assert!(all.out.contains("SRC013") && all.out.contains("OUT030"));
    assert!(site.run(&["explain", "src013"]).out.contains("改法"));
    site.run(&["explain", "XYZ999"]).ends(2);
}

#[test]
fn why_tells_what_an_output_asked() {
    let site = TestSite::new();
    site.entry("one", "甲").build();
    let run = site.run(&["list", "--why", "/a/one/"]);
    run.ends(0);
    assert!(run.out.contains("Article"), "{}", run.out);
    site.run(&["list", "--why", "/none/"]).ends(2);
}

#[test]
fn a_new_entry_of_every_kind_passes_the_check() {
    let place = TestSite::empty();
    place.run(&["init", "."]).ends(0);
    let kinds: Vec<String> = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/input/kind/builtin"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|kind| kind != "tasks" && kind != "accounts")
        .collect();
    assert!(kinds.len() > 10);
    for kind in &kinds {
        place.file(
            &format!("content/k-{kind}/_index.md"),
            &format!("---\ntitle: {kind}\nkind: {kind}\n---\n"),
        );
        let run = place.run(&["new", &format!("k-{kind}"), "新的一篇：试写"]);
        run.ends(0);
        assert_eq!(run.out, format!("content/k-{kind}/xin-de-yi-pian-shi-xie.md\n"));
    }
    let told = place.run(&["check", "--format", "json"]).out;
    let whole: Value = serde_json::from_str(&told).unwrap();
    // Placeholders of files and references are for the editor to fill in; the form must be right.
    let wrong: Vec<&str> =
        whole["diagnostics"].as_array().unwrap().iter().filter_map(|d| d["code"].as_str()).collect();
    let wrong: Vec<_> = wrong.iter().filter(|code| code.starts_with("FM") && **code != "FM016").collect();
    assert!(wrong.is_empty(), "{told}");
    place.run(&["new", "k-article", "新的一篇：试写"]).ends(2).says("已经有了");
    place.run(&["new", "k-article", "x", "--name", "../x"]).ends(2);
    place.run(&["new", "nowhere", "x"]).ends(2).says("没有“nowhere”这个栏目").says("tongzhi");
}

const TABLE: &str = "table: 4
title: 工作
measure: 举措
tasks:
  - { no: 1, title: 甲任务, lead: [宣传部], status: 进行中, start: 2026-01-01, due: 2026-05-20, progress: 40 }
  - { no: 2, title: 乙任务, lead: [教务处], support: [宣传部], status: 未启动, due: 2026-12-31 }
  - { no: 3, title: 丙任务, lead: [教务处], status: 进行中, due: 2026-04-01 }
";

#[test]
fn the_plan_is_reported_narrowed_and_in_every_form() {
    let site = TestSite::new();
    site.file(
        "content/units.yaml",
        "units:\n  - { name: 宣传部, aliases: [党委宣传部] }\n  - { name: 教务处 }\n",
    )
    .file("content/progress/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n")
    .file("content/progress/table-4.yaml", TABLE);
    let report = |more: &[&str]| site.run(&[&["report", "--date", TODAY, "--format", "json"], more].concat());
    let tasks = |more: &[&str]| -> Vec<String> {
        let run = report(more);
        run.ends(0);
        let whole: Value = serde_json::from_str(&run.out).unwrap();
        whole["tasks"].as_array().unwrap().iter().map(|t| t["task"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(tasks(&[]), ["4-1", "4-2", "4-3"]);
    assert_eq!(tasks(&["--unit", "党委宣传部"]), ["4-1", "4-2"]);
    assert_eq!(tasks(&["--due-within", "30d"]), ["4-1", "4-3"]);
    assert_eq!(tasks(&["--status", "延期"]), ["4-3"]);
    assert_eq!(tasks(&["--status", "未启动", "--table", "4"]), ["4-2"]);
    report(&["--unit", "没有"]).ends(2).says("宣传部");
    report(&["--table", "9"]).ends(2).says("现有：4");
    report(&["--status", "好"]).ends(2).says("未启动");
    let text = site.run(&["report", "--date", TODAY]).out;
    assert!(text.contains("甲任务") && text.contains("超期 30 天"), "{text}");
    let csv = site.run(&["report", "--format", "csv"]).out;
    assert!(csv.starts_with("\u{feff}\"表号\",\"序号\"") && csv.lines().count() == 4, "{csv}");
    let md = site.run(&["report", "--format", "md"]).out;
    assert_eq!(md.lines().filter(|line| line.starts_with("| 4 | ")).count(), 3, "{md}");
}

#[test]
fn lists_tell_what_there_is_and_what_is_left_out() {
    let site = TestSite::new();
    site.entry("one", "甲").file("content/a/two.md", "---\ntitle: 二\ndraft: true\n---\n");
    let list = |subject: &str| -> Vec<Value> {
        let run = site.run(&["list", subject, "--format", "json"]);
        run.ends(0);
        serde_json::from_str(&run.out).unwrap()
    };
    assert_eq!(list("entries")[0]["reference"], "a/one");
    assert_eq!(list("entries").len(), 1);
    assert_eq!(list("columns").len(), 2);
    assert_eq!(list("excluded")[0]["path"], "content/a/two.md");
    assert!(list("outputs").iter().any(|output| output["path"] == "a/one/index.html"));
}

#[test]
fn schemas_are_written_for_editors_and_other_settings_stay() {
    let place = TestSite::empty();
    place.run(&["init", "."]).ends(0);
    place.file(".vscode/settings.json", "{ \"editor.fontSize\": 15 }");
    place.run(&["schema"]).ends(0);
    let settings: Value =
        serde_json::from_str(&fs::read_to_string(place.path(".vscode/settings.json")).unwrap()).unwrap();
    assert_eq!(settings["editor.fontSize"], 15);
    let schemas = settings["yaml.schemas"].as_object().unwrap();
    assert!(schemas.values().any(|files| files[0] == "content/progress/*.yaml"), "{settings}");
    for name in schemas.keys() {
        let text = fs::read_to_string(place.path(name)).unwrap();
        assert!(serde_json::from_str::<Value>(&text).unwrap()["properties"].is_object(), "{name}");
    }
    place.file(".vscode/settings.json", "{ // mine\n }");
    place.run(&["schema"]).ends(2).says("注释");
    assert!(fs::read_to_string(place.path(".vscode/settings.json")).unwrap().contains("// mine"));
}
