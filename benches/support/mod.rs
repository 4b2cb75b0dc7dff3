//! Makes sites of any size from a seed: the same numbers, the same bytes.
//!
//! The content is that of the comparison with other generators: Chinese entries of about 3 KB in six columns,
//! neighbours linked, lists of 20, 200 tags, a home page, feeds and a sitemap.

use std::fmt::Write as _;

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
