//! Measures whole builds, their stages, incremental builds, growth and start-up, beside the floor of the machine:
//! `cargo bench --bench speed -- [whole|equal|sidebar|serve|edits|growth|start]… [--entries N] [--runs N] [--folder DIR]`.
//!
//! All figures of one run come from one machine at one time, so their ratios hold where the figures do not.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::pedantic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark speaks to whoever runs it, and writes files"
)]

mod support;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rayon::prelude::*;

const CHAOYIN: &str = env!("CARGO_BIN_EXE_chaoyin");

/// The day of all builds.
const DAY: &str = "2026-11-24";

/// What other generators took for equal content, cold, with the output in memory, on two cores (2026-11-23). They are
/// not run here.
const PEERS: [(&str, f64, &str); 2] = [("Zola 0.22", 8.5, "877 MiB"), ("Hugo 0.168", 11.7, "877 MiB")];

/// Entries for which the peers were measured.
const PEERS_ENTRIES: f64 = 10_000.0;

/// Most that a build after an edit may take of a cold one, noise included.
const COLD_MAX: f64 = 1.05;

/// Steepest slope that n log n may show between two sizes, noise included: 1 is linear, 2 is quadratic.
const SLOPE_MAX: f64 = 1.35;

struct Wishes {
    parts: Vec<String>,
    entries: usize,
    runs: usize,
    folder: PathBuf,
}

impl Wishes {
    fn read() -> Self {
        let shared = Path::new("/dev/shm");
        let folder = if shared.is_dir() { shared.to_owned() } else { std::env::temp_dir() };
        let mut wishes = Self { parts: Vec::new(), entries: 10_000, runs: 5, folder };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().expect("a value after an option");
            match word.as_str() {
                "--entries" => wishes.entries = value().parse().expect("a number"),
                "--runs" => wishes.runs = value().parse().expect("a number"),
                "--folder" => wishes.folder = value().into(),
                word if word.starts_with("--") => {}
                part => wishes.parts.push(part.to_owned()),
            }
        }
        wishes
    }

    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wished| wished == part)
    }

    /// An empty folder for a site.
    fn site(&self, name: &str) -> PathBuf {
        let site = self.folder.join(format!("chaoyin-bench-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&site);
        fs::create_dir_all(&site).unwrap();
        site
    }
}

fn main() {
    let wishes = Wishes::read();
    // `cargo test --benches` runs every benchmark once, without wishes of its own.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    let mut held = true;
    for pages in [Pages::Portal, Pages::Equal, Pages::Sidebar] {
        if wishes.wants(pages.name()) {
            whole(&wishes, pages);
        }
    }
    if wishes.wants("serve") {
        serve(&wishes);
    }
    if wishes.wants("edits") {
        held &= edits(&wishes);
    }
    if wishes.wants("growth") {
        held &= growth(&wishes);
    }
    if wishes.wants("start") {
        start(&wishes);
    }
    if !held {
        eprintln!("something grows faster than n log n, or an edit takes longer than a cold build");
        std::process::exit(1);
    }
}

/// One run of the program.
#[derive(Clone, Debug)]
struct Run {
    wall: Duration,
    cpu: Duration,
    peak_mib: u64,
    stages: Vec<(String, f64)>,
}

fn build(site: &Path, further: &[&str]) -> Run {
    let trace = site.join("trace.json");
    let begun = Instant::now();
    let output = Command::new(CHAOYIN)
        .args(["--lang", "en", "build", "--date", DAY, "--root"])
        .arg(site)
        .arg(format!("--timings={}", trace.display()))
        .args(further)
        .output()
        .unwrap();
    let wall = begun.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let trace: serde_json::Value = serde_json::from_slice(&fs::read(trace).unwrap()).unwrap();
    let micros = |value: &serde_json::Value| value.as_u64().unwrap_or(0);
    let stages = trace["traceEvents"].as_array().unwrap().iter();
    Run {
        wall,
        cpu: Duration::from_micros(micros(&trace["otherData"]["cpu_us"])),
        peak_mib: micros(&trace["otherData"]["peak_bytes"]) >> 20,
        stages: stages
            .map(|e| (e["name"].as_str().unwrap().to_owned(), micros(&e["dur"]) as f64 / 1000.0))
            .collect(),
    }
}

/// The run in the middle by wall-clock time.
fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by_key(|run| run.wall);
    runs.swap_remove(runs.len() / 2)
}

