//! Child themes: the one of the example, a new one, and what is told of mistakes in them; and pages that look at the day.

use std::fs;
use std::path::Path;

use crate::support::{TODAY, TestSite, files};

/// A site with a person, and the example's theme in it.
fn site() -> TestSite {
    let site = TestSite::new();
    site.entry("one", "甲").file("content/p/_index.md", "---\ntitle: 人物\nkind: profile\n---\n").file(
        "content/p/a.md",
        "---\ntitle: 王阳明\ndate: 2026-04-01\nname: 王守仁\nrole: 历史人物\n---\n正文\n",
    );
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/themes/haichao");
    for (path, bytes) in files(&example) {
        site.bytes(&format!("themes/haichao/{path}"), &bytes);
    }
    site
}

#[test]
fn the_example_changes_what_it_holds_and_takes_the_rest_from_the_portal() {
    let site = site();
    site.run(&["theme", "check", "haichao", "--date", TODAY]).ends(0).says("没有问题");
    site.run(&["build", "--theme", "haichao", "--date", TODAY]).ends(0);
    let person = site.output("p/a/index.html");
    assert!(person.contains("<p class=\"profile-note\">生平以公开出版的文献为准。</p>"), "{person}");
    assert!(person.contains("王守仁"), "the portal's own block is kept: {person}");
    let column = site.output("a/index.html");
    assert!(column.contains(">潮头</a>") && column.contains("static/css/theme."), "{column}");
    let styles: Vec<_> = site.outputs().into_keys().filter(|path| path.starts_with("static/css/")).collect();
    assert!(styles.iter().any(|path| path.starts_with("static/css/site.")), "{styles:?}");
}

#[test]
fn a_new_theme_fits_and_is_not_made_twice() {
    let site = TestSite::new();
    site.entry("one", "甲");
    site.run(&["theme", "new", "hai", "--title", "海"]).ends(0).says("theme: hai");
    site.run(&["theme", "check", "hai", "--strict"]).ends(0);
    site.run(&["theme", "new", "hai"]).ends(2).says("已经有了");
    for name in ["portal", "海", "../x", ""] {
        site.run(&["theme", "new", name]).ends(2).says("不能作主题的名称");
    }
    let manifest = fs::read_to_string(site.path("themes/hai/theme.yaml")).unwrap();
    assert!(manifest.contains("title: 海"), "{manifest}");
}

#[test]
fn mistakes_in_a_theme_are_told() {
    let check = |path: &str, text: &str, status: i32, words: &str| {
        let site = site();
        site.file(&format!("themes/haichao/{path}"), text);
        site.run(&["theme", "check", "haichao", "--date", TODAY]).ends(status).says(words);
    };
    check("templates/entry/profil.html", "甲", 0, "是不是想写“entry/profile.html”");
    check("strings/zh-CN.yaml", "hoem: 首页\n", 0, "TPL011");
    check("theme.yaml", "titel: 海潮\n", 1, "titel");
    check("templates/entry/profile.html", "{% extends \"portal/entry/profil.html\" %}", 1, "TPL003");
    check(
        "templates/entry/profile.html",
        "{{ page.card.nosuch.more }}",
        1,
        "themes/haichao/templates/entry/profile.html:1",
    );
    site().run(&["theme", "check", "haichoa"]).ends(1).says("TPL005");
}

#[test]
fn a_shared_component_is_drawn_as_a_called_one_and_its_mistakes_are_told_where_they_stand() {
    let site = site();
    let components = |body: &str| {
        let text = format!(
            "{{% component own(card, level = 2) %}}<b data-level=\"{{{{ level }}}}\">{{{{ card.title }}}}{body}</b>{{% endcomponent own %}}\n{{% component outer(card) %}}{{{{ shared(component=\"own\", card=card, level=9) }}}}{{% endcomponent outer %}}\n"
        );
        site.file("themes/haichao/templates/partials/own.html", &text);
        text.find("nosuch").map_or(0, |at| at + 1)
    };
    components("");
    site.file(
        "themes/haichao/templates/entry/profile.html",
        "{% set card = page.card %}{{ <own card={card} /> }}|{{ shared(component=\"own\", card=card) }}|{{ shared(component=\"own\", card=card, level=3) }}|{{ shared(component=\"outer\", card=card) }}",
    );
    site.run(&["build", "--theme", "haichao", "--date", TODAY]).ends(0);
    let person = site.output("p/a/index.html");
    let parts: Vec<&str> = person.trim().split('|').collect();
    let drawn = |level: u8| format!("<b data-level=\"{level}\">王阳明</b>");
    assert_eq!(parts, [drawn(2), drawn(2), drawn(3), drawn(9)]);
    let column = components("{{ card.nosuch.field }}");
    let build = || site.run(&["build", "--theme", "haichao", "--date", TODAY]);
    build().ends(1).says("TPL002").says(&format!("templates/partials/own.html:1:{column}\n"));
    site.file(
        "themes/haichao/templates/entry/profile.html",
        "{{ shared(component=\"nosuch\", card=page.card) }}",
    );
    components("");
    build().ends(1).says("没有组件 `nosuch`").says("templates/entry/profile.html:1:");
}

