//! All or nothing: the output folder is the whole old site or the whole new one.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use crate::support::{TODAY, TestSite, files};

type Tree = BTreeMap<String, Vec<u8>>;

const PAGES: usize = 100;
const KILLS: usize = 120;

/// Every page differs from one edition to the other, and each edition has one page that the other has not.
fn edition(site: &TestSite, number: usize) {
    for page in 0..PAGES {
        site.entry(&format!("p{page}"), &format!("第 {number} 版，第 {page} 页。"));
    }
    site.entry(&format!("only-in-{number}"), "只在这一版。");
    let other = site.path(&format!("content/a/only-in-{}.md", 1 - number));
    if other.exists() {
        fs::remove_file(other).unwrap();
    }
}

fn whole(number: usize) -> Tree {
    let site = TestSite::new();
    edition(&site, number);
    site.build();
    site.outputs()
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_whole_old_site_or_the_whole_new_one() {
    let wholes = [whole(0), whole(1)];
    assert!(wholes.iter().all(|whole| whole.len() > PAGES));
    let site = TestSite::new();
    edition(&site, 0);
    site.build();
    let (mut shown, mut seen) = (0, [0, 0]);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut longest = length_of_a_build();
    for kill in 0..KILLS {
        let next = 1 - shown;
        edition(&site, next);
        // Spread over the whole build and a little past it.
        let roll = dice.roll();
        let moment = longest.mul_f64(roll * 1.15);
        let begun = Instant::now();
        let mut build = site.start(&["build", "--quiet", "--date", TODAY]);
        sleep(moment.saturating_sub(begun.elapsed()));
        let ended = build.try_wait().unwrap().is_some();
        build.kill().unwrap();
        build.wait().unwrap();
        // How long a build takes changes with what else the machine does: late moments must mostly find it ended.
        if ended {
            longest = longest.mul_f64(0.98);
        } else if roll > 0.8 {
            longest = longest.mul_f64(1.25);
        }
        let found = site.outputs();
        let Some(which) = wholes.iter().position(|whole| *whole == found) else {
            panic!(
                "kill {kill} after {moment:?} left neither edition: {}",
                difference(&found, &wholes[shown])
            );
        };
        seen[usize::from(which == next)] += 1;
        shown = which;
    }
    assert!(seen.iter().all(|count| *count >= 10), "the moments were not spread: {seen:?}");
    edition(&site, 1 - shown);
    site.build();
    assert_eq!(site.outputs(), wholes[1 - shown]);
    assert_eq!(beside(&site), ["content", "public", "site.yaml"], "what killed builds left is swept");
}

/// What stands in the site's root, without our own folder.
fn beside(site: &TestSite) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(site.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".chaoyin")
        .collect();
    names.sort();
    names
}

fn length_of_a_build() -> Duration {
    let site = TestSite::new();
    edition(&site, 0);
    site.build();
    edition(&site, 1);
    let begun = Instant::now();
    site.build();
    begun.elapsed()
}

fn difference(found: &Tree, whole: &Tree) -> String {
    let gone: Vec<_> = whole.keys().filter(|path| !found.contains_key(*path)).take(3).collect();
    let extra: Vec<_> = found.keys().filter(|path| !whole.contains_key(*path)).take(3).collect();
    format!("{} files, missing {gone:?}, extra {extra:?}", found.len())
}

/// Seeded, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
    }
}

#[test]
fn unchanged_outputs_are_the_same_files_and_changed_ones_are_new() {
    let site = TestSite::new();
    site.entry("one", "甲").entry("two", "乙").build();
    let inode = |page: &str| fs::metadata(site.path(&format!("public/a/{page}/index.html"))).unwrap().ino();
    let (one, two) = (inode("one"), inode("two"));
    site.entry("one", "丙").build();
    assert_ne!(inode("one"), one);
    assert_eq!(inode("two"), two);
    assert!(site.output("a/one/index.html").contains('丙'));
}

#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let site = TestSite::new();
    site.entry("one", "甲").build();
    let folder = || fs::metadata(site.path("public")).unwrap().ino();
    let before = folder();
    site.build().says("写入 0 个文件");
    assert_eq!(folder(), before);
}