fn empty_outputs(site: &Path) {
    for name in ["public", ".chaoyin"] {
        let _ = fs::remove_dir_all(site.join(name));
    }
}

/// Which pages a whole site has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pages {
    /// Those of the default theme, with search, related entries, structured data and a QR code.
    Portal,
    /// Those of the comparison and no more: text, neighbours, lists, tags, home, feeds and a sitemap.
    Equal,
    /// Those of the comparison, and on each the ten latest of its column.
    Sidebar,
}

impl Pages {
    fn name(self) -> &'static str {
        match self {
            Self::Portal => "whole",
            Self::Equal => "equal",
            Self::Sidebar => "sidebar",
        }
    }

    fn told(self) -> &'static str {
        match self {
            Self::Portal => "",
            Self::Equal => ", with the pages of the comparison",
            Self::Sidebar => ", with the pages of the comparison, each with the ten latest of its column",
        }
    }
}

/// Rounds of cold, warm and one edit, the last two also as a pipeline has them, and the floor in each round, so that all
/// see the same noise.
fn whole(wishes: &Wishes, pages: Pages) {
    let site = wishes.site(pages.name());
    support::write(&site, wishes.entries);
    if pages != Pages::Portal {
        support::make_lean(&site);
    }
    if pages == Pages::Sidebar {
        let file = site.join("themes/lean/templates/entry/lean.html");
        let template = fs::read_to_string(&file).unwrap();
        let list = "<ul>{% for card in latest(column=page.card.column.url, count=10) %}<li><a href=\"{{ card.url }}\">{{ card.title }}</a></li>{% endfor %}</ul>";
        let mark = "</article>";
        assert!(template.contains(mark));
        fs::write(file, template.replace(mark, &format!("{list}{mark}"))).unwrap();
    }
    let entry = site.join("content/mingshi/e000000.md");
    let (mut cold, mut warm, mut edit, mut floors) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut back, mut back_edit) = (Vec::new(), Vec::new());
    for round in 0..wishes.runs {
        empty_outputs(&site);
        cold.push(build(&site, &[]));
        // The first build after a cold one stages a tree for the first time; the next ones find it.
        for warming in 0..2 {
            append(&entry, &format!("预备 {round}-{warming}"));
            build(&site, &[]);
        }
        std::thread::sleep(Duration::from_millis(150));
        build(&site, &[]);
        warm.push(build(&site, &[]));
        append(&entry, &format!("改动 {round}"));
        edit.push(build(&site, &[]));
        bring_back(&site);
        back.push(build(&site, &[]));
        bring_back(&site);
        append(&entry, &format!("恢复后改动 {round}"));
        back_edit.push(build(&site, &[]));
        floors.push(floor(&site));
    }
    floors.sort();
    let floor = floors[floors.len() / 2];
    let (cold, warm, edit) = (median(cold), median(warm), median(edit));
    let (back, back_edit) = (median(back), median(back_edit));
    let files = walkdir::WalkDir::new(site.join("public")).into_iter().map(Result::unwrap);
    let lengths = files.filter(|e| e.file_type().is_file()).map(|e| e.metadata().unwrap().len());
    let (count, bytes) = lengths.fold((0, 0), |(count, bytes), len| (count + 1, bytes + len));
    println!("\n{} entries{}: {count} files, {} MB\n", wishes.entries, pages.told(), bytes / 1_000_000);
    println!("| | wall s | CPU s | peak MiB | floor × | faster than |");
    println!("| --- | ---: | ---: | ---: | ---: | --- |");
    let rows = [
        ("cold", &cold),
        ("warm, nothing changed", &warm),
        ("warm, one entry edited", &edit),
        ("brought back, nothing changed", &back),
        ("brought back, one entry edited", &back_edit),
    ];
    for (name, run) in rows {
        let against: Vec<String> = PEERS
            .iter()
            .map(|(peer, took, _)| {
                let scaled = took * wishes.entries as f64 / PEERS_ENTRIES;
                format!("{peer} {:.1} ×", scaled / run.wall.as_secs_f64())
            })
            .collect();
        println!(
            "| {name} | {:.3} | {:.3} | {} | {:.2} | {} |",
            run.wall.as_secs_f64(),
            run.cpu.as_secs_f64(),
            run.peak_mib,
            run.wall.as_secs_f64() / floor.as_secs_f64(),
            if pages == Pages::Sidebar { String::new() } else { against.join(", ") },
        );
    }
    println!(
        "| floor: read all, pulldown-cmark on all, write the same bytes | {:.3} | | | 1.00 | |",
        floor.as_secs_f64()
    );
    if pages != Pages::Sidebar {
        for (peer, took, memory) in PEERS {
            println!("| {peer}, 10,000 entries, given | {took:.1} | | {memory} | | |");
        }
    }
    println!("\n| stage | cold ms | warm ms | edit ms |\n| --- | ---: | ---: | ---: |");
    let of = |run: &Run, stage: &str| {
        let took: f64 = run.stages.iter().filter(|(name, _)| name == stage).map(|(_, took)| took).sum();
        format!("{took:.1}")
    };
    let mut names: Vec<&String> = cold.stages.iter().chain(&edit.stages).map(|(name, _)| name).collect();
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(*name));
    for name in names {
        println!("| {name} | {} | {} | {} |", of(&cold, name), of(&warm, name), of(&edit, name));
    }
    fs::remove_dir_all(site).unwrap();
}

