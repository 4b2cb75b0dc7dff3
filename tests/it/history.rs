//! The days of changes as Git knows them: told on pages, in feeds and in the sitemap; and what is said where it cannot tell.

use std::process::Command;

use crate::support::TestSite;

const GIT: &str = "title: 测试\nbase_url: https://example.com\nrepository: { dates: git }\n";

/// Runs git in a site as somebody, at a moment.
fn git(site: &TestSite, at: &str, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(site.path("")).args(["-c", "user.name=甲", "-c", "user.email=a@example.com"]);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let moment = [("GIT_AUTHOR_DATE", at), ("GIT_COMMITTER_DATE", at)];
    let ran = command.args(arguments).envs(moment).output().unwrap();
    assert!(ran.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

fn commit(site: &TestSite, at: &str) {
    git(site, at, &["add", "-A"]);
    git(site, at, &["commit", "-qm", "改"]);
}

/// A site with two commits: both entries on 1 April, the second one again on the night of 2 to 3 May.
fn with_history() -> TestSite {
    let site = TestSite::new();
    site.file("site.yaml", GIT).entry("jia", "正文").entry("乙 篇", "正文");
    git(&site, "2026-04-01T10:00:00+08:00", &["init", "-q"]);
    commit(&site, "2026-04-01T10:00:00+08:00");
    site.entry("乙 篇", "正文改");
    commit(&site, "2026-05-02T17:30:00+00:00");
    site
}

fn build(site: &TestSite, more: &[&str]) -> String {
    let run = site.run(&[&["build", "--date", "2026-05-10"], more].concat());
    assert_eq!(run.status, 0, "{}", run.err);
    run.err
}

fn text(site: &TestSite, path: &str) -> String {
    std::fs::read_to_string(site.path(path)).unwrap()
}

#[test]
fn the_last_commit_tells_when_an_entry_was_changed() {
    let site = with_history();
    build(&site, &[]);
    let [jia, yi] = ["public/a/jia/index.html", "public/a/yi-pian/index.html"].map(|path| text(&site, path));
    // The entries are of 1 April: a commit of that day is no change of what was published.
    assert!(!jia.contains("更新于"), "{jia}");
    assert!(yi.contains("更新于<time datetime=\"2026-05-03\">"), "{yi}");
    assert!(yi.contains("article:modified_time\" content=\"2026-05-03T"), "{yi}");
    assert!(text(&site, "public/sitemap.xml").contains("/a/yi-pian/</loc><lastmod>2026-05-03"));
    assert!(text(&site, "public/a/feed.xml").contains("<updated>2026-05-03T00:00:00+08:00</updated>"));
}

#[test]
fn what_an_editor_writes_goes_before_what_git_says_and_without_the_option_git_is_not_asked() {
    let site = with_history();
    site.file("content/a/乙 篇.md", "---\ntitle: 乙\ndate: 2026-04-01\nupdated: 2026-04-20\n---\n\n正文\n");
    build(&site, &[]);
    assert!(text(&site, "public/a/yi-pian/index.html").contains("datetime=\"2026-04-20\""));
    site.entry("乙 篇", "正文").file("site.yaml", &GIT.replace("git", "written"));
    build(&site, &[]);
    assert!(!text(&site, "public/a/yi-pian/index.html").contains("更新于"));
}

#[test]
fn a_commit_renews_the_page_in_a_build_with_a_memory() {
    let site = with_history();
    build(&site, &[]);
    std::fs::write(site.path("content/a/jia.md"), text(&site, "content/a/jia.md") + "\n又一段。\n").unwrap();
    build(&site, &[]);
    assert!(
        !text(&site, "public/a/jia/index.html").contains("更新于"),
        "what is not committed has no day yet"
    );
    commit(&site, "2026-05-09T12:00:00+08:00");
    build(&site, &[]);
    let kept = text(&site, "public/a/jia/index.html");
    assert!(kept.contains("datetime=\"2026-05-09\""), "{kept}");
    build(&site, &["--no-cache"]);
    assert_eq!(text(&site, "public/a/jia/index.html"), kept);
}

#[test]
fn a_site_below_the_root_of_its_repository_finds_its_own_files() {
    let above = TestSite::new();
    let site = above.path("portal");
    std::fs::create_dir_all(site.join("content/a")).unwrap();
    for name in ["content/_index.md", "content/a/_index.md"] {
        std::fs::copy(above.path(name), site.join(name)).unwrap();
    }
    std::fs::write(site.join("site.yaml"), GIT).unwrap();
    std::fs::write(site.join("content/a/one.md"), "---\ntitle: 一\ndate: 2026-04-01\n---\n\n正文\n").unwrap();
    git(&above, "2026-05-02T10:00:00+08:00", &["init", "-q"]);
    commit(&above, "2026-05-02T10:00:00+08:00");
    let run = above.run(&["build", "--root", "portal", "--date", "2026-05-10"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(text(&above, "portal/public/a/one/index.html").contains("datetime=\"2026-05-02\""));
}

#[test]
fn a_shallow_clone_is_told_and_no_wrong_day_is_shown() {
    let site = with_history();
    let clone = TestSite::empty();
    let from = format!("file://{}", site.path("").display());
    git(&clone, "2026-05-09T12:00:00+08:00", &["clone", "-q", "--depth", "1", &from, "klon"]);
    let run = clone.run(&["build", "--root", "klon", "--date", "2026-05-10"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.err.contains("CFG030") && run.err.contains("浅克隆"), "{}", run.err);
    assert!(!text(&clone, "klon/public/a/yi-pian/index.html").contains("更新于"));
}