#[test]
fn a_lost_cache_or_a_changed_output_is_made_good() {
    let site = TestSite::new();
    site.entry("one", "甲").entry("two", "乙").build();
    let whole = site.outputs();
    fs::remove_file(site.path(".chaoyin/cache")).unwrap();
    site.build();
    assert_eq!(site.outputs(), whole);
    fs::write(site.path("public/a/one/index.html"), "someone wrote here").unwrap();
    fs::remove_file(site.path("public/a/two/index.html")).unwrap();
    site.build();
    assert_eq!(site.outputs(), whole);
    fs::write(site.path(".chaoyin/cache"), "damaged").unwrap();
    site.build();
    assert_eq!(site.outputs(), whole);
}

#[test]
fn texts_of_the_cache_that_are_damaged_where_they_are_looked_at_are_read_from_the_sources_again() {
    let site = TestSite::new();
    let fresh = |site: &TestSite| {
        site.run(&["build", "--date", TODAY, "--no-cache", "--out", "fresh"]).ends(0);
        files(&site.path("fresh"))
    };
    site.entry("one", "甲").entry("two", "乙").build();
    site.file("site.yaml", "title: 测试\nbase_url: https://example.org\ntheme: own\n");
    for word in ["甲", "乙"] {
        // Texts stand at the end of a part: nothing is lost before somebody looks at them.
        for part in fs::read_dir(site.path(".chaoyin/parts")).unwrap().map(|part| part.unwrap().path()) {
            let mut bytes = fs::read(&part).unwrap();
            *bytes.last_mut().unwrap() ^= 1;
            fs::write(part, bytes).unwrap();
        }
        let template = "{% extends \"portal/entry/article.html\" %}{% block before_body %}";
        let template = format!("{template}{word}{{% endblock %}}");
        site.file("themes/own/templates/entry/article.html", &template).build();
        assert_eq!(site.outputs(), fresh(&site), "{word}");
    }
    // What is remembered now is whole.
    site.entry("two", "丙").build();
    assert_eq!(site.outputs(), fresh(&site));
}

#[test]
fn an_old_cache_is_never_taken_for_the_present_outputs() {
    let site = TestSite::new();
    site.entry("one", "甲").build();
    let (cache, first) = (fs::read(site.path(".chaoyin/cache")).unwrap(), site.outputs());
    site.entry("one", "乙").build();
    // As after a kill between the exchange and the writing of the cache.
    fs::write(site.path(".chaoyin/cache"), cache).unwrap();
    site.entry("one", "甲").build();
    assert_eq!(site.outputs(), first);
}

#[test]
fn losing_our_folder_costs_time_and_nothing_else() {
    let site = TestSite::new();
    site.entry("one", "甲").entry("two", "乙").build();
    fs::remove_dir_all(site.path(".chaoyin")).unwrap();
    site.remove("content/a/two.md").entry("one", "丙").build().says("OUT021").says("/a/two/");
    let clean = TestSite::new();
    clean.entry("one", "丙").build();
    assert_eq!(site.outputs(), clean.outputs());
    fs::remove_dir_all(site.path(".chaoyin")).unwrap();
    fs::write(site.path("public/notes.txt"), "mine").unwrap();
    site.run(&["build", "--date", TODAY]).ends(2).says("OUT030").says("notes.txt");
    assert_eq!(fs::read_to_string(site.path("public/notes.txt")).unwrap(), "mine");
}

#[test]
fn published_addresses_are_guarded_by_whichever_of_the_two_folders_is_left() {
    for lost in ["public", ".chaoyin", ".chaoyin/cache"] {
        let site = TestSite::new();
        site.entry("one", "甲").entry("two", "乙").build();
        let lost = site.path(lost);
        if lost.is_dir() {
            fs::remove_dir_all(lost).unwrap()
        } else {
            fs::remove_file(lost).unwrap()
        }
        site.remove("content/a/two.md").build().says("OUT021").says("/a/two/");
    }
}

