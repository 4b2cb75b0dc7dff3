//! Incremental as a property: a build with a memory gives the same bytes as one without, whatever was edited; and an
//! edit renders what shows it and nothing else.

use std::collections::BTreeMap;

use chaoyin::base::diagnostic::outcome::Findings;
use chaoyin::base::hash::Fingerprint;
use chaoyin::base::time::date::Date;
use chaoyin::build::cache;
use chaoyin::build::memory::Memory;
use chaoyin::input::source::path::SourcePath;
use chaoyin::input::source::tree::{SourceFile, SourceTree};
use chaoyin::output::theme::builtin;
use proptest::prelude::*;

use crate::memory::build_with;

const ENTRIES: usize = 8;

fn entry(title: &str, day: u8, tag: &str, task: bool, body: &str) -> String {
    let tasks = if task { "tasks: [1-1]\n" } else { "" };
    format!("---\ntitle: {title}\ndate: 2026-03-{day:02}\ntags: [{tag}]\nunit: 甲部\n{tasks}---\n\n{body}\n")
}

fn path(n: usize) -> String {
    format!("content/{}/e{n}.md", if n.is_multiple_of(2) { "a" } else { "b" })
}

/// A small site with everything that pages ask about.
fn site() -> SourceTree {
    let mut tree = SourceTree::default();
    builtin::overlay(&mut tree);
    tree.insert_text("site.yaml", "title: 站\nbase_url: https://example.com\npaginate: 3\n");
    tree.insert_text(
        "content/_index.md",
        "---\ntitle: 首页\nblocks:\n  - { block: latest, title: 最新, from: a, count: 2 }\n  - { block: progress, title: 进展 }\n---\n",
    );
    tree.insert_text("content/a/_index.md", "---\ntitle: 甲栏\n---\n");
    tree.insert_text("content/b/_index.md", "---\ntitle: 乙栏\ntasks: [1-2]\n---\n");
    tree.insert_text("content/units.yaml", "units:\n  - { name: 甲部 }\n  - { name: 乙部 }\n");
    tree.insert_text("content/progress/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n");
    tree.insert_text(
        "content/progress/t.yaml",
        "table: 1\ntitle: 表\nmeasure: 举措\ntasks:\n  - { no: 1, title: 一, lead: [甲部], status: 进行中, target: { count: entries, in: a, min: 4 } }\n  - { no: 2, title: 二, lead: [乙部], support: [甲部], status: 进行中, progress: 10 }\n  - { no: 3, title: 三, lead: [甲部], status: 进行中, recurs: monthly, target: { count: units, min: 2 }, evidence: [b/e1, https://example.org/x], milestones: [{ title: 节, due: 2026-12-01 }], log: [{ date: 2026-11-02, note: 记, progress: 20 }] }\n",
    );
    picture(&mut tree, 1);
    tree.insert_text(
        "content/b/_index.md",
        "---\ntitle: 乙栏\ntasks: [1-2]\ncover: /a/p.jpg\n---\n\n![图](/a/p.jpg)\n",
    );
    for n in 0..ENTRIES {
        tree.insert_text(&path(n), &entry(&format!("篇{n}"), 1 + n as u8, "常", false, "正文"));
    }
    tree
}

/// A picture that pages show; another value is another picture, seven is none.
fn picture(tree: &mut SourceTree, value: u8) {
    let bytes: std::sync::Arc<[u8]> = match value {
        7 => b"no picture"[..].into(),
        value => crate::pictures::photograph(200 + u32::from(value), 200, value).into(),
    };
    let file = SourceFile {
        len: bytes.len() as u64,
        fingerprint: Fingerprint::of_bytes(&bytes),
        bytes: Some(bytes),
        disk_name: None,
    };
    tree.files.insert(SourcePath::new("content/a/p.jpg"), file);
}

