//! Changes one value of a YAML text and keeps every other byte: comments, layout, line ends and byte-order mark.
//!
//! An edit is one splice, planned on the text as the reader sees it and carried over to the bytes as they stand. The
//! result is read again: where it does not say just what was meant and nothing else, the edit is refused.

use super::node::{Key, Node, Value};
use super::read::read;
use super::scalar::scalar;
use crate::base::diagnostic::span::Span;
use crate::input::source::path::SourcePath;

/// A step from a value to one inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'s> {
    /// A mapping's value under a key.
    Key(&'s str),
    /// The first mapping of a list that has this whole number under this key.
    Where(&'s str, i64),
}

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Text; days too.
    Text(String),
    /// A whole number.
    Integer(i64),
}

impl Plain {
    fn written(&self) -> String {
        match self {
            Self::Text(text) => scalar(text),
            Self::Integer(number) => number.to_string(),
        }
    }

    fn node(&self) -> Node {
        let value = match self {
            Self::Text(text) => Value::Text(text.clone()),
            Self::Integer(number) => Value::Integer(*number),
        };
        Node { value, span: Span::default() }
    }
}

/// What is done under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What<'c> {
    /// It gets this value, whatever it had.
    Set(Plain),
    /// Its list gets a mapping before the one at this position, or at the end.
    Insert(usize, Vec<(&'c str, Plain)>),
}

/// A change of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'c> {
    /// The way to the mapping.
    pub at: &'c [Step<'c>],
    /// The key.
    pub key: &'c str,
    /// The keys in the order in which files have them: a new one goes behind those before it.
    pub order: &'c [&'c str],
    /// What is done.
    pub what: What<'c>,
}

/// Why a text is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no YAML, or has mistakes.
    Unreadable,
    /// It has no such place.
    NoSuchPlace,
    /// The present value stands on several lines, is shared by an anchor or tagged, or is no single value.
    NotSimple,
    /// The text would not say what was meant.
    NotAsMeant,
}

/// The text with the change.
///
/// # Errors
/// Why it is refused.
pub fn edit(text: &str, change: &Change<'_>) -> Result<String, Refusal> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let marked = text.len() - bare.len();
    let seen = bare.replace("\r\n", "\n").replace('\r', "\n");
    let before = whole(&seen)?;
    let mapping = find(&before, change.at).ok_or(Refusal::NoSuchPlace)?;
    if !matches!(mapping.value, Value::Mapping(_)) {
        return Err(Refusal::NoSuchPlace);
    }
    let splice = Plan { text: &seen, change }.splice(mapping)?;
    let after =
        format!("{}{}{}", part(&seen, 0, splice.from)?, splice.text, part(&seen, splice.to, seen.len())?);
    let mut meant = before;
    apply(&mut meant, change).ok_or(Refusal::NoSuchPlace)?;
    if !same(&meant, &whole(&after).map_err(|_| Refusal::NotAsMeant)?) {
        return Err(Refusal::NotAsMeant);
    }
    let from = marked + as_stored(bare, splice.from);
    let to = marked + as_stored(bare, splice.to);
    let line_end = if bare.contains("\r\n") { "\r\n" } else { "\n" };
    let written = splice.text.replace('\n', line_end);
    Ok(format!("{}{written}{}", part(text, 0, from)?, part(text, to, text.len())?))
}

fn part(text: &str, from: usize, to: usize) -> Result<&str, Refusal> {
    text.get(from..to).ok_or(Refusal::NotSimple)
}

fn whole(text: &str) -> Result<Node, Refusal> {
    let outcome = read(text, 0, &SourcePath::new("edited"));
    if outcome.findings.is_empty() {
        outcome.value.ok_or(Refusal::Unreadable)
    } else {
        Err(Refusal::Unreadable)
    }
}

/// A byte of the text as it is seen, as a byte of the text as it is stored, where line ends may take two.
fn as_stored(stored: &str, seen_at: usize) -> usize {
    let mut seen = 0;
    let mut bytes = stored.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if seen == seen_at {
            return at;
        }
        if byte == b'\r' && bytes.peek().is_some_and(|(_, next)| *next == b'\n') {
            bytes.next();
        }
        seen += 1;
    }
    stored.len()
}