/// As a pipeline brings a site back: its cache from an archive that keeps links and moments, its sources checked out
/// anew.
fn bring_back(site: &Path) {
    let away = site.with_extension("away");
    fs::rename(site, &away).unwrap();
    fs::create_dir(site).unwrap();
    let copy = |how: &str, names: &[&str]| {
        let from = names.iter().map(|name| away.join(name)).filter(|from| from.exists());
        assert!(Command::new("cp").arg(how).args(from).arg(site).status().unwrap().success());
    };
    copy("-a", &[".chaoyin", "public"]);
    copy("-r", &["content", "themes", "site.yaml"]);
    fs::remove_dir_all(away).unwrap();
    // Files that changed a moment ago are read again the next time.
    std::thread::sleep(Duration::from_millis(150));
}

fn append(file: &Path, text: &str) {
    let mut file = fs::OpenOptions::new().append(true).open(file).unwrap();
    writeln!(file, "\n{text}").unwrap();
}

/// What any generator must do at least: read every source, parse every Markdown text on all cores, write bytes of
/// the same number and size.
fn floor(site: &Path) -> Duration {
    let files = |folder: &str| -> Vec<PathBuf> {
        let walk = walkdir::WalkDir::new(site.join(folder)).into_iter().map(Result::unwrap);
        walk.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
    };
    let (inputs, outputs) = (files("content"), files("public"));
    let bytes: Vec<Vec<u8>> = outputs.iter().map(|path| fs::read(path).unwrap()).collect();
    let target = site.join("floor");
    let _ = fs::remove_dir_all(&target);
    let begun = Instant::now();
    let length: usize = inputs
        .par_iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&text));
            html.len()
        })
        .sum();
    assert!(length > 0);
    outputs.par_iter().zip(&bytes).for_each(|(path, bytes)| {
        let path = target.join(path.strip_prefix(site).unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    });
    let took = begun.elapsed();
    fs::remove_dir_all(target).unwrap();
    took
}

