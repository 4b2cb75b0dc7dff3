//! The rules of the house that neither rustc nor clippy can hold: floors, the one door, who may touch the machine,
//! what every file begins with, how long it may be, and that codes, families and kinds have their cases.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chaoyin::input::kind::builtin;
use chaoyin::output::plan::FAMILIES;
use chaoyin::output::query::shown::OWN;
use chaoyin::shell::catalogue;

/// Lines of a file without its tests.
const LINES_MAX: usize = 500;

/// Files that may be longer, each with its length today and the reason. The list may only shrink, and a length too.
const LONGER: &[(&str, usize, &str)] = &[];

/// Files that may call what `.clippy.toml` forbids, each once for all that it holds.
const LET_OFF: &[&str] = &["build.rs", "src/build/timing.rs", "src/cli/mod.rs", "src/shell/mod.rs"];

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Fails with the list, where there is one.
fn check_none(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn no_module_uses_one_that_stands_below_it() {
    let house = House::read();
    let climbs = house.uses().into_iter().filter(|used| house.climbs(used)).map(|used| used.to_string());
    check_none("these climb; see the order of `mod` lines", climbs.collect());
}

/// A part that a page reads and that is not among them would change its head unseen.
#[test]
fn every_part_of_an_answer_that_pages_read_is_known_for_one() {
    let mut unknown = Vec::new();
    let mut known = 0;
    for file in fs::read_dir(repository().join("src/output/page")).unwrap() {
        let file = file.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        for reader in ["text(", "yes(", "steps(", "get_from_path(", "card("] {
            for (at, _) in text.match_indices(reader) {
                let call = text[at + reader.len()..].split(')').next().unwrap_or_default();
                let Some(path) = call.split('"').nth(1) else { continue };
                let names = path.split('.').filter(|name| !name.is_empty() && !name.contains('{'));
                let (told, others): (Vec<&str>, Vec<&str>) = names.partition(|name| OWN.contains(name));
                known += told.len();
                unknown.extend(others.iter().map(|name| format!("{}: {name}", file.display())));
            }
        }
    }
    check_none("these are not in `OWN` of src/output/query/shown.rs", unknown);
    assert!(known > 30, "{known}");
}

#[test]
fn the_floors_are_seen_in_imports_braces_and_doc_links() {
    let order = [("", "a b"), ("b", "one two")].map(|(module, children)| {
        (path_of(module), children.split(' ').map(str::to_owned).collect::<Vec<_>>())
    });
    for (module, code, climbing) in [
        ("a", "use crate::b::one::X;", true),
        ("b::one", "use crate::a::Y;", false),
        ("b::one", "use super::two::X;", true),
        ("b::two", "use super::one::X;", false),
        ("b::two", "use super::super::a;", false),
        ("a", "use crate::{a::X, b::{one, two}};", true),
        ("b::one", "use super::{one::X,\n    two::{Y, Z}};", true),
        ("a", "/// See [`crate::b::two`].", true),
        ("b::one", "let x = super::two::X::new();", true),
        ("a", "#[cfg(test)]\nmod tests {\n    use crate::b::one;\n}\n", false),
        ("a", "#[cfg(test)]\nuse crate::b::one;\nfn f() { crate::b::two(); }", true),
    ] {
        let file = ModuleFile::new(path_of(module), PathBuf::from("x.rs"), code.to_owned());
        let house = House { order: order.iter().cloned().collect(), files: vec![file] };
        let climbs = house.uses().iter().any(|used| house.climbs(used));
        assert_eq!(climbs, climbing, "{module}: {code}");
    }
}

#[test]
fn outputs_see_the_site_through_one_door() {
    let house = House::read();
    let past = |used: &Use| {
        let under = |module: &str| used.from.starts_with(&path_of(module));
        let door = under("output::query") || used.to.get(1).is_some_and(|name| name == "id");
        under("output") && !door && used.to.first().is_some_and(|wing| wing == "site")
    };
    check_none(
        "these look past `output::query`",
        house.uses().iter().filter(|used| past(used)).map(ToString::to_string).collect(),
    );
}

#[test]
fn the_machine_is_touched_where_the_list_says_and_nowhere_else() {
    let mut seen: Vec<String> = rust_files(&repository().join("src"))
        .chain([repository().join("build.rs")])
        .filter(|file| without_tests(&text(file)).contains("clippy::disallowed_methods"))
        .map(|file| named(&file))
        // What lib.rs says is for tests alone.
        .filter(|name| name != "src/lib.rs")
        .collect();
    seen.sort();
    assert_eq!(seen, LET_OFF);
}

#[test]
fn each_file_says_first_what_it_is() {
    let silent = ["src", "tests", "benches", "fuzz"].into_iter().flat_map(|folder| {
        rust_files(&repository().join(folder)).filter(|file| !text(file).starts_with("//! "))
    });
    check_none("the first line of a file is `//!`", silent.map(|file| named(&file)).collect());
}

#[test]
fn each_file_is_named_by_a_mod_line() {
    let known: BTreeSet<PathBuf> = House::read().files.into_iter().map(|file| file.path).collect();
    let tops = ["src/lib.rs", "src/main.rs"].map(|top| repository().join(top));
    let stray = rust_files(&repository().join("src")).filter(|f| !known.contains(f) && !tops.contains(f));
    check_none("no `mod` names these", stray.map(|file| named(&file)).collect());
}

#[test]
fn a_mod_file_is_a_table_of_contents() {
    let mut broken = Vec::new();
    for file in rust_files(&repository().join("src")).filter(|file| file.ends_with("mod.rs")) {
        for line in text(&file).lines() {
            let attribute = line.starts_with("#[") || line.starts_with("#![");
            if !(line.is_empty() || line.starts_with("//") || attribute || declared(line).is_some()) {
                broken.push(format!("{}: {line}", named(&file)));
            }
        }
    }
    check_none("a mod.rs holds docs and `mod` lines", broken);
}

#[test]
fn a_file_has_at_most_five_hundred_lines_besides_its_tests() {
    let mut broken = Vec::new();
    let mut granted: BTreeMap<&str, usize> = LONGER.iter().map(|(file, lines, _)| (*file, *lines)).collect();
    for file in rust_files(&repository().join("src")) {
        let lines = without_tests(&text(&file)).lines().count();
        let name = named(&file);
        match granted.remove(name.as_str()) {
            Some(most) if lines > most => broken.push(format!("{name} has grown: {most} → {lines}")),
            Some(most) if lines < most => broken.push(format!("{name}: note {lines} instead of {most}")),
            None if lines > LINES_MAX => broken.push(format!("{name}: {lines} lines")),
            _ => {}
        }
    }
    broken.extend(granted.keys().map(|name| format!("{name} is gone: take it off the list")));
    check_none("too long; split it where it has a seam", broken);
}

#[test]
fn the_map_of_the_architecture_names_the_wings() {
    let page = text(&repository().join("ARCHITECTURE.md"));
    let row = |line: &str| line.strip_prefix("| `").and_then(|rest| Some(rest.split_once('`')?.0.to_owned()));
    let map: Vec<String> = page.lines().filter_map(row).collect();
    assert_eq!(Some(&map), House::read().order.get(&Vec::new()));
}

#[test]
fn every_code_has_a_case_and_every_case_a_code() {
    let codes: BTreeSet<String> = catalogue::all().iter().map(|code| code.name.to_owned()).collect();
    assert_eq!(folders("codes"), codes, "folders of tests/cases/codes against the catalogue");
    let silent = codes.into_iter().filter(|name| !snapshot("codes", name).contains(&format!("[{name}]")));
    check_none("these cases do not show their code", silent.collect());
}

#[test]
fn every_family_and_every_kind_has_a_case() {
    let families: BTreeSet<String> = FAMILIES.iter().map(|family| family.name.to_owned()).collect();
    assert_eq!(folders("families"), families, "folders of tests/cases/families against FAMILIES");
    let silent = families.into_iter().filter(|name| !snapshot("families", name).contains("── public/"));
    check_none("these cases show no output", silent.collect());
    let kinds: BTreeSet<String> = builtin::kinds().value.0.into_keys().collect();
    assert_eq!(folders("kinds"), kinds, "folders of tests/cases/kinds against the built-in kinds");
}

#[test]
fn no_expected_file_is_left_over() {
    let cases = repository().join("tests/cases");
    let mut broken = Vec::new();
    for entry in walkdir::WalkDir::new(&cases).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let name = entry.file_name().to_string_lossy();
        let beside = |other: &str| entry.path().with_file_name(other).exists();
        let lone = name == "expected.snap" && !beside("case.yaml")
            || name == "case.yaml" && !beside("expected.snap");
        if lone || name.ends_with(".snap.new") {
            broken.push(named(entry.path()));
        }
    }
    check_none("a case has a `case.yaml` and an `expected.snap`", broken);
}