fn find<'n>(node: &'n Node, way: &[Step<'_>]) -> Option<&'n Node> {
    way.iter().try_fold(node, |node, step| match (step, &node.value) {
        (Step::Key(key), _) => node.get(key),
        (Step::Where(key, number), Value::List(list)) => list.iter().find(|n| has(n, key, *number)),
        (Step::Where(..), _) => None,
    })
}

fn has(node: &Node, key: &str, number: i64) -> bool {
    node.get(key).is_some_and(|n| n.value == Value::Integer(number))
}

fn find_mut<'n>(node: &'n mut Node, way: &[Step<'_>]) -> Option<&'n mut Node> {
    way.iter().try_fold(node, |node, step| match (step, &mut node.value) {
        (Step::Key(key), Value::Mapping(pairs)) => {
            pairs.iter_mut().find(|(k, _)| k.text == *key).map(|(_, n)| n)
        }
        (Step::Where(key, number), Value::List(list)) => list.iter_mut().find(|n| has(n, key, *number)),
        _ => None,
    })
}

/// Does to the values what the splice is to do to the text.
fn apply(node: &mut Node, change: &Change<'_>) -> Option<()> {
    let mapping = find_mut(node, change.at)?;
    let Value::Mapping(pairs) = &mut mapping.value else { return None };
    let key = |text: &str| Key { text: text.to_owned(), span: Span::default() };
    let place = pairs.iter().position(|(k, _)| k.text == change.key);
    match &change.what {
        What::Set(value) => match place.and_then(|n| pairs.get_mut(n)) {
            Some((_, old)) => *old = value.node(),
            None => pairs.push((key(change.key), value.node())),
        },
        What::Insert(at, new) => {
            let new = new.iter().map(|(name, value)| (key(name), value.node())).collect();
            let new = Node { value: Value::Mapping(new), span: Span::default() };
            match place.and_then(|n| pairs.get_mut(n)).map(|(_, old)| &mut old.value) {
                Some(Value::List(list)) => list.insert((*at).min(list.len()), new),
                Some(empty @ Value::Null) => *empty = Value::List(vec![new]),
                Some(_) => return None,
                None => {
                    let list = Node { value: Value::List(vec![new]), span: Span::default() };
                    pairs.push((key(change.key), list));
                }
            }
        }
    }
    Some(())
}

/// Whether two values are the same wherever they stand; the order of a mapping's keys says nothing.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Mapping(pairs), Value::Mapping(others)) => {
            pairs.len() == others.len()
                && pairs.iter().all(|(key, node)| b.get(&key.text).is_some_and(|other| same(node, other)))
        }
        (a, b) => a == b,
    }
}

/// Takes `from..to` out and puts `text` in.
struct Splice {
    from: usize,
    to: usize,
    text: String,
}

impl Splice {
    fn insert(at: usize, text: String) -> Self {
        Self { from: at, to: at, text }
    }
}

/// The text and what is to be done to it.
struct Plan<'p> {
    text: &'p str,
    change: &'p Change<'p>,
}

