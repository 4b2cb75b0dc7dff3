//! The run: one function that names the stages in order.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::consequences::without_consequences;
use super::known::{Known, known_or};
use super::memory::Memory;
use super::nowhere::Nowhere;
use super::published::Published;
use super::timing::{Stage, Timings};
use super::vanished::vanished;
use super::world::World;
use crate::base::diagnostic::code::Severity;
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Aside;
use crate::base::hash::Fingerprint;
use crate::base::text::traditional::Traditional;
use crate::input::config::read::read as read_config;
use crate::input::config::settings::{CheckLevel, Config};
use crate::input::document::entry::EntryDocument;
use crate::input::parse::{Documents, parse};
use crate::input::reparse::reparse;
use crate::input::source::tree::{CONFIGURATION, SourceTree};
use crate::output::imaging::album::{Album, look};
use crate::output::imaging::darkroom::Darkroom;
use crate::output::packed;
use crate::output::plan::{Plan, plan};
use crate::output::query::answers::{Answers, Pictures};
use crate::output::query::context::Context;
use crate::output::query::inventory;
use crate::output::query::search;
use crate::output::query::share_card;
use crate::output::recipe::OutputPath;
use crate::output::render::{Last, Rendered, gone, render};
use crate::output::sink::Sink;
use crate::output::theme::engines::Engines;
use crate::output::theme::files::Theme;
use crate::output::theme::fit::{fit, unspoken};
use crate::site::address::Beside;
use crate::site::assemble::{Day, assemble, rewritten};
use crate::site::check;
use crate::site::claims::beside;
use crate::site::model::{Site, Sites};
use crate::site::renew;

/// The last site with the words of today's bodies; `None` where something was found in a body that is another now, and
/// may stand at another place.
fn renewed(mut last: Known<Sites>, read: &[Arc<EntryDocument>]) -> Option<Known<Sites>> {
    let others: Vec<_> = last.outcome.value.iter().map(|site| renew::others(site, read)).collect();
    let edited: BTreeSet<&str> = read.iter().map(|document| document.path.as_str()).collect();
    let is_edited = |place: &Place| edited.contains(&*place.file);
    let touched = |f: &Finding| is_edited(&f.place) || f.related.as_ref().is_some_and(is_edited);
    if last.outcome.findings.iter().any(touched) {
        return None;
    }
    let sites = &mut last.outcome.value;
    let all = std::iter::once(&mut sites.main).chain(&mut sites.further);
    for (site, others) in all.zip(others).filter(|(_, others)| !others.is_empty()) {
        // Nobody else holds the site between two builds, so nothing is copied.
        renew::renew(Arc::make_mut(site), others);
    }
    Some(last)
}

/// Told how far a build is.
pub trait Progress: Sync {
    /// A stage begins; `total` outputs are ahead where they can be counted.
    fn enter(&self, stage: Stage, total: Option<usize>);
    /// So many outputs are made.
    fn reach(&self, count: usize);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn enter(&self, _: Stage, _: Option<usize>) {}
    fn reach(&self, _: usize) {}
}

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// All findings, in file order.
    pub findings: Findings,
    /// Outputs that are new or whose bytes differ from the last published build's, in path order.
    pub changed: Vec<OutputPath>,
    /// Outputs that were made anew and came out as they were: something that they asked has another answer, of which
    /// they show nothing.
    pub in_vain: Vec<OutputPath>,
    /// How many outputs are as they were.
    pub unchanged: usize,
    /// Outputs of the last published build that are no more.
    pub removed: Vec<OutputPath>,
    /// The model.
    pub site: Arc<Site>,
    /// What exists, and from which recipe.
    pub plan: Arc<Plan>,
    /// What was answered: whoever ends soon leaves it as it is, since taking it apart takes a while at large sites.
    pub answers: Arc<Answers>,
    /// How long the stages took.
    pub timings: Timings,
}

