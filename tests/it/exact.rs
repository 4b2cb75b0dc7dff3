//! What an edit makes anew is what shows it: a table of edits, each built with the memory of the last build.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chaoyin::base::diagnostic::code::Severity;
use chaoyin::build::memory::Memory;
use chaoyin::input::source::tree::SourceTree;
use chaoyin::output::theme::builtin;

use crate::incremental::stored_and_recalled;
use crate::memory::build_with;

/// A site that holds something of every sort, so that every edit shows somewhere.
const FILES: &[(&str, &str)] = &[
    (
        "site.yaml",
        "base_url: https://example.com/m\ntitle: 站\npaginate: 3\nlanguages: [{ code: en, title: Site }]\n",
    ),
    (
        "content/_index.md",
        "---\ntitle: 首页\nsummary: 首页摘要\nblocks:\n  - { block: latest, title: 最新, from: ping, count: 2 }\n  - { block: featured, title: 人物, from: ren, count: 2 }\n  - { block: courses, title: 课, from: ke, count: 2 }\n  - { block: progress, title: 进展 }\n  - { block: matrix, title: 矩阵, from: zhanghao }\n  - { block: events, title: 活动, from: huodong, count: 2 }\n---\n\n首页正文\n",
    ),
    ("content/ping/_index.md", "---\ntitle: 评论栏\nkind: commentary\nsummary: 评论摘要\n---\n\n栏目正文\n"),
    ("content/ren/_index.md", "---\ntitle: 人物栏\nkind: profile\n---\n"),
    ("content/anli/_index.md", "---\ntitle: 案例栏\nkind: case\n---\n"),
    (
        "content/anli/x.md",
        "---\ntitle: 案一\ndate: 2026-04-01\nproblem: 问题一\nyear: 2026\n---\n\n案一正文。\n",
    ),
    ("content/ke/_index.md", "---\ntitle: 课程栏\nkind: course\n---\n"),
    ("content/ke/one/_index.md", "---\ntitle: 第一课\nkind: lesson\n---\n"),
    ("content/huodong/_index.md", "---\ntitle: 活动栏\nkind: event\n---\n"),
    ("content/zhanghao/_index.md", "---\ntitle: 账号栏\nkind: accounts\n---\n"),
    ("content/progress/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n"),
    (
        "content/ping/a.md",
        "---\ntitle: 评一\ndate: 2026-03-01\ntags: [潮]\nunit: 甲部\nsummary: 评一摘要\ntasks: [1-1]\n---\n\n第一段。\n\n## 一节\n\n正文。\n",
    ),
    (
        "content/ping/b.md",
        "---\ntitle: 评二\ndate: 2026-03-02\ntags: [潮]\nunit: 乙部\n---\n\n见[评一](a.md)。\n",
    ),
    ("content/ping/c.md", "---\ntitle: 评三\ndate: 2026-03-03\ntags: [汐]\n---\n\n正文三。\n"),
    ("content/ping/d.md", "---\ntitle: 评四\ndate: 2026-03-04\n---\n\n正文四。\n"),
    (
        "content/ren/wang.md",
        "---\ntitle: 王某\nname: 王某\nrole: 历史人物\nfield: 哲学\ndate: 2026-02-01\n---\n\n生平。\n",
    ),
    ("content/ke/one/l1.md", "---\ntitle: 第一讲\norder: 1\ndate: 2026-01-01\n---\n\n讲一。\n"),
    ("content/ke/one/l2.md", "---\ntitle: 第二讲\norder: 2\ndate: 2026-01-02\n---\n\n讲二。\n"),
    (
        "content/huodong/h.md",
        "---\ntitle: 讲座\nstarts: \"2026-12-01 14:00\"\nvenue: 一号楼\ndate: 2026-11-01\n---\n\n欢迎。\n",
    ),
    (
        "content/zhanghao/a.yaml",
        "accounts:\n  - { name: 号一, platform: 微博, unit: 甲部, status: 运行, level: 校级, purpose: 发布 }\n  - { name: 号二, platform: 抖音, unit: 乙部, status: 运行, level: 院级 }\n",
    ),
    (
        "content/units.yaml",
        "units:\n  - { name: 甲部, aliases: [甲] }\n  - { name: 乙部 }\n  - { name: 丙部 }\ngroups:\n  - { name: 各部, members: [甲部, 丙部] }\n",
    ),
    (
        "content/progress/t1.yaml",
        "table: 1\ntitle: 表一\nmeasure: 举措一\ntasks:\n  - { no: 1, title: 任务一, lead: [甲部], status: 进行中, start: 2026-01-01, due: 2026-12-31, target: { count: entries, in: ping, min: 4 } }\n  - { no: 2, title: 任务二, lead: [乙部], support: [甲部], status: 进行中, progress: 10, milestones: [{ title: 节点一, due: 2026-12-01 }], log: [{ date: 2026-11-02, note: 记一, progress: 10 }], evidence: [ping/b] }\n",
    ),
    (
        "content/progress/t2.yaml",
        "table: 2\ntitle: 表二\nmeasure: 举措二\ntasks:\n  - { no: 1, title: 任务三, lead: [各部], status: 未启动 }\n",
    ),
    ("content.en/_index.md", "---\ntitle: Home\n---\n"),
    ("content.en/ping/_index.md", "---\ntitle: Views\n---\n"),
    ("content.en/ping/a.md", "---\ntitle: View one\ndate: 2026-03-01\ntags: [Tide]\n---\n\nWords.\n"),
];

