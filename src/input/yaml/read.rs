//! Reads a YAML text into located values, through serde, within bounds.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, NonFiniteFloatPolicy, Spanned};

use super::mistake;
use super::node::{Key, Node, Value};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::limits::{YAML_DEPTH_MAX, YAML_NODES_MAX};
use crate::input::source::path::SourcePath;

/// A key written twice.
pub static DUPLICATE_KEY: Code = Code {
    name: "FM004",
    severity: Severity::Error,
    message: Words { zh: "字段 `{key}` 写了两次", en: "the key `{key}` is written twice" },
    help: Words { zh: "保留一个，删去另一个", en: "keep one of them" },
    example: "---\ntitle: 甲\ntitle: 乙\n---",
};

/// A control character, which would make feeds and pages ill-formed.
pub static CONTROL_CHARACTER: Code = Code {
    name: "FM014",
    severity: Severity::Error,
    message: Words {
        zh: "内容里有看不见的控制字符 {character}",
        en: "the value holds the control character {character}",
    },
    help: Words {
        zh: "删去它；双引号里的 \\a、\\x07 之类会变成控制字符",
        en: "remove it; `\\a` or `\\x07` between double quotes make one",
    },
    example: "---\ntitle: \"甲\\x07\"\n---",
};

/// Most events that aliases may repeat. Hand-written files share a handful of lines.
const ALIAS_EVENTS_MAX: usize = 100_000;

/// Codes of this module.
pub const CODES: &[&Code] = &[&DUPLICATE_KEY, &CONTROL_CHARACTER];

