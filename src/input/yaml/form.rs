//! Takes typed values out of a mapping, and tells what does not fit.

use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::text::nearest::nearest;
use crate::base::time::date::{Date, Moment};
use crate::input::source::path::SourcePath;
use crate::input::yaml::located::Located;
use crate::input::yaml::node::{Key, Node, Value};

/// A key that nothing knows.
pub static UNKNOWN_KEY: Code = Code {
    name: "FM005",
    severity: Severity::Error,
    message: Words { zh: "不认识的字段 `{key}`（{of}）", en: "unknown key `{key}` ({of})" },
    help: Words {
        zh: "改成正确的名称，或者删去这一行；可用的字段：{known}",
        en: "correct the name or remove the line; known keys: {known}",
    },
    example: "---\ntitel: 名师名生\n---",
};

/// A value of another type than the key asks for.
pub static WRONG_TYPE: Code = Code {
    name: "FM006",
    severity: Severity::Error,
    message: Words {
        zh: "`{key}` 应当是{expected}，这里写的是{found}",
        en: "`{key}` must be {expected_en}, found {found_en}",
    },
    help: Words { zh: "{mend}", en: "write it as {expected_en}" },
    example: "---\ntitle: 甲\ntags: 标签\ndraft: 也许\n---",
};

/// A key that must be there is not.
pub static MISSING: Code = Code {
    name: "FM007",
    severity: Severity::Error,
    message: Words {
        zh: "缺少必填的 `{key}`（{of}）", en: "the required key `{key}` is missing ({of})"
    },
    help: Words { zh: "补上一行 `{key}: …`", en: "add a line `{key}: …`" },
    example: "---\ndate: 2026-05-06\n---",
};

/// No such day, or not written as one.
pub static BAD_DATE: Code = Code {
    name: "FM008",
    severity: Severity::Error,
    message: Words {
        zh: "`{key}` 的日期 `{value}` 不存在或写法不对",
        en: "`{key}`: there is no date `{value}`",
    },
    help: Words {
        zh: "写成 2026-05-06 或 \"2026-05-06 09:30\"",
        en: "write 2026-05-06 or \"2026-05-06 09:30\"",
    },
    example: "---\ntitle: 甲\ndate: 2026-02-30\n---",
};

/// A number out of its range.
pub static OUT_OF_RANGE: Code = Code {
    name: "FM009",
    severity: Severity::Error,
    message: Words {
        zh: "`{key}` 的值 {value} 超出范围（{min} 到 {max}）",
        en: "`{key}`: {value} is out of range ({min} to {max})",
    },
    help: Words { zh: "写 {min} 到 {max} 之间的数", en: "write a number from {min} to {max}" },
    example: "tasks:\n  - { no: 1, title: 甲, lead: [宣传部], progress: 120 }",
};

/// A word that is none of the choices.
pub static BAD_CHOICE: Code = Code {
    name: "FM010",
    severity: Severity::Error,
    message: Words { zh: "`{key}` 不能是“{value}”", en: "`{key}` cannot be `{value}`" },
    help: Words { zh: "可选：{choices}", en: "choices: {choices}" },
    example: "tasks:\n  - { no: 1, title: 甲, lead: [宣传部], status: 以完成 }",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_KEY, &WRONG_TYPE, &MISSING, &BAD_DATE, &OUT_OF_RANGE, &BAD_CHOICE];

/// What a value may be, in words of both languages, with how to mend it.
struct Expected(&'static str, &'static str, &'static str);

const TEXT: Expected = Expected("文字", "text", "写一行文字");
const NUMBER: Expected = Expected("整数", "a whole number", "写一个整数，如 12");
const YES_NO: Expected = Expected(" true 或 false", "true or false", "写 true（是）或 false（否）");
const LIST: Expected = Expected("列表", "a list", "写成列表，如 [甲, 乙]");
const MAPPING: Expected = Expected("一组字段", "a mapping", "写成 { 名称: 值 }，或者换行缩进写字段");

/// A mapping that is being read: each key is taken once, what is left over at the end is unknown.
pub struct Form<'n> {
    path: &'n SourcePath,
    of: String,
    span: Span,
    entries: &'n [(Key, Node)],
    is_mapping: bool,
    taken: Vec<&'static str>,
    known: Vec<String>,
    /// What was found so far.
    pub findings: Findings,
}

