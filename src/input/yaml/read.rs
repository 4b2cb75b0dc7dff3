//! Reads a YAML text into located values, through serde, within bounds.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Spanned};

use super::node::{Key, Node, Value};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::limits::{YAML_DEPTH_MAX, YAML_NODES_MAX};
use crate::input::source::path::SourcePath;

/// Not YAML.
pub static SYNTAX: Code = Code {
    name: "FM002",
    severity: Severity::Error,
    message: Words { zh: "这里的写法读不懂：{why}", en: "this is not valid YAML: {detail}" },
    help: Words { zh: "{mend}", en: "check indentation, colons and quotes on this line and the one above" },
    example: "---\ntitle：名师名生\n---",
};

/// Too deep, too large, or aliases that multiply.
pub static BOUND: Code = Code {
    name: "FM003",
    severity: Severity::Error,
    message: Words {
        zh: "数据太深或太大（最多 {depth} 层、{nodes} 个值）",
        en: "the data is too deep or too large (at most {depth} levels, {nodes} values)",
    },
    help: Words {
        zh: "检查有没有成倍展开的引用（*名字）或层层嵌套的方括号，改成直接写出内容",
        en: "look for aliases that multiply or nested brackets, and write the values out",
    },
    example: "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]",
};

/// A key written twice.
pub static DUPLICATE_KEY: Code = Code {
    name: "FM004",
    severity: Severity::Error,
    message: Words { zh: "字段 `{key}` 写了两次", en: "the key `{key}` is written twice" },
    help: Words { zh: "保留一个，删去另一个", en: "keep one of them" },
    example: "---\ntitle: 甲\ntitle: 乙\n---",
};

/// Most events that aliases may repeat. Hand-written files share a handful of lines.
const ALIAS_EVENTS_MAX: usize = 100_000;

/// Codes of this module.
pub const CODES: &[&Code] = &[&SYNTAX, &BOUND, &DUPLICATE_KEY];

/// Reads `text`, which stands at byte `offset` of the file `path`. `None` where the text is empty or broken.
#[must_use]
pub fn read(text: &str, offset: u32, path: &SourcePath) -> Outcome<Option<Node>> {
    if text.trim().is_empty() {
        return Outcome::clean(None);
    }
    let budget = serde_saphyr::budget! { max_depth: YAML_DEPTH_MAX, max_nodes: YAML_NODES_MAX };
    let mut options = serde_saphyr::options! {
        budget: budget,
        emit_comments: false,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
    };
    options.alias_limits.max_total_replayed_events = ALIAS_EVENTS_MAX;
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => Outcome::clean(Some(located(raw, text, offset))),
        Err(error) => {
            let mut findings = Findings::default();
            findings.push(finding(&error, text, offset, path));
            Outcome::new(None, findings)
        }
    }
}

