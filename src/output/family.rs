//! Families: sorts of outputs. A new one is a file with its `FAMILY`, its `mod` line and its line in
//! the plan's `FAMILIES`.

use std::collections::BTreeMap;

use super::query::ask::Ask;
use super::recipe::{OutputPath, Recipe, Subject};
use super::theme::engine::Worker;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::base::hash::Fingerprint;
use crate::base::limits::URL_SEGMENT_BYTES_MAX;
use crate::input::source::path::SourcePath;
use crate::output::imaging::rendition::Rendition;

/// Two outputs at one path.
pub static CLASH: Code = Code {
    name: "OUT010",
    severity: Severity::Error,
    message: Words {
        zh: "{first} 和 {second} 要写到同一个文件 {path}",
        en: "two outputs at {path} ({first} and {second})",
    },
    help: Words {
        zh: "给其中一个改名，或写不同的 slug", en: "rename one of them or give it another slug"
    },
    example: "::attachment{src=\"/robots.txt\" title=\"规则\"}",
};

/// Two outputs whose paths differ in case alone.
pub static CASE_CLASH: Code = Code {
    name: "OUT011",
    severity: Severity::Warning,
    message: Words {
        zh: "{path} 与 {other} 只有大小写不同", en: "{path} and {other} differ in case alone"
    },
    help: Words {
        zh: "在 Windows 和部分服务器上它们是同一个文件，请给其中一个改名",
        en: "some systems take them for one file; rename one",
    },
    example: "（a.png 与 A.png）",
};

/// A path that many systems cannot write.
pub static LONG_PATH: Code = Code {
    name: "OUT012",
    severity: Severity::Error,
    message: Words {
        zh: "输出路径太长或不安全：{path}",
        en: "the output path is too long or not safe: {path}",
    },
    help: Words {
        zh: "给文件改一个短的名称，或给文章写一个短的 slug",
        en: "give the file a short name, or the entry a short slug",
    },
    example: "（两百多个字节的文件名）",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&CLASH, &CASE_CLASH, &LONG_PATH];

/// What a family makes of a recipe.
pub enum Made {
    /// Bytes.
    Bytes(Vec<u8>),
    /// A source file as it is, and the fingerprint of its bytes.
    Copy(SourcePath, Fingerprint),
    /// A picture made from another, which takes long: where it is wanted at once, and whether it is kept already, is
    /// the sink's to say.
    Rendition(Rendition),
}

/// One sort of output.
#[derive(Clone, Copy)]
pub struct Family {
    /// Its name, in recipes and in `chaoyin list`.
    pub name: &'static str,
    /// Says which outputs there are.
    pub plan: fn(&Ask, &mut Draft),
    /// Makes one.
    pub write: fn(&Worker, &Subject) -> Result<Made, Finding>,
}

/// A plan being drafted.
#[derive(Default)]
pub struct Draft {
    /// Outputs so far.
    pub outputs: BTreeMap<OutputPath, Recipe>,
    /// What was found.
    pub findings: Findings,
    family: &'static str,
    language: String,
    folded: BTreeMap<String, String>,
}

impl Draft {
    /// From here on, outputs are of this family.
    pub fn enter(&mut self, family: &'static str, language: &str) {
        self.family = family;
        language.clone_into(&mut self.language);
    }

    /// An output at a site path.
    pub fn add(&mut self, url: &str, subject: Subject) {
        let recipe = Recipe { family: self.family.to_owned(), subject, language: self.language.clone() };
        let whole =
            if self.language.is_empty() { url.to_owned() } else { format!("/{}{url}", self.language) };
        let path = OutputPath::of_url(&whole)
            .filter(|p| p.as_str().split('/').all(|s| s.len() <= URL_SEGMENT_BYTES_MAX + 40));
        let Some(path) = path else {
            self.findings.push(Finding::new(&LONG_PATH, place_of(&recipe)).with("path", url));
            return;
        };
        if let Some(first) = self.outputs.get(&path) {
            // Two pages at one address were found by the site already, with their lines.
            if !(is_written(first) && is_written(&recipe)) {
                self.findings.push(
                    Finding::new(&CLASH, place_of(&recipe))
                        .with("path", path.as_str())
                        .with("first", described(first))
                        .with("second", described(&recipe)),
                );
            }
            return;
        }
        if let Some(other) = self.folded.insert(path.as_str().to_lowercase(), path.as_str().to_owned()) {
            self.findings.push(
                Finding::new(&CASE_CLASH, place_of(&recipe)).with("path", path.as_str()).with("other", other),
            );
        }
        self.outputs.insert(path, recipe);
    }
}

/// Whether an editor gave the output its address.
fn is_written(recipe: &Recipe) -> bool {
    matches!(recipe.subject, Subject::Entry(_) | Subject::Column(..))
}

/// The file that an output is made from, where that is one.
fn place_of(recipe: &Recipe) -> Place {
    match &recipe.subject {
        Subject::Asset(path) => Place::whole(path.shared()),
        _ => Place::whole("content"),
    }
}

/// What an output is, for messages.
fn described(recipe: &Recipe) -> String {
    match &recipe.subject {
        Subject::Asset(path) => path.to_string(),
        _ => recipe.family.clone(),
    }
}
