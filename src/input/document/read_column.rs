//! Reads a column from its `_index.md`, or makes it from its folder's name where there is none.

use super::column_keys::column_keys;
use super::common::{COMMON_KEYS, front_matter, untitled};
use super::entry::ColumnDocument;
use super::front_matter::ColumnKeys;
use super::read_entry::front_node;
use super::split::split;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::text::nearest::nearest;
use crate::input::kind::field::Field;
use crate::input::kind::schema::{Kind, Kinds};
use crate::input::markdown;
use crate::input::markdown::body::Body;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::Form;
use crate::input::yaml::located::Located;
use crate::input::yaml::node::Node;

/// A column of a kind that does not exist.
pub static UNKNOWN_KIND: Code = Code {
    name: "FM022",
    severity: Severity::Error,
    message: Words { zh: "没有名为 `{name}` 的类型", en: "there is no kind `{name}`" },
    help: Words {
        zh: "可用的类型：{known}；自己的类型写在 content/kinds/ 里",
        en: "kinds: {known}; a site's own stand in content/kinds/",
    },
    example: "---\ntitle: 名师名生\nkind: profil\n---",
};

/// A field that would hide one that every entry has.
pub static SHADOWING_FIELD: Code = Code {
    name: "FM024",
    severity: Severity::Error,
    message: Words {
        zh: "自定义字段 `{name}` 与所有文章都有的字段同名",
        en: "the field `{name}` has the name of one that every entry has",
    },
    help: Words { zh: "换一个名称", en: "choose another name" },
    example: "---\ntitle: 评选\nfields:\n  - { name: title, label: 名称, type: string }\n---",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_KIND, &SHADOWING_FIELD];

/// What a column takes from the column above it.
#[derive(Clone, Debug, Hash)]
pub struct Above {
    /// The kind of that column's entries; `None` for the home page and the columns right below it.
    pub kind: Option<String>,
    /// Whether that column is itself an instance of a kind (a course), in which nothing further is nested.
    pub instance: bool,
    /// The further fields of that column's entries.
    pub extra: Vec<Field>,
    /// Whether the column that is read is the home page.
    pub home: bool,
}

impl Above {
    /// The kind that a column here is an instance of: a column below one that holds courses is a course.
    #[must_use]
    pub fn own_kind<'k>(&self, kinds: &'k Kinds) -> Option<&'k Kind> {
        let kind = self.kind.as_deref().filter(|_| !self.instance)?;
        kinds.get(kind).filter(|kind| kind.holds.is_some())
    }

    /// The kind of a column's entries where it does not say.
    fn default_kind(&self, kinds: &Kinds) -> String {
        let held = self.own_kind(kinds).and_then(|kind| kind.holds.as_deref());
        let fallback = if self.home { "page" } else { "article" };
        held.or(self.kind.as_deref()).unwrap_or(fallback).to_owned()
    }
}

/// The column of a folder without `_index.md`; `path` is where that would be.
#[must_use]
pub fn bare(path: &SourcePath, above: &Above, kinds: &Kinds) -> ColumnDocument {
    let own_kind = above.own_kind(kinds);
    ColumnDocument {
        path: path.clone(),
        kind: above.default_kind(kinds),
        own_kind: own_kind.map(|kind| kind.name.clone()),
        written: false,
        fingerprint: Fingerprint::default(),
        front: untitled(folder_name(path)),
        keys: ColumnKeys {
            feed: true,
            nav: true,
            extra_fields: if own_kind.is_none() { above.extra.clone() } else { Vec::new() },
            ..ColumnKeys::default()
        },
        body: Body::default(),
    }
}

/// Reads a column's file. There always is a document: what is broken is told and left out.
#[must_use]
pub fn column(
    text: &str,
    path: &SourcePath,
    fingerprint: Fingerprint,
    above: &Above,
    kinds: &Kinds,
) -> Outcome<ColumnDocument> {
    let mut findings = Findings::default();
    let mut document = ColumnDocument { written: true, fingerprint, ..bare(path, above, kinds) };
    let parts = findings.keep(split(text, path));
    if let Some(node) = findings.keep(front_node(parts.front, path)) {
        findings.extend(fill(&mut document, &node, kinds));
    }
    let (body, offset) = parts.body;
    document.body = findings.keep(markdown::read::read(body, offset, path));
    Outcome::new(document, findings)
}

fn folder_name(path: &SourcePath) -> &str {
    path.folder().rsplit('/').next().unwrap_or_default()
}