impl Built {
    /// Whether the outputs may take the place of the old ones.
    #[must_use]
    pub fn publishable(&self) -> bool {
        !self.findings.has_errors()
    }
}

/// Runs the stages in order. With errors, what can be rendered is rendered for its findings, and its bytes go
/// nowhere; `memory` then keeps the outputs of the last published build.
///
/// # Errors
/// What the sink says: the environment's failures, never an editor's.
pub fn build(
    world: &mut World,
    memory: &mut Memory,
    sink: &dyn Sink,
    progress: &dyn Progress,
) -> io::Result<Built> {
    memory.unless_lost(|memory| stages(world, memory, sink, progress))
}

fn stages(
    world: &mut World,
    memory: &mut Memory,
    sink: &dyn Sink,
    progress: &dyn Progress,
) -> io::Result<Built> {
    let mut run = Run::begin(world, progress);
    let config = run.configure(world);
    let theme_print = theme_print(&world.tree, &config.theme);
    let (tree, theme_name, mut known_theme) = (&world.tree, config.theme.clone(), memory.theme.take());
    // Neither needs the other.
    let (sited, (theme, theme_timings)) = rayon::join(
        || run.sites(world, config, memory),
        || {
            let mut timings = Timings::default();
            let read = || {
                let theme = Theme::read(tree, &theme_name).map(Arc::new);
                if sink.is_read() {
                    theme.value.files.makings.work_out();
                }
                theme
            };
            (timings.stage(Stage::Theme, || known_or(&mut known_theme, theme_print, read)), timings)
        },
    );
    memory.theme = known_theme;
    run.timings.0.extend(theme_timings.0);
    let theme = run.findings.keep(theme);
    let Sited { sites, print: site_print } = sited;
    // What an entry says is in its document now; at large sites the texts would be a sixth of all that is held.
    world.tree.let_go();
    let world = &*world;
    let site = Arc::clone(&sites.main);
    let album = run.album(world, &site, memory);
    let every = || std::iter::once(&sites.main).chain(&sites.further);
    let likely: BTreeSet<String> =
        every().flat_map(|site| inventory::likely_templates(&Context::new(site, &album))).collect();
    let last = memory.engines.take();
    let prints = (site_print, theme_print);
    // Neither of these needs the other either.
    let ((answers, plan, made_of), (engines, engine_timings)) = rayon::join(
        || run.planned(world, memory, (&sites, album), (&theme, prints), sink),
        || {
            let mut timings = Timings::default();
            (timings.stage(Stage::Theme, || Engines::of(&theme, &likely, last)), timings)
        },
    );
    run.timings.0.extend(engine_timings.0);
    let alike = memory.outputs_of == Some(made_of);
    if !alike {
        let remembered = world.published.is_none().then(|| Published::of_memory(&memory.outputs));
        if let Some(last) = world.published.as_deref().or(remembered.as_ref()) {
            run.findings.extend(vanished(last, &plan, &sites));
        }
    }
    let gone = if alike { Vec::new() } else { gone(&memory.outputs, &plan) };
    let removed: Vec<OutputPath> = gone.into_iter().map(|(path, _)| path.clone()).collect();

    run.settle(&site.config.checks, world.strict);
    let sink = if run.findings.has_errors() { &Nowhere::Whole as &dyn Sink } else { sink };
    progress.enter(Stage::Render, Some(plan.outputs.len()));
    let reach = |count| progress.reach(count);
    // Without templates every page would only say so again.
    let pages = if theme.is_whole { &*plan } else { &Plan::default() };
    let last = Last { kept: &memory.outputs, asked: &memory.asked, alike };
    let rendered =
        run.timings.stage(Stage::Render, || render(pages, &answers, &engines, last, sink, &reach))?;
    memory.engines = Some(engines);
    let rendered = run.findings.keep(rendered);
    run.settle(&site.config.checks, world.strict);
    Ok(run.finish((site, plan, answers), rendered, removed, (memory, made_of)))
}

