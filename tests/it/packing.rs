//! Text files packed beside themselves: the same text, nothing stale, nothing left behind.

use std::io::Read as _;

use crate::support::{TestSite, files};

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
    text
}

/// Every packed file holds the text beside it, and every text has one.
fn check(site: &TestSite) {
    let files = files(&site.path("public"));
    // The list of our files is for no reader.
    let packed = |path: &str| path.ends_with(".gz") || path.ends_with(".br") || path == ".chaoyin-files";
    for (path, bytes) in files.iter().filter(|(path, _)| !packed(path)) {
        // The search index is coded tightly already.
        if path.ends_with(".bin") {
            assert!(!files.contains_key(&format!("{path}.gz")), "{path} is packed");
            continue;
        }
        assert_eq!(&unpacked(&files[&format!("{path}.gz")]), bytes, "{path}");
        let mut text = Vec::new();
        brotli::BrotliDecompress(&mut &*files[&format!("{path}.br")], &mut text).unwrap();
        assert_eq!(&text, bytes, "{path}");
    }
}

#[test]
fn packed_files_follow_what_they_are_packed_from() {
    let site = TestSite::new();
    site.file("site.yaml", "title: 测试\nbase_url: https://example.com\ncompress: [gzip, brotli]\n")
        .entry("one", "甲\n\n![图](a.svg)\n\n[表](b.csv)")
        .entry("two", "乙")
        .file("content/a/a.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 2'/>")
        .file("content/a/b.csv", "甲,乙\n1,2\n");
    site.run(&["build"]).ends(0);
    check(&site);
    site.run(&["build"]).ends(0).says("写入 0 个文件");
    site.entry("one", "改过\n\n![图](a.svg)\n\n[表](b.csv)").file("content/a/b.csv", "甲,乙\n3,4\n");
    site.run(&["build"]).ends(0);
    check(&site);
    // One that somebody took away comes back.
    site.remove("public/a/two/index.html.br");
    site.run(&["build"]).ends(0);
    check(&site);
    site.file("site.yaml", "title: 测试\nbase_url: https://example.com\n");
    site.run(&["build"]).ends(0);
    assert!(!files(&site.path("public")).keys().any(|path| path.ends_with(".gz") || path.ends_with(".br")));
}
