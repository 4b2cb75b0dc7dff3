//! A site in several languages: what stands where, what links where, and what is told of mistakes.

use crate::support::{TODAY, TestSite};

const LANGUAGES: &str = "title: 站\nbase_url: https://example.com/m\nlanguages:\n  - { code: en, title: Site, menu: [{ title: Column, to: a }, { title: Chinese, to: b }] }\n  - { code: zh-Hant, convert_from: zh-CN }\n";

/// A site with three entries, two of them in English too, and one that is in English alone.
fn site() -> TestSite {
    let site = TestSite::new();
    site.file("site.yaml", LANGUAGES)
        .file("content/b/_index.md", "---\ntitle: 乙栏\n---\n")
        .file("content/b/three.md", "---\ntitle: 丙\ndate: 2026-04-01\n---\n正文\n")
        .file(
            "content/a/one.md",
            "---\ntitle: 网络头发\ndate: 2026-04-01\ntags: [体育]\n---\n\n网络素养，`网络`。\n\n## 后面一节\n\n见[后面](#后面一节)。\n",
        )
        .file("content/a/two/index.md", "---\ntitle: 乙\ndate: 2026-04-02\n---\n\n![图](p.svg)\n")
        .file("content/a/two/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>")
        .file("content.en/_index.md", "---\ntitle: Home\n---\n")
        .file("content.en/a/_index.md", "---\ntitle: Column\n---\n")
        .file(
            "content.en/a/one.md",
            "---\ntitle: One\ndate: 2026-04-01\ntags: [Sport]\n---\n\nA [page in Chinese](../b/three.md), [another](/b/), [[b/three]].\n\n> [!TIP]\n> Words\n",
        )
        .file("content.en/a/two/index.md", "---\ntitle: Two\ndate: 2026-04-02\n---\n\n![Picture](p.svg)\n")
        .file("content.en/a/own.md", "---\ntitle: Own\ndate: 2026-04-03\n---\n\nOnly here.\n");
    site.run(&["build", "--date", TODAY]).ends(0);
    site
}

fn check(site: &TestSite, path: &str, has: &[&str], has_not: &[&str]) {
    let page = site.output(path);
    for words in has {
        assert!(page.contains(words), "{path} lacks {words}: {page}");
    }
    for words in has_not {
        assert!(!page.contains(words), "{path} has {words}: {page}");
    }
}

#[test]
fn pages_of_a_language_stand_below_its_path_and_know_their_translations() {
    let site = site();
    let alternate = |language: &str, path: &str| {
        format!("<link rel=\"alternate\" hreflang=\"{language}\" href=\"https://example.com/m{path}\">")
    };
    let (zh, en, default) =
        (alternate("zh-CN", "/a/one/"), alternate("en", "/en/a/one/"), alternate("x-default", "/a/one/"));
    let all = [zh.as_str(), en.as_str(), default.as_str()];
    check(&site, "a/one/index.html", &all, &[]);
    check(&site, "en/a/one/index.html", &all, &[]);
    check(&site, "zh-hant/a/one/index.html", &all, &[]);
    check(
        &site,
        "en/a/one/index.html",
        &["<html lang=\"en\">", "min read", ">Tip<", "1 April 2026"],
        &["说明"],
    );
    check(
        &site,
        "en/a/one/index.html",
        &[
            "<a class=\"tool\" href=\"/m/a/one/\" hreflang=\"zh-CN\" lang=\"zh-CN\" rel=\"alternate\">简体中文</a>",
        ],
        &["lang=\"en\" rel=\"alternate\""],
    );
}

#[test]
fn a_page_without_a_translation_leads_to_the_home_page_of_a_language() {
    let site = site();
    let to_english = "<a class=\"tool\" href=\"/m/en/\" hreflang=\"en\" lang=\"en\">English</a>";
    check(&site, "b/three/index.html", &[to_english], &["hreflang=\"en\" href"]);
    let to_chinese = "<a class=\"tool\" href=\"/m/\" hreflang=\"zh-CN\" lang=\"zh-CN\">简体中文</a>";
    check(&site, "en/a/own/index.html", &[to_chinese], &["x-default"]);
}