/// Fingerprint of all that a theme is read from.
fn theme_print(tree: &SourceTree, name: &str) -> Fingerprint {
    // The configuration is where a finding of a missing theme points.
    let files = tree.below("themes").map(|(path, file)| (path, file.fingerprint));
    let configuration = tree.get(CONFIGURATION).map(|file| file.fingerprint);
    Fingerprint::of(&(name, configuration, files.collect::<Vec<_>>()))
}

/// The plan, and whether the theme fits it.
fn planned(answers: &Arc<Answers>, theme: &Theme, publishes: bool) -> Outcome<Arc<Plan>> {
    let Outcome { value: mut plan, mut findings } = plan(answers);
    let config = &answers.context().site.config;
    if publishes {
        packed::add(&mut plan, &config.packing);
    }
    let all = std::iter::once(answers).chain(answers.further());
    let named = all.flat_map(|answers| inventory::templates(&answers.context())).collect();
    findings.extend(fit(theme, &named));
    let declared = |at: &Aside| Place::new(CONFIGURATION, at.0);
    let languages = config.languages.iter().map(|language| (language.code.as_str(), declared(&language.at)));
    findings.extend(unspoken(theme, &languages.collect::<Vec<_>>()));
    Outcome::new(Arc::new(plan), findings)
}

/// The model in each language, and the fingerprint of all that it was made of but the words of entries' bodies.
struct Sited {
    sites: Sites,
    print: Fingerprint,
}

/// What the sources mean, without any output.
#[derive(Debug)]
pub struct Surveyed {
    /// The model.
    pub site: Arc<Site>,
    /// All findings but those of planning and rendering, in file order.
    pub findings: Findings,
}

/// Runs the stages up to the site: for those who ask what it holds and want no page of it.
pub fn survey(world: &World, memory: &mut Memory) -> Surveyed {
    memory.unless_lost(|memory| surveyed(world, memory))
}

fn surveyed(world: &World, memory: &mut Memory) -> Surveyed {
    let mut run = Run::begin(world, &Silent);
    let config = run.configure(world);
    let Sited { sites: Sites { main: site, .. }, .. } = run.sites(world, config, memory);
    run.settle(&site.config.checks, world.strict);
    Surveyed { site, findings: run.findings }
}

/// How sites are assembled.
struct Assembling<'w> {
    world: &'w World,
    /// Whether checks were made of the same before, and found nothing.
    checked: bool,
    /// Whether no check found anything.
    quiet: bool,
}

struct Run<'p> {
    findings: Findings,
    timings: Timings,
    progress: &'p dyn Progress,
}

impl<'p> Run<'p> {
    fn begin(world: &World, progress: &'p dyn Progress) -> Self {
        Self { findings: world.found.clone(), timings: Timings::default(), progress }
    }

    /// The configuration, and over it what was asked for this time.
    fn configure(&mut self, world: &World) -> Config {
        let mut config = self.stage(Stage::Configure, || read_config(&world.tree));
        if let Some(url) = &world.base_url {
            url.trim_end_matches('/').clone_into(&mut config.base_url);
        }
        if let Some(theme) = &world.theme {
            config.theme.clone_from(theme);
        }
        config
    }

