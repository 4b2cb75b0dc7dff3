//! The figures on every page and in `/api/` come from one computation: read back from what was written, they are the
//! plan's own.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use chaoyin::build::memory::Memory;
use chaoyin::site::id::TaskId;
use chaoyin::site::model::Site;
use chaoyin::site::task::model::{Figures, Proof, Task};
use chaoyin::site::task::tally::{Mark, Thing};
use serde_json::Value;

use crate::memory::{build_with, tree_of};

type Pages = BTreeMap<String, Vec<u8>>;

/// The shipped site, built once for all tests of this file.
fn shipped() -> &'static (Site, Pages) {
    static BUILT: OnceLock<(Site, Pages)> = OnceLock::new();
    BUILT.get_or_init(|| {
        let tree = tree_of(Path::new(env!("CARGO_MANIFEST_DIR")));
        let (built, pages) = build_with(&tree, &mut Memory::default(), BTreeMap::new());
        assert!(built.publishable(), "{:#?}", built.findings);
        let site = std::sync::Arc::try_unwrap(built.site).unwrap_or_else(|site| (*site).clone());
        (site, pages)
    })
}

fn page<'p>(pages: &'p Pages, url: &str) -> &'p str {
    let path = format!("{}index.html", url.trim_start_matches('/'));
    std::str::from_utf8(pages.get(&path).unwrap_or_else(|| panic!("no page {path}"))).unwrap()
}

/// The text of an element that begins where `from` does, up to its end tag, without tags.
fn text(from: &str, end: &str) -> String {
    let inner = from.split(end).next().unwrap_or_default();
    let inner = inner.split_once('>').map_or("", |(_, rest)| rest);
    let mut plain = String::new();
    let mut inside = false;
    for c in inner.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    plain.trim().to_owned()
}

fn attribute(tag: &str, name: &str) -> String {
    let rest = tag.split_once(&format!(" {name}=\"")).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The first list of figures of a page, by name.
fn figures_of(html: &str) -> BTreeMap<String, String> {
    let list = html.split_once("<dl class=\"figures\">").map_or("", |(_, rest)| rest);
    let list = list.split("</dl>").next().unwrap_or_default();
    let parts = list.split("<dd").skip(1);
    parts.map(|dd| (attribute(dd, "data-figure"), text(dd, "</dd>"))).collect()
}

fn check_figures(html: &str, figures: &Figures, of: &str) {
    let shown = figures_of(html);
    let mut expected = vec![
        ("total", figures.total.to_string()),
        ("progress", format!("{}%", figures.progress)),
        ("overdue", figures.overdue.to_string()),
        ("at_risk", figures.at_risk.to_string()),
        ("stalled", figures.stalled.to_string()),
        ("near", figures.near.to_string()),
        ("evidence", figures.evidence.to_string()),
    ];
    let names = ["planned", "running", "done", "continuous", "paused"];
    let counts = names.into_iter().zip(figures.by_status);
    expected.extend(counts.filter(|(_, count)| *count > 0).map(|(name, count)| (name, count.to_string())));
    let expected: BTreeMap<String, String> = expected.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
    assert_eq!(shown, expected, "{of}");
}

/// Every row of every task on a page; gives how many there are.
fn check_rows(site: &Site, html: &str, of: &str) -> usize {
    let rows: Vec<&str> = html.split("<tr data-task=").skip(1).collect();
    for row in &rows {
        let tag = format!(" data-task={row}");
        let id = attribute(&tag, "data-task");
        let task = site.plan.task(TaskId::parse(&id).unwrap()).unwrap();
        assert_eq!(attribute(&tag, "data-progress"), task.progress.to_string(), "{id} on {of}");
        assert_eq!(attribute(&tag, "data-state"), task.state.name(), "{id} on {of}");
        assert!(row.contains(&format!("<span class=\"num\">{}%</span>", task.progress)), "{id} on {of}");
        let reason = task.state.reason();
        // Another writing says the same in other characters.
        let is_rewritten = of.starts_with("zh-hant/");
        assert!(is_rewritten || row.contains(&reason), "{id} on {of}: {reason}");
    }
    rows.len()
}

#[test]
fn a_task_shows_one_progress_on_every_page() {
    let (site, pages) = shipped();
    let mut rows = 0;
    for (path, bytes) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        rows += check_rows(site, std::str::from_utf8(bytes).unwrap(), path);
    }
    assert!(rows > 3 * site.plan.tasks.len(), "{rows}");
    for task in &site.plan.tasks {
        let html = page(pages, &task.url);
        assert!(html.contains(&format!("data-figure=\"progress\" data-value=\"{}\"", task.progress)));
        check_task(task, html);
    }
    assert_eq!(check_rows(site, page(pages, "/progress/tasks/"), "tasks"), site.plan.tasks.len());
}

/// A task's page lists as many pieces of evidence as its figures say, and what its target counted: each once.
fn check_task(task: &Task, html: &str) {
    let (_, after) = html.split_once("id=\"evidence\"").unwrap();
    let list = after.split("</section>").next().unwrap_or_default();
    assert_eq!(list.matches("<h3>").count(), task.evidence.len(), "{}", task.id);
    if let Some(target) = &task.target {
        let (_, after) = html.split_once("id=\"target\"").unwrap();
        let section = after.split("</section>").next().unwrap_or_default();
        let is_evidence = |mark: &&Mark| {
            let same = |id| move |proof: &Proof| matches!(proof, Proof::Entry(other) if *other == id);
            matches!(mark.thing, Thing::Entry(id) if task.evidence.iter().map(|e| &e.proof).any(same(id)))
        };
        let both = target.counted.iter().filter(is_evidence).count();
        assert_eq!(section.matches("<h3>").count() + both, target.counted.len(), "{}", task.id);
        assert_eq!(list.matches("class=\"in-target\"").count(), both, "{}", task.id);
        let (_, reached) = section.split_once("data-figure=\"reached\"").unwrap();
        assert_eq!(text(reached, "</strong>"), target.reached.to_string(), "{}", task.id);
    }
}

