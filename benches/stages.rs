//! Measures the stages of a build one by one, with how often and how much each takes from the heap:
//! `cargo bench --bench stages`.
//!
//! One worker does everything, so that all that is taken is counted; what several gain is for whole builds to tell
//! (`speed`).

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::pedantic,
    clippy::unwrap_used,
    reason = "a benchmark ends where its site cannot be built"
)]

mod support;

use std::io;
use std::sync::Arc;

use chaoyin::base::diagnostic::outcome::Outcome;
use chaoyin::base::hash::Fingerprint;
use chaoyin::base::time::date::Date;
use chaoyin::build::nowhere::Nowhere;
use chaoyin::input::config::read::read as read_config;
use chaoyin::input::config::settings::Config;
use chaoyin::input::markdown;
use chaoyin::input::parse::{Documents, parse};
use chaoyin::input::parsed::ParsedMemory;
use chaoyin::input::source::path::SourcePath;
use chaoyin::input::source::tree::{Reader, SourceTree};
use chaoyin::output::imaging::album::Album;
use chaoyin::output::imaging::darkroom::Darkroom;
use chaoyin::output::imaging::store::NoStore;
use chaoyin::output::plan::{Plan, plan};
use chaoyin::output::query::answers::{Answers, Pictures};
use chaoyin::output::query::context::Context;
use chaoyin::output::query::inventory;
use chaoyin::output::query::search::postings::{Postings, SearchMemory, index};
use chaoyin::output::query::trace::Asked;
use chaoyin::output::render::{Kept, Last, render};
use chaoyin::output::theme::builtin;
use chaoyin::output::theme::engines::Engines;
use chaoyin::output::theme::files::Theme;
use chaoyin::site::assemble::{Day, assemble};
use chaoyin::site::check;
use chaoyin::site::model::Site;
use divan::counter::{BytesCount, ItemsCount};
use divan::{AllocProfiler, Bencher};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: AllocProfiler<MiMalloc> = AllocProfiler::new(MiMalloc);

/// Sizes of the site: what grows with it shows by comparing.
const ENTRIES: [usize; 2] = [200, 2000];

fn main() {
    // Work that is shared out stays in this thread, where the profiler counts.
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().unwrap();
    divan::main();
}

/// The site of the comparison has no files that are read late.
struct NoAssets;

impl Reader for NoAssets {
    fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>> {
        Err(io::Error::new(io::ErrorKind::NotFound, path.to_string()))
    }
}

fn sources(entries: usize) -> SourceTree {
    let mut tree = SourceTree::default();
    builtin::overlay(&mut tree);
    support::site(entries).for_each(|(path, text)| tree.insert_text(&path, &text));
    tree
}

fn day() -> Day {
    Day { today: Date::new(2026, 11, 24).unwrap(), drafts: false }
}

fn without_errors<T>(outcome: Outcome<T>) -> T {
    assert!(!outcome.findings.has_errors(), "{:#?}", outcome.findings);
    outcome.value
}

fn parsed(tree: &SourceTree) -> (Documents, Config) {
    let config = without_errors(read_config(tree));
    let mut kept = ParsedMemory::default();
    let mut documents = without_errors(parse(tree, &config, &mut kept));
    documents.take_entries(&kept);
    (documents, config)
}

fn site(entries: usize) -> Arc<Site> {
    let (documents, config) = parsed(&sources(entries));
    Arc::new(without_errors(assemble(documents, config, &day(), None)))
}

fn theme() -> Theme {
    let theme = without_errors(Theme::read(&sources(0), builtin::NAME));
    theme.files.makings.work_out();
    theme
}

fn indexed(site: &Site) -> Postings {
    let album = Album::default();
    index(&Context::new(site, &album), Fingerprint::default(), &mut SearchMemory::default(), None)
}

fn answers(site: &Arc<Site>, search: Postings, theme: &Theme) -> Arc<Answers> {
    let darkroom = Darkroom::new(Arc::new(NoAssets), Arc::new(NoStore));
    let pictures = Pictures { album: Album::default(), darkroom };
    Answers::new((Arc::clone(site), search), Vec::new(), &theme.files, pictures)
}

#[divan::bench]
fn markdown_of_an_entry(bencher: Bencher<'_, '_>) {
    let text = support::entry(7, 100);
    let body = text.splitn(3, "---\n").nth(2).unwrap().to_owned();
    let path = SourcePath::new("content/a/b.md");
    bencher.counter(BytesCount::of_str(&body)).bench(|| markdown::read::read(&body, 0, &path));
}

#[divan::bench(args = ENTRIES)]
fn parsing(bencher: Bencher<'_, '_>, entries: usize) {
    let tree = sources(entries);
    let config = without_errors(read_config(&tree));
    bencher.counter(ItemsCount::new(entries)).bench(|| parse(&tree, &config, &mut ParsedMemory::default()));
}

#[divan::bench(args = ENTRIES)]
fn assembling(bencher: Bencher<'_, '_>, entries: usize) {
    let tree = sources(entries);
    bencher
        .counter(ItemsCount::new(entries))
        .with_inputs(|| parsed(&tree))
        .bench_values(|(documents, config)| assemble(documents, config, &day(), None));
}

#[divan::bench(args = ENTRIES)]
fn checking(bencher: Bencher<'_, '_>, entries: usize) {
    let site = site(entries);
    bencher.counter(ItemsCount::new(entries)).bench(|| check::run::run(&site));
}

#[divan::bench(args = ENTRIES)]
fn indexing(bencher: Bencher<'_, '_>, entries: usize) {
    let site = site(entries);
    bencher.counter(ItemsCount::new(entries)).bench(|| indexed(&site));
}

#[divan::bench]
fn reading_the_theme(bencher: Bencher<'_, '_>) {
    let tree = sources(0);
    bencher.bench(|| Theme::read(&tree, builtin::NAME));
}

#[divan::bench]
fn compiling_the_theme(bencher: Bencher<'_, '_>) {
    let (theme, site, album) = (theme(), site(ENTRIES[0]), Album::default());
    let likely = inventory::likely_templates(&Context::new(&site, &album)).into_iter().collect();
    bencher.bench(|| Engines::of(&theme, &likely, None));
}

#[divan::bench(args = ENTRIES)]
fn planning(bencher: Bencher<'_, '_>, entries: usize) {
    let (site, theme) = (site(entries), theme());
    let search = indexed(&site);
    bencher
        .counter(ItemsCount::new(entries))
        .with_inputs(|| answers(&site, search.clone(), &theme))
        .bench_values(|answers| plan(&answers));
}

#[divan::bench(args = ENTRIES)]
fn rendering(bencher: Bencher<'_, '_>, entries: usize) {
    let (site, theme) = (site(entries), theme());
    let search = indexed(&site);
    let engines = Engines::of(&theme, &theme.files.templates.keys().cloned().collect(), None);
    let prepared = || {
        let answers = answers(&site, search.clone(), &theme);
        let plan: Plan = without_errors(plan(&answers));
        (answers, plan, Kept::new(), Asked::default())
    };
    bencher.counter(ItemsCount::new(entries)).with_inputs(prepared).bench_values(
        |(answers, plan, kept, asked)| {
            let last = Last { kept: &kept, asked: &asked, alike: false };
            without_errors(render(&plan, &answers, &engines, last, &Nowhere::Whole, &|_| {}).unwrap())
        },
    );
}
