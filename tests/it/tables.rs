//! The plan in files: every form has the same figures, and a workbook comes back as the same tasks.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use chaoyin::build::memory::Memory;
use chaoyin::input::document::write_tasks::target_line;
use chaoyin::input::import::tables::read;
use chaoyin::input::import::write::yaml;
use chaoyin::site::model::Site;
use serde_json::Value;

use crate::memory::{build_with, day, tree_of};
use crate::support::{TODAY, TestSite};

type Outputs = BTreeMap<String, Vec<u8>>;

fn shipped() -> (std::sync::Arc<Site>, Outputs) {
    let (built, outputs) =
        build_with(&tree_of(Path::new(env!("CARGO_MANIFEST_DIR"))), &mut Memory::default(), BTreeMap::new());
    assert!(built.publishable(), "{:#?}", built.findings);
    (built.site, outputs)
}

fn text<'o>(outputs: &'o Outputs, path: &str) -> &'o str {
    std::str::from_utf8(outputs.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// What a page says under a label of its figures.
fn on_page(html: &str, label: &str) -> u32 {
    let names = [("任务", "total"), ("总进度", "progress"), ("超期", "overdue"), ("成果佐证", "evidence")];
    let name = names.iter().find(|(word, _)| *word == label).unwrap().1;
    let begin = format!("data-figure=\"{name}\">");
    let rest = html.split_once(&begin).unwrap_or_else(|| panic!("no {label}")).1;
    let cell = rest.split_once("</dd>").unwrap().0;
    // The figure may be a link to what it counts.
    let digits: String = cell.split('<').filter_map(|part| part.rsplit('>').next()).collect();
    digits.trim().trim_end_matches('%').parse().unwrap_or_else(|_| panic!("{label}: {cell}"))
}

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Int(n) => *n as f64,
        Data::Float(n) => *n,
        other => panic!("no number: {other:?}"),
    }
}

/// What a workbook's overview says under a label; shares as percentages.
fn in_workbook(bytes: &[u8], label: &str) -> u32 {
    let rows = sheet(bytes, "总览");
    let row = rows.iter().find(|row| row[0] == label).unwrap_or_else(|| panic!("no {label}"));
    let number = number(&row[1]);
    (if label == "总进度" { number * 100.0 } else { number }).round() as u32
}

fn lines(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let bytes = csv.strip_prefix("\u{feff}".as_bytes()).expect("a byte-order mark");
    csv::Reader::from_reader(bytes).deserialize().map(|line| line.unwrap()).collect()
}

/// Total, progress, overdue.
type Three = (u32, u32, u32);

fn three(of: impl Fn(&str) -> u32) -> Three {
    (of("任务"), of("总进度"), of("超期"))
}

#[test]
fn figures_are_the_same_on_pages_in_files_and_in_the_terminal() {
    let (site, outputs) = shipped();
    let figures = &site.plan.figures;
    let expected = (figures.total, u32::from(figures.progress), figures.overdue);
    let check = |found: Three, place: &str| assert_eq!(found, expected, "{place}");
    for page in ["progress/index.html", "progress/report/index.html"] {
        check(three(|label| on_page(text(&outputs, page), label)), page);
        assert_eq!(on_page(text(&outputs, page), "成果佐证"), figures.evidence);
    }
    check(three(|label| in_workbook(&outputs["progress/tasks.xlsx"], label)), "workbook");
    let asked = |more: &[&str]| {
        let (root, today) = (env!("CARGO_MANIFEST_DIR"), day().to_string());
        let run = TestSite::empty().run(&[&["report", "--root", root, "--date", &today], more].concat());
        run.ends(0);
        run.out
    };
    let json: Value = serde_json::from_str(&asked(&["--format", "json"])).unwrap();
    let of = |name: &str| json["figures"][name].as_u64().unwrap() as u32;
    check((of("total"), of("progress"), of("overdue")), "json");
    let words = format!("{} 项任务，总进度 {}%", figures.total, figures.progress);
    assert!(asked(&[]).contains(&words) && asked(&["--format", "md"]).contains(&words));
    let csv = asked(&["--format", "csv"]);
    assert_eq!(csv.as_bytes(), outputs["progress/tasks.csv"]);

    // Each task everywhere.
    let api: Value = serde_json::from_slice(&outputs["api/v1/tasks.json"]).unwrap();
    let published = api["tasks"].as_array().unwrap();
    let csv = lines(csv.as_bytes());
    let reported = json["tasks"].as_array().unwrap();
    assert_eq!((published.len(), csv.len(), reported.len()), (39, 39, 39));
    for (((task, published), line), reported) in site.plan.tasks.iter().zip(published).zip(&csv).zip(reported)
    {
        let progress = task.progress.to_string();
        assert_eq!(published["id"], task.id.to_string());
        assert_eq!(format!("{}-{}", line["表号"], line["序号"]), task.id.to_string());
        assert_eq!([&published["progress"], &reported["progress"]].map(ToString::to_string), [&*progress; 2]);
        assert_eq!(line["进度"], format!("{progress}%"));
        assert_eq!(published["state"], reported["state"]);
        assert_eq!([&line["状态"], published["status"].as_str().unwrap()], [task.status.word(); 2]);
        assert_eq!(line["说明"], task.state.reason());
        let row =
            &sheet(&outputs["progress/tasks.xlsx"], &format!("表{}", task.id.table))[task.id.no as usize];
        assert_eq!((number(&row[8]) * 100.0).round() as u8, task.progress, "{:?}", task.id);
        let page = text(&outputs, &format!("progress/{}/index.html", task.id));
        assert!(page.contains(&format!("{progress}%")), "{}", task.id);
    }
}

