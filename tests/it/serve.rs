//! The development server: what it answers, how edits reach it, and that nothing ends it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Child;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{TODAY, TestSite};

/// Longest wait for anything: slow machines build slowly.
const PATIENCE: Duration = Duration::from_secs(30);

const BROKEN: &str = "---\ntitle: 没有结束\n";

struct Serving {
    child: Child,
    port: u16,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Serving {
    fn start(site: &TestSite, more: &[&str]) -> Self {
        let mut arguments = vec!["serve", "--date", TODAY];
        if !more.contains(&"--port") {
            arguments.extend(["--port", "0"]);
        }
        arguments.extend(more);
        let mut child = site.start(&arguments);
        let told = child.stderr.take().unwrap();
        // Unread, what it tells would fill the pipe and stop it.
        thread::spawn(move || BufReader::new(told).lines().for_each(drop));
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().trim_end_matches('/').rsplit(':').next().unwrap();
        Self { port: port.parse().unwrap_or_else(|_| panic!("no address in “{line}”")), child }
    }

    fn request(&self, method: &str, path: &str, more: &str) -> Answer {
        let host =
            if more.contains("Host:") { String::new() } else { format!("Host: localhost:{}\r\n", self.port) };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\n{host}Connection: close\r\n{more}\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.request("GET", path, "")
    }

    /// Asks until the answer holds a text.
    fn until(&self, path: &str, text: &str) -> Answer {
        let begun = Instant::now();
        loop {
            let answer = self.get(path);
            if answer.body.contains(text) {
                return answer;
            }
            assert!(begun.elapsed() < PATIENCE, "{path} never held “{text}”: {}", answer.body);
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The news that open pages are told, as JSON.
    fn listen(&self) -> Receiver<serde_json::Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET /__chaoyin/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let news = line.strip_prefix("data:").map(|news| serde_json::from_str(news).unwrap());
                if news.is_some_and(|news| tell.send(news).is_err()) {
                    return;
                }
            }
        });
        told
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn pages_are_served_with_types_tags_and_the_script() {
    let site = TestSite::new();
    site.entry("one", "甲。\n\n![图](/pic.svg)")
        .file("content/pic.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let serving = Serving::start(&site, &[]);
    let page = serving.get("/a/one/");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("content-type: text/html; charset=utf-8"), "{}", page.head);
    assert!(page.body.contains('甲') && page.body.contains("/__chaoyin/live.js"));
    let tag = page.head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let again = serving.request("GET", "/a/one/", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let picture = serving.get("/pic.svg");
    assert!(
        picture.status == 200 && picture.head.contains("content-type: image/svg+xml"),
        "{}",
        picture.head
    );
    assert!(!picture.body.contains("__chaoyin"));
    assert_eq!(serving.request("HEAD", "/a/one/", "").body, "");
    let moved = serving.get("/a/one?x=1");
    assert!(moved.status == 308 && moved.head.contains("location: /a/one/?x=1"), "{}", moved.head);
    assert_eq!(serving.get("/a/none/").status, 404);
    for own in ["live.js", "idiomorph.js", "live.css"] {
        assert_eq!(serving.get(&format!("/__chaoyin/{own}")).status, 200, "{own}");
    }
    assert!(!site.path("public").exists() && !site.path(".chaoyin").exists(), "nothing is written");
}

#[test]
fn requests_that_are_not_for_this_machine_are_refused() {
    let site = TestSite::new();
    let serving = Serving::start(&site, &[]);
    assert_eq!(serving.request("GET", "/", "Host: evil.example\r\n").status, 403);
    assert_eq!(serving.request("POST", "/", "Content-Length: 0\r\n").status, 405);
    for path in ["/../site.yaml", "/..%2fsite.yaml", "/%2e%2e/site.yaml", "/a/..%5c..%5csite.yaml", "/%00"] {
        let answer = serving.get(path);
        assert!(answer.status >= 400 && !answer.body.contains("base_url"), "{path}: {}", answer.status);
    }
    assert_eq!(serving.get("/%ff").status, 400);
}

#[test]
fn an_edit_reaches_open_pages() {
    let site = TestSite::new();
    site.entry("one", "甲").entry("two", "乙");
    let serving = Serving::start(&site, &[]);
    let told = serving.listen();
    let now = told.recv_timeout(PATIENCE).unwrap();
    assert_eq!(
        (now["errors"].as_u64(), now["changed"].as_array().map(Vec::is_empty)),
        (Some(0), Some(false))
    );
    site.entry("one", "改过了");
    serving.until("/a/one/", "改过了");
    let news = told.recv_timeout(PATIENCE).unwrap();
    let changed: Vec<&str> =
        news["changed"].as_array().unwrap().iter().filter_map(|url| url.as_str()).collect();
    assert!(changed.contains(&"/a/one/") && !changed.contains(&"/a/two/"), "{changed:?}");
    assert_ne!(news["version"], now["version"]);
    site.entry("three", "新的一篇");
    serving.until("/a/three/", "新的一篇");
    site.remove("content/a/three.md");
    let begun = Instant::now();
    while serving.get("/a/three/").status != 404 {
        assert!(begun.elapsed() < PATIENCE);
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn broken_content_keeps_the_last_good_pages_and_is_told() {
    let site = TestSite::new();
    site.entry("one", "甲");
    let serving = Serving::start(&site, &[]);
    let told = serving.listen();
    told.recv_timeout(PATIENCE).unwrap();
    site.file("content/a/two.md", BROKEN).entry("one", "还看不到");
    let news = loop {
        let news = told.recv_timeout(PATIENCE).unwrap();
        if news["errors"] != 0 {
            break news;
        }
    };
    let first = &news["diagnostics"][0];
    assert_eq!(first["path"], "content/a/two.md");
    for name in ["code", "message", "help"] {
        assert!(first[name].as_str().is_some_and(|text| !text.is_empty()), "{name} in {first}");
    }
    assert_eq!(serving.get("/a/one/").status, 200);
    site.remove("content/a/two.md");
    serving.until("/a/one/", "还看不到");
}

#[test]
fn it_starts_on_broken_content_and_survives_every_state_of_it() {
    let site = TestSite::new();
    site.file("content/a/one.md", BROKEN);
    let serving = Serving::start(&site, &[]);
    let page = serving.get("/");
    assert!(page.status == 503 && page.body.contains("还没有生成成功") && page.body.contains("live.js"));
    site.entry("one", "修好了");
    serving.until("/a/one/", "修好了");
    let entry = site.path("content/a/one.md");
    for state in [
        &b"\xb1\xea\xcc\xe2"[..],
        b"",
        b"---",
        b"---\n: [\n---\n",
        b"\0\0\0",
        "---\ntitle: *x\n---\n".as_bytes(),
    ] {
        fs::write(&entry, state).unwrap();
        thread::sleep(Duration::from_millis(60));
        assert!(serving.get("/").status > 0);
    }
    fs::remove_dir_all(site.path("content")).unwrap();
    thread::sleep(Duration::from_millis(60));
    site.file("content/_index.md", "---\ntitle: 首页\n---\n");
    site.file("content/a/_index.md", "---\ntitle: 栏目\nkind: article\n---\n").entry("one", "又回来了");
    serving.until("/a/one/", "又回来了");
}

#[test]
fn drafts_are_shown_unless_they_are_not_wanted() {
    let site = TestSite::new();
    site.file("content/a/draft.md", "---\ntitle: 稿\ndraft: true\n---\n\n草稿正文\n");
    assert_eq!(Serving::start(&site, &[]).get("/a/draft/").status, 200);
    assert_eq!(Serving::start(&site, &["--no-drafts"]).get("/a/draft/").status, 404);
}

#[test]
fn a_taken_port_leads_to_the_next() {
    let site = TestSite::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let serving = Serving::start(&site, &["--port", &port]);
    assert_ne!(serving.port.to_string(), port);
    assert_eq!(serving.get("/").status, 200);
}

#[test]
fn the_keyboard_ends_it_with_pages_still_open() {
    let site = TestSite::new();
    let mut serving = Serving::start(&site, &[]);
    let told = serving.listen();
    told.recv_timeout(PATIENCE).unwrap();
    let pid = serving.child.id().to_string();
    let begun = Instant::now();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert!(serving.child.wait().unwrap().success());
    assert!(begun.elapsed() < Duration::from_secs(5), "it took {:?}", begun.elapsed());
}
