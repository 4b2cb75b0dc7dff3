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
    for verb in
        ["init", "new", "build", "serve", "check", "report", "list", "schema", "explain", "completions"]
    {
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
