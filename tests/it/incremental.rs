//! Incremental as a property: a build with a memory gives the same bytes as one without, whatever was edited; and an
//! edit renders what shows it and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use chaoyin::base::diagnostic::outcome::Findings;
use chaoyin::base::hash::Fingerprint;
use chaoyin::base::time::date::Date;
use chaoyin::build::cache::{self, PartName, Parts};
use chaoyin::build::memory::Memory;
use chaoyin::input::source::path::SourcePath;
use chaoyin::input::source::tree::{Reading, SourceFile, SourceTree};
use chaoyin::output::recipe::OutputPath;
use chaoyin::output::theme::builtin;
use proptest::prelude::*;

use crate::memory::{build_on, build_with, day};

const ENTRIES: usize = 8;

fn entry(title: &str, day: u8, tag: &str, task: bool, body: &str) -> String {
    let tasks = if task { "tasks: [1-1]\n" } else { "" };
    format!("---\ntitle: {title}\ndate: 2026-03-{day:02}\ntags: [{tag}]\nunit: 甲部\n{tasks}---\n\n{body}\n")
}

fn path(n: usize) -> String {
    format!("content/{}/e{n}.md", if n.is_multiple_of(2) { "a" } else { "b" })
}

/// A configuration; a site with a second language keeps it, and another writing of the first.
fn config(tree: &SourceTree, rest: &str) -> String {
    let several = tree.get("content.en/_index.md").is_some();
    let languages = "languages: [{ code: en, title: Site }, { code: zh-Hant, convert_from: zh-CN }]\n";
    format!("base_url: https://example.com\n{}{rest}", if several { languages } else { "" })
}

fn configure(tree: &mut SourceTree, rest: &str) {
    let text = config(tree, rest);
    tree.insert_text("site.yaml", &text);
}