impl Plan<'_> {
    fn splice(&self, mapping: &Node) -> Result<Splice, Refusal> {
        let present = mapping.entries().iter().find(|(key, _)| key.text == self.change.key);
        match (&self.change.what, present) {
            (What::Set(value), Some((key, node))) => self.replace(key, node, &value.written()),
            (What::Set(value), None) => self.add(mapping, &value.written(), None),
            (What::Insert(at, pairs), Some((key, node))) => match &node.value {
                Value::List(list) if !list.is_empty() => self.insert(node, list, *at, pairs),
                Value::List(_) | Value::Null => self.replace(key, node, &format!("[{}]", flow(pairs))),
                _ => Err(Refusal::NotSimple),
            },
            (What::Insert(_, pairs), None) => self.add(mapping, &format!("[{}]", flow(pairs)), Some(pairs)),
        }
    }

    /// A new value for a key that is there.
    fn replace(&self, key: &Key, node: &Node, written: &str) -> Result<Splice, Refusal> {
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        let old = part(self.text, start, end)?;
        if node.value == Value::Null && !matches!(old, "~" | "null" | "Null" | "NULL") {
            let rest = self.text.get(key.span.end as usize..).ok_or(Refusal::NotSimple)?;
            let colon = rest.find(':').filter(|n| rest.get(..*n).is_some_and(|s| s.trim().is_empty()));
            let at = key.span.end as usize + colon.ok_or(Refusal::NotSimple)? + 1;
            return Ok(Splice::insert(at, format!(" {written}")));
        }
        let between = part(self.text, key.span.end as usize, start)?;
        let is_plain_way =
            between.trim_end_matches(' ') == ":" || between.trim_matches(['"', '\'', ' ']) == ":";
        let is_list = matches!(&node.value, Value::List(list) if list.is_empty());
        let is_single = !matches!(node.value, Value::List(_) | Value::Mapping(_)) || is_list;
        if !is_plain_way || !is_single || old.contains('\n') || old.starts_with(['|', '>', '*', '&', '!']) {
            return Err(Refusal::NotSimple);
        }
        Ok(Splice { from: start, to: end, text: written.to_owned() })
    }

    /// A key that is not there yet, behind those that files have before it.
    fn add(
        &self,
        mapping: &Node,
        written: &str,
        block_list: Option<&Vec<(&str, Plain)>>,
    ) -> Result<Splice, Refusal> {
        let pairs = mapping.entries();
        let rank = |key: &str| self.change.order.iter().position(|k| *k == key).unwrap_or(usize::MAX);
        let own = rank(self.change.key);
        let before =
            pairs.iter().filter(|(key, _)| rank(&key.text) < own).max_by_key(|(key, _)| rank(&key.text));
        let (key, node) = before.or_else(|| pairs.last()).ok_or(Refusal::NotSimple)?;
        let end = key.span.end.max(node.span.end) as usize;
        let start = mapping.span.start as usize;
        if self.text.get(start..).is_some_and(|rest| rest.starts_with('{')) {
            return Ok(Splice::insert(end, format!(", {}: {written}", self.change.key)));
        }
        let first = pairs.first().ok_or(Refusal::NotSimple)?;
        let indent = " ".repeat(self.column(first.0.span.start as usize));
        let name = self.change.key;
        let line = match block_list {
            Some(pairs) => format!("\n{indent}{name}:\n{indent}  - {{ {} }}", flow_pairs(pairs)),
            None => format!("\n{indent}{name}: {written}"),
        };
        Ok(Splice::insert(self.line_end(end), line))
    }

    /// One more mapping in a list, written as its neighbour is.
    fn insert(
        &self,
        list: &Node,
        nodes: &[Node],
        at: usize,
        pairs: &[(&str, Plain)],
    ) -> Result<Splice, Refusal> {
        let last = nodes.last().ok_or(Refusal::NotSimple)?;
        let start = list.span.start as usize;
        let next = nodes.get(at);
        if self.text.get(start..).is_some_and(|rest| rest.starts_with('[')) {
            return Ok(match next {
                Some(next) => Splice::insert(next.span.start as usize, format!("{}, ", flow(pairs))),
                None => Splice::insert(last.span.end as usize, format!(", {}", flow(pairs))),
            });
        }
        // The dash of the first, since the parser gives a list that is not indented another place.
        let first = nodes.first().ok_or(Refusal::NotSimple)?.span.start as usize;
        let before = part(self.text, self.line_start(first), first)?;
        let indent = " ".repeat(before.rfind('-').ok_or(Refusal::NotSimple)?);
        let is_flow = self.text.get(last.span.start as usize..).is_some_and(|rest| rest.starts_with('{'));
        let line = if is_flow {
            format!("{indent}- {}", flow(pairs))
        } else {
            let lines: Vec<String> =
                pairs.iter().map(|(key, value)| format!("{key}: {}", value.written())).collect();
            format!("{indent}- {}", lines.join(&format!("\n{indent}  ")))
        };
        Ok(match next {
            Some(next) => Splice::insert(self.line_start(next.span.start as usize), format!("{line}\n")),
            None => Splice::insert(self.line_end(last.span.end as usize), format!("\n{line}")),
        })
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |n| at + n)
    }

    /// How far a byte stands from the start of its line, in characters.
    fn column(&self, at: usize) -> usize {
        self.text.get(self.line_start(at)..at).map_or(0, |before| before.chars().count())
    }
}

fn flow(pairs: &[(&str, Plain)]) -> String {
    format!("{{ {} }}", flow_pairs(pairs))
}