/// What is written into a file at a mark: file, mark, and what comes in its place.
const EDITS: &[(&str, &str, &str)] = &[
    // First, so that it is compared with a build without a memory.
    ("content/anli/x.md", "problem: 问题一", "problem: 问题二"),
    // Entries.
    ("content/ping/a.md", "title: 评一", "title: 评新"),
    ("content/ping/a.md", "date: 2026-03-01", "date: 2026-02-27"),
    ("content/ping/a.md", "date: 2026-03-01", "date: 2026-03-05"),
    ("content/ping/a.md", "tags: [潮]", "tags: [潮, 汐]"),
    ("content/ping/a.md", "tags: [潮]\n", ""),
    ("content/ping/a.md", "unit: 甲部", "unit: 乙部"),
    ("content/ping/a.md", "summary: 评一摘要", "summary: 另一摘要"),
    ("content/ping/a.md", "tasks: [1-1]", "tasks: [1-2]"),
    ("content/ping/a.md", "title:", "author: 编辑部\ntitle:"),
    ("content/ping/a.md", "title:", "source: 校报\ntitle:"),
    ("content/ping/a.md", "title:", "original_url: https://example.org/a\ntitle:"),
    ("content/ping/a.md", "title:", "updated: 2026-03-09\ntitle:"),
    ("content/ping/a.md", "title:", "weight: 5\ntitle:"),
    ("content/ping/a.md", "title:", "slug: yi\ntitle:"),
    ("content/ping/a.md", "title:", "aliases: [/old/]\ntitle:"),
    ("content/ping/a.md", "title:", "draft: true\ntitle:"),
    ("content/ping/a.md", "title:", "thesis: 主张\ntitle:"),
    ("content/ping/a.md", "title:", "series: 系列\ntitle:"),
    ("content/ping/a.md", "title:", "review: { first: { by: 编辑, date: 2026-03-01 } }\ntitle:"),
    ("content/ping/a.md", "## 一节", "## 另一节"),
    ("content/ping/a.md", "正文。", "正文改。"),
    ("content/ping/a.md", "第一段。", "第一段改。"),
    ("content/ping/a.md", "正文。", "见[评三](c.md)。"),
    ("content/ping/a.md", "正文。", "```rust\nfn a() {}\n```"),
    ("content/ping/b.md", "见[评一](a.md)。", "不见。"),
    ("content/ping/b.md", "title: 评二", "title: 评新"),
    ("content/ren/wang.md", "title: 王某", "title: 王先生"),
    ("content/ren/wang.md", "name: 王某", "name: 王先生"),
    ("content/ren/wang.md", "role: 历史人物", "role: 团队"),
    ("content/ren/wang.md", "field: 哲学", "field: 文学"),
    ("content/ren/wang.md", "生平。", "生平改。"),
    ("content/ke/one/l1.md", "title: 第一讲", "title: 开讲"),
    ("content/ke/one/l2.md", "讲二。", "讲二改。"),
    ("content/ke/one/l2.md", "order: 2", "order: 3"),
    ("content/huodong/h.md", "venue: 一号楼", "venue: 二号楼"),
    ("content/huodong/h.md", "2026-12-01 14:00", "2026-12-02 14:00"),
    ("content/huodong/h.md", "title: 讲座", "title: 大讲座"),
    // Columns.
    ("content/_index.md", "title: 首页", "title: 门户"),
    ("content/_index.md", "summary: 首页摘要", "summary: 另一摘要"),
    ("content/_index.md", "首页正文", "首页正文改"),
    ("content/_index.md", "count: 2 }\n  - { block: featured", "count: 3 }\n  - { block: featured"),
    ("content/_index.md", "title: 矩阵", "title: 媒体矩阵"),
    ("content/ping/_index.md", "title: 评论栏", "title: 潮评"),
    ("content/ping/_index.md", "summary: 评论摘要", "summary: 另一摘要"),
    ("content/ping/_index.md", "栏目正文", "栏目正文改"),
    ("content/ping/_index.md", "title:", "paginate: 2\ntitle:"),
    ("content/ping/_index.md", "title:", "sort: title\ntitle:"),
    ("content/ping/_index.md", "title:", "feed: false\ntitle:"),
    ("content/ping/_index.md", "title:", "nav: false\ntitle:"),
    ("content/ping/_index.md", "title:", "order: 9\ntitle:"),
    ("content/ping/_index.md", "title:", "unit: 甲部\ntitle:"),
    ("content/ping/_index.md", "title:", "tasks: [1-2]\ntitle:"),
    ("content/ping/_index.md", "title:", "cadence: 14\ntitle:"),
    ("content/ke/one/_index.md", "title: 第一课", "title: 头一课"),
    ("content/ke/_index.md", "title: 课程栏", "title: 课程"),
    ("content/zhanghao/_index.md", "title: 账号栏", "title: 矩阵栏"),
    ("content/progress/_index.md", "title: 进展", "title: 重点任务"),
    // Units.
    ("content/units.yaml", "name: 丙部", "name: 丙部, summary: 说明"),
    ("content/units.yaml", "name: 乙部", "name: 乙部, sort: 学院"),
    ("content/units.yaml", "aliases: [甲]", "aliases: [甲, 甲处]"),
    ("content/units.yaml", "members: [甲部, 丙部]", "members: [甲部]"),
    ("content/units.yaml", "- { name: 丙部 }", "- { name: 丙部 }\n  - { name: 丁部 }"),
    // Tasks.
    ("content/progress/t1.yaml", "title: 表一", "title: 新表一"),
    ("content/progress/t1.yaml", "measure: 举措一", "measure: 新举措"),
    ("content/progress/t1.yaml", "title: 任务一", "title: 新任务一"),
    ("content/progress/t1.yaml", "lead: [甲部]", "lead: [丙部]"),
    ("content/progress/t1.yaml", "support: [甲部]", "support: [丙部]"),
    ("content/progress/t1.yaml", "status: 进行中, progress: 10", "status: 暂停, progress: 10"),
    ("content/progress/t1.yaml", "progress: 10, milestones", "progress: 30, milestones"),
    ("content/progress/t1.yaml", "due: 2026-12-31", "due: 2026-11-01"),
    ("content/progress/t1.yaml", "start: 2026-01-01", "start: 2026-02-01"),
    ("content/progress/t1.yaml", "min: 4", "min: 8"),
    ("content/progress/t1.yaml", "title: 节点一", "title: 节点甲"),
    ("content/progress/t1.yaml", "due: 2026-12-01", "due: 2026-12-01, done: 2026-11-20"),
    ("content/progress/t1.yaml", "note: 记一", "note: 记甲"),
    ("content/progress/t1.yaml", "evidence: [ping/b]", "evidence: [ping/c]"),
    ("content/progress/t1.yaml", "evidence: [ping/b]", "evidence: [ping/b, https://example.org/x]"),
    ("content/progress/t2.yaml", "status: 未启动", "status: 进行中"),
    ("content/progress/t2.yaml", "status: 未启动", "status: 未启动, recurs: yearly"),
    ("content/progress/t2.yaml", "title: 任务三", "title: 新任务三"),
    // Accounts.
    ("content/zhanghao/a.yaml", "name: 号一", "name: 新号"),
    ("content/zhanghao/a.yaml", "platform: 微博", "platform: 知乎"),
    ("content/zhanghao/a.yaml", "status: 运行, level: 校级", "status: 停更, level: 校级"),
    ("content/zhanghao/a.yaml", "level: 院级", "level: 组织级"),
    ("content/zhanghao/a.yaml", "purpose: 发布", "purpose: 传播"),
    ("content/zhanghao/a.yaml", "unit: 乙部", "unit: 丙部"),
    ("content/zhanghao/a.yaml", "level: 院级", "level: 院级, review_due: 2026-12-01"),
    ("content/zhanghao/a.yaml", "level: 院级", "level: 院级, url: https://example.org/u"),
    // The second language.
    ("content.en/ping/a.md", "title: View one", "title: View two"),
    ("content.en/ping/a.md", "Words.", "Other words."),
    ("content.en/ping/_index.md", "title: Views", "title: Comment"),
    ("content.en/_index.md", "title: Home", "title: Start"),
    // Every key of the configuration.
    ("site.yaml", "title: 站", "title: 新站"),
    ("site.yaml", "example.com/m", "example.org/m"),
    ("site.yaml", "paginate: 3", "paginate: 2"),
    ("site.yaml", "title: Site", "title: Portal"),
    ("site.yaml", "title: 站\n", "title: 站\ndescription: 介绍\n"),
    ("site.yaml", "title: 站\n", "title: 站\nlanguage: zh-Hans\n"),
    ("site.yaml", "title: 站\n", "title: 站\ntimezone: UTC\n"),
    ("site.yaml", "title: 站\n", "title: 站\norganisation: { name: 大学 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\norganisation: { organiser: 宣传部 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\norganisation: { url: https://example.edu.cn }\n"),
    ("site.yaml", "title: 站\n", "title: 站\norganisation: { contact: a@example.edu.cn }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nmenu: [{ title: 评, to: ping }]\n"),
    ("site.yaml", "title: 站\n", "title: 站\nfooter_links: [{ title: 校, to: https://example.edu.cn }]\n"),
    ("site.yaml", "title: 站\n", "title: 站\nfiling: { icp: 备1号 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nfiling: { police: 公安1号 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nfiling: { site_code: '1234567890' }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nreview: { show: false }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nreview: { required_in: [progress] }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nfeed_entries: 2\n"),
    ("site.yaml", "title: 站\n", "title: 站\ntaxonomies: [{ field: field, label: 领域, slug: lingyu }]\n"),
    ("site.yaml", "title: 站\n", "title: 站\nprogress: { stalled_days: 5 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nprogress: { risk_points: 1 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nprogress: { near_days: 60 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nprogress: { recent_days: 1 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nprogress: { school_year_starts: 09-01 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nprogress: { weights: { 1: 3 } }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nsearch: { enabled: false }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nsearch: { pinyin: false }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nsearch: { exclude: [ren] }\n"),
    ("site.yaml", "title: 站\n", "title: 站\noffline: true\n"),
    ("site.yaml", "title: 站\n", "title: 站\nimages: { widths: [200] }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nimages: { quality: 50 }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nimages: { sizes: 100vw }\n"),
    ("site.yaml", "title: 站\n", "title: 站\ncompress: [gzip]\n"),
    ("site.yaml", "title: 站\n", "title: 站\nchecks: { COL001: off }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nrepository: { edit_url: 'https://example.org/{path}' }\n"),
    ("site.yaml", "title: 站\n", "title: 站\nretired: [/old/]\n"),
    ("site.yaml", "title: 站\n", "title: 站\nextra: { slogan: 潮起 }\n"),
    // The theme.
    ("themes/portal/strings/zh-CN.yaml", "home: 首页", "home: 主页"),
    ("themes/portal/strings/en.yaml", "home: Home", "home: Front"),
];