impl<'n> Form<'n> {
    /// Starts reading `node`; `of` says in messages what it is. Anything but a mapping is a finding and reads as
    /// empty.
    #[must_use]
    pub fn new(path: &'n SourcePath, of: &str, node: &'n Node) -> Self {
        let is_mapping = matches!(node.value, Value::Mapping(_) | Value::Null);
        let mut form = Self {
            is_mapping,
            path,
            of: of.to_owned(),
            span: node.span,
            entries: node.entries(),
            taken: Vec::new(),
            known: Vec::new(),
            findings: Findings::default(),
        };
        if !is_mapping {
            form.wrong_type(of, node, &MAPPING);
        }
        form
    }

    /// The place of a span in this file.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.path.shared(), span)
    }

    /// The file that is read.
    #[must_use]
    pub fn path(&self) -> &'n SourcePath {
        self.path
    }

    /// The whole mapping's span.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// A key's value as it is; `null` counts as absent.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.taken.push(key);
        let node = self.entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| node)?;
        (node.value != Value::Null).then_some(node)
    }

    /// One line of text; numbers are read as text too, as they are written.
    pub fn text(&mut self, key: &'static str) -> Option<Located<String>> {
        let node = self.node(key)?;
        self.text_of(key, node)
    }

    /// Text without its place.
    pub fn plain(&mut self, key: &'static str) -> Option<String> {
        self.text(key).map(|t| t.value)
    }

    /// Text that must be there; a finding and `fallback` where it is not.
    pub fn required_text(&mut self, key: &'static str, fallback: &str) -> Located<String> {
        let before = self.findings.len();
        match self.text(key) {
            Some(text) if !text.value.trim().is_empty() => text,
            _ => {
                // A value of a wrong type has been told already.
                if self.findings.len() == before {
                    self.missing(key);
                }
                Located::new(fallback.to_owned(), self.span)
            }
        }
    }

    /// Says that a required key is missing, unless it has been told that the whole is no mapping, or is told that the
    /// key is unknown as it is written: `Title`.
    pub fn missing(&mut self, key: &str) {
        let in_capitals = |k: &Key| k.text != key && k.text.eq_ignore_ascii_case(key);
        if !self.is_mapping || self.entries.iter().any(|(k, _)| in_capitals(k)) {
            return;
        }
        let start = Span { start: self.span.start, end: first_line_end(self.entries, self.span) };
        self.findings.push(Finding::new(&MISSING, self.place(start)).with("key", key).with("of", &self.of));
    }

    /// A list of texts; one text alone is taken as a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<Located<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        match &node.value {
            Value::List(list) => list.iter().filter_map(|n| self.text_of(key, n)).collect(),
            Value::Mapping(_) => {
                self.wrong_type(key, node, &LIST);
                Vec::new()
            }
            _ => self.text_of(key, node).into_iter().collect(),
        }
    }

    /// A list's nodes.
    pub fn list(&mut self, key: &'static str) -> &'n [Node] {
        let Some(node) = self.node(key) else { return &[] };
        let Value::List(list) = &node.value else {
            self.wrong_type(key, node, &LIST);
            return &[];
        };
        list
    }

    /// Yes or no.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        let Value::Boolean(value) = node.value else {
            self.wrong_type(key, node, &YES_NO);
            return None;
        };
        Some(value)
    }

    /// A whole number within bounds.
    pub fn integer(&mut self, key: &'static str, min: i64, max: i64) -> Option<Located<i64>> {
        let node = self.node(key)?;
        let Some(value) = whole(&node.value) else {
            self.wrong_type(key, node, &NUMBER);
            return None;
        };
        if value < min || value > max {
            self.findings.push(
                Finding::new(&OUT_OF_RANGE, self.place(node.span))
                    .with("key", key)
                    .with("value", value)
                    .with("min", min)
                    .with("max", max),
            );
            return None;
        }
        Some(Located::new(value, node.span))
    }

    /// Whole numbers within bounds; `None` where nothing is written or something else is.
    pub fn integers(&mut self, key: &'static str, min: i64, max: i64) -> Option<Vec<i64>> {
        let node = self.node(key)?;
        let Value::List(list) = &node.value else {
            self.wrong_type(key, node, &LIST);
            return None;
        };
        let mut numbers = Vec::new();
        for node in list {
            match whole(&node.value) {
                Some(value) if (min..=max).contains(&value) => numbers.push(value),
                Some(value) => self.findings.push(
                    Finding::new(&OUT_OF_RANGE, self.place(node.span))
                        .with("key", key)
                        .with("value", value)
                        .with("min", min)
                        .with("max", max),
                ),
                None => self.wrong_type(key, node, &NUMBER),
            }
        }
        Some(numbers)
    }

    /// A whole number from 0, without its place.
    pub fn count(&mut self, key: &'static str) -> Option<u32> {
        self.integer(key, 0, i64::from(u32::MAX)).and_then(|n| u32::try_from(n.value).ok())
    }

    /// A day and perhaps a time.
    pub fn moment(&mut self, key: &'static str) -> Option<Located<Moment>> {
        let text = self.text(key)?;
        let moment = Moment::parse(&text.value);
        if moment.is_none() {
            self.bad_date(key, &text);
        }
        moment.map(|moment| Located::new(moment, text.span))
    }

    /// A day.
    pub fn date(&mut self, key: &'static str) -> Option<Located<Date>> {
        self.moment(key).map(|m| Located::new(m.value.date, m.span))
    }

    /// One of some words.
    pub fn choice(&mut self, key: &'static str, choices: &[&str]) -> Option<Located<String>> {
        let text = self.text(key)?;
        if choices.contains(&text.value.as_str()) {
            return Some(text);
        }
        self.findings.push(
            Finding::new(&BAD_CHOICE, self.place(text.span))
                .with("key", key)
                .with("value", &text.value)
                .with("choices", choices.join("、"))
                .suggesting(nearest(&text.value, choices.iter().copied())),
        );
        None
    }

    /// Marks further keys as known: those that somebody else reads.
    pub fn also_known(&mut self, keys: impl IntoIterator<Item = String>) {
        self.known.extend(keys);
    }

    /// Every key with its value as text, for mappings whose keys are free; what is no text is told.
    #[must_use]
    pub fn all_texts(mut self) -> Outcome<Vec<(Located<String>, Located<String>)>> {
        let mut texts = Vec::new();
        for (key, node) in self.entries {
            if let Some(text) = self.text_of(&key.text, node) {
                texts.push((Located::new(key.text.clone(), key.span), text));
            }
        }
        Outcome::new(texts, self.findings)
    }

    /// Every key with its value as a whole number from 0, for mappings whose keys are numbers too.
    #[must_use]
    pub fn all_counts(mut self) -> Outcome<Vec<(u32, u32)>> {
        let mut counts = Vec::new();
        for (key, node) in self.entries {
            let count = whole(&node.value).and_then(|n| u32::try_from(n).ok());
            match (key.text.trim().parse(), count) {
                (Ok(number), Some(count)) => counts.push((number, count)),
                (Ok(_), None) => self.wrong_type(&key.text, node, &NUMBER),
                (Err(_), _) => self.findings.push(
                    Finding::new(&UNKNOWN_KEY, self.place(key.span))
                        .with("key", &key.text)
                        .with("of", &self.of)
                        .with("known", "1 2 3 …"),
                ),
            }
        }
        Outcome::new(counts, self.findings)
    }

    /// Ends the reading: what was not taken is unknown.
    #[must_use]
    pub fn finish(mut self) -> Findings {
        let known: Vec<&str> =
            self.taken.iter().copied().chain(self.known.iter().map(String::as_str)).collect();
        let strangers: Vec<Finding> = self
            .entries
            .iter()
            .filter(|(key, _)| !known.contains(&key.text.as_str()))
            .map(|(key, _)| {
                Finding::new(&UNKNOWN_KEY, self.place(key.span))
                    .with("key", &key.text)
                    .with("of", &self.of)
                    .with("known", known.join(" "))
                    .suggesting(meant(&key.text, &known))
            })
            .collect();
        self.findings.extend(strangers);
        self.findings
    }

    fn text_of(&mut self, key: &str, node: &Node) -> Option<Located<String>> {
        let text = as_text(&node.value);
        if text.is_none() {
            self.wrong_type(key, node, &TEXT);
        }
        text.map(|text| Located::new(text, node.span))
    }

    fn bad_date(&mut self, key: &str, text: &Located<String>) {
        self.findings
            .push(Finding::new(&BAD_DATE, self.place(text.span)).with("key", key).with("value", &text.value));
    }

    fn wrong_type(&mut self, key: &str, node: &Node, expected: &Expected) {
        let (found, found_en) = type_words(&node.value);
        // `60%` is the likeliest slip of all where a number is wanted.
        let percent = as_text(&node.value).filter(|_| expected.1 == NUMBER.1);
        let percent =
            percent.and_then(|text| whole(&Value::Text(text.strip_suffix(['%', '％'])?.to_owned())));
        let mend = percent.map_or_else(|| expected.2.to_owned(), |n| format!("去掉百分号，写 {n}"));
        self.findings.push(
            Finding::new(&WRONG_TYPE, self.place(node.span))
                .with("key", key)
                .with("expected", expected.0)
                .with("expected_en", expected.1)
                .with("mend", mend)
                .with("found", found)
                .with("found_en", found_en),
        );
    }
}