    /// The site in its main language, then in each further one.
    fn sites(&mut self, world: &World, config: Config, memory: &mut Memory) -> Sited {
        let made_of = |outline: Fingerprint, config: &Config| {
            Fingerprint::of(&(outline, config, world.today, world.drafts))
        };
        let (again, documents) =
            self.stage(Stage::Parse, || match reparse(&world.tree, &mut memory.parsed) {
                Some(again) => Outcome::clean((Some(again), None)),
                None => {
                    parse(&world.tree, &config, &mut memory.parsed).map(|documents| (None, Some(documents)))
                }
            });
        let again = again.map(|again| (made_of(again.outline, &config), again.read));
        let renewed = again.and_then(|(print, read)| self.renewed(print, &read, memory));
        let known = renewed.unwrap_or_else(|| {
            let whole = || self.stage(Stage::Parse, || parse(&world.tree, &config, &mut memory.parsed));
            let mut documents = documents.unwrap_or_else(whole);
            let print = made_of(documents.outline, &config);
            self.renewed(print, &documents.read, memory).unwrap_or_else(|| {
                documents.take_entries(&memory.parsed);
                let mut assembling =
                    Assembling { world, checked: memory.checked == Some(print), quiet: true };
                let outcome = self.anew(&mut assembling, documents, config);
                memory.checked = assembling.quiet.then_some(print);
                Known { made_of: print, outcome }
            })
        });
        self.findings.extend(known.outcome.findings.iter().cloned());
        let (sites, print) = (known.outcome.value.clone(), known.made_of);
        memory.sites = Some(known);
        Sited { sites, print }
    }

    /// The sites of the last build, where they are made of the same but the words of the entries that were read.
    fn renewed(
        &mut self,
        made_of: Fingerprint,
        read: &[Arc<EntryDocument>],
        memory: &mut Memory,
    ) -> Option<Known<Sites>> {
        let last = memory.sites.take().filter(|known| known.made_of == made_of)?;
        self.timings.stage(Stage::Assemble, || renewed(last, read))
    }

    fn anew(
        &mut self,
        assembling: &mut Assembling<'_>,
        mut documents: Documents,
        config: Config,
    ) -> Outcome<Sites> {
        let languages = config.languages.clone();
        let mut translated: BTreeMap<String, Documents> = BTreeMap::new();
        for language in languages.iter().filter(|language| !language.converted) {
            translated.insert(language.path(), documents.take_tree(&language.tree()));
        }
        let mut findings = Findings::default();
        let mut site = findings.keep(self.assembled(assembling, documents, config, None));
        let beside = (!translated.is_empty()).then(|| beside(&site));
        let mut further = Vec::with_capacity(languages.len());
        for language in &languages {
            let config = site.config.in_language(language);
            further.push(match translated.remove(&language.path()) {
                Some(documents) => {
                    findings.keep(self.assembled(assembling, documents, config, beside.as_ref()))
                }
                None => rewritten(&site, config),
            });
        }
        // A picture is published once, whichever languages show it.
        site.reached.extend(further.iter().flat_map(|one| one.reached.iter().cloned()));
        let further = further.into_iter().map(Arc::new).collect();
        Outcome::new(Sites { main: Arc::new(site), further }, findings)
    }

    fn assembled(
        &mut self,
        Assembling { world, checked, quiet }: &mut Assembling<'_>,
        documents: Documents,
        config: Config,
        beside: Option<&Beside>,
    ) -> Outcome<Site> {
        let day = Day { today: world.today, drafts: world.drafts };
        self.progress.enter(Stage::Assemble, None);
        let mut assembled = self.timings.stage(Stage::Assemble, || assemble(documents, config, &day, beside));
        if !*checked {
            self.progress.enter(Stage::Check, None);
            let found = self.timings.stage(Stage::Check, || check::run::run(&assembled.value));
            *quiet &= found.is_empty();
            assembled.findings.extend(found);
        }
        assembled
    }

