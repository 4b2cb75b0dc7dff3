//! Small sites in memory, for the tests of this wing.

use std::sync::Arc;

use super::assemble::{Day, assemble};
use super::entry::Entry;
use super::model::Site;
use super::reference::Resolved;
use super::task::model::Task;
use crate::base::diagnostic::code::Language;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::base::time::date::Date;
use crate::input::config::settings::Config;
use crate::input::markdown::body::{Heading, Reference, ReferenceForm};
use crate::input::parse::{Documents, parse};
use crate::input::parsed::ParsedMemory;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::SourceTree;

/// A site being written.
#[derive(Clone, Default)]
pub struct TestSite {
    tree: SourceTree,
    references: Vec<(String, ReferenceForm, String)>,
    headings: Vec<(String, String)>,
    /// Configuration.
    pub config: Config,
    drafts: bool,
    today: Option<Date>,
}

impl TestSite {
    /// A site with these files, each with its path from the root.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let mut site = Self::default();
        for (path, text) in files {
            site.tree.insert_text(path, text);
        }
        site
    }

    /// One more file, or another text for one.
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.tree.insert_text(path, text);
        self
    }

    /// A reference in a file's body.
    pub fn refers(mut self, path: &str, form: ReferenceForm, target: &str) -> Self {
        self.references.push((path.to_owned(), form, target.to_owned()));
        self
    }

    /// A heading in a file's body.
    pub fn heading(mut self, path: &str, id: &str) -> Self {
        self.headings.push((path.to_owned(), id.to_owned()));
        self
    }

    /// The day of the build.
    pub fn on(mut self, day: &str) -> Self {
        self.today = Date::parse(day);
        self
    }

    /// With drafts.
    pub fn drafts(mut self) -> Self {
        self.drafts = true;
        self
    }

    /// What the files say.
    pub fn documents(&self) -> Outcome<Documents> {
        let mut kept = ParsedMemory::default();
        let mut outcome = parse(&self.tree, &self.config, &mut kept);
        outcome.value.take_entries(&kept);
        for (path, form, target) in &self.references {
            let reference = Reference { target: target.clone(), form: *form, span: Span::new(1, 2) };
            self.each_body(&mut outcome.value, path, |body| body.references.push(reference.clone()));
        }
        for (path, id) in &self.headings {
            let heading = Heading { level: 2, id: id.clone(), text: id.clone(), span: Span::default() };
            self.each_body(&mut outcome.value, path, |body| {
                body.headings = [&body.headings[..], std::slice::from_ref(&heading)].concat().into();
            });
        }
        outcome
    }

    fn each_body(
        &self,
        documents: &mut Documents,
        path: &str,
        change: impl Fn(&mut crate::input::markdown::body::Body),
    ) {
        let path = SourcePath::new(path);
        for entry in documents.entries.iter_mut().filter(|e| e.path == path) {
            change(&mut Arc::make_mut(entry).body);
        }
        for column in documents.columns.iter_mut().filter(|c| c.path == path) {
            change(&mut Arc::make_mut(column).body);
        }
    }

    /// Assembles it; the findings are those of parsing and assembling.
    pub fn assembled(&self) -> Outcome<Site> {
        let mut findings = Findings::default();
        let documents = findings.keep(self.documents());
        let day = Day { today: self.today.or(Date::parse("2026-11-23")).unwrap(), drafts: self.drafts };
        let site = findings.keep(assemble(documents, self.config.clone(), &day, None));
        findings.sort();
        Outcome::new(site, findings)
    }

    /// The site, which must have no findings but notes.
    pub fn site(&self) -> Site {
        let outcome = self.assembled();
        let found = codes(&outcome.findings);
        assert!(found.is_empty(), "{found:#?}");
        outcome.value
    }

    /// Codes, files and messages of its findings.
    pub fn found(&self) -> Vec<String> {
        codes(&self.assembled().findings)
    }
}

/// `LNK001 content/a.md 链接的文件不存在…`, one line each.
pub fn codes(findings: &Findings) -> Vec<String> {
    findings
        .iter()
        .map(|f| format!("{} {} {}", f.code.name, f.place.file, f.message(Language::Chinese)))
        .collect()
}

/// An entry by its reference.
pub fn entry<'s>(site: &'s Site, reference: &str) -> &'s Entry {
    site.entries.iter().find(|e| e.reference == reference).unwrap_or_else(|| panic!("no entry {reference}"))
}

/// A task by its id.
pub fn task<'s>(site: &'s Site, id: &str) -> &'s Task {
    let id = super::id::TaskId::parse(id).unwrap();
    site.plan.task(id).unwrap_or_else(|| panic!("no task {id}"))
}

/// What a rule says, in Chinese, of a task written in braces: `status: 进行中, progress: 20`. The day is 2026-11-23.
pub fn rule_says(
    check: fn(&Site) -> Vec<crate::base::diagnostic::finding::Finding>,
    task: &str,
) -> Vec<String> {
    let table = format!(
        "table: 1\ntitle: 甲\nmeasure: 乙\ntasks:\n  - {{ no: 1, title: 一, lead: [宣传部], {task} }}\n"
    );
    let site = TestSite::new(&[
        (
            "content/units.yaml",
            "units: [{ name: 宣传部, aliases: [党委宣传部] }, { name: 团委 }]\ngroups: [{ name: 各部门, members: [宣传部, 团委] }]\n",
        ),
        ("content/a/_index.md", "---\ntitle: 栏\n---\n"),
        ("content/a/x.md", "---\ntitle: 篇\ndate: 2026-11-01\ntasks: [1-1]\n---\n"),
        ("content/p/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n"),
        ("content/p/t.yaml", &table),
    ]);
    check(&site.assembled().value).iter().map(|f| f.message(Language::Chinese)).collect()
}

/// The address that a body's first reference resolves to.
pub fn first_url(site: &Site, reference: &str) -> Option<String> {
    let resolved = entry(site, reference).resolved.first().cloned().unwrap_or(Resolved::Broken);
    site.url_of(&resolved)
}

/// A plan of one task that one unit leads, and that a unit, a group and an empty group support.
#[must_use]
pub fn plan_with_groups() -> TestSite {
    TestSite::new(&[
        (
            "content/units.yaml",
            "units: [{ name: 宣传部 }, { name: 工会 }, { name: 马院 }, { name: 图书馆 }]\ngroups: [{ name: 各学院, members: [马院] }, { name: 相关单位, members: [] }]\n",
        ),
        ("content/p/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n"),
        (
            "content/p/t.yaml",
            "table: 1\ntitle: 甲\nmeasure: 乙\ntasks:\n  - { no: 1, title: 一, lead: [宣传部], support: [工会, 各学院, 相关单位], status: 进行中 }\n",
        ),
    ])
}