#[test]
fn tables_and_units_have_the_same_figures_on_their_pages_and_in_their_files() {
    let (site, outputs) = shipped();
    for table in &site.plan.tables {
        let folder = format!("progress/table-{}", table.number);
        let page = three(|label| on_page(text(&outputs, &format!("{folder}/index.html")), label));
        let file = three(|label| in_workbook(&outputs[&format!("{folder}/tasks.xlsx")], label));
        assert_eq!(page, file, "{folder}");
        assert_eq!(page, (table.figures.total, u32::from(table.figures.progress), table.figures.overdue));
        assert_eq!(lines(&outputs[&format!("{folder}/tasks.csv")]).len(), table.tasks.len());
    }
    let mut leading = 0;
    for unit in &site.units.list {
        let folder = unit.url.trim_matches('/');
        let duties = &site.duties[&unit.id];
        let all = duties.leads.len() + duties.supports.len() + duties.supports_through_groups.len();
        let Some(book) = outputs.get(&format!("{folder}/tasks.xlsx")) else {
            assert_eq!(all, 0, "{}", unit.name);
            continue;
        };
        assert_eq!(lines(&outputs[&format!("{folder}/tasks.csv")]).len(), all, "{}", unit.name);
        assert_eq!(sheet(book, "任务").len(), all + 1);
        if !duties.leads.is_empty() {
            leading += 1;
            let page = three(|label| on_page(text(&outputs, &format!("{folder}/index.html")), label));
            assert_eq!(page, three(|label| in_workbook(book, label)), "{}", unit.name);
        }
    }
    assert!(leading > 3);
}

#[test]
fn a_workbook_comes_back_as_the_same_tasks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (site, outputs) = shipped();
    let known: BTreeSet<String> = site.units.by_name.keys().cloned().collect();
    let imported = read("tasks.xlsx", &outputs["progress/tasks.xlsx"], None, &known);
    assert!(imported.findings.is_empty(), "{:#?}", imported.findings);
    assert_eq!(imported.value.iter().map(|t| t.tasks.len()).sum::<usize>(), 39);
    let mut tree = tree_of(root);
    for table in &imported.value {
        let path = format!("content/progress/table-{}.yaml", table.number);
        assert!(tree.get(&path).is_some(), "{path}");
        tree.insert_text(&path, &yaml(table, "tasks.xlsx"));
    }
    let (built, again) = build_with(&tree, &mut Memory::default(), BTreeMap::new());
    assert!(built.publishable(), "{:#?}", built.findings);
    assert_eq!(built.site.plan.print, site.plan.print);
    for (task, original) in built.site.plan.tasks.iter().zip(&site.plan.tasks) {
        assert_eq!(task.print, original.print, "{:?}", task.id);
        let (new, old) = (task.written().unwrap(), original.written().unwrap());
        let target = |w: &chaoyin::input::document::tasks::WrittenTask| w.target.as_ref().map(target_line);
        assert_eq!(target(new), target(old), "{:?}", task.id);
        assert_eq!(new.progress.map(|p| p.value), old.progress.map(|p| p.value));
        let evidence = |w: &chaoyin::input::document::tasks::WrittenTask| {
            w.evidence.iter().map(|e| e.value.clone()).collect::<Vec<_>>()
        };
        assert_eq!(evidence(new), evidence(old));
    }
    // And the same tasks give the same files, byte for byte.
    for path in
        ["progress/tasks.xlsx", "progress/tasks.csv", "progress/tasks.ics", "progress/report/index.html"]
    {
        assert!(again[path] == outputs[path], "{path}");
    }
}