#[test]
fn links_find_the_page_of_the_main_language_where_there_is_no_other() {
    let site = site();
    check(
        &site,
        "en/a/one/index.html",
        &["href=\"/m/b/three/\">page in Chinese", "href=\"/m/b/\">another", "href=\"/m/b/three/\">丙</a>"],
        &["/en/b/"],
    );
    // A menu that leads out of the language says so, and a picture is the original's.
    check(&site, "en/index.html", &["<a href=\"/m/b/\" hreflang=\"zh-CN\""], &[]);
    check(&site, "en/a/two/index.html", &["src=\"/m/a/two/p.svg\""], &["/en/a/two/p.svg"]);
}

#[test]
fn lists_feeds_and_search_are_of_one_language() {
    let site = site();
    check(&site, "en/a/index.html", &["One", "Two", "Own"], &["网络头发"]);
    check(&site, "a/index.html", &["网络头发"], &["/en/a/one/"]);
    check(
        &site,
        "en/feed.xml",
        &["xml:lang=\"en\"", "<title>One</title>", "https://example.com/m/en/a/one/"],
        &["网络"],
    );
    check(&site, "en/feed.json", &["\"language\":\"en\""], &["网络"]);
    check(&site, "feed.xml", &["xml:lang=\"zh-CN\"", "网络头发"], &["Own"]);
    check(&site, "en/search/index/pages/0.json", &["/m/en/a/own/"], &["网络", "/m/a/one/"]);
    check(&site, "en/tags/index.html", &["Sport", "<h1>Tags</h1>"], &["体育"]);
    check(&site, "en/sitemap/index.html", &["Own"], &["乙栏"]);
    check(&site, "en/404.html", &["This page was not found"], &[]);
    for once in ["en/robots.txt", "en/sitemap.xml", "en/api/v1/index.json", "en/units/index.html"] {
        assert!(!site.path("public").join(once).exists(), "{once}");
    }
}

#[test]
fn the_sitemap_lists_every_language_and_the_set_of_each_page() {
    let site = site();
    check(
        &site,
        "sitemap.xml",
        &[
            "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"",
            "<loc>https://example.com/m/en/a/own/</loc><lastmod>2026-04-03</lastmod></url>",
            "<loc>https://example.com/m/en/a/one/</loc><lastmod>2026-04-01</lastmod><xhtml:link rel=\"alternate\" hreflang=\"zh-CN\" href=\"https://example.com/m/a/one/\"/><xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://example.com/m/en/a/one/\"/><xhtml:link rel=\"alternate\" hreflang=\"zh-Hant\" href=\"https://example.com/m/zh-hant/a/one/\"/></url>",
        ],
        &[],
    );
}

#[test]
fn another_writing_converts_words_and_nothing_else() {
    let site = site();
    check(
        &site,
        "zh-hant/a/one/index.html",
        &[
            "<html lang=\"zh-Hant\">",
            "網絡頭髮",
            "網絡素養，<code>网络</code>",
            "href=\"#后面一节\">後面</a>",
            "id=\"后面一节\"",
            "<meta property=\"og:title\" content=\"網絡頭髮\">",
            "hreflang=\"zh-CN\" lang=\"zh-CN\" rel=\"alternate\">简体中文</a>",
            "/m/zh-hant/tags/",
        ],
        &["网络素养"],
    );
    check(
        &site,
        "zh-hant/feed.xml",
        &["xml:lang=\"zh-Hant\"", "網絡素養", "/m/zh-hant/a/one/#后面一节"],
        &[],
    );
    check(&site, "zh-hant/search/index/pages/0.json", &["網絡頭髮", "/m/zh-hant/a/one/"], &[]);
}

#[test]
fn a_site_with_one_language_says_nothing_of_languages() {
    let site = TestSite::new();
    site.entry("one", "正文");
    site.run(&["build", "--date", TODAY]).ends(0);
    check(&site, "a/one/index.html", &[], &["hreflang", "class=\"languages\""]);
    check(&site, "sitemap.xml", &[], &["xhtml"]);
}

#[test]
fn a_language_that_goes_is_told_once_and_its_pages_are_removed() {
    let site = site();
    site.file("site.yaml", "title: 站\nbase_url: https://example.com/m\nlanguages: [{ code: en }]\n");
    let run = site.run(&["build", "--date", TODAY]);
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(run.err.matches("OUT021").count(), 1, "{}", run.err);
    assert!(!site.path("public/zh-hant").exists() && site.path("public/en/index.html").exists());
}

#[test]
fn a_column_at_the_address_of_a_language_is_a_clash() {
    let site = site();
    site.file("content/en/_index.md", "---\ntitle: 英语角\n---\n");
    site.run(&["check", "--date", TODAY]).ends(1).says("OUT001");
}