#[test]
fn an_output_folder_without_its_list_is_taken_only_where_it_holds_what_would_be_written() {
    let site = TestSite::new();
    site.entry("one", "甲").build();
    // As after a copy that leaves out names with a dot.
    site.remove("public/.chaoyin-files").build();
    assert!(site.path("public/.chaoyin-files").exists());
    for list in ["", "chaoyin-files 1 0\n"] {
        site.file("public/.chaoyin-files", list).file("public/index.html", "mine");
        site.run(&["build", "--date", TODAY]).ends(2).says("OUT030");
        assert_eq!(site.output("index.html"), "mine");
    }
    // A folder that was ours once and is somebody else's by now.
    fs::remove_dir_all(site.path("public")).unwrap();
    site.file("public/index.html", "mine");
    site.run(&["build", "--date", TODAY]).ends(2).says("OUT030");
    assert_eq!(site.output("index.html"), "mine");
}

#[test]
fn the_output_of_another_site_is_refused_and_that_of_a_renamed_one_is_not() {
    let site = TestSite::new();
    site.entry("one", "甲").build();
    let other = TestSite::new();
    other.entry("one", "甲").file("site.yaml", "title: 别的\nbase_url: https://other.example\n");
    let out = site.path("public").to_str().unwrap().to_owned();
    let before = site.outputs();
    other.run(&["build", "--date", TODAY, "--out", &out]).ends(2).says("OUT034").says("测试");
    assert_eq!(site.outputs(), before);
    site.file("site.yaml", "title: 改名\nbase_url: https://new.example\n").build();
    fs::remove_dir_all(site.path(".chaoyin")).unwrap();
    site.file("site.yaml", "title: 再改名\nbase_url: https://new.example\n").build();
}

#[test]
fn a_repository_and_keep_files_in_the_output_folder_survive() {
    let site = TestSite::new();
    site.bytes("public/.git/HEAD", b"ref: refs/heads/main\n")
        .bytes("public/.keep", b"")
        .entry("one", "甲")
        .build();
    site.entry("one", "乙").build();
    assert_eq!(fs::read(site.path("public/.git/HEAD")).unwrap(), b"ref: refs/heads/main\n");
    assert!(site.path("public/.keep").exists());
    assert!(site.output("a/one/index.html").contains('乙'));
}

#[test]
fn a_repository_that_a_killed_build_took_along_comes_back() {
    let site = TestSite::new();
    site.entry("one", "甲").build();
    site.entry("one", "乙").build();
    // As after a kill right after the exchange: the repository stands in the old tree.
    let mut kept = fs::read_dir(site.path(".chaoyin")).unwrap().map(|entry| entry.unwrap().path());
    let kept = kept.find(|path| is_staged_tree(path)).unwrap();
    for left in [site.path(&format!(".public.chaoyin-{}", dead_process())), kept] {
        fs::create_dir_all(left.join(".git")).unwrap();
        fs::write(left.join(".git/HEAD"), "ref").unwrap();
        site.build();
        assert_eq!(fs::read(site.path("public/.git/HEAD")).unwrap(), b"ref");
        assert!(!left.join(".git").exists());
        fs::remove_dir_all(site.path("public/.git")).unwrap();
    }
    assert_eq!(beside(&site), ["content", "public", "site.yaml"]);
}

#[test]
fn a_probe_that_a_killed_build_left_is_swept() {
    let site = TestSite::new();
    site.entry("one", "甲").file(&format!(".chaoyin-probe-{}", dead_process()), "").build();
    assert_eq!(beside(&site), ["content", "public", "site.yaml"]);
}

#[test]
fn what_the_staged_tree_holds_of_older_sites_is_never_published() {
    let site = TestSite::new();
    site.entry("one", "甲").file("content/a/doc", "a file").build();
    site.remove("content/a/doc").file("content/a/doc/x.txt", "in a folder").build();
    let folder = site.outputs();
    for round in 0..4 {
        fs::remove_dir_all(site.path("content/a/doc")).unwrap();
        site.file("content/a/doc", "a file").entry("one", &format!("第 {round} 轮")).build();
        let clean = TestSite::new();
        clean.entry("one", &format!("第 {round} 轮")).file("content/a/doc", "a file").build();
        assert_eq!(site.outputs(), clean.outputs());
        // Whatever else comes to stand there.
        for entry in fs::read_dir(site.path(".chaoyin")).unwrap().map(|entry| entry.unwrap().path()) {
            if is_staged_tree(&entry) {
                fs::create_dir_all(entry.join("a/one/index.html.d/x")).unwrap();
                fs::write(entry.join("stray.html"), "stray").unwrap();
                fs::remove_dir_all(entry.join("a/one")).unwrap();
                fs::write(entry.join("a/one"), "a file where a folder is needed").unwrap();
            }
        }
        site.remove("content/a/doc").file("content/a/doc/x.txt", "in a folder").entry("one", "甲").build();
        assert_eq!(site.outputs(), folder);
    }
}