/// A small site with everything that pages ask about.
fn site() -> SourceTree {
    let mut tree = SourceTree::default();
    builtin::overlay(&mut tree);
    configure(&mut tree, "title: 站\npaginate: 3\n");
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

/// Pages of the second language: translations of two entries, one entry of its own, and what changes with a value.
fn english(tree: &mut SourceTree, value: u8) {
    let entry = |title: &str, body: &str| {
        format!("---\ntitle: {title}\ndate: 2026-03-02\ntags: [Word]\n---\n\n{body}\n")
    };
    tree.insert_text(
        "content.en/_index.md",
        "---\ntitle: Home\nblocks:\n  - { block: latest, title: Latest, from: a, count: 2 }\n---\n",
    );
    tree.insert_text("content.en/a/_index.md", "---\ntitle: Column\n---\n");
    tree.insert_text(
        "content.en/a/e0.md",
        &entry(
            &format!("Entry {}", value % 3),
            "See [one](../b/e1.md), [the plan](/progress/) and [[a/e2]].\n\n![Picture](p.jpg)",
        ),
    );
    tree.insert_text("content.en/a/own.md", &entry("Own", &format!("Text {value}\n\n> [!TIP]\n> Words")));
    if value.is_multiple_of(2) {
        tree.insert_text("content.en/b/e1.md", &entry("One", "Words"));
    } else {
        tree.files.remove(&SourcePath::new("content.en/b/e1.md"));
    }
}

/// The same in a second language and in another writing of the first.
fn site_in_languages() -> SourceTree {
    let mut tree = site();
    english(&mut tree, 0);
    configure(&mut tree, "title: 站\npaginate: 3\n");
    tree
}

/// A picture that pages show; another value is another picture, seven is none.
fn picture(tree: &mut SourceTree, value: u8) {
    let bytes: std::sync::Arc<[u8]> = match value {
        7 => b"no picture"[..].into(),
        value => crate::pictures::photograph(200 + u32::from(value), 200, value).into(),
    };
    tree.files.insert(SourcePath::new("content/a/p.jpg"), file(bytes));
}

fn file(bytes: std::sync::Arc<[u8]>) -> SourceFile {
    SourceFile {
        len: bytes.len() as u64,
        fingerprint: Fingerprint::of_bytes(&bytes),
        bytes: Some(bytes),
        disk_name: None,
    }
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
    English(u8),
    Languages(u8),
    EnglishWords(u8),
    Share(u8),
    /// So many days later.
    Day(u8),
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
        any::<u8>().prop_map(Edit::English),
        (0u8..5).prop_map(Edit::Languages),
        any::<u8>().prop_map(Edit::EnglishWords),
        (0u8..4).prop_map(Edit::Share),
        (0u8..90).prop_map(Edit::Day),
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
        Edit::Site(v) => configure(tree, &format!("title: 站{v}\npaginate: {}\n", 2 + v % 3)),
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
        Edit::Policy(v) => configure(
            tree,
            &format!(
                "title: 站\npaginate: 3\nprogress: {{ recent_days: {v}, near_days: {}, weights: {{ 1: {} }} }}\n",
                v % 40,
                1 + v % 3
            ),
        ),
        Edit::Template(v) => {
            let (block, file) =
                ("{% block side_top %}", "themes/portal/templates/entry/article.html");
            replace(tree, file, block, &format!("{block}<i>{v}</i>"));
        }
        Edit::Words(v) => {
            replace(tree, "themes/portal/strings/zh-CN.yaml", "home: 首页", &format!("home: 首页{v}"))
        }
        Edit::Picture(v) => picture(tree, *v),
        Edit::Widths(v) => configure(
            tree,
            &format!(
                "title: 站\nimages: {{ widths: [16, 20], quality: {}, placeholders: {}, avif: {} }}\n",
                50 + v % 3,
                v % 2 == 0,
                v % 5 == 0
            ),
        ),
        Edit::Search(v) => configure(
            tree,
            [
                "title: 站\nsearch: { enabled: false }\n",
                "title: 站\nsearch: { pinyin: false }\n",
                "title: 站\nsearch: { exclude: [a] }\n",
                "title: 站\n",
            ][usize::from(*v)],
        ),
        Edit::English(_) | Edit::Languages(_) if tree.get("content.en/_index.md").is_none() => {}
        Edit::English(v) => english(tree, *v),
        Edit::Languages(v) => tree.insert_text(
            "site.yaml",
            [
                "title: 站\nbase_url: https://example.com\nlanguages: [{ code: en }]\n",
                "title: 站\nbase_url: https://example.com\nlanguages: [{ code: zh-Hant, convert_from: zh-CN }, { code: en, name: Eng }]\n",
                "title: 站\nbase_url: https://example.com/sub\nlanguages: [{ code: en, title: T, menu: [{ title: Plan, to: /progress/ }] }]\n",
                "title: 站\nbase_url: https://example.com\nlanguages: [{ code: en }, { code: zh-TW, convert_from: zh-CN }]\n",
                "title: 站\nbase_url: https://example.com\nlanguages: [{ code: en, organisation: { name: School } }]\npaginate: 1\n",
            ][usize::from(*v)],
        ),
        Edit::EnglishWords(v) => {
            replace(tree, "themes/portal/strings/en.yaml", "home: Home", &format!("home: Home{v}"))
        }
        Edit::Share(v) => {
            // None, one font, the same with a byte more, a font that is not there.
            let wanted = *v > 0;
            let font = if wanted { "share_card: { font: f.ttf }\n" } else { "" };
            configure(tree, &format!("title: 站\n{font}"));
            let mut bytes = include_bytes!("../fonts/squares.ttf").to_vec();
            bytes.extend(vec![0; usize::from(*v)]);
            let path = SourcePath::new("content/f.ttf");
            tree.files.remove(&path);
            if *v < 3 {
                tree.files.insert(path, file(bytes.into()));
            }
        }
        Edit::Offline(v) => {
            let offline =
                ["offline: true", "offline: false", "offline: { pages: 5 }", "search: { enabled: false }\noffline: true"];
            configure(tree, &format!("title: 站\n{}\n", offline[usize::from(*v)]));
        }
        Edit::Changed(n, v) => {
            tree.changed.insert(SourcePath::new(&path(*n)), Date::new(2026, 3, i8::try_from(*v).unwrap()).unwrap());
        }
        Edit::Broken(n) => tree.insert_text(&path(*n), "---\ntitle: 坏\n"),
        // The tree has no day.
        Edit::Day(_) => {}
    }
}

