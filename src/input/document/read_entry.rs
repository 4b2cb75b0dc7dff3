//! Reads an entry.

use super::common::{front_matter, untitled};
use super::entry::EntryDocument;
use super::front_matter::FrontMatter;
use super::split::split;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::hash::Fingerprint;
use crate::base::text::count::reading_minutes;
use crate::input::kind::field::Field;
use crate::input::kind::schema::Kind;
use crate::input::markdown;
use crate::input::markdown::body::Body;
use crate::input::source::path::SourcePath;
use crate::input::yaml;
use crate::input::yaml::form::Form;
use crate::input::yaml::node::{Node, Value};

/// What an entry is read against: its column's kind and the column's own fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntrySchema<'k> {
    /// The kind.
    pub kind: &'k Kind,
    /// Further fields of the column.
    pub extra: &'k [Field],
}

impl<'k> EntrySchema<'k> {
    /// All fields; a column's field replaces the kind's of the same name.
    #[must_use]
    pub fn fields(&self) -> Vec<&'k Field> {
        let replaced = |field: &&Field| self.extra.iter().any(|extra| extra.name == field.name);
        self.kind.fields.iter().filter(|field| !replaced(field)).chain(self.extra).collect()
    }
}

/// Reads an entry. There always is a document: what is broken is told and left out.
#[must_use]
pub fn entry(
    text: &str,
    path: &SourcePath,
    fingerprint: Fingerprint,
    schema: &EntrySchema<'_>,
) -> Outcome<EntryDocument> {
    let mut findings = Findings::default();
    let parts = findings.keep(split(text, path));
    let front = match findings.keep(front_node(parts.front, path)) {
        Some(node) => findings.keep(front(&node, path, schema)),
        None => untitled(entry_name(path)),
    };
    let (body, offset) = parts.body;
    let body = findings.keep(markdown::read::read(body, offset, path));
    let is_plain = findings.is_empty() && !body.may_hold_number && body.numbers.is_empty();
    let outline = if is_plain { outline(parts.front, &body) } else { fingerprint };
    let kind = schema.kind.name.clone();
    Outcome::new(EntryDocument { path: path.clone(), kind, fingerprint, outline, front, body }, findings)
}

/// Of a body everything but its words and where they stand; of front matter its text, which says the same as what was
/// read from it.
fn outline(front: Option<(&str, u32)>, body: &Body) -> Fingerprint {
    let headings: Vec<_> = body.headings.iter().map(|h| (h.level, &h.id, &h.text)).collect();
    let references: Vec<_> = body.references.iter().map(|r| (&r.target, r.form)).collect();
    // Pages say minutes, at the pace of their language.
    let minutes = ["zh", "en"].map(|language| reading_minutes(body.words, language));
    Fingerprint::of(&(
        (front, headings, references, &body.anchors),
        (&body.lead, minutes, body.has_code, body.has_math),
    ))
}

/// What stands for an entry whose file cannot be read at all, so that links to it are not told as well.
#[must_use]
pub fn unreadable(path: &SourcePath, fingerprint: Fingerprint, schema: &EntrySchema<'_>) -> EntryDocument {
    EntryDocument {
        path: path.clone(),
        kind: schema.kind.name.clone(),
        fingerprint,
        outline: fingerprint,
        front: untitled(entry_name(path)),
        body: Body::default(),
    }
}

/// The name that an entry goes by: its file's stem, or its folder's name for `<name>/index.md`.
#[must_use]
pub fn entry_name(path: &SourcePath) -> &str {
    match path.stem() {
        "index" => path.folder().rsplit('/').next().unwrap_or_default(),
        stem => stem,
    }
}