    /// What can be asked, what will exist, and the fingerprint of all that both are made of but the words of entries'
    /// bodies.
    fn planned(
        &mut self,
        world: &World,
        memory: &mut Memory,
        (sites, album): (&Sites, Album),
        (theme, prints): (&Theme, (Fingerprint, Fingerprint)),
        sink: &dyn Sink,
    ) -> (Arc<Answers>, Arc<Plan>, Fingerprint) {
        let (main, further) = self.stage(Stage::Search, || {
            let mut searched = |site: &Arc<Site>| {
                if !sink.is_read() {
                    return (Arc::clone(site), search::postings::unread(site));
                }
                let kept = memory.search.entry(site.config.path.clone()).or_default();
                let writing = site.config.is_converted().then(|| Traditional::of(&site.config.language));
                let search =
                    search::postings::index(&Context::new(site, &album), prints.0, kept, writing.as_ref());
                (Arc::clone(site), search)
            };
            let main = searched(&sites.main);
            let further = sites.further.iter().map(searched).collect::<Vec<_>>();
            Outcome::new((main, further), Findings::default())
        });
        let darkroom = Darkroom::new(Arc::clone(&world.reader), Arc::clone(&world.store));
        let pictures = Pictures { album, darkroom };
        let searches = std::iter::once(&main).chain(&further);
        let pieces: Vec<_> = searches.map(|(_, search)| (search.records(), search.shards)).collect();
        let publishes = sink.publishes();
        let made_of = Fingerprint::of(&(prints.0, prints.1, pictures.album.print(), pieces, publishes));
        let answers = Answers::new(main, further, &theme.files, pictures);
        let plan = self.stage(Stage::Plan, || {
            known_or(&mut memory.plan, made_of, || planned(&answers, theme, publishes))
        });
        (answers, plan, made_of)
    }

    fn album(&mut self, world: &World, site: &Site, memory: &mut Memory) -> Album {
        let font = share_card::font(&site.config);
        let assets: Vec<_> = site
            .reached
            .iter()
            .chain(&font)
            .filter_map(|path| Some((path.clone(), site.assets.get(path)?.fingerprint)))
            .collect();
        let progress = self.progress;
        let reach = |count| progress.reach(count);
        let total = assets.len();
        progress.enter(Stage::Pictures, Some(total));
        let looked = &mut memory.pictures;
        let outcome = self.timings.stage(Stage::Pictures, || {
            look(&assets, font.as_ref(), &*world.reader, &*world.store, looked, &reach)
        });
        self.findings.keep(outcome)
    }

    fn stage<T>(&mut self, stage: Stage, run: impl FnOnce() -> Outcome<T>) -> T {
        self.progress.enter(stage, None);
        let outcome = self.timings.stage(stage, run);
        self.findings.keep(outcome)
    }

    /// Weighs the findings as the configuration and `--strict` ask. A code that is an error by itself stays one:
    /// what it stands for cannot be published.
    fn settle(&mut self, checks: &BTreeMap<String, CheckLevel>, strict: bool) {
        let mut settled = Findings::default();
        for mut finding in without_consequences(std::mem::take(&mut self.findings)) {
            let level = checks.get(finding.code.name).filter(|_| finding.code.severity != Severity::Error);
            finding.severity = match level {
                Some(CheckLevel::Off) => continue,
                Some(CheckLevel::Note) => Severity::Note,
                Some(CheckLevel::Warning) => Severity::Warning,
                Some(CheckLevel::Error) => Severity::Error,
                None => finding.severity,
            };
            settled.push(finding);
        }
        if strict {
            settled.make_strict();
        }
        settled.sort();
        self.findings = settled;
    }

