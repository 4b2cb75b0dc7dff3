//! Behaviour as data: each folder below `tests/cases` is a small site, and what the program says of it.

use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Deserialize;

use crate::support::{TODAY, TestSite};

/// A `case.yaml`. Files beside it are the case's site, on top of the one that tests begin with
/// (a column `a` with one entry).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Command lines, run one after the other; each gets `--date` where it has none and the verb takes one. `rm PATH`
    /// and `mv PATH PATH` change the site in between, `poison OUTPUT TEXT` an output and what the cache says of it.
    #[serde(default = "check_alone")]
    run: Vec<String>,
    /// The day of the runs.
    date: Option<String>,
    /// Begin with an empty folder.
    #[serde(default)]
    bare: bool,
    /// Lay the bare theme of `tests/cases/theme` over the built-in one, so that a page's snapshot holds its content
    /// and not the theme's looks.
    #[serde(default)]
    plain: bool,
    /// What git cannot hold, or nobody wants to see in a file.
    #[serde(default)]
    make: Vec<Make>,
    /// Files to be shown after the runs.
    #[serde(default)]
    show: Vec<String>,
}

/// One thing that is made in the site before the runs.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Make {
    /// A named pipe at this path.
    Pipe(String),
    /// A symbolic link.
    Link { at: String, to: String },
    /// A file with bytes that are written as `\xNN` in its name or its text.
    Bytes { at: String, bytes: String },
    /// A file that is `text` so many times, between `before` and `after`; `\xNN` stands for a byte.
    Repeat {
        at: String,
        #[serde(default)]
        before: String,
        text: String,
        times: usize,
        #[serde(default)]
        after: String,
    },
    /// A file of this length that takes no room.
    Sparse { at: String, len: u64 },
    /// An empty folder.
    Folder(String),
}

fn check_alone() -> Vec<String> {
    vec!["check".to_owned()]
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Verbs that know of a day.
const DATED: [&str; 5] = ["build", "check", "list", "report", "new"];

#[test]
fn every_case_shows_what_is_expected() {
    let walk = walkdir::WalkDir::new(root()).sort_by_file_name();
    let cases: Vec<PathBuf> = walk
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_name() == "case.yaml")
        .map(|entry| entry.path().parent().unwrap().to_owned())
        .collect();
    assert!(cases.len() > 100, "the folder of cases is not there");
    let failed: Vec<String> = cases
        .par_iter()
        .filter(|folder| catch_unwind(AssertUnwindSafe(|| check(folder))).is_err())
        .map(|folder| folder.strip_prefix(root()).unwrap().display().to_string())
        .collect();
    assert!(failed.is_empty(), "not as expected (see tests/README.md): {}", failed.join(" "));
}