#[test]
fn what_others_do_in_the_output_folder_never_comes_back_from_the_staged_tree() {
    let deeds: [fn(&Path); 3] = [
        // The very file that the staged tree links to is altered, and the right one put in its place.
        |page| {
            let right = fs::read(page).unwrap();
            fs::write(page, "altered").unwrap();
            fs::write(page.with_extension("new"), right).unwrap();
            fs::rename(page.with_extension("new"), page).unwrap();
        },
        |page| fs::write(page, "altered").unwrap(),
        |page| fs::remove_file(page).unwrap(),
    ];
    for (n, deed) in deeds.iter().enumerate() {
        let site = TestSite::new();
        site.entry("one", "甲").entry("two", "乙").build();
        // From the second on, the staged tree is known.
        for text in ["丙", "丁"] {
            std::thread::sleep(std::time::Duration::from_millis(20));
            site.entry("two", text).build();
        }
        deed(&site.path("public/a/one/index.html"));
        site.entry("two", "戊").build();
        let clean = TestSite::new();
        clean.entry("one", "甲").entry("two", "戊").build();
        assert_eq!(site.outputs(), clean.outputs(), "deed {n}");
    }
}

/// Whether a folder of ours is the base of the next staged tree.
fn is_staged_tree(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("tree-"))
}

/// The number of a process that is no more.
fn dead_process() -> u32 {
    let mut child = std::process::Command::new("true").spawn().unwrap();
    let pid = child.id();
    child.wait().unwrap();
    pid
}

#[test]
fn a_failing_build_leaves_the_old_site_byte_for_byte() {
    let site = TestSite::new();
    site.entry("one", "甲").build();
    let before = site.outputs();
    site.file("content/a/two.md", "---\ntitle: 没有结束\n");
    site.run(&["build"]).ends(1);
    assert_eq!(site.outputs(), before);
    assert_eq!(beside(&site), ["content", "public", "site.yaml"]);
}

#[test]
fn output_folders_that_would_endanger_files_are_refused() {
    let site = TestSite::new();
    site.entry("one", "甲").file("notes/mine.txt", "mine");
    let before = files(site.root());
    for (out, code) in [
        (".", "OUT031"),
        ("..", "OUT031"),
        ("/", "OUT031"),
        ("content", "OUT032"),
        ("content/public", "OUT032"),
        ("themes/x", "OUT032"),
        ("static", "OUT032"),
        (".git", "OUT032"),
        ("a/../content/b", "OUT032"),
        ("notes", "OUT030"),
        ("site.yaml", "OUT033"),
    ] {
        site.run(&["build", "--out", out]).ends(2).says(code);
    }
    let mut after = files(site.root());
    after.retain(|path, _| !path.starts_with(".chaoyin"));
    assert_eq!(after, before);
}

#[test]
fn a_link_to_the_output_folder_is_followed() {
    let site = TestSite::new();
    site.entry("one", "甲");
    fs::create_dir_all(site.path("www/portal")).unwrap();
    std::os::unix::fs::symlink(site.path("www/portal"), site.path("public")).unwrap();
    site.build();
    site.entry("one", "乙").build();
    assert!(fs::symlink_metadata(site.path("public")).unwrap().is_symlink());
    assert!(site.output("a/one/index.html").contains('乙'));
}

#[test]
fn a_verified_build_refuses_what_a_wrong_cache_led_to() {
    let site = TestSite::new();
    site.entry("one", "甲").entry("two", "乙").build();
    let right = site.output("a/one/index.html");
    let verified = || site.run(&["build", "--date", TODAY, "--verify"]);
    verified().ends(0).says("逐字节相同");
    let (path, cut) = ("a/one/index.html", right.len() / 2);
    site.poison(path, &right.as_bytes()[..cut]);
    site.build();
    assert_eq!(fs::read(site.path("public/a/one/index.html")).unwrap().len(), cut, "a cache is believed");
    let byte = format!("第 {} 个字节", cut + 1);
    verified().ends(1).says("OUT035").says("public/a/one/index.html").says(&byte);
    site.run(&["build", "--date", TODAY, "--no-cache"]).ends(0);
    assert_eq!(site.output(path), right);
    site.build();
    assert_eq!(site.output(path), right);
    verified().ends(0);
}