/// Reads `text`, which stands at byte `offset` of the file `path`. `None` where the text is empty or broken.
#[must_use]
pub fn read(text: &str, offset: u32, path: &SourcePath) -> Outcome<Option<Node>> {
    if text.trim().is_empty() {
        return Outcome::clean(None);
    }
    let budget = serde_saphyr::budget! { max_depth: YAML_DEPTH_MAX, max_nodes: YAML_NODES_MAX };
    let mut options = serde_saphyr::options! {
        budget: budget,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        // Doubled keys are told by us, both places of them, so that the rest of the file is still read.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    options.alias_limits.max_total_replayed_events = ALIAS_EVENTS_MAX;
    let mut findings = Findings::default();
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) if matches!(raw.value, Raw::Text(_)) && mistake::is_mapping_meant(text) => {
            findings.push(mistake::not_a_mapping(text, offset, path));
            Outcome::new(None, findings)
        }
        Ok(raw) => {
            let mut placing = Placing { text, offset, path, findings };
            let node = placing.node(raw);
            Outcome::new(Some(node), placing.findings)
        }
        Err(error) => {
            findings.push(mistake::finding(&error, text, offset, path));
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

/// Gives the values their places in the file.
struct Placing<'t> {
    text: &'t str,
    offset: u32,
    path: &'t SourcePath,
    findings: Findings,
}

impl Placing<'_> {
    fn node(&mut self, raw: Spanned<Raw>) -> Node {
        let span = self.span(&raw.referenced);
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Boolean(value) => Value::Boolean(value),
            Raw::Integer(value) => self.as_written(span, Value::Integer(value), &value.to_string()),
            Raw::Number(value) => self.as_written(span, Value::Number(value), &value.to_string()),
            Raw::Text(value) => Value::Text(self.without_control_characters(value, span)),
            Raw::List(list) => Value::List(list.into_iter().map(|raw| self.node(raw)).collect()),
            Raw::Mapping(pairs) => Value::Mapping(self.pairs(pairs)),
        };
        let span = self.whole(span, &value);
        Node { value, span }
    }

    /// The pairs with each key once; the first of equal ones is kept.
    fn pairs(&mut self, pairs: Vec<(Spanned<String>, Spanned<Raw>)>) -> Vec<(Key, Node)> {
        let mut kept: Vec<(Key, Node)> = Vec::with_capacity(pairs.len());
        let mut places: BTreeMap<String, Span> = BTreeMap::new();
        for (key, value) in pairs {
            let span = self.span(&key.referenced);
            let node = self.node(value);
            if let Some(first) = places.get(&key.value) {
                self.findings.push(
                    Finding::new(&DUPLICATE_KEY, self.place(span))
                        .with("key", &key.value)
                        .related(self.place(*first)),
                );
                continue;
            }
            places.insert(key.value.clone(), span);
            kept.push((Key { text: key.value, span }, node));
        }
        kept
    }

    /// A number whose plain form is not what is written (`1.10`, `1e3`, `0x1F`) stays text, since versions and
    /// titles must come out as they went in; fields that want a number read it from the text.
    fn as_written(&self, span: Span, value: Value, plain: &str) -> Value {
        let start = span.start.saturating_sub(self.offset) as usize;
        let end = span.end.saturating_sub(self.offset) as usize;
        match self.text.get(start..end) {
            // An alias or a tagged value stands there: the number is what is meant.
            Some(written) if written != plain && !written.starts_with(['*', '!', '&', '"', '\'']) => {
                Value::Text(written.to_owned())
            }
            _ => value,
        }
    }

    fn without_control_characters(&mut self, value: String, span: Span) -> String {
        let bad = |c: char| c.is_control() && c != '\n' && c != '\t';
        let Some(first) = value.chars().find(|c| bad(*c)) else { return value };
        self.findings.push(
            Finding::new(&CONTROL_CHARACTER, self.place(span))
                .with("character", format!("U+{:04X}", u32::from(first))),
        );
        value.chars().filter(|c| !bad(*c)).collect()
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.path.shared(), span)
    }

    /// A location as bytes of the file, without the line ends and spaces that follow a plain scalar.
    fn span(&self, location: &Location) -> Span {
        let span = location.span();
        let narrow = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let start = narrow(span.byte_offset()).min(self.text.len());
        let end = start.saturating_add(narrow(span.byte_len())).min(self.text.len());
        let trimmed = self.text.get(start..end).map_or(end, |part| start + part.trim_end().len());
        Span::new(start, trimmed.max(start)).shifted(self.offset)
    }

    /// The parser places a list or a mapping at its first byte; it reaches to its last value, and to the closing
    /// bracket where it has one.
    fn whole(&self, span: Span, value: &Value) -> Span {
        let last = match value {
            Value::List(list) => list.last().map(|node| node.span.end),
            Value::Mapping(pairs) => pairs.last().map(|(key, node)| node.span.end.max(key.span.end)),
            _ => return span,
        };
        let start = span.start.saturating_sub(self.offset) as usize;
        let opens = self.text.get(start..).and_then(|rest| rest.chars().next());
        let close = match opens {
            Some('*') => return span,
            Some('[') => Some(']'),
            Some('{') => Some('}'),
            _ => None,
        };
        let mut end = last.unwrap_or(span.start).max(span.end);
        if let Some(close) = close {
            let from = (end.saturating_sub(self.offset) as usize).max(start + 1);
            let rest = self.text.get(from..).unwrap_or_default();
            let skipped = rest.len() - rest.trim_start_matches([' ', '\n', ',']).len();
            if rest.get(skipped..).is_some_and(|rest| rest.starts_with(close)) {
                end = Span::new(0, from + skipped + 1).end.saturating_add(self.offset);
            }
        }
        Span { start: span.start, end }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
    fn lists_and_mappings_reach_to_their_end() {
        let text = "前: [甲, 乙 ]\nb: { c: 1, d: [x] }\ne:\n  - y: 1\n    z: 长文\nf: |\n  一\n  二\n";
        let node = read(text, 0, &path()).value.expect("it is YAML");
        let part = |key: &str| node.get(key).map(|n| n.span.of(text));
        assert_eq!(part("前"), Some("[甲, 乙 ]"));
        assert_eq!(part("b"), Some("{ c: 1, d: [x] }"));
        assert_eq!(part("e"), Some("- y: 1\n    z: 长文"));
        assert!(node.span.of(text).starts_with('前') && node.span.of(text).trim_end().ends_with('二'));
    }

    #[test]
    fn numbers_come_out_as_they_went_in() {
        let text =
            "a: 1.10\nb: 1.5\nc: 1e3\nd: 0x1F\ne: -3\nf: .inf\ng: 99999999999999999999\nh: yes\ni: true\n";
        let node = read(text, 0, &path()).value.expect("it is YAML");
        let value = |key: &str| node.get(key).map(|n| n.value.clone());
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        assert_eq!(value("a"), text("1.10"));
        assert_eq!(value("b"), Some(Value::Number(1.5)));
        assert_eq!(value("c"), text("1e3"));
        assert_eq!(value("d"), text("0x1F"));
        assert_eq!(value("e"), Some(Value::Integer(-3)));
        assert_eq!(value("f"), text(".inf"));
        assert_eq!(value("g"), text("99999999999999999999"));
        assert_eq!(value("h"), text("yes"));
        assert_eq!(value("i"), Some(Value::Boolean(true)));
    }

    #[test]
    fn a_doubled_key_is_told_with_both_places_and_the_rest_is_read() {
        let text = "a: 1\nb: 2\na: 3\n";
        let outcome = read(text, 10, &path());
        assert_eq!(
            outcome.value.as_ref().and_then(|n| n.get("b")).map(|n| &n.value),
            Some(&Value::Integer(2))
        );
        assert_eq!(
            outcome.value.as_ref().and_then(|n| n.get("a")).map(|n| &n.value),
            Some(&Value::Integer(1))
        );
        let finding = outcome.findings.iter().next().expect("a finding");
        assert_eq!((finding.code.name, finding.place.span), ("FM004", Some(Span::new(20, 21))));
        assert_eq!(finding.related.as_ref().and_then(|p| p.span), Some(Span::new(10, 11)));
    }

    #[test]
    fn control_characters_are_taken_out_and_told() {
        let outcome = read("a: \"甲\\x07\\n乙\"\n", 0, &path());
        assert_eq!(outcome.findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), ["FM014"]);
        let node = outcome.value.expect("it is YAML");
        assert_eq!(node.get("a").map(|n| &n.value), Some(&Value::Text("甲\n乙".to_owned())));
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

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in TEXTS, offset in 0u32..1000) {
            let _ = read(&text, offset, &path());
        }

        #[test]
        fn every_place_lies_in_the_text(text in TEXTS) {
            let outcome = read(&text, 0, &path());
            for finding in &outcome.findings {
                let span = finding.place.span.expect("a place");
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{:?}", finding);
            }
            let mut nodes: Vec<&Node> = outcome.value.iter().collect();
            while let Some(node) = nodes.pop() {
                prop_assert!(text.get(node.span.start as usize..node.span.end as usize).is_some(), "{:?}", node);
                match &node.value {
                    Value::List(list) => nodes.extend(list),
                    Value::Mapping(pairs) => nodes.extend(pairs.iter().map(|(_, node)| node)),
                    _ => {}
                }
            }
        }
    }

    /// Texts near YAML: its marks, Chinese ones that are mistaken for them, and whatever else.
    const TEXTS: &str = "([a-c甲：“，\\[\\]{}&*!|>'\"%@`,?#:0-9. \t\n-]|: |- |\n  |\\PC){0,60}";
}