#[test]
fn plan_tables_and_units_show_the_figures_of_their_tasks() {
    let (site, pages) = shipped();
    let overview = page(pages, &site.plan.url);
    check_figures(overview, &site.plan.figures, "the plan");
    for table in &site.plan.tables {
        check_figures(page(pages, &table.url), &table.figures, &table.title);
        let (_, card) =
            overview.split_once(&format!("class=\"card\" data-table=\"{}\"", table.number)).unwrap();
        let (_, figure) = card.split_once("data-figure=\"progress\"").unwrap();
        assert_eq!(text(figure, "</strong>"), format!("{}%", table.figures.progress), "{}", table.title);
    }
    for unit in &site.units.list {
        let duties = &site.duties[&unit.id];
        if !duties.leads.is_empty() {
            check_figures(page(pages, &unit.url), &duties.figures, &unit.name);
        }
    }
}

#[test]
fn the_matrix_of_units_adds_up_to_their_pages() {
    let (site, pages) = shipped();
    let html = page(pages, "/progress/units/");
    for unit in &site.units.list {
        let duties = &site.duties[&unit.id];
        let Some((_, row)) = html.split_once(&format!("<th scope=\"row\"><a href=\"{}\">", unit.url)) else {
            assert!(duties.leads.is_empty() && duties.supports.is_empty(), "{}", unit.name);
            continue;
        };
        let row = row.split("</tr>").next().unwrap();
        let figure = |name: &str| {
            let (_, from) = row.split_once(&format!("data-figure=\"{name}\"")).unwrap();
            text(from, "</td>")
        };
        assert_eq!(figure("leads"), duties.leads.len().to_string(), "{}", unit.name);
        let progress =
            if duties.leads.is_empty() { "—".to_owned() } else { format!("{}%", duties.figures.progress) };
        assert_eq!(figure("progress"), progress, "{}", unit.name);
    }
}

#[test]
fn the_interface_gives_the_same_figures() {
    let (site, pages) = shipped();
    let json =
        |name: &str| -> Value { serde_json::from_slice(&pages[&format!("api/v1/{name}.json")]).unwrap() };
    let tasks = json("tasks");
    let tasks = tasks["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), site.plan.tasks.len());
    for (given, task) in tasks.iter().zip(&site.plan.tasks) {
        assert_eq!(given["id"], task.id.to_string());
        assert_eq!(given["progress"], task.progress, "{}", task.id);
        assert_eq!(given["state"], task.state.name(), "{}", task.id);
        assert_eq!(given["evidence"], task.evidence.len(), "{}", task.id);
    }
    let units = json("units");
    for (given, unit) in units["units"].as_array().unwrap().iter().zip(&site.units.list) {
        let duties = &site.duties[&unit.id];
        assert_eq!(given["leads"], duties.leads.len(), "{}", unit.name);
        assert_eq!(given["progress"], duties.figures.progress, "{}", unit.name);
    }
}

#[test]
fn a_history_ends_with_the_figure_of_today() {
    let (site, _) = shipped();
    let plan = &site.plan;
    assert_eq!(plan.history.last().map(|s| s.progress), Some(plan.figures.progress));
    for table in &plan.tables {
        assert_eq!(table.history.last().map(|s| s.progress), Some(table.figures.progress), "{}", table.title);
    }
    for task in &plan.tasks {
        assert_eq!(task.history.last().map(|s| s.progress), Some(task.progress), "{}", task.id);
        assert!(task.history.iter().all(|step| step.progress <= 100));
        if let Some(current) = task.periods.iter().find(|p| p.is_current) {
            assert_eq!(current.progress, task.progress, "{}", task.id);
        }
    }
    for duties in site.duties.values().filter(|d| !d.leads.is_empty()) {
        assert_eq!(duties.history.last().map(|s| s.progress), Some(duties.figures.progress));
    }
}

#[test]
fn the_plans_own_targets_are_counted_from_what_is_published() {
    let (site, _) = shipped();
    for (id, rule, needed, most) in [
        ("2-3", "“网络文化工作室”栏目的工作室，5 至 10 个", 5, Some(10)),
        ("2-5", "“校园网络文化节”栏目 2026年的作品，不少于 8 件", 8, None),
        ("3-3", "“移动教学覆盖”栏目的“覆盖教室”合计，全部 90 间教室", 90, None),
    ] {
        let task = site.plan.task(TaskId::parse(id).unwrap()).unwrap();
        let target = task.target.as_ref().unwrap();
        assert_eq!((target.rule.as_str(), target.needed, target.most), (rule, needed, most), "{id}");
        assert!(!target.by_hand && target.reached > 0 && !target.counted.is_empty(), "{id}");
    }
    let festival = site.plan.task(TaskId::parse("2-5").unwrap()).unwrap();
    let years: Vec<_> = festival.periods.iter().map(|p| (p.period.label.as_str(), p.reached)).collect();
    assert_eq!(years, [("2026年", Some(6)), ("2025年", Some(4))]);
}