/// The YAML of the front matter, an empty mapping where it is empty; `None` where it is missing or broken, which has
/// been told then.
#[must_use]
pub fn front_node(front: Option<(&str, u32)>, path: &SourcePath) -> Outcome<Option<Node>> {
    let Some((text, offset)) = front else { return Outcome::clean(None) };
    let mut outcome = yaml::read::read(text, offset, path);
    if outcome.value.is_none() && outcome.findings.is_empty() {
        outcome.value = Some(Node { value: Value::Mapping(Vec::new()), span: Span::new(0, 3) });
    }
    outcome
}

fn front(node: &Node, path: &SourcePath, schema: &EntrySchema<'_>) -> Outcome<FrontMatter> {
    let mut findings = Findings::default();
    let mut form = Form::new(path, &format!("{}类型", schema.kind.label), node);
    let front = findings.keep(front_matter(&mut form, node, &schema.fields(), entry_name(path)));
    findings.extend(form.finish());
    Outcome::new(front, findings)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::input::kind::builtin;
    use crate::input::kind::scaffold::scaffold;
    use crate::input::kind::schema::Kinds;

    static KINDS: LazyLock<Kinds> = LazyLock::new(|| builtin::kinds().value);

    fn read(text: &str, kind: &str) -> Outcome<EntryDocument> {
        let schema = EntrySchema { kind: KINDS.get(kind).expect(kind), extra: &[] };
        entry(text, &SourcePath::new("content/a/甲/index.md"), Fingerprint::default(), &schema)
    }

    #[test]
    fn a_broken_file_is_an_entry_still_and_its_body_is_read() {
        for (text, codes) in [
            ("正文 **重**", &["FM012"][..]),
            ("---\n---\n正文 **重**", &["FM007"]),
            ("---\nTitle: 乙\n---\n正文 **重**", &["FM005"]),
            ("---\ntitle：甲\ndate: 2026-05-06\n---\n正文 **重**", &["FM002"]),
            ("---\ntitle: 甲\n\n正文 **重**", &["FM001"]),
            ("---\n- 甲\n---\n正文 **重**", &["FM006"]),
            ("---\ntitle：甲\n---\n正文 **重**", &["FM002"]),
        ] {
            let outcome = read(text, "article");
            assert_eq!(outcome.findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), codes, "{text}");
            assert_eq!(outcome.value.front.title.value, "甲", "the folder's name stands in");
            assert!(format!("{:?}", outcome.value.body).contains("<strong>"), "{text}");
        }
    }

    #[test]
    fn every_scaffold_passes_its_own_check() {
        for kind in KINDS.0.values() {
            let text = scaffold(kind, &[], "怎样核对：一条消息", "2026-05-06");
            let outcome = read(&text, &kind.name);
            assert!(outcome.findings.is_empty(), "{}: {:?}", kind.name, outcome.findings);
            // The optional fields too, once their comment marks are taken off.
            let all = text.replace("\n# 下面", "\n## 下面").replace("\n# ", "\n");
            let outcome = read(&all, &kind.name);
            assert!(outcome.findings.is_empty(), "{}: {:?}\n{all}", kind.name, outcome.findings);
        }
    }

    proptest! {
        #[test]
        fn no_front_matter_makes_it_panic(front in "([a-z]{1,6}(: |:|：)?[甲\"'{}\\[\\]0-9,-]{0,8}\n?){0,8}", body in "\\PC{0,20}") {
            for kind in ["article", "profile", "lesson", "work", "event"] {
                let _ = read(&format!("---\n{front}---\n{body}"), kind);
                let _ = read(&front, kind);
            }
        }

        #[test]
        fn a_scaffold_keeps_its_title(title in "[甲乙“”a-z0-9:：#'\"\\\\\\[\\]{}&*!|>%@`,? -]{1,20}") {
            prop_assume!(!title.trim().is_empty());
            let kind = KINDS.get("article").expect("built in");
            let outcome = read(&scaffold(kind, &[], &title, "2026-05-06"), "article");
            prop_assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
            prop_assert_eq!(outcome.value.front.title.value, title.trim());
        }
    }
}