fn folders(area: &str) -> BTreeSet<String> {
    let area = repository().join("tests/cases").join(area);
    let entries = fs::read_dir(&area).unwrap_or_else(|error| panic!("{}: {error}", area.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn snapshot(area: &str, case: &str) -> String {
    text(&repository().join("tests/cases").join(area).join(case).join("expected.snap"))
}

fn rust_files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| !["target", "node_modules"].iter().any(|n| entry.file_name() == *n));
    walk.flatten()
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The path below the repository.
fn named(file: &Path) -> String {
    file.strip_prefix(repository()).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

fn path_of(module: &str) -> Vec<String> {
    module.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The modules of `src` as their `mod` lines tell of them.
struct House {
    /// Each module's children in the order of their `mod` lines.
    order: BTreeMap<Vec<String>, Vec<String>>,
    files: Vec<ModuleFile>,
}

struct ModuleFile {
    module: Vec<String>,
    path: PathBuf,
    code: String,
}

impl ModuleFile {
    fn new(module: Vec<String>, path: PathBuf, text: String) -> Self {
        Self { module, path, code: without_tests(&text) }
    }
}

struct Use {
    from: Vec<String>,
    to: Vec<String>,
    place: String,
}

impl std::fmt::Display for Use {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} uses {}", self.place, self.from.join("::"), self.to.join("::"))
    }
}

impl House {
    fn read() -> Self {
        let mut house = Self { order: BTreeMap::new(), files: Vec::new() };
        let src = repository().join("src");
        house.enter(&src, &src.join("lib.rs"), Vec::new());
        house
    }

    /// Reads the children that `contents` declares, which stand in `folder`.
    fn enter(&mut self, folder: &Path, contents: &Path, module: Vec<String>) {
        let children: Vec<String> = text(contents).lines().filter_map(declared).map(str::to_owned).collect();
        for child in &children {
            let inner = [&module[..], std::slice::from_ref(child)].concat();
            let file = folder.join(format!("{child}.rs"));
            let file = if file.exists() { file } else { folder.join(child).join("mod.rs") };
            self.files.push(ModuleFile::new(inner.clone(), file.clone(), text(&file)));
            self.enter(&folder.join(child), &file, inner);
        }
        self.order.insert(module, children);
    }

    fn uses(&self) -> Vec<Use> {
        let of = |file: &ModuleFile| {
            let place = named(&file.path);
            let to = paths_in(&file.code, &file.module).into_iter();
            to.map(|to| Use { from: file.module.clone(), to, place: place.clone() }).collect::<Vec<_>>()
        };
        self.files.iter().flat_map(of).collect()
    }

    /// Where the two paths part, the one used must stand earlier in that level's list.
    fn climbs(&self, used: &Use) -> bool {
        let same = used.from.iter().zip(&used.to).take_while(|(a, b)| a == b).count();
        let (Some(own), Some(other)) = (used.from.get(same), used.to.get(same)) else { return false };
        let Some(level) = self.order.get(&used.from[..same]) else { return false };
        let floor = |name: &String| level.iter().position(|module| module == name);
        matches!((floor(own), floor(other)), (Some(own), Some(other)) if other > own)
    }
}

/// The name in `mod name;`, at the margin: modules in a test module are not the house's.
fn declared(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub(crate) ").or_else(|| line.strip_prefix("pub ")).unwrap_or(line);
    line.strip_prefix("mod ")?.strip_suffix(';')
}

/// A file's text without what stands behind `#[cfg(test)]`. Formatted code ends an item with a brace as deep as its
/// first line, so no parser is needed.
fn without_tests(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        let margin = &line[..line.len() - line.trim_start().len()];
        let mut first = lines.next().unwrap_or_default();
        while first.trim().starts_with("#[") {
            first = lines.next().unwrap_or_default();
        }
        if !first.ends_with(';') && !first.ends_with('}') {
            let end = format!("{margin}}}");
            lines.by_ref().find(|line| *line == end);
        }
    }
    kept
}

/// Every module path that begins with `crate::` or `super::`, its braces opened; doc links count too.
fn paths_in(code: &str, module: &[String]) -> Vec<Vec<String>> {
    let parent = &module[..module.len() - 1];
    let mut paths = Vec::new();
    for (at, word) in code.match_indices("crate::") {
        paths.extend(opened(&code[at + word.len()..], &[]));
    }
    for (at, word) in code.match_indices("super::") {
        // A further `super::` of a chain was followed with its first.
        if !code[..at].ends_with("super::") {
            paths.extend(opened(&code[at + word.len()..], parent));
        }
    }
    paths
}

fn opened(text: &str, base: &[String]) -> Vec<Vec<String>> {
    if let Some(rest) = text.strip_prefix("super::") {
        return opened(rest, &base[..base.len().saturating_sub(1)]);
    }
    if let Some(list) = text.strip_prefix('{') {
        return parts(list).into_iter().flat_map(|part| opened(part.trim(), base)).collect();
    }
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if name.is_empty() {
        return Vec::new();
    }
    let here = [base, std::slice::from_ref(&name)].concat();
    match text[name.len()..].strip_prefix("::") {
        Some(rest) if rest.starts_with(|c: char| c == '{' || c.is_lowercase()) => opened(rest, &here),
        _ => vec![here],
    }
}

/// The parts of a list in braces, which has just been opened, between commas of its own level.
fn parts(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&list[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts
}