fn site() -> SourceTree {
    let mut tree = SourceTree::default();
    builtin::overlay(&mut tree);
    for (path, text) in FILES {
        tree.insert_text(path, text);
    }
    tree
}

fn text(tree: &SourceTree, path: &str) -> String {
    let bytes = tree.get(path).and_then(|file| file.bytes.clone()).unwrap_or_default();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn each_edit_makes_anew_what_shows_it_and_nothing_else() {
    let mut theme: Vec<(String, String, String)> = Vec::new();
    for (path, _) in site().below("themes/portal/templates") {
        let text = text(&site(), path.as_str());
        // Something that shows wherever the template is rendered or a component drawn: before the end of the first block
        // and of each component.
        let ends = text.match_indices("{% endblock").take(1).chain(text.match_indices("{% endcomponent"));
        for (at, _) in ends {
            let rest: String = text[at..].chars().take(60).collect();
            theme.push((path.to_string(), rest.clone(), format!("<i>新</i>{rest}")));
        }
    }
    let edits = EDITS.iter().map(|(f, a, b)| ((*f).to_owned(), (*a).to_owned(), (*b).to_owned()));
    let mut memory = Memory::default();
    let (first, before) = build_with(&site(), &mut memory, BTreeMap::new());
    assert!(first.publishable(), "{:#?}", first.findings);
    let (mut in_vain, mut count) = (String::new(), 0);
    for (file, mark, put) in edits.chain(theme) {
        let edit = format!("{file}: {mark:?} → {put:?}");
        let mut tree = site();
        let old = text(&tree, &file);
        assert!(old.contains(&mark), "{edit}");
        tree.insert_text(&file, &old.replacen(&mark, &put, 1));
        let (built, after) = build_with(&tree, &mut stored_and_recalled(&memory), before.clone());
        let errors: Vec<_> = built.findings.iter().filter(|f| f.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{edit}: {errors:#?}");
        // That the bytes are those of a build without a memory is held for all edits elsewhere; here for some.
        if count % 8 == 0 {
            let (_, fresh) = build_with(&tree, &mut Memory::default(), BTreeMap::new());
            let others: Vec<_> =
                fresh.iter().filter(|(path, bytes)| after.get(*path) != Some(*bytes)).collect();
            let others: Vec<_> = others.into_iter().map(|(path, _)| path).collect();
            assert!(
                others.is_empty() && after.len() == fresh.len(),
                "{edit}: other than without a memory: {others:?}"
            );
        }
        let is_other = |(path, bytes): &(&String, &Vec<u8>)| before.get(*path) != Some(*bytes);
        let differing: BTreeSet<&str> =
            after.iter().filter(is_other).map(|(path, _)| path.as_str()).collect();
        let changed: BTreeSet<&str> = built.changed.iter().map(|path| path.as_str()).collect();
        assert_eq!(changed, differing, "{edit}");
        // Pages alone: a file of data is made from whole rows and cards, and takes no longer than asking for less.
        let vain = built.in_vain.iter().map(|path| path.as_str()).filter(|path| path.ends_with(".html"));
        let vain: Vec<&str> = vain.collect();
        if !vain.is_empty() {
            let pages = changed.iter().filter(|path| path.ends_with(".html")).count();
            let _ = writeln!(in_vain, "{edit}\n  of {} pages: {}", pages + vain.len(), vain.join(" "));
        }
        count += 1;
    }
    assert!(count > 200, "{count} edits");
    // The pages that an edit makes anew though they show nothing of it. Every other edit of the table makes none. Their
    // templates name what was changed, and show it of something else, or where something else is not told; and packing a
    // page needs its bytes.
    insta::assert_snapshot!("in_vain", in_vain);
}

/// Ways in which a theme's own templates come by what a card, or a view of the plan, holds.
const WAYS: &[(bool, &str)] = &[
    (true, "{% for card in list.cards %}{{ card }}{% endfor %}"),
    (true, "{{ list.cards }}"),
    (true, "{% for card in list.cards %}{% for k, v in card.fields %}{{ k }}{{ v }}{% endfor %}{% endfor %}"),
    (
        true,
        "{% set name = 'fi' ~ 'elds' %}{% for card in list.cards %}{{ card[name].thesis or '' }}{% endfor %}",
    ),
    (true, "{% set first = list.cards[:1] %}{% set one = first[0] %}{{ one.fields.thesis or '' }}"),
    (true, "{% set l = list if list.cards else page %}{{ l.cards[0].fields.thesis or '' }}"),
    (true, "{% for card in list.cards %}{{ <own {...{'of': card} } /> }}{% endfor %}"),
    (true, "{% for card in list.cards %}{{ shared(component='ow' ~ 'n', of=card) }}{% endfor %}"),
    (true, "{% for card in list.cards %}{% include \"column/part.html\" %}{% endfor %}"),
    (true, "{% for c in latest(column='ping', count=9) %}{{ c.fields.thesis or '' }}{% endfor %}"),
    (true, "{{ shared(component='asks') }}"),
    (false, "{% set p = plan() %}{{ p.measures }}"),
    (false, "{% for k, v in plan() %}{{ v }}{% endfor %}"),
    (false, "{{ shared(component='titles', of=plan()) }}"),
];

#[test]
fn whichever_way_a_theme_comes_by_something_its_page_is_made_anew() {
    for (is_of_card, way) in WAYS {
        let site = || {
            let mut tree = site();
            let template = format!(
                "{{% extends \"column/list.html\" %}}{{% block column_entries %}}{way}{{% endblock %}}"
            );
            tree.insert_text("themes/portal/templates/column/commentary.html", &template);
            tree.insert_text("themes/portal/templates/column/part.html", "{{ card.fields.thesis or '' }}");
            tree.insert_text(
                "themes/portal/templates/partials/own.html",
                "{% component own(of) %}{{ of.fields.thesis or '' }}{% endcomponent own %}\n{% component asks() %}{% for c in latest(column='ping', count=9) %}{{ c.fields.thesis or '' }}{% endfor %}{% endcomponent asks %}\n{% component titles(of) %}{% for m in of.measures %}{% for t in m.tables %}{{ t.title }}{% endfor %}{% endfor %}{% endcomponent titles %}",
            );
            tree
        };
        let (file, mark, put) = if *is_of_card {
            ("content/ping/a.md", "title:", "thesis: 主张甲\ntitle:")
        } else {
            ("content/progress/t1.yaml", "title: 表一", "title: 主张甲")
        };
        let mut memory = Memory::default();
        let (first, before) = build_with(&site(), &mut memory, BTreeMap::new());
        assert!(first.publishable(), "{way}: {:#?}", first.findings);
        let mut tree = site();
        let edited = text(&tree, file).replacen(mark, put, 1);
        tree.insert_text(file, &edited);
        let (_, after) = build_with(&tree, &mut memory, before);
        let (_, fresh) = build_with(&tree, &mut Memory::default(), BTreeMap::new());
        let page = |all: &BTreeMap<String, Vec<u8>>| {
            String::from_utf8_lossy(&all["ping/page/2/index.html"]).into_owned()
        };
        assert!(page(&fresh).contains("主张甲"), "{way} does not show it");
        assert_eq!(page(&after), page(&fresh), "{way}");
    }
}