fn flow_pairs(pairs: &[(&str, Plain)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key}: {}", value.written())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ORDER: &[&str] = &["no", "title", "status", "due", "progress", "log", "note"];

    fn changed(text: &str, key: &str, what: What<'_>) -> Result<String, Refusal> {
        let at = [Step::Key("tasks"), Step::Where("no", 4)];
        edit(text, &Change { at: &at, key, order: ORDER, what })
    }

    fn check(text: &str, key: &str, what: What<'_>, expected: Result<&str, Refusal>) {
        assert_eq!(changed(text, key, what).as_deref().map_err(|e| *e), expected, "{text}");
    }

    fn set(number: i64) -> What<'static> {
        What::Set(Plain::Integer(number))
    }

    fn line() -> What<'static> {
        What::Insert(
            9,
            vec![("date", Plain::Text("2026-05-06".to_owned())), ("note", Plain::Text("上线".to_owned()))],
        )
    }

    #[test]
    fn a_value_is_changed_and_nothing_else() {
        for (text, expected) in [
            (
                "tasks:\n  - no: 4 # 四\n    progress: 35   # 手填\n    note: 甲\n",
                "tasks:\n  - no: 4 # 四\n    progress: 60   # 手填\n    note: 甲\n",
            ),
            ("tasks: [{ no: 4, progress: 35 }]\n", "tasks: [{ no: 4, progress: 60 }]\n"),
            (
                "\u{feff}tasks:\r\n  - no: 4\r\n    progress: \"35\"\r\n",
                "\u{feff}tasks:\r\n  - no: 4\r\n    progress: 60\r\n",
            ),
            ("tasks:\n- no: 4\n  progress:\n- no: 5\n", "tasks:\n- no: 4\n  progress: 60\n- no: 5\n"),
            ("tasks:\n- no: 4\n  progress: ~ # 无\n", "tasks:\n- no: 4\n  progress: 60 # 无\n"),
        ] {
            check(text, "progress", set(60), Ok(expected));
        }
    }

    #[test]
    fn a_new_key_stands_where_files_have_it() {
        for (text, expected) in [
            (
                "tasks:\n  - no: 4\n    title: 甲  # 注\n    note: 乙\n",
                "tasks:\n  - no: 4\n    title: 甲  # 注\n    progress: 60\n    note: 乙\n",
            ),
            (
                "tasks:\r\n  - no: 4\r\n    title: 甲",
                "tasks:\r\n  - no: 4\r\n    title: 甲\r\n    progress: 60",
            ),
            ("tasks: [{ no: 4, note: 乙 }]", "tasks: [{ no: 4, progress: 60, note: 乙 }]"),
        ] {
            check(text, "progress", set(60), Ok(expected));
        }
    }

    #[test]
    fn a_line_is_added_as_its_neighbours_are_written() {
        for (text, expected) in [
            (
                "tasks:\n  - no: 4\n    log:\n      - { date: 2026-01-01, note: 甲 } # 一\n    note: 乙\n",
                "tasks:\n  - no: 4\n    log:\n      - { date: 2026-01-01, note: 甲 } # 一\n      - { date: 2026-05-06, note: 上线 }\n    note: 乙\n",
            ),
            (
                "tasks:\n  - no: 4\n    log:\n    - date: 2026-01-01\n      note: 甲\n",
                "tasks:\n  - no: 4\n    log:\n    - date: 2026-01-01\n      note: 甲\n    - date: 2026-05-06\n      note: 上线\n",
            ),
            (
                "tasks:\n  - no: 4\n    log: []\n",
                "tasks:\n  - no: 4\n    log: [{ date: 2026-05-06, note: 上线 }]\n",
            ),
            (
                "tasks:\n  - no: 4\n    due: 2026-12-31\n    note: 乙\n",
                "tasks:\n  - no: 4\n    due: 2026-12-31\n    log:\n      - { date: 2026-05-06, note: 上线 }\n    note: 乙\n",
            ),
            (
                "tasks: [{ no: 4, log: [{ date: 2026-01-01, note: 甲 }] }]",
                "tasks: [{ no: 4, log: [{ date: 2026-01-01, note: 甲 }, { date: 2026-05-06, note: 上线 }] }]",
            ),
            ("tasks: [{ no: 4 }]", "tasks: [{ no: 4, log: [{ date: 2026-05-06, note: 上线 }] }]"),
        ] {
            check(text, "log", line(), Ok(expected));
        }
        let text = "tasks:\n  - no: 4\n    log:\n      # 首条\n      - { date: 2026-06-01, note: 甲 }\n";
        let expected = "tasks:\n  - no: 4\n    log:\n      # 首条\n      - { date: 2026-05-06, note: 上线 }\n      - { date: 2026-06-01, note: 甲 }\n";
        let What::Insert(_, pairs) = line() else { panic!("an insertion") };
        check(text, "log", What::Insert(0, pairs), Ok(expected));
    }

    #[test]
    fn what_cannot_be_changed_safely_is_refused() {
        for (text, refusal) in [
            ("tasks: [{ no: 5 }]", Refusal::NoSuchPlace),
            ("tasks: {", Refusal::Unreadable),
            ("tasks:\n  - no: 4\n    note: |\n      甲\n      乙\n", Refusal::NotSimple),
            ("tasks:\n  - no: 4\n    note: &n 甲\n  - no: 5\n    note: *n\n", Refusal::NotSimple),
            ("tasks:\n  - no: 4\n    note: [甲]\n", Refusal::NotSimple),
            ("tasks:\n  - &t { no: 4, note: 甲 }\nagain: *t\n", Refusal::NotAsMeant),
        ] {
            check(text, "note", What::Set(Plain::Text("丙".to_owned())), Err(refusal));
        }
    }

    /// Task tables in every layout that editors use.
    fn tables() -> impl Strategy<Value = String> {
        let value = prop_oneof![
            Just("甲"),
            Just("\"乙: 丙\""),
            Just("'丁'"),
            Just("12"),
            Just("2026-05-06"),
            Just("~"),
            Just("")
        ];
        let comment = prop_oneof![Just(""), Just(" # 注"), Just("  # a: b")];
        let key = prop::sample::subsequence(vec!["title", "status", "due", "progress", "note"], 0..5);
        let task = (key.prop_shuffle(), prop::collection::vec((value, comment), 5), any::<bool>(), 0usize..3);
        let lines = ["", "# 说明\n", "\n"];
        (prop::collection::vec(task, 1..4), any::<bool>(), any::<bool>(), 0usize..3, 0usize..2).prop_map(
            move |(tasks, crlf, bom, indent, tail)| {
                let mut text = "table: 1 # 表\ntasks:\n".to_owned();
                let pad = " ".repeat(indent);
                for (n, (keys, values, flow, gap)) in tasks.iter().enumerate() {
                    text.push_str(lines[*gap]);
                    let no = n + 3;
                    if *flow {
                        text.push_str(&format!("{pad}- {{ no: {no}"));
                        for (key, (value, _)) in keys.iter().zip(values) {
                            let value = if value.is_empty() { "~" } else { value };
                            text.push_str(&format!(", {key}: {value}"));
                        }
                        text.push_str(" }\n");
                    } else {
                        text.push_str(&format!("{pad}- no: {no}\n"));
                        for (key, (value, comment)) in keys.iter().zip(values) {
                            text.push_str(&format!("{pad}  {key}: {value}{comment}\n"));
                        }
                    }
                }
                if tail == 0 {
                    text = text.trim_end().to_owned();
                }
                let text = if crlf { text.replace('\n', "\r\n") } else { text };
                if bom { format!("\u{feff}{text}") } else { text }
            },
        )
    }

    proptest! {
        #[test]
        fn every_other_byte_stays_and_the_value_reads_back(
            table in tables(),
            key in prop::sample::select(vec!["title", "status", "due", "progress", "note"]),
            new in "[甲乙a1:# \\-\"']{0,6}",
            task in 3i64..6,
            logs in any::<bool>(),
        ) {
            let at = [Step::Key("tasks"), Step::Where("no", task)];
            let what = if logs {
                What::Insert(0, vec![("date", Plain::Text("2026-05-06".to_owned())), ("note", Plain::Text(new.clone()))])
            } else {
                What::Set(Plain::Text(new.clone()))
            };
            let key = if logs { "log" } else { key };
            let change = Change { at: &at, key, order: ORDER, what };
            match edit(&table, &change) {
                // A value that is there already leaves nothing to see.
                Ok(edited) => {
                    let start = table.bytes().zip(edited.bytes()).take_while(|(a, b)| a == b).count();
                    let end = table.bytes().rev().zip(edited.bytes().rev()).take_while(|(a, b)| a == b).count();
                    let kept = (start + end).min(table.len());
                    let longest = "\"乙: 丙\"".len();
                    prop_assert!(table.len() - kept <= longest, "{table:?}\n{edited:?}");
                    let plain = |t: &str| t.trim_start_matches('\u{feff}').replace("\r\n", "\n");
                    let node = read(&plain(&edited), 0, &SourcePath::new("a.yaml")).value.expect("it is YAML");
                    let task = find(&node, &at).expect("the task is there");
                    let value = if logs {
                        let Some(Value::List(list)) = task.get("log").map(|n| &n.value) else { panic!("a list") };
                        list[0].get("note").map(|n| n.value.clone())
                    } else {
                        task.get(key).map(|n| n.value.clone())
                    };
                    prop_assert_eq!(value, Some(Value::Text(new)));
                    prop_assert_eq!(edited.matches("# ").count() >= table.matches("# ").count(), true);
                    prop_assert_eq!(edited.contains("\r\n") && edited.replace("\r\n", "").contains('\n'), false);
                }
                Err(refusal) => prop_assert_eq!(refusal, Refusal::NoSuchPlace, "{}", table),
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-a:{}\\[\\],#&*|> \r\n\"'\u{feff}名0-9]{0,40}", list in any::<bool>()) {
            let text = format!("tasks:\n- no: 4\n  {text}\n");
            let what = if list { line() } else { set(1) };
            let _ = changed(&text, "progress", what);
        }
    }
}
