//! Makes sites of any size from a seed: the same numbers, the same bytes.
//!
//! The content is that of the comparison with other generators: Chinese entries of about 3 KB in six columns,
//! neighbours linked, lists of 20, 200 tags, a home page, feeds and a sitemap.

#![allow(dead_code, reason = "no benchmark uses all of it")]

use std::fmt::Write as _;
use std::path::Path;

/// Six columns, as the comparison has them.
pub const COLUMNS: [&str; 6] = ["mingshi", "chaoyin", "anli", "jieri", "suyang", "pufa"];

/// A small generator of numbers (SplitMix64): benches need the same site each time, not randomness.
pub struct Seeded(pub u64);

impl Seeded {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

const WORDS: [&str; 24] = [
    "网络素养",
    "校园文化",
    "信息核查",
    "来源",
    "同学们",
    "老师",
    "海风",
    "公共讨论",
    "历史",
    "宁波",
    "课程",
    "案例",
    "辨别",
    "转发",
    "评论",
    "时间",
    "材料",
    "方法",
    "练习",
    "记录",
    "图书馆",
    "社团",
    "节日",
    "志愿服务",
];

fn sentence(seeded: &mut Seeded) -> String {
    let mut text = String::new();
    for n in 0..8 + seeded.below(10) {
        if n > 0 && seeded.below(4) == 0 {
            text.push('，');
        }
        text.push_str(WORDS[seeded.below(WORDS.len() as u64) as usize]);
        if seeded.below(12) == 0 {
            text.push_str("**重点。**");
        }
    }
    text.push('。');
    text
}

/// An entry's file: about 3 KB.
pub fn entry(n: usize, entries: usize) -> String {
    let mut seeded = Seeded(n as u64);
    let (year, month, day) = (2006 + n % 21, 1 + n / 21 % 12, 1 + n / 252 % 28);
    let mut text = format!(
        "---\ntitle: 第{n}篇：{}\ndate: {year}-{month:02}-{day:02}\ntags: [标签{}, 标签{}]\nsummary: {}\n---\n\n",
        WORDS[seeded.below(WORDS.len() as u64) as usize],
        n % 200,
        seeded.below(200),
        sentence(&mut seeded),
    );
    for section in 1..=3 {
        let _ = write!(text, "## 第{section}节\n\n");
        for _ in 0..2 {
            for _ in 0..3 {
                text.push_str(&sentence(&mut seeded));
            }
            text.push_str("\n\n");
        }
        let _ = write!(text, "- {}\n- {}\n\n", sentence(&mut seeded), sentence(&mut seeded));
    }
    let other = (n + COLUMNS.len()) % entries.max(1);
    let _ = writeln!(text, "参见[另一篇](../{}/e{other:06}.md)。", COLUMNS[other % COLUMNS.len()]);
    text
}

/// Every file of a site of `entries` entries: path from the root and text.
pub fn site(entries: usize) -> impl Iterator<Item = (String, String)> {
    let fixed = [
        ("site.yaml".to_owned(), "title: 基准站点\nbase_url: https://example.com\n".to_owned()),
        (
            "content/_index.md".to_owned(),
            "---\ntitle: 首页\nblocks:\n  - { block: latest, title: 最新, from: chaoyin, count: 10 }\n---\n"
                .to_owned(),
        ),
        ("content/units.yaml".to_owned(), "units:\n  - { name: 宣传部 }\n".to_owned()),
    ];
    let columns = COLUMNS.iter().map(|column| {
        (format!("content/{column}/_index.md"), format!("---\ntitle: {column}\nkind: article\n---\n"))
    });
    let pages = (0..entries)
        .map(move |n| (format!("content/{}/e{n:06}.md", COLUMNS[n % COLUMNS.len()]), entry(n, entries)));
    fixed.into_iter().chain(columns).chain(pages)
}

/// Writes a site of `entries` entries.
pub fn write(folder: &Path, entries: usize) {
    write_files(folder, site(entries));
}

/// Writes files: path from the root and text.
pub fn write_files(folder: &Path, files: impl Iterator<Item = (String, String)>) {
    for (path, text) in files {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
}

/// Gives a site the pages of the comparison and no more: its own kind with a theme of its own, and no search.
pub fn make_lean(folder: &Path) {
    let files = [
        (
            "content/kinds/lean.yaml",
            "name: lean\nlabel: 文章\ntemplate: entry/lean.html\ncolumn_template: column/lean.html\n",
        ),
        ("themes/lean/theme.yaml", include_str!("../lean/theme.yaml")),
        ("themes/lean/templates/lean.html", include_str!("../lean/templates/lean.html")),
        ("themes/lean/templates/home.html", include_str!("../lean/templates/home.html")),
        ("themes/lean/templates/term.html", include_str!("../lean/templates/term.html")),
        ("themes/lean/templates/entry/lean.html", include_str!("../lean/templates/entry/lean.html")),
        ("themes/lean/templates/column/lean.html", include_str!("../lean/templates/column/lean.html")),
        (
            "site.yaml",
            "title: 基准站点\nbase_url: https://example.com\ntheme: lean\nsearch: { enabled: false }\n",
        ),
    ];
    let columns = COLUMNS.map(|column| {
        (format!("content/{column}/_index.md"), format!("---\ntitle: {column}\nkind: lean\n---\n"))
    });
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    write_files(folder, files.into_iter().chain(columns));
}

/// Files of a site: path from the root and text.
pub type Files = Vec<(String, String)>;

/// A sort of sites that grow.
pub type Growing = (&'static str, usize, fn(usize) -> Files);

/// What may grow: its name, the size at which it is looked at, and a site of any size.
pub const GROWTH: [Growing; 10] = [
    ("terms of a taxonomy", 100_000, terms),
    ("tags of one entry", 20_000, tags),
    ("entries of one column", 100_000, one_column),
    ("tasks", 10_000, tasks),
    ("units", 1_000, units),
    ("bytes of one entry", 10_000_000, long_entry),
    ("equal headings of one entry", 40_000, headings),
    ("aliases", 20_000, aliases),
    ("entries in own folders", 20_000, bundles),
    ("nested lists and quotes", 80_000, nesting),
];

fn fixed() -> Files {
    vec![
        ("site.yaml".to_owned(), "title: 基准\nbase_url: https://example.com\n".to_owned()),
        ("content/a/_index.md".to_owned(), "---\ntitle: 栏目\nkind: article\n---\n".to_owned()),
    ]
}

fn with(more: impl Iterator<Item = (String, String)>) -> Files {
    fixed().into_iter().chain(more).collect()
}

fn small(n: usize, further: &str) -> String {
    format!("---\ntitle: 第{n}篇\ndate: 2026-{:02}-{:02}\n{further}---\n\n正文。\n", 1 + n % 11, 1 + n % 28)
}

fn terms(size: usize) -> Files {
    let tags = |n: usize| (0..10).map(|t| format!("标签{}", n * 10 + t)).collect::<Vec<_>>().join(", ");
    with((0..size / 10).map(|n| (format!("content/a/e{n}.md"), small(n, &format!("tags: [{}]\n", tags(n))))))
}

fn tags(size: usize) -> Files {
    let tags: Vec<_> = (0..size).map(|n| format!("标签{n}")).collect();
    with(std::iter::once(("content/a/e.md".to_owned(), small(0, &format!("tags: [{}]\n", tags.join(", "))))))
}

fn one_column(size: usize) -> Files {
    with((0..size).map(|n| (format!("content/a/e{n}.md"), small(n, ""))))
}

fn tasks(size: usize) -> Files {
    let table = |table: usize, tasks: usize| {
        let mut text = format!("table: {table}\ntitle: 表{table}\nmeasure: 举措\ntasks:\n");
        for no in 1..=tasks {
            let _ = writeln!(
                text,
                "  - {{ no: {no}, title: 任务{no}, lead: [甲部], status: 进行中, start: 2026-03-01, due: 2026-12-31, target: {{ count: entries, in: a, min: 12 }} }}"
            );
        }
        (format!("content/progress/t{table}.yaml"), text)
    };
    let more = [
        ("content/units.yaml".to_owned(), "units:\n  - { name: 甲部 }\n".to_owned()),
        ("content/progress/_index.md".to_owned(), "---\ntitle: 进展\nkind: tasks\n---\n".to_owned()),
    ];
    with(more.into_iter().chain((1..=size / 50).map(|n| table(n, 50))))
}

fn units(size: usize) -> Files {
    let list: String = (0..size).map(|n| format!("  - {{ name: 单位{n} }}\n")).collect();
    let entries = (0..size * 4)
        .map(move |n| (format!("content/a/e{n}.md"), small(n, &format!("unit: 单位{}\n", n % size))));
    with(std::iter::once(("content/units.yaml".to_owned(), format!("units:\n{list}"))).chain(entries))
}

fn long_entry(size: usize) -> Files {
    let mut text = small(0, "");
    let mut seeded = Seeded(7);
    while text.len() < size {
        text.push_str(&sentence(&mut seeded));
        text.push_str("\n\n");
    }
    let end = (0..=size).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(end);
    with(std::iter::once(("content/a/e.md".to_owned(), text)))
}

fn headings(size: usize) -> Files {
    with(std::iter::once((
        "content/a/e.md".to_owned(),
        small(0, "") + &"## 同样的标题\n\n文字。\n\n".repeat(size),
    )))
}

fn aliases(size: usize) -> Files {
    with((0..size).map(|n| (format!("content/a/e{n}.md"), small(n, &format!("aliases: [/old/{n}/]\n")))))
}

fn bundles(size: usize) -> Files {
    with((0..size).map(|n| (format!("content/a/e{n}/index.md"), small(n, ""))))
}

fn nesting(size: usize) -> Files {
    let block = format!("{}甲\n\n{}乙\n\n", "> ".repeat(40), "- ".repeat(40));
    with(std::iter::once(("content/a/e.md".to_owned(), small(0, "") + &block.repeat(size / 10))))
}