#[test]
fn a_component_of_ones_own_takes_the_place_of_the_portals_in_whichever_file_it_stands() {
    let own = "{% component entry_row(card, level = 2) %}<li>自己的：{{ card.title }}</li>{% endcomponent entry_row %}\n";
    let whole = include_str!("../../themes/portal/templates/partials/parts.html");
    for (folder, file, text) in [
        ("haichao", "partials/mine.html", own.to_owned()),
        ("haichao", "partials/parts.html", own.to_owned()),
        ("haichao", "partials/parts.html", whole.to_owned()),
        ("portal", "partials/mine.html", own.to_owned()),
    ] {
        let site = site();
        site.file(&format!("themes/{folder}/templates/{file}"), &text);
        let built = site.run(&["build", "--theme", folder, "--date", TODAY]);
        assert!(!built.ends(0).err.contains("TPL"), "{}", built.err);
        let list = site.output("years/2026/index.html");
        assert_eq!(list.contains("<li>自己的：王阳明</li>"), text == own, "{folder} {file}: {list}");
        assert!(list.contains("site-head"), "the rest is the portal's");
    }
    let site = site();
    site.file("themes/haichao/templates/partials/mine.html", &format!("{{# {own} #}}"));
    site.run(&["build", "--theme", "haichao", "--date", TODAY]).ends(0);
    let list = site.output("years/2026/index.html");
    assert!(
        !list.contains("自己的") && list.contains("王阳明"),
        "what stands in a comment replaces nothing: {list}"
    );
    site.file("themes/haichao/templates/partials/mine.html", "");
    site.file("themes/haichao/templates/partials/a.html", own).file(
        "themes/haichao/templates/partials/b.html",
        &format!("{{% component own() %}}{{% endcomponent own %}}\n{own}"),
    );
    let built = site.run(&["build", "--theme", "haichao", "--date", TODAY]);
    built.ends(1).says("TPL001").says("partials/b.html:2:14").says("a.html 里已经定义过");
}

/// An event of two days, as its page and its column show it on a day.
#[test]
fn an_event_is_over_from_the_day_after_its_last() {
    let site = TestSite::new();
    site.file("content/b/_index.md", "---\ntitle: 活动\nkind: event\n---\n").file(
        "content/b/zou.md",
        "---\ntitle: 走读\ndate: 2026-05-01\nstarts: 2026-05-09 08:00\nends: 2026-05-10 11:00\nvenue: 月湖\nsignup: https://example.com/signup\n---\n\n正文。\n",
    );
    for (day, over) in
        [("2026-05-08", false), ("2026-05-10", false), ("2026-05-11", true), ("2026-05-10", false)]
    {
        // From the second on, with what the last build left: a new day alone makes these pages anew.
        site.run(&["build", "--date", day]).ends(0);
        let (page, list) = (site.output("b/zou/index.html"), site.output("b/index.html"));
        assert_eq!([page.contains("已结束"), list.contains("已结束")], [over; 2], "{day}");
        assert_eq!(page.contains("https://example.com/signup"), !over, "{day}: one can still sign up");
    }
}

#[test]
fn an_event_of_several_days_is_announced_until_its_last() {
    let site = TestSite::new();
    site.file("content/_index.md", "---\ntitle: 首页\nblocks:\n  - { block: events, title: 活动, from: h }\n---\n")
        .file("content/h/_index.md", "---\ntitle: 活动栏\nkind: event\n---\n")
        .file(
            "content/h/e.md",
            "---\ntitle: 三日展\ndate: 2026-04-01\nstarts: \"2026-05-01 09:00\"\nends: \"2026-05-03 17:00\"\n---\n\n欢迎。\n",
        );
    for (day, shown) in
        [("2026-04-30", true), ("2026-05-02", true), ("2026-05-03", true), ("2026-05-04", false)]
    {
        site.run(&["build", "--date", day]).ends(0);
        assert_eq!(site.output("index.html").contains("三日展"), shown, "{day}");
    }
}