fn first_line_end(entries: &[(Key, Node)], span: Span) -> u32 {
    entries.first().map_or(span.start, |(key, _)| key.span.end).max(span.start)
}

/// Keys as people name them who have not read the manual.
const CHINESE_KEYS: [(&str, &str); 34] = [
    ("标题", "title"),
    ("题目", "title"),
    ("名称", "name"),
    ("姓名", "name"),
    ("日期", "date"),
    ("时间", "date"),
    ("更新", "updated"),
    ("作者", "author"),
    ("单位", "unit"),
    ("供稿单位", "unit"),
    ("标签", "tags"),
    ("关键词", "tags"),
    ("摘要", "summary"),
    ("简介", "summary"),
    ("封面", "cover"),
    ("草稿", "draft"),
    ("来源", "source"),
    ("任务", "tasks"),
    ("类型", "kind"),
    ("种类", "kind"),
    ("状态", "status"),
    ("序号", "no"),
    ("牵头", "lead"),
    ("牵头单位", "lead"),
    ("责任单位", "lead"),
    ("配合", "support"),
    ("配合单位", "support"),
    ("进度", "progress"),
    ("开始", "start"),
    ("截止", "due"),
    ("目标", "target"),
    ("佐证", "evidence"),
    ("记录", "log"),
    ("备注", "note"),
];