/// A memory as another process finds it.
pub fn stored_and_recalled(memory: &Memory) -> Memory {
    let stored = cache::store(memory);
    let parts = stored.parts.iter().map(|part| (part.name, part.encode())).collect();
    cache::recall(&stored.index, Pieces(parts)).expect("our own cache is read")
}

/// Parts by name: head and texts.
struct Pieces(BTreeMap<PartName, (Vec<u8>, Vec<u8>)>);

impl Parts for Pieces {
    fn head(&self, name: PartName) -> Option<(Vec<u8>, u64)> {
        self.0.get(&name).map(|(head, texts)| (head.clone(), texts.len() as u64))
    }

    fn texts(&self, name: PartName) -> Option<Vec<u8>> {
        self.0.get(&name).map(|(_, texts)| texts.clone())
    }

    fn discard(&self, name: PartName) {
        panic!("our own part {name} is damaged");
    }
}

/// Codes of all findings but the guard's of addresses, which alone speaks of the last build.
fn codes(findings: &Findings) -> Vec<(&'static str, String)> {
    let told = findings.iter().filter(|f| !f.code.name.starts_with("OUT02"));
    told.map(|f| (f.code.name, format!("{:?}", f.place))).collect()
}

/// Builds of a site that is edited: with a memory that stays in the process, with one that another process finds, and
/// with none.
struct Run {
    tree: SourceTree,
    today: Date,
    staying: Memory,
    stored: Memory,
    /// The outputs of the last build that was published.
    published: BTreeMap<String, Vec<u8>>,
}

impl Run {
    fn begin(tree: SourceTree) -> Self {
        let mut staying = Memory::default();
        let (first, published) = build_with(&tree, &mut staying, BTreeMap::new());
        assert!(first.publishable());
        let stored = stored_and_recalled(&staying);
        Self { tree, today: day(), staying, stored, published }
    }

    /// Builds all three ways after an edit and compares.
    fn check(&mut self, edit: &dyn std::fmt::Debug) -> Result<(), TestCaseError> {
        let build = |memory: &mut Memory, before| build_on(self.today, &self.tree, memory, before);
        let (fresh, bytes) = build(&mut Memory::default(), BTreeMap::new());
        for memory in [&mut self.staying, &mut self.stored] {
            let (built, kept) = build(memory, self.published.clone());
            prop_assert_eq!(built.publishable(), fresh.publishable(), "{:?}", edit);
            prop_assert_eq!(codes(&built.findings), codes(&fresh.findings), "{:?}", edit);
            if fresh.publishable() {
                prop_assert!(kept == bytes, "{:?}: {:?}", edit, differing(&kept, &bytes));
            }
        }
        if fresh.publishable() {
            self.published = bytes;
        }
        self.stored = stored_and_recalled(&self.stored);
        Ok(())
    }
}

fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let all = one.keys().chain(other.keys());
    all.filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_build_with_a_memory_gives_the_same_bytes_as_one_without(
        several in any::<bool>(),
        edits in prop::collection::vec(edit(), 1..6),
    ) {
        let mut run = Run::begin(if several { site_in_languages() } else { site() });
        for edit in &edits {
            if let Edit::Day(v) = edit {
                run.today = day().plus_days(i64::from(*v));
            }
            apply(&mut run.tree, edit);
            run.check(edit)?;
        }
    }

    #[test]
    fn bodies_that_are_edited_one_after_the_other_are_never_stale(
        edits in prop::collection::vec((0..2usize, 0..BODIES.len(), prop::bool::weighted(0.8)), 2..8),
    ) {
        let mut tree = site_in_languages();
        tree.reading = Reading::whole();
        let mut run = Run::begin(tree);
        for (n, body, is_watched) in edits {
            let body = format!("第一段不变\n\n{}", BODIES[body]);
            // A watcher tells which files were read again; without one, all are.
            let last = run.tree.reading.clone();
            run.tree.insert_text(&path(n), &entry(&format!("篇{n}"), 1, "常", false, &body));
            let again = || last.again(BTreeSet::from([SourcePath::new(&path(n))]));
            run.tree.reading = if is_watched { again() } else { Reading::whole() };
            run.check(&(n, body))?;
        }
    }
}