#[test]
fn a_calendar_has_each_due_date_and_milestone_once() {
    let (site, outputs) = shipped();
    let calendar = text(&outputs, "progress/tasks.ics");
    assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let unfolded = calendar.replace("\r\n ", "");
    let values =
        |name: &str| -> Vec<&str> { unfolded.lines().filter_map(|l| l.strip_prefix(name)).collect() };
    let dates = site
        .plan
        .tasks
        .iter()
        .map(|t| usize::from(t.due.is_some()) + t.milestones.iter().filter(|m| m.due.is_some()).count());
    let uids = values("UID:");
    assert_eq!(uids.len(), dates.sum::<usize>());
    assert_eq!(uids.iter().collect::<BTreeSet<_>>().len(), uids.len());
    assert_eq!(values("DTSTAMP:").len(), uids.len());
    let unit = text(&outputs, "units/jiaowuchu/tasks.ics").replace("\r\n ", "");
    assert!(unit.lines().filter(|line| line.starts_with("UID:")).all(|line| unfolded.contains(line)));
}

/// Checks a value against the parts of JSON Schema that ours uses; every key must be described.
fn check(schema: &Value, whole: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        return check(whole.pointer(reference.trim_start_matches('#')).unwrap(), whole, value, at);
    }
    if let Some(choices) = schema["enum"].as_array() {
        assert!(choices.contains(value), "{at}: {value}");
    }
    if let Some(only) = schema.get("const") {
        assert_eq!(value, only, "{at}");
    }
    if let Some(other) = schema["oneOf"].as_array().and_then(|choices| choices.get(1)) {
        assert_eq!(schema["oneOf"][0]["type"], "null", "{at}");
        if !value.is_null() {
            check(other, whole, value, at);
        }
        return;
    }
    // A type that may be missing stands before `null`.
    let (of, may_miss) = match &schema["type"] {
        Value::Array(types) => (types[0].as_str(), types[1] == "null"),
        of => (of.as_str(), false),
    };
    if may_miss && value.is_null() {
        return;
    }
    match of {
        Some("object") => {
            for key in schema["required"].as_array().unwrap() {
                assert!(value.get(key.as_str().unwrap()).is_some(), "{at}: no {key}");
            }
            for (key, own) in value.as_object().unwrap() {
                let described = schema["properties"].get(key);
                check(described.unwrap_or_else(|| panic!("{at}.{key} is not described")), whole, own, key);
            }
        }
        Some("array") => {
            value.as_array().unwrap().iter().for_each(|own| check(&schema["items"], whole, own, at));
        }
        Some("integer") => {
            let number = value.as_u64().unwrap_or_else(|| panic!("{at}: {value}"));
            assert!(schema["maximum"].as_u64().is_none_or(|most| number <= most), "{at}: {number}");
        }
        Some("string") => assert!(value.is_string(), "{at}: {value}"),
        Some("boolean") => assert!(value.is_boolean(), "{at}: {value}"),
        _ => {}
    }
}

#[test]
fn the_published_tasks_are_what_their_schema_says() {
    let (_, outputs) = shipped();
    let schema: Value = serde_json::from_slice(&outputs["api/v1/tasks.schema.json"]).unwrap();
    assert!(schema["$id"].as_str().unwrap().ends_with("/api/v1/tasks.schema.json"));
    let tasks: Value = serde_json::from_slice(&outputs["api/v1/tasks.json"]).unwrap();
    check(&schema, &schema, &tasks, "tasks.json");
    let all = tasks["tasks"].as_array().unwrap();
    assert!(all.iter().any(|task| task["target"]["needed"].as_u64() > Some(0)));
    assert!(all.iter().any(|task| task["periods"][0]["current"] == true));
    for (key, wrong) in [
        ("progress", "101"),
        ("state", "\"late\""),
        ("lead", "\"宣传部\""),
        ("target", "{}"),
        ("strange", "1"),
    ] {
        let mut tasks = tasks.clone();
        tasks["tasks"][0][key] = serde_json::from_str(wrong).unwrap();
        let caught = std::panic::catch_unwind(|| check(&schema, &schema, &tasks, "tasks.json"));
        assert!(caught.is_err(), "{key}");
    }
}