/// From a save to the new bytes at a reader whose page is open, as browsers have it: they are told of a build, and ask for
/// the page then.
fn serve(wishes: &Wishes) {
    let site = wishes.site("serve");
    support::write(&site, wishes.entries);
    let port = 40_000 + u16::try_from(std::process::id() % 20_000).unwrap();
    let mut server = Server(
        Command::new(CHAOYIN)
            .args(["serve", "--date", DAY, "--port", &port.to_string(), "--root"])
            .arg(&site)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let (entry, config) = (site.join("content/mingshi/e000000.md"), site.join("site.yaml"));
    let begun = Instant::now();
    while !page(port).is_ok_and(|page| page.contains("第1节")) {
        assert!(server.0.try_wait().unwrap().is_none(), "the server has ended");
        std::thread::sleep(Duration::from_millis(5));
    }
    println!("\n{} entries: serve was ready after {:.2} s\n", wishes.entries, begun.elapsed().as_secs_f64());
    println!("| edit | save to new bytes, ms (median) |\n| --- | ---: |");
    let mut news = News::open(port);
    for (name, edit) in [("body", "正文"), ("title", "标题"), ("title of the site", "站名")] {
        let mut took: Vec<Duration> = (0..wishes.runs)
            .map(|round| {
                std::thread::sleep(Duration::from_millis(300));
                news.pass_over();
                let (mark, begun) = (format!("{edit}{round}号"), Instant::now());
                match name {
                    "body" => append(&entry, &mark),
                    "title" => set_title(&entry, &mark),
                    _ => set_title(&config, &mark),
                }
                while !page(port).unwrap().contains(&mark) {
                    assert!(begun.elapsed() < Duration::from_secs(300), "{mark} never came");
                    news.wait();
                }
                begun.elapsed()
            })
            .collect();
        took.sort();
        println!("| {name} | {:.1} |", took[took.len() / 2].as_secs_f64() * 1000.0);
    }
    drop(server);
    fs::remove_dir_all(site).unwrap();
}

/// Another title in a file that has one.
fn set_title(file: &Path, title: &str) {
    let text = fs::read_to_string(file).unwrap();
    let (before, rest) = text.split_once("title: ").unwrap();
    let (_, after) = rest.split_once('\n').unwrap();
    fs::write(file, format!("{before}title: {title}\n{after}")).unwrap();
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The entry that is edited, as the server shows it.
fn page(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    write!(stream, "GET /mingshi/e000000/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut page = Vec::new();
    stream.read_to_end(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// What an open page is told of builds.
struct News(TcpStream);

impl News {
    fn open(port: u16) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(stream, "GET /__chaoyin/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(300))).unwrap();
        Self(stream)
    }

    /// Passes over what was told already.
    fn pass_over(&mut self) {
        self.0.set_nonblocking(true).unwrap();
        while self.0.read(&mut [0; 65_536]).is_ok_and(|length| length > 0) {}
        self.0.set_nonblocking(false).unwrap();
    }

    /// Waits until something is told.
    fn wait(&mut self) {
        assert!(self.0.read(&mut [0; 65_536]).is_ok_and(|length| length > 0), "the server has ended");
    }
}

/// Edits that show on some pages, on many or on all: each build after one beside a cold one of the same round. Returns
/// whether none was more.
fn edits(wishes: &Wishes) -> bool {
    let site = wishes.site("edits");
    support::write(&site, wishes.entries);
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/portal");
    let theme = |name: &str| site.join("themes/portal").join(name);
    for name in ["templates/base.html", "templates/partials/parts.html", "strings/zh-CN.yaml"] {
        fs::create_dir_all(theme(name).parent().unwrap()).unwrap();
        fs::copy(built_in.join(name), theme(name)).unwrap();
    }
    let (entry, config) = (site.join("content/mingshi/e000000.md"), site.join("site.yaml"));
    let replace = |file: PathBuf, from: &str, to: &str| {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(file, text.replacen(from, to, 1)).unwrap();
    };
    let put = |file: PathBuf, mark: &str, round: usize| replace(file, mark, &format!("<i>{round}</i>{mark}"));
    let all: [(&str, &dyn Fn(usize)); 7] = [
        ("title of an entry", &|n| set_title(&entry, &format!("新题{n}"))),
        ("tags of an entry", &|n| replace(entry.clone(), "\ntags: [", &format!("\ntags: [另签{n}, "))),
        ("title of the site", &|n| set_title(&config, &format!("新站{n}"))),
        ("address of the site", &|n| replace(config.clone(), "https://", &format!("https://a{n}."))),
        ("a component", &|n| put(theme("templates/partials/parts.html"), "{% endcomponent entry_card %}", n)),
        ("the template of all pages", &|n| put(theme("templates/base.html"), "{% endblock %}", n)),
        ("a word of the theme", &|n| {
            replace(theme("strings/zh-CN.yaml"), "related: ", &format!("related: {n}"))
        }),
    ];
    let mut took = vec![Vec::new(); all.len() + 1];
    for round in 0..wishes.runs {
        empty_outputs(&site);
        took[0].push(build(&site, &[]));
        build(&site, &[]);
        for (n, (_, edit)) in all.iter().enumerate() {
            std::thread::sleep(Duration::from_millis(150));
            edit(round);
            took[n + 1].push(build(&site, &[]));
        }
    }
    fs::remove_dir_all(&site).unwrap();
    let mut took = took.into_iter().map(median);
    let cold = took.next().unwrap().wall.as_secs_f64();
    println!("\n{} entries\n\n| edit | wall s | of a cold build |\n| --- | ---: | ---: |", wishes.entries);
    println!("| cold | {cold:.3} | 1.00 |");
    let mut held = true;
    for ((name, _), run) in all.iter().zip(took) {
        let share = run.wall.as_secs_f64() / cold;
        held &= share < COLD_MAX;
        println!("| {name} | {:.3} | {share:.2} |", run.wall.as_secs_f64());
    }
    held
}

/// Builds sites of one sort in three sizes, each twice the last.
fn growth(wishes: &Wishes) -> bool {
    println!("\n| what grows | sizes | CPU s | slope |\n| --- | --- | --- | ---: |");
    let mut held = true;
    for (name, most, site) in support::GROWTH {
        let sizes = [most / 4, most / 2, most];
        let took: Vec<f64> = sizes
            .iter()
            .map(|size| {
                let folder = wishes.site("growth");
                support::write_files(&folder, site(*size).into_iter());
                let runs = (0..wishes.runs.min(3)).map(|_| {
                    empty_outputs(&folder);
                    build(&folder, &[]).cpu.as_secs_f64()
                });
                let least = runs.fold(f64::INFINITY, f64::min);
                fs::remove_dir_all(folder).unwrap();
                least
            })
            .collect();
        // What does not grow, such as reading the theme, is measured with an empty site and taken off.
        let fixed = fixed_cost(wishes);
        let slope = ((took[2] - fixed).max(0.001) / (took[1] - fixed).max(0.001)).log2();
        let good = slope <= SLOPE_MAX || took[2] - fixed < 0.1;
        held &= good;
        println!(
            "| {name} | {} | {} | {slope:.2}{} |",
            sizes.map(|size| size.to_string()).join(", "),
            took.iter().map(|took| format!("{took:.2}")).collect::<Vec<_>>().join(", "),
            if good { "" } else { " too steep" },
        );
    }
    held
}

fn fixed_cost(wishes: &Wishes) -> f64 {
    let folder = wishes.site("empty");
    support::write(&folder, 1);
    let runs = (0..3).map(|_| {
        empty_outputs(&folder);
        build(&folder, &[]).cpu.as_secs_f64()
    });
    let least = runs.fold(f64::INFINITY, f64::min);
    fs::remove_dir_all(folder).unwrap();
    least
}

/// Short commands, from the call to the end.
fn start(wishes: &Wishes) {
    let site = wishes.site("small");
    support::write(&site, 20);
    println!("\n| start-up | ms (median of 21) |\n| --- | ---: |");
    let root = site.to_str().unwrap();
    for words in [&["--version"][..], &["check", "--root", root, "--date", DAY]] {
        let mut took: Vec<Duration> = (0..21)
            .map(|_| {
                let begun = Instant::now();
                let status =
                    Command::new(CHAOYIN).args(words).stdout(Stdio::null()).stderr(Stdio::null()).status();
                assert!(status.unwrap().success());
                begun.elapsed()
            })
            .collect();
        took.sort();
        println!("| `chaoyin {}` | {:.1} |", words[0], took[10].as_secs_f64() * 1000.0);
    }
    let bytes = fs::metadata(CHAOYIN).unwrap().len();
    println!("| size of the program | {:.1} MB |", bytes as f64 / 1e6);
    fs::remove_dir_all(site).unwrap();
}