fn check(folder: &Path) {
    let case: Case = serde_saphyr::from_str(&fs::read_to_string(folder.join("case.yaml")).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let shown = run(folder, &case);
    let settings = {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        // What differs from run to run, and what the theme alone decides.
        settings.add_filter(r"\d+\.\d+ 秒", "<用时>");
        settings.add_filter(r"写入 \d+ 个文件", "写入 <数> 个文件");
        settings.add_filter(r"\.[0-9a-f]{8}\.(css|js|svg)", ".<指纹>.$1");
        settings
    };
    settings.bind(|| insta::assert_snapshot!("expected", shown));
}

fn run(folder: &Path, case: &Case) -> String {
    let site = if case.bare { TestSite::empty() } else { TestSite::new() };
    if !case.bare {
        site.entry("起点", "正文");
    }
    copy(folder, &site, "");
    if case.plain {
        copy(&root().join("theme"), &site, "themes/portal/");
    }
    case.make.iter().for_each(|make| make.in_site(&site));
    let mut shown = String::new();
    for line in &case.run {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        if let ["rm" | "mv" | "poison", ..] = words[..] {
            changed(&site, &words);
            let _ = writeln!(shown, "$ {line}\n");
            continue;
        }
        let date = case.date.as_deref().unwrap_or(TODAY);
        if DATED.contains(&words[0]) && !line.contains("--date") {
            words.extend(["--date", date]);
        }
        let run = site.run(&words);
        let _ = writeln!(shown, "$ chaoyin {line}\n{}{}= {}\n", run.out, run.err, run.status);
    }
    for path in &case.show {
        let text = match fs::read(site.path(path)) {
            Ok(bytes) => String::from_utf8(bytes).unwrap_or_else(|_| "（不是文字）".to_owned()),
            Err(_) => "（没有这个文件）".to_owned(),
        };
        let _ = writeln!(shown, "── {path}\n{}\n", text.trim_end());
    }
    if folder.parent() == Some(&root().join("families")) {
        is_made_by(folder.file_name().unwrap().to_str().unwrap(), &site, case);
    }
    stable(&site, &shown)
}

fn changed(site: &TestSite, words: &[&str]) {
    match *words {
        ["rm", path] if site.path(path).is_dir() => fs::remove_dir_all(site.path(path)).unwrap(),
        ["rm", path] => fs::remove_file(site.path(path)).unwrap(),
        ["mv", from, to] => fs::rename(site.path(from), site.path(to)).unwrap(),
        ["poison", output, text] => drop(site.poison(output, text.as_bytes())),
        _ => panic!("`rm PATH`, `mv PATH PATH` or `poison OUTPUT TEXT`: {words:?}"),
    }
}

/// A family's case shows an output of that family.
fn is_made_by(family: &str, site: &TestSite, case: &Case) {
    let date = case.date.as_deref().unwrap_or(TODAY);
    let listed = site.run(&["list", "outputs", "--format", "json", "--date", date]).out;
    let outputs: Vec<serde_json::Value> = serde_json::from_str(&listed).unwrap();
    let own = |output: &serde_json::Value| {
        let path = format!("public/{}", output["path"].as_str().unwrap_or_default());
        output["family"] == family && case.show.contains(&path)
    };
    assert!(outputs.iter().any(own), "no output of the family {family} is shown");
}

fn copy(folder: &Path, site: &TestSite, to: &str) {
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap();
        if !["case.yaml", "expected.snap", "expected.snap.new"].contains(&path) {
            site.bytes(&format!("{to}{path}"), &fs::read(entry.path()).unwrap());
        }
    }
}

/// The same without the folder that it was made in.
fn stable(site: &TestSite, shown: &str) -> String {
    let real = fs::canonicalize(site.root()).unwrap();
    shown.replace(real.to_str().unwrap(), "<站点>").replace(site.root().to_str().unwrap(), "<站点>")
}

impl Make {
    fn in_site(&self, site: &TestSite) {
        match self {
            Self::Pipe(at) => {
                let made = std::process::Command::new("mkfifo").arg(site.path(at)).status().unwrap();
                assert!(made.success(), "mkfifo {at}");
            }
            Self::Link { at, to } => std::os::unix::fs::symlink(to, site.path(at)).unwrap(),
            Self::Bytes { at, bytes } => {
                use std::os::unix::ffi::OsStringExt as _;
                let path = site.root().join(std::ffi::OsString::from_vec(unescaped(at)));
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, unescaped(bytes)).unwrap();
            }
            Self::Repeat { at, before, text, times, after } => {
                site.bytes(at, &unescaped(&format!("{before}{}{after}", text.repeat(*times))));
            }
            Self::Sparse { at, len } => {
                // A file of the case is made longer; none is made.
                let file = site.path(at);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::File::options().create(true).append(true).open(file).unwrap().set_len(*len).unwrap();
            }
            Self::Folder(at) => fs::create_dir_all(site.path(at)).unwrap(),
        }
    }
}

/// Bytes of a text in which `\xNN` stands for one.
fn unescaped(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    bytes
}