    fn finish(
        self,
        (site, plan, answers): (Arc<Site>, Arc<Plan>, Arc<Answers>),
        rendered: Rendered,
        removed: Vec<OutputPath>,
        (memory, made_of): (&mut Memory, Fingerprint),
    ) -> Built {
        let (changed, in_vain) = (rendered.written(), rendered.in_vain());
        let unchanged = rendered.total.saturating_sub(changed.len());
        if !self.findings.has_errors() {
            rendered.leave(&mut memory.outputs, &mut memory.asked, &removed);
            memory.outputs_of = Some(made_of);
        }
        Built {
            findings: self.findings,
            changed,
            in_vain,
            unchanged,
            removed,
            site,
            plan,
            answers,
            timings: self.timings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::date::Date;
    use crate::input::source::path::SourcePath;
    use crate::input::source::tree::Reader;

    struct NoAssets;

    impl Reader for NoAssets {
        fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>> {
            Err(io::Error::new(io::ErrorKind::NotFound, path.to_string()))
        }
    }

    fn world(files: &[(&str, &str)]) -> World {
        let mut tree = SourceTree::default();
        crate::output::theme::builtin::overlay(&mut tree);
        for (path, text) in files {
            tree.insert_text(path, text);
        }
        World {
            tree,
            reader: Arc::new(NoAssets),
            store: Arc::new(crate::output::imaging::store::NoStore),
            found: Findings::default(),
            today: Date::new(2026, 5, 1).unwrap_or_else(|| unreachable!()),
            drafts: false,
            strict: false,
            base_url: None,
            theme: None,
            published: None,
        }
    }

    fn built(files: &[(&str, &str)], memory: &mut Memory) -> Built {
        build(&mut world(files), memory, &Nowhere::Whole, &Silent).expect("nothing is written")
    }

    const SITE: (&str, &str) = ("site.yaml", "title: 测试\n");
    const COLUMN: (&str, &str) = ("content/a/_index.md", "---\ntitle: 栏目\n---\n");

    const OTHER: (&str, &str) = ("content/a/other.md", "---\ntitle: 另一篇\n---\n正文\n");

    #[test]
    fn a_second_build_of_the_same_world_changes_nothing() {
        let mut memory = Memory::default();
        let files = [SITE, COLUMN, ("content/a/b.md", "---\ntitle: 一\n---\n正文\n")];
        assert!(!built(&files, &mut memory).changed.is_empty());
        let again = built(&files, &mut memory);
        assert_eq!(again.changed, []);
        assert_eq!(again.removed, []);
    }

    #[test]
    fn a_build_with_errors_leaves_the_outputs_of_the_last_good_one_in_memory() {
        let mut memory = Memory::default();
        let good = [SITE, COLUMN, ("content/a/b.md", "---\ntitle: 一\n---\n正文\n")];
        let bad = [SITE, COLUMN, ("content/a/b.md", "---\ntitle: 一\n")];
        built(&good, &mut memory);
        let broken = built(&bad, &mut memory);
        assert!(!broken.publishable());
        assert_eq!(built(&good, &mut memory).changed, []);
    }

    #[test]
    fn an_address_that_leads_nowhere_any_more_is_told_once() {
        let entry = |slug: &str| format!("---\ntitle: 一\nslug: {slug}\n---\n正文\n");
        let check = |config: &str, after: &[(&str, &str)], expected: &[&str]| {
            let mut memory = Memory::default();
            built(&[SITE, COLUMN, OTHER, ("content/a/b.md", &entry("jiu"))], &mut memory);
            let files = [&[("site.yaml", config), COLUMN, OTHER], after].concat();
            let told = |built: Built| built.findings.iter().map(|f| f.code.name).collect::<Vec<_>>();
            assert_eq!(told(built(&files, &mut memory)), expected);
            assert_eq!(told(built(&files, &mut memory)), Vec::<&str>::new());
        };
        let site = "title: 测试\nbase_url: https://a.example\n";
        check(site, &[("content/a/b.md", &entry("jiu"))], &[]);
        check(site, &[("content/a/b.md", &entry("xin"))], &["OUT020"]);
        check(site, &[], &["OUT021"]);
        check(site, &[("content/a/b.md", &entry("xin").replace("slug", "aliases: [/a/jiu/]\nslug"))], &[]);
        check(site, &[("content/a/b.md", &entry("jiu").replace("slug", "draft: true\nslug"))], &[]);
        check(&format!("{site}retired: [/a/jiu]\n"), &[], &[]);
    }

    #[test]
    fn a_removed_entry_is_told() {
        let mut memory = Memory::default();
        let entry = ("content/a/b.md", "---\ntitle: 一\n---\n正文\n");
        built(&[SITE, COLUMN, entry], &mut memory);
        let removed = built(&[SITE, COLUMN], &mut memory).removed;
        assert!(removed.iter().any(|path| path.as_str() == "a/b/index.html"), "{removed:?}");
    }
}