fn fill(document: &mut ColumnDocument, node: &Node, kinds: &Kinds) -> Findings {
    let path = document.path.clone();
    let mut form = Form::new(&path, "栏目", node);
    let mut findings = Findings::default();
    let inherited = std::mem::take(&mut document.keys.extra_fields);
    document.keys = findings.keep(column_keys(&mut form, &path));
    if let Some(kind) = &document.keys.kind {
        if kinds.get(&kind.value).is_some() {
            document.kind.clone_from(&kind.value);
        } else {
            findings.push(unknown_kind(kind, kinds, &path));
        }
    }
    if let Some(fields) = form.node("fields") {
        findings.extend(shadowing(&mut document.keys.extra_fields, Place::new(path.shared(), fields.span)));
    } else if document.keys.kind.is_none() {
        document.keys.extra_fields = inherited;
    }
    let own = document.own_kind.as_deref().and_then(|name| kinds.get(name));
    let of_column = kinds.get(&document.kind).map_or(&[][..], |kind| &kind.column_fields);
    let fields: Vec<&Field> = own.map_or(&[][..], |kind| &kind.fields).iter().chain(of_column).collect();
    document.front = findings.keep(front_matter(&mut form, node, &fields, folder_name(&path)));
    findings.extend(form.finish());
    findings
}

/// Takes out the fields that would hide common ones, with a finding at `place` for each.
pub fn shadowing(fields: &mut Vec<Field>, place: Place) -> Findings {
    let mut findings = Findings::default();
    fields.retain(|field| {
        let shadows = COMMON_KEYS.contains(&field.name.as_str());
        if shadows {
            findings.push(Finding::new(&SHADOWING_FIELD, place.clone()).with("name", &field.name));
        }
        !shadows
    });
    findings
}

/// The finding for a kind's name that is none.
#[must_use]
pub fn unknown_kind(kind: &Located<String>, kinds: &Kinds, path: &SourcePath) -> Finding {
    let known: Vec<&str> = kinds.0.keys().map(String::as_str).collect();
    // People know kinds by what pages call them.
    let labelled = kinds.0.values().find(|named| named.label == kind.value).map(|named| named.name.as_str());
    Finding::new(&UNKNOWN_KIND, Place::new(path.shared(), kind.span))
        .with("name", &kind.value)
        .with("known", known.join(" "))
        .suggesting(labelled.or_else(|| nearest(&kind.value, known.iter().copied())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::kind::builtin;

    fn read(text: &str, above: &Above) -> Outcome<ColumnDocument> {
        let path = SourcePath::new("content/a/b/_index.md");
        column(text, &path, Fingerprint::default(), above, &builtin::kinds().value)
    }

    fn below(kind: &str) -> Above {
        Above { kind: Some(kind.to_owned()), instance: false, extra: Vec::new(), home: false }
    }

    #[test]
    fn a_column_takes_its_kind_from_above() {
        for (front, above, kind, own) in [
            ("", below("course"), "lesson", Some("course")),
            ("kind: lesson", below("course"), "lesson", Some("course")),
            ("year: 2026", below("edition"), "work", Some("edition")),
            ("", below("commentary"), "commentary", None),
            ("kind: case", below("commentary"), "case", None),
            ("", Above { kind: None, ..below("") }, "article", None),
            ("", Above { kind: None, home: true, ..below("") }, "page", None),
            ("", Above { instance: true, ..below("course") }, "course", None),
        ] {
            let outcome = read(&format!("---\ntitle: 甲\n{front}\n---\n"), &above);
            assert!(outcome.findings.is_empty(), "{front}: {:?}", outcome.findings);
            assert_eq!(
                (outcome.value.kind.as_str(), outcome.value.own_kind.as_deref()),
                (kind, own),
                "{front}"
            );
        }
    }

    #[test]
    fn a_columns_keys_are_checked() {
        for (front, expected) in [
            ("kind: profil", "FM022"),
            ("fields: [{ name: title, type: string }]", "FM024"),
            ("fields: [{ name: level, type: choice }]", "FM021"),
            ("fields: [{ name: level, type: strin }]", "FM010"),
            ("paginate: 0", "FM009"),
            ("sort: newest", "FM010"),
            ("blocks: [{ block: notice }]", "FM010"),
            ("blocks: [{ title: 通知 }]", "FM007"),
            ("hours: 16", "FM005"),
        ] {
            let outcome = read(&format!("---\ntitle: 甲\n{front}\n---\n"), &below("article"));
            assert_eq!(
                outcome.findings.iter().map(|f| f.code.name).collect::<Vec<_>>(),
                [expected],
                "{front}"
            );
        }
    }

    #[test]
    fn further_fields_are_inherited_with_the_kind() {
        let extra = read("---\ntitle: 甲\nfields: [{ name: award, type: string }]\n---\n", &below("article"))
            .value
            .keys;
        let above = Above { extra: extra.extra_fields.clone(), ..below("article") };
        let inner =
            |front: &str| read(&format!("---\ntitle: 甲\n{front}\n---\n"), &above).value.keys.extra_fields;
        assert_eq!(inner(""), extra.extra_fields);
        assert_eq!(inner("kind: case"), []);
        assert_eq!(inner("fields: []"), []);
    }
}