/// The key that an unknown one is meant to be: its name in Chinese, or one that is spelt alike.
#[must_use]
pub fn meant(key: &str, known: &[&str]) -> Option<String> {
    let named = CHINESE_KEYS.iter().find(|(chinese, name)| *chinese == key && known.contains(name));
    named
        .map(|(_, name)| (*name).to_owned())
        .or_else(|| nearest(key, known.iter().copied()).map(str::to_owned))
}

/// A scalar as text.
#[must_use]
pub fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(n) => Some(n.to_string()),
        Value::Number(n) => Some(n.to_string()),
        Value::Boolean(b) => Some(b.to_string()),
        Value::Null | Value::List(_) | Value::Mapping(_) => None,
    }
}

/// A scalar as a whole number; text of digits too, full-width ones included.
#[must_use]
pub fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(n) => Some(*n),
        Value::Text(text) => {
            let digits: String = text
                .trim()
                .chars()
                .map(|c| match c {
                    '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
                    c => c,
                })
                .collect();
            digits.parse().ok()
        }
        _ => None,
    }
}

/// A value's type in words.
#[must_use]
pub fn type_words(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Null => ("空值", "nothing"),
        Value::Boolean(_) => (" true/false", "true or false"),
        Value::Integer(_) => ("整数", "a whole number"),
        Value::Number(_) => ("小数", "a number"),
        Value::Text(_) => ("文字", "text"),
        Value::List(_) => ("列表", "a list"),
        Value::Mapping(_) => ("一组字段", "a mapping"),
    }
}