#[test]
fn each_way_to_configure_the_search_gives_the_bytes_of_a_clean_build() {
    for search in 0..4 {
        let mut run = Run::begin(site());
        apply(&mut run.tree, &Edit::Search(search));
        run.check(&search).unwrap();
    }
}

/// What a paragraph may turn into: words alone, and all that other pages and checks see.
const BODIES: [&str; 12] = [
    "甲",
    "乙\n\n丙",
    "## 节\n\n甲",
    "\n## 节\n\n乙",
    "[指](../b/e1.md)",
    "乙 [指](../b/e1.md)",
    "[[a/e2|指]]",
    "[断](nosuch.md)",
    "\n\n[断](nosuch.md)",
    "手机 13800001234",
    "\n\n手机 13800001234",
    "```rust\nfn a() {}\n```\n\n$x^2$",
];

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
fn an_edit_of_a_template_or_a_unit_renders_the_pages_that_show_it() {
    let entries = |paths: &[OutputPath]| paths.iter().filter(|path| path.as_str().contains("/e")).count();
    for (edit, pages) in [(Edit::Template(1), ENTRIES), (Edit::Unit(1), 0), (Edit::Policy(1), 0)] {
        let (mut tree, mut memory) = (site(), Memory::default());
        let (_, published) = build_with(&tree, &mut memory, BTreeMap::new());
        apply(&mut tree, &edit);
        let (built, _) = build_with(&tree, &mut memory, published);
        assert!(built.publishable(), "{edit:?}: {:?}", built.findings);
        assert_eq!(entries(&built.changed), pages, "{edit:?}: {:?}", built.changed);
        // Some figures of the plan are shown in part; entries are never made in vain.
        assert_eq!(entries(&built.in_vain), 0, "{edit:?}: {:?}", built.in_vain);
    }
}

#[test]
fn a_new_day_touches_what_shows_it_and_no_entry() {
    let (tree, mut memory) = (site(), Memory::default());
    let (_, published) = build_with(&tree, &mut memory, BTreeMap::new());
    let (built, _) = build_on(day().plus_days(1), &tree, &mut memory, published);
    let changed: Vec<&str> = built.changed.iter().map(|path| path.as_str()).collect();
    assert!(changed.contains(&"api/v1/tasks.json"), "{changed:?}");
    let entries = (0..ENTRIES).map(|n| path(n).replace("content/", "").replace(".md", "/index.html"));
    for entry in entries {
        assert!(!changed.contains(&entry.as_str()), "{changed:?}");
    }
    assert!(!changed.contains(&"a/index.html"), "{changed:?}");
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
fn a_font_touches_the_pages_that_offer_a_card_and_a_changed_title_its_card() {
    let mut tree = site();
    apply(&mut tree, &Edit::Share(1));
    let mut memory = Memory::default();
    let (_, published) = build_with(&tree, &mut memory, BTreeMap::new());
    assert!(published.contains_key("a/e4/share-card.png"), "{:?}", published.keys());
    tree.insert_text(&path(4), &entry("潮音", 1, "常", false, "正文"));
    let (built, published) = build_with(&tree, &mut memory, published);
    let cards: Vec<String> =
        built.changed.iter().map(ToString::to_string).filter(|path| path.ends_with(".png")).collect();
    assert_eq!(cards, ["a/e4/share-card.png"]);
    apply(&mut tree, &Edit::Share(0));
    let (built, published) = build_with(&tree, &mut memory, published);
    assert!(built.changed.iter().any(|path| path.as_str() == "a/e4/index.html"));
    assert!(!published.keys().any(|path| path.ends_with(".png")));
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