const TABLE: &str = "table: 4
title: 推动有机融入
measure: 注重价值引领
tasks:
  - { no: 1, title: “名师名生”专栏, lead: [宣传部], status: 进行中, start: 2026-01-01, due: 2026-05-20, progress: 40, log: [{ date: 2026-04-20, note: 首批上线 }] }
  - { no: 2, title: '=乙|任务', lead: [教务处], support: [宣传部], status: 未启动, due: 2026-12-31 }
  - { no: 3, title: 丙任务, lead: [教务处], status: 进行中, due: 2026-04-01, note: '@备注' }
";

fn site() -> TestSite {
    let site = TestSite::new();
    site.file("content/units.yaml", "units:\n  - { name: 宣传部 }\n  - { name: 教务处 }\n")
        .file("content/progress/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n")
        .file("content/progress/table-4.yaml", TABLE);
    site
}

#[test]
fn reports_look_like_this() {
    let site = site();
    let report = |more: &[&str]| site.run(&[&["report", "--date", TODAY], more].concat()).out;
    insta::assert_snapshot!("text", report(&[]));
    insta::assert_snapshot!("text_since", report(&["--unit", "宣传部", "--since", "2026-04-01"]));
    insta::assert_snapshot!("markdown", report(&["--format", "md"]));
    insta::assert_snapshot!(
        "csv",
        report(&["--format", "csv"]).replace('\u{feff}', "").replace("\r\n", "\n")
    );
    insta::assert_snapshot!("none", report(&["--status", "暂停"]));
}

#[test]
fn a_report_goes_into_a_file_in_the_form_that_its_name_says() {
    let site = site();
    let run = |path: &str| {
        site.run(&["report", "--date", TODAY, "--output", path]).ends(0).says(path);
        std::fs::read(site.path(path)).unwrap()
    };
    assert!(run("进展.xlsx").starts_with(b"PK"));
    assert!(run("进展.csv").starts_with("\u{feff}\"表号\"".as_bytes()));
    assert!(serde_json::from_slice::<Value>(&run("进展.json")).unwrap()["tasks"].is_array());
    assert!(run("进展.md").starts_with("# ".as_bytes()));
    let colours = site.run(&["report", "--date", TODAY, "--color", "always"]).out;
    assert!(colours.contains("\u{1b}[") && !site.run(&["report", "--date", TODAY]).out.contains('\u{1b}'));
    site.run(&["report", "--output", "没有/进展.md"]).ends(2).says("找不到");
}

#[test]
fn tasks_are_changed_in_place_and_refusals_say_why() {
    let site = site();
    let path = "content/progress/table-4.yaml";
    let stored = format!("\u{feff}{}", TABLE.replace("tasks:", "tasks: # 任务").replace('\n', "\r\n"));
    site.file(path, &stored);
    let now = || std::fs::read_to_string(site.path(path)).unwrap();
    site.run(&["tasks", "set", "4-1", "--progress", "60", "--status", "已完成"]).ends(0).says("进度 100%");
    let expected =
        stored.replace("progress: 40", "progress: 60").replacen("status: 进行中", "status: 已完成", 1);
    assert_eq!(now(), expected);
    site.run(&["tasks", "log", "４－３", "改版: 完成 #1", "--date", "2026-04-02", "--progress", "20"])
        .ends(0);
    let line = ", log: [{ date: 2026-04-02, note: \"改版: 完成 #1\", progress: 20 }], note: '@备注'";
    let expected = expected.replace(", note: '@备注'", line);
    assert_eq!(now(), expected);
    for (arguments, status, words) in [
        (&["set", "4-9", "--progress", "1"][..], 2, "没有任务 4-9；表 4 现有：4-1、4-2、4-3"),
        (&["set", "四", "--progress", "1"], 2, "任务编号要写成 4-4"),
        (&["set", "4-1", "--status", "超期"], 2, "由日期算出"),
        (&["set", "4-1"], 2, "没有说要改什么"),
        (&["set", "4-1", "--due", "2025-01-01"], 1, "早于开始日期"),
        (&["set", "4-1", "--progress", "101"], 2, "--progress"),
        (&["log", "4-1", "明天的事", "--date", "2999-01-01"], 2, "还没有到"),
        (&["log", "4-1", " "], 2, "是空的"),
    ] {
        site.run(&[&["tasks"], arguments].concat()).ends(status).says(words);
        assert_eq!(now(), expected, "{arguments:?}");
    }
    site.file(path, &TABLE.replace("progress: 40", "target: { count: entries, in: a, min: 4 }"));
    site.run(&["tasks", "set", "4-1", "--progress", "60"]).ends(2).says("由目标完成数算出");
}