#[test]
fn a_build_that_would_change_nothing_still_looks_at_its_outputs_and_tells_what_it_found() {
    let site = TestSite::new();
    site.entry("one", "甲").build();
    let whole = site.outputs();
    let settled = || {
        let mut own = fs::read_dir(site.path(".chaoyin")).unwrap();
        own.any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with("settled-"))
    };
    assert!(settled());
    for harm in [
        &(|page: &Path| fs::remove_file(page).unwrap()) as &dyn Fn(&Path),
        &|page| fs::write(page, "another page").unwrap(),
        &|page| fs::remove_dir_all(page.parent().unwrap()).unwrap(),
    ] {
        harm(&site.path("public/a/one/index.html"));
        site.build();
        assert_eq!(site.outputs(), whole);
        site.build();
        assert_eq!(site.outputs(), whole);
    }
    site.file("public/stray.txt", "of somebody else");
    site.run(&["build", "--date", TODAY]).ends(2).says("OUT030");
    site.remove("public/stray.txt").entry("two", "手机 13800001234").build();
    assert!(!settled());
    site.run(&["build", "--date", TODAY]).ends(0).says("PII002");
}

/// Puts a copy in the place of every file of a site, as a pipeline does: a fresh one of each source, one with its moment
/// of change of what was kept in an archive, which may keep whole seconds only.
fn bring_back(site: &TestSite, in_seconds: bool) {
    for kept in ["content", "public", ".chaoyin"] {
        copy_over(&site.path(kept), kept != "content", in_seconds);
    }
}

fn copy_over(folder: &Path, with_moments: bool, in_seconds: bool) {
    let moment = |path: &Path| {
        let moment = fs::metadata(path).unwrap().modified().unwrap();
        let since = moment.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        SystemTime::UNIX_EPOCH + if in_seconds { Duration::from_secs(since.as_secs()) } else { since }
    };
    let of_folder = moment(folder);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            copy_over(&path, with_moments, in_seconds);
            continue;
        }
        let (bytes, of_file) = (fs::read(&path).unwrap(), moment(&path));
        let beside = path.with_extension("copy");
        fs::write(&beside, bytes).unwrap();
        fs::rename(&beside, &path).unwrap();
        if with_moments {
            fs::File::options().write(true).open(&path).unwrap().set_modified(of_file).unwrap();
        }
    }
    if with_moments {
        fs::File::open(folder).unwrap().set_modified(of_folder).unwrap();
    }
}

#[test]
fn a_site_that_a_pipeline_brought_back_is_known_again() {
    for in_seconds in [false, true] {
        let site = TestSite::new();
        site.entry("one", "甲").entry("two", "乙").build();
        site.entry("two", "丙").build();
        let whole = site.outputs();
        let inode = |path: &str| fs::metadata(site.path(path)).unwrap().ino();
        for _ in 0..2 {
            bring_back(&site, in_seconds);
            let before = (inode("public"), inode("public/a/one/index.html"));
            let run = site.run(&["build", "--timings", "--date", TODAY]);
            run.ends(0).says("写入 0 个文件").says("读取文件");
            assert!(!run.err.contains("生成页面"), "no stage was needed: {}", run.err);
            assert_eq!((inode("public"), inode("public/a/one/index.html")), before);
            assert_eq!(site.outputs(), whole);
        }
        bring_back(&site, in_seconds);
        let kept = inode("public/404.html");
        site.entry("one", "丁").build();
        assert_eq!(inode("public/404.html"), kept);
        let clean = TestSite::new();
        clean.entry("one", "丁").entry("two", "丙").build();
        assert_eq!(site.outputs(), clean.outputs());
        bring_back(&site, in_seconds);
        let page = site.path("public/a/two/index.html");
        let other = site.output("a/two/index.html").replace('丙', "戊");
        fs::write(&page, other).unwrap();
        site.build();
        assert_eq!(site.outputs(), clean.outputs());
    }
}