/// A value as serde gives it, each child with its span.
enum Raw {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Mapping(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(i64::try_from(value).map_or_else(|_| Raw::Text(value.to_string()), Raw::Integer))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(i64::try_from(value).map_or_else(|_| Raw::Text(value.to_string()), Raw::Integer))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(i64::try_from(value).map_or_else(|_| Raw::Text(value.to_string()), Raw::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Raw, E> {
        Ok(Raw::Text(String::from_utf8_lossy(value).into_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access.next_element()? {
            list.push(value);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = access.next_key()? {
            pairs.push((key, access.next_value()?));
        }
        Ok(Raw::Mapping(pairs))
    }
}

fn located(raw: Spanned<Raw>, text: &str, offset: u32) -> Node {
    let own = span_of(&raw.referenced, text, offset);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Boolean(value) => Value::Boolean(value),
        Raw::Integer(value) => Value::Integer(value),
        Raw::Number(value) => Value::Number(value),
        Raw::Text(value) => Value::Text(value),
        Raw::List(list) => Value::List(list.into_iter().map(|raw| located(raw, text, offset)).collect()),
        Raw::Mapping(pairs) => Value::Mapping(
            pairs
                .into_iter()
                .map(|(key, value)| {
                    let span = span_of(&key.referenced, text, offset);
                    (Key { text: key.value, span }, located(value, text, offset))
                })
                .collect(),
        ),
    };
    Node { value, span: own }
}

/// A location as bytes of the file, without the line ends and spaces that follow a plain scalar.
fn span_of(location: &serde_saphyr::Location, text: &str, offset: u32) -> Span {
    let span = location.span();
    let start = usize::try_from(span.byte_offset().unwrap_or(0)).unwrap_or(0).min(text.len());
    let len = usize::try_from(span.byte_len().unwrap_or(0)).unwrap_or(0);
    let end = start.saturating_add(len).min(text.len());
    let trimmed = text.get(start..end).map_or(end, |part| start + part.trim_end().len());
    Span::new(start, trimmed.max(start)).shifted(offset)
}

fn finding(error: &Error, text: &str, offset: u32, path: &SourcePath) -> Finding {
    let span =
        error.location().map_or_else(|| Span::new(0, 0).shifted(offset), |at| span_of(&at, text, offset));
    let local = span.start.saturating_sub(offset) as usize;
    let place = Place::new(path.shared(), wide_enough(span, text, offset));
    match inner(error) {
        Error::DuplicateMappingKey { .. } => {
            let key: String =
                text.get(local..).unwrap_or_default().chars().take_while(|c| !":：\n".contains(*c)).collect();
            Finding::new(&DUPLICATE_KEY, place).with("key", key.trim())
        }
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. } => {
            Finding::new(&BOUND, place).with("depth", YAML_DEPTH_MAX).with("nodes", YAML_NODES_MAX)
        }
        other if too_deep(other) => {
            Finding::new(&BOUND, place).with("depth", YAML_DEPTH_MAX).with("nodes", YAML_NODES_MAX)
        }
        other => {
            let (why, mend) = explained(text, local);
            let detail = other.to_string().lines().next().unwrap_or_default().to_owned();
            Finding::new(&SYNTAX, place).with("why", why).with("mend", mend).with("detail", detail)
        }
    }
}

fn inner(error: &Error) -> &Error {
    match error {
        Error::WithSnippet { error, .. } => inner(error),
        error => error,
    }
}

/// The parser's own bounds come as words where they are wrapped in another error.
fn too_deep(error: &Error) -> bool {
    let words = error.to_string();
    ["recursion", "nesting", "depth", "limit exceeded"].iter().any(|word| words.contains(word))
}

/// At least one character, so that the caret stands on something.
fn wide_enough(span: Span, text: &str, offset: u32) -> Span {
    if span.end > span.start {
        return span;
    }
    let local = span.start.saturating_sub(offset) as usize;
    let wide = text.get(local..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span { start: span.start, end: span.start.saturating_add(u32::try_from(wide).unwrap_or(0)) }
}

/// What editors get wrong, told from the line and its neighbours.
fn explained(text: &str, at: usize) -> (&'static str, &'static str) {
    let at = (0..=at.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
    let line_start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let above_start = text[..line_start.saturating_sub(1)].rfind('\n').map_or(0, |n| n + 1);
    let line_end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let end = text.get(line_end + 1..).and_then(|t| t.find('\n')).map_or(text.len(), |n| line_end + 1 + n);
    let lines: Vec<&str> = text[above_start..end].lines().collect();
    let any = |test: &dyn Fn(&str) -> bool| lines.iter().any(|line| test(line));
    if any(&|line| line.trim_start_matches(' ').starts_with('\t')) {
        return ("行首用了制表符（Tab）", "把行首的 Tab 换成空格，每一级两个");
    }
    if any(&|line| line.contains('：') && !line.contains(": ") && !line.trim_end().ends_with(':')) {
        return ("冒号是中文的“：”", "换成英文冒号，后面加一个空格，如 title: 标题");
    }
    if any(&|line| quotes_open(line)) {
        return ("引号没有成对", "在这一行补上另一个引号；内容里有引号时，用另一种引号把整句括起来");
    }
    if any(&|line| line.matches('[').count() > line.matches(']').count()) {
        return ("方括号没有成对", "补上 ]");
    }
    if any(&|line| missing_space(line)) {
        return ("冒号后面少一个空格", "在英文冒号后面加一个空格");
    }
    if any(&|line| line.matches(": ").count() > 1) {
        return ("一行里有两个冒号", "内容里有冒号时，用双引号把内容括起来，如 title: \"问：答\"");
    }
    ("缩进或标点不合规则", "检查这一行和上一行的缩进、冒号和引号；内容里有特殊符号时，用双引号括起来")
}

fn quotes_open(line: &str) -> bool {
    let value = line.split_once(':').map_or(line, |(_, value)| value).trim();
    ['"', '\''].iter().any(|q| value.starts_with(*q) && value.matches(*q).count() % 2 == 1)
}

fn missing_space(line: &str) -> bool {
    let key: String =
        line.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let rest = &line.trim_start()[key.len()..];
    !key.is_empty()
        && rest.starts_with(':')
        && !rest[1..].starts_with(' ')
        && rest.len() > 1
        && !rest.starts_with("://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::code::Language;

    fn path() -> SourcePath {
        SourcePath::new("content/a.yaml")
    }

    #[test]
    fn every_value_knows_where_it_stands() {
        let text = "title: 名师名生\nno: 4\nslug: 007\nlist: [甲, 乙]\n";
        let node = read(text, 0, &path()).value.expect("it is YAML");
        assert_eq!(node.get("title").map(|n| n.span.of(text)), Some("名师名生"));
        assert_eq!(node.get("no").map(|n| &n.value), Some(&Value::Integer(4)));
        assert_eq!(node.get("slug").map(|n| &n.value), Some(&Value::Text("007".to_owned())));
        let Some(Value::List(list)) = node.get("list").map(|n| &n.value) else { panic!("a list") };
        assert_eq!(list[1].span.of(text), "乙");
        assert_eq!(node.entries()[1].0.span.of(text), "no");
    }

    #[test]
    fn mistakes_are_told_in_plain_words() {
        for (text, expected) in [
            ("title：甲\ndate: 2026-01-01\n", "FM002 这里的写法读不懂：冒号是中文的“：”"),
            ("title: \"甲\nb: 1\n", "FM002 这里的写法读不懂：引号没有成对"),
            ("a:\n\tb: 1\n", "FM002 这里的写法读不懂：行首用了制表符（Tab）"),
            ("a: 1\na: 2\n", "FM004 字段 `a` 写了两次"),
        ] {
            let found: Vec<String> = read(text, 0, &path())
                .findings
                .iter()
                .map(|f| format!("{} {}", f.code.name, f.message(Language::Chinese)))
                .collect();
            assert_eq!(found, [expected], "{text}");
        }
    }

    #[test]
    fn deep_and_multiplying_values_are_refused() {
        let deep = "[".repeat(200) + &"]".repeat(200);
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..9 {
            let list = vec![format!("*a{}", n - 1); 10].join(", ");
            bomb.push_str(&format!("a{n}: &a{n} [{list}]\n"));
        }
        for text in [deep, bomb] {
            let outcome = read(&text, 0, &path());
            assert_eq!(outcome.findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), ["FM003"]);
        }
    }
}