/// One edit.
#[derive(Clone, Debug)]
enum Edit {
    Body(usize, u8),
    Title(usize, u8),
    Date(usize, u8),
    Tag(usize, u8),
    Task(usize),
    Link(usize, usize),
    Remove(usize),
    Column(u8),
    Site(u8),
    Progress(u8),
    Unit(u8),
    Log(u8),
    Policy(u8),
    Template(u8),
    Words(u8),
    Picture(u8),
    Widths(u8),
    Broken(usize),
    Search(u8),
    Offline(u8),
    Changed(usize, u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    let n = 0..ENTRIES;
    prop_oneof![
        (n.clone(), any::<u8>()).prop_map(|(n, v)| Edit::Body(n, v)),
        (n.clone(), any::<u8>()).prop_map(|(n, v)| Edit::Title(n, v)),
        (n.clone(), 1u8..28).prop_map(|(n, v)| Edit::Date(n, v)),
        (n.clone(), 0u8..3).prop_map(|(n, v)| Edit::Tag(n, v)),
        n.clone().prop_map(Edit::Task),
        (n.clone(), 0..ENTRIES).prop_map(|(n, m)| Edit::Link(n, m)),
        n.clone().prop_map(Edit::Remove),
        any::<u8>().prop_map(Edit::Column),
        any::<u8>().prop_map(Edit::Site),
        (0u8..100).prop_map(Edit::Progress),
        any::<u8>().prop_map(Edit::Unit),
        (1u8..24).prop_map(Edit::Log),
        any::<u8>().prop_map(Edit::Policy),
        any::<u8>().prop_map(Edit::Template),
        any::<u8>().prop_map(Edit::Words),
        (0u8..8).prop_map(Edit::Picture),
        any::<u8>().prop_map(Edit::Widths),
        (n.clone(), 1u8..28).prop_map(|(n, v)| Edit::Changed(n, v)),
        n.prop_map(Edit::Broken),
        (0u8..4).prop_map(Edit::Search),
        (0u8..4).prop_map(Edit::Offline),
    ]
}

fn apply(tree: &mut SourceTree, edit: &Edit) {
    let replace = |tree: &mut SourceTree, file: &str, from: &str, to: &str| {
        let text = tree.get(file).and_then(|f| f.bytes.clone()).unwrap_or_default();
        let text = String::from_utf8(text.to_vec()).unwrap().replace(from, to);
        tree.insert_text(file, &text);
    };
    match edit {
        Edit::Body(n, v) => {
            tree.insert_text(&path(*n), &entry(&format!("篇{n}"), 1, "常", false, &format!("改{v}")))
        }
        Edit::Title(n, v) => tree.insert_text(&path(*n), &entry(&format!("新{v}"), 1, "常", false, "正文")),
        Edit::Date(n, v) => tree.insert_text(&path(*n), &entry(&format!("篇{n}"), *v, "常", false, "正文")),
        Edit::Tag(n, v) => {
            tree.insert_text(&path(*n), &entry(&format!("篇{n}"), 1, &format!("签{v}"), false, "正文"))
        }
        Edit::Task(n) => tree.insert_text(&path(*n), &entry(&format!("篇{n}"), 1, "常", true, "正文")),
        Edit::Link(n, m) => {
            let body = format!(
                "见[彼](../{}/e{m}.md)与[[{}/e{m}]]。",
                if m % 2 == 0 { "a" } else { "b" },
                if m % 2 == 0 { "a" } else { "b" }
            );
            tree.insert_text(&path(*n), &entry(&format!("篇{n}"), 1, "常", false, &body));
        }
        Edit::Remove(n) => drop(tree.files.remove(&SourcePath::new(&path(*n)))),
        Edit::Column(v) => {
            tree.insert_text("content/a/_index.md", &format!("---\ntitle: 甲栏{v}\nsummary: 摘要\n---\n"))
        }
        Edit::Site(v) => tree.insert_text(
            "site.yaml",
            &format!("title: 站{v}\nbase_url: https://example.com\npaginate: {}\n", 2 + v % 3),
        ),
        Edit::Progress(v) => {
            tree.insert_text("content/progress/t.yaml", &format!("table: 1\ntitle: 表\ntasks:\n  - {{ no: 1, title: 一, lead: [甲部], status: 进行中, target: {{ count: entries, in: a, min: 4 }} }}\n  - {{ no: 2, title: 二, lead: [乙部], status: 进行中, progress: {v} }}\n"));
        }
        Edit::Unit(v) => tree.insert_text(
            "content/units.yaml",
            &format!("units:\n  - {{ name: 甲部, summary: 说{v} }}\n  - {{ name: 乙部 }}\n"),
        ),
        Edit::Log(v) => {
            tree.insert_text("content/progress/t.yaml", &format!("table: 1\ntitle: 表\ntasks:\n  - {{ no: 1, title: 一, lead: [甲部], status: 进行中, evidence: [{{ to: https://example.org/y, title: 外{v}, date: 2026-10-01 }}], target: {{ count: entries, in: a, min: 4 }} }}\n  - {{ no: 3, title: 三, lead: [乙部], status: 进行中, recurs: yearly, log: [{{ date: 2026-11-{v:02}, note: 记, progress: {v} }}], milestones: [{{ title: 节{v}, due: 2026-12-01, done: 2026-10-{v:02} }}] }}\n"));
        }
        Edit::Policy(v) => tree.insert_text(
            "site.yaml",
            &format!(
                "title: 站\nbase_url: https://example.com\npaginate: 3\nprogress: {{ recent_days: {v}, near_days: {}, weights: {{ 1: {} }} }}\n",
                v % 40,
                1 + v % 3
            ),
        ),
        Edit::Template(v) => {
            let html = format!(
                "{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ page.card.title }}}}</h1>{v}{{{{ page.body | safe }}}}{{% endblock %}}"
            );
            tree.insert_text("themes/portal/templates/entry/article.html", &html);
        }
        Edit::Words(v) => {
            replace(tree, "themes/portal/strings/zh-CN.yaml", "home: 首页", &format!("home: 首页{v}"))
        }
        Edit::Picture(v) => picture(tree, *v),
        Edit::Widths(v) => tree.insert_text(
            "site.yaml",
            &format!(
                "title: 站\nbase_url: https://example.com\nimages: {{ widths: [16, 20], quality: {}, placeholders: {} }}\n",
                50 + v % 3,
                v % 2 == 0
            ),
        ),
        Edit::Search(v) => tree.insert_text(
            "site.yaml",
            [
                "title: 站\nbase_url: https://example.com\nsearch: { enabled: false }\n",
                "title: 站\nbase_url: https://example.com\nsearch: { pinyin: false }\n",
                "title: 站\nbase_url: https://example.com\nsearch: { exclude: [a] }\n",
                "title: 站\nbase_url: https://example.com\n",
            ][usize::from(*v)],
        ),
        Edit::Offline(v) => {
            let offline =
                ["offline: true", "offline: false", "offline: { pages: 5 }", "search: { enabled: false }\noffline: true"];
            tree.insert_text(
                "site.yaml",
                &format!("title: 站\nbase_url: https://example.com/m\n{}\n", offline[usize::from(*v)]),
            );
        }
        Edit::Changed(n, v) => {
            tree.changed.insert(SourcePath::new(&path(*n)), Date::new(2026, 3, i8::try_from(*v).unwrap()).unwrap());
        }
        Edit::Broken(n) => tree.insert_text(&path(*n), "---\ntitle: 坏\n"),
    }
}

/// A memory as another process finds it.
fn stored_and_recalled(memory: &Memory) -> Memory {
    let stored = cache::store(memory);
    let parts: BTreeMap<_, _> = stored.parts.iter().map(|part| (part.name, part.encode())).collect();
    let read = |name| parts.get(&name);
    cache::recall(&stored.index, read, |_| panic!("our own part is damaged")).expect("our own cache is read")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_build_with_a_memory_gives_the_same_bytes_as_one_without(edits in prop::collection::vec(edit(), 1..6)) {
        let mut tree = site();
        let mut memory = Memory::default();
        let (first, mut published) = build_with(&tree, &mut memory, BTreeMap::new());
        prop_assert!(first.publishable());
        for edit in &edits {
            apply(&mut tree, edit);
            // Through the file form too, as the next process would read it.
            memory = stored_and_recalled(&memory);
            let (built, kept) = build_with(&tree, &mut memory, published.clone());
            let (fresh, bytes) = build_with(&tree, &mut Memory::default(), BTreeMap::new());
            prop_assert_eq!(built.publishable(), fresh.publishable(), "{:?}", edit);
            // The guard of addresses alone speaks of the last build.
            let codes = |findings: &Findings| {
                findings.iter().map(|f| f.code.name).filter(|c| !c.starts_with("OUT02")).collect::<Vec<_>>()
            };
            if fresh.publishable() {
                prop_assert_eq!(&kept, &bytes, "{:?}", edit);
                prop_assert_eq!(codes(&built.findings), codes(&fresh.findings));
                published = kept;
            }
        }
    }
}

/// The outputs that one edit makes anew.
fn changed_by(edit: &Edit) -> Vec<String> {
    let mut tree = site();
    let mut memory = Memory::default();
    let (_, published) = build_with(&tree, &mut memory, BTreeMap::new());
    apply(&mut tree, edit);
    let (built, _) = build_with(&tree, &mut memory, published);
    built.changed.iter().map(ToString::to_string).collect()
}

#[test]
fn an_edited_body_touches_its_page_and_the_feeds_that_carry_it() {
    let mut tree = site();
    tree.insert_text(&path(4), &entry("篇4", 1, "常", false, "第一段不变\n\n正文"));
    let mut memory = Memory::default();
    let (_, published) = build_with(&tree, &mut memory, BTreeMap::new());
    tree.insert_text(&path(4), &entry("篇4", 1, "常", false, "第一段不变\n\n正文改"));
    let (built, _) = build_with(&tree, &mut memory, published);
    let changed: Vec<String> = built.changed.iter().map(ToString::to_string).collect();
    let (search, changed): (Vec<String>, _) =
        changed.into_iter().partition(|path| path.starts_with("search/"));
    assert_eq!(changed, ["a/e4/index.html", "a/feed.json", "a/feed.xml", "feed.json", "feed.xml"]);
    assert!(search.len() <= 2, "{search:?}");
}

#[test]
fn an_edited_word_touches_the_shards_of_its_terms_and_no_other() {
    let mut tree = site();
    tree.insert_text(&path(4), &entry("篇4", 1, "常", false, "第一段不变\n\n甲乙丙"));
    let mut memory = Memory::default();
    let (first, published) = build_with(&tree, &mut memory, BTreeMap::new());
    let shards = first.plan.outputs.keys().filter(|p| p.as_str().starts_with("search/index/terms/")).count();
    assert_eq!(shards, 16);
    tree.insert_text(&path(4), &entry("篇4", 1, "常", false, "第一段不变\n\n甲乙丙丁"));
    let (built, _) = build_with(&tree, &mut memory, published);
    let search: Vec<String> =
        built.changed.iter().map(ToString::to_string).filter(|path| path.starts_with("search/")).collect();
    // 丁 and 丙丁 are new; nothing else of the index speaks of the body.
    assert!((1..=2).contains(&search.len()), "{search:?}");
    assert!(search.iter().all(|path| path.starts_with("search/index/terms/")), "{search:?}");
}

#[test]
fn a_site_without_search_has_no_page_and_no_index() {
    let mut tree = site();
    let shown = |tree: &SourceTree| {
        let (built, bytes) = build_with(tree, &mut Memory::default(), BTreeMap::new());
        assert!(built.publishable());
        let linked = String::from_utf8_lossy(&bytes["index.html"]).contains("/search/");
        (bytes.keys().any(|path| path.starts_with("search/")), linked)
    };
    assert_eq!(shown(&tree), (true, true));
    tree.insert_text("site.yaml", "title: 站\nbase_url: https://example.com\nsearch: { enabled: false }\n");
    assert_eq!(shown(&tree), (false, false));
}

#[test]
fn the_worker_is_another_where_what_it_keeps_is_and_not_after_an_edited_body() {
    const SITE: &str = "title: 站\nbase_url: https://example.com/m\noffline: true\n";
    let worker_after = |edit: &dyn Fn(&mut SourceTree)| {
        let mut tree = site();
        let mut memory = Memory::default();
        tree.insert_text("site.yaml", SITE);
        tree.insert_text(&path(4), &entry("篇4", 1, "常", false, "第一段不变\n\n正文"));
        let published = build_with(&tree, &mut memory, BTreeMap::new()).1;
        edit(&mut tree);
        let published = build_with(&tree, &mut memory, published).1;
        String::from_utf8(published["offline-worker.js"].clone()).unwrap()
    };
    let first = worker_after(&|_| ());
    assert!(first.contains("\"/m/offline/\"") && first.contains("\"/m/search/\""), "{first}");
    let body = entry("篇4", 1, "常", false, "第一段不变\n\n正文改");
    assert_eq!(worker_after(&|tree| tree.insert_text(&path(4), &body)), first);
    for edit in [Edit::Title(4, 1), Edit::Column(1), Edit::Words(1), Edit::Progress(7), Edit::Remove(3)] {
        assert_ne!(worker_after(&|tree| apply(tree, &edit)), first, "{edit:?}");
    }
    let off = worker_after(&|tree| tree.insert_text("site.yaml", &SITE.replace("true", "false")));
    assert!(off.contains("unregister") && !off.contains("respondWith"), "{off}");
}

#[test]
fn a_site_that_gives_up_pinyin_says_so_in_its_catalogue() {
    let changed = changed_by(&Edit::Search(1));
    assert!(changed.contains(&"search/index/catalogue.json".to_owned()), "{changed:?}");
}

#[test]
fn columns_that_are_left_out_are_not_found() {
    let mut tree = site();
    tree.insert_text("site.yaml", "title: 站\nbase_url: https://example.com\nsearch: { exclude: [a] }\n");
    let (_, bytes) = build_with(&tree, &mut Memory::default(), BTreeMap::new());
    let found = String::from_utf8_lossy(&bytes["search/index/pages/0.json"]).into_owned();
    assert!(!found.contains("/a/") && found.contains("/b/e1/"), "{found}");
}

#[test]
fn a_changed_title_touches_the_lists_that_show_it_and_not_the_other_column() {
    let changed = changed_by(&Edit::Title(4, 1));
    assert!(changed.contains(&"a/e4/index.html".to_owned()), "{changed:?}");
    assert!(
        changed
            .iter()
            .any(|path| path.starts_with("a/") && path.ends_with("index.html") && !path.contains("/e"))
    );
    assert!(!changed.contains(&"b/index.html".to_owned()), "{changed:?}");
    assert!(!changed.contains(&"progress/1-2/index.html".to_owned()), "{changed:?}");
}

#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let site = crate::support::TestSite::new();
    for n in 0..40 {
        site.entry(&format!("e{n}"), &format!("正文，**重点。**后文\n\n![图](p{}.jpg)", n % 4));
    }
    for n in 0..4 {
        site.bytes(&format!("content/a/p{n}.jpg"), &crate::pictures::photograph(700, 500, n));
    }
    let run = |out: &str, jobs: &str| {
        let arguments =
            ["build", "--no-cache", "--date", crate::support::TODAY, "--out", out, "--jobs", jobs];
        assert_eq!(site.run(&arguments).status, 0);
        crate::support::files(&site.path(out))
    };
    assert_eq!(run("one", "1"), run("many", "4"));
}
