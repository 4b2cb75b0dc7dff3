//! Findings as people, machines and continuous integration read them.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::terminal::Terminal;
use crate::base::diagnostic::code::{Code, Language, Severity};
use crate::base::diagnostic::human::human;
use crate::base::diagnostic::outcome::Findings;
use crate::base::limits::FINDINGS_SHOWN_MAX;
use crate::base::text::escape;
use crate::input::source::tree::SourceTree;
use crate::shell::diagnostics::{Texts, diagnostics};

/// Findings for people, most important ones whole, with the count of all at the end.
pub fn tell(terminal: Terminal, findings: &Findings, tree: &SourceTree) {
    let texts = Texts::new(tree);
    let text = |path: &str| texts.text(path);
    // Warnings must not push errors off the page.
    let (errors, others): (Vec<_>, Vec<_>) = findings.iter().partition(|f| f.severity == Severity::Error);
    let room = FINDINGS_SHOWN_MAX.saturating_sub(errors.len());
    let shown = errors.iter().take(FINDINGS_SHOWN_MAX).chain(others.iter().take(room));
    let mut count = 0;
    for finding in shown {
        count += 1;
        terminal.tell(&human(finding, terminal.language, true, &text));
    }
    let rest = findings.len().saturating_sub(count);
    if rest > 0 {
        terminal.tell(&match terminal.language {
            Language::Chinese => format!("还有 {rest} 条没有列出；chaoyin check --format json 列出全部。"),
            Language::English => format!("{rest} more; `chaoyin check --format json` lists all."),
        });
    }
}

/// The last line of a run that looked and wrote nothing: `检查完毕：2 个错误。`, or `well` where there is nothing to tell.
#[must_use]
pub fn closing(
    language: Language,
    findings: &Findings,
    (done, well): (&str, &str),
    (done_en, well_en): (&str, &str),
) -> String {
    let counted = counted(language, findings);
    match (language, counted.as_str()) {
        (Language::Chinese, "") => format!("{done}，{well}。"),
        (Language::Chinese, counted) => format!("{done}：{counted}。"),
        (Language::English, "") => format!("{done_en}: {well_en}"),
        (Language::English, counted) => format!("{done_en}: {counted}"),
    }
}

/// `2 个错误，1 个警告，1 条提示`; empty where there are none.
#[must_use]
pub fn counted(language: Language, findings: &Findings) -> String {
    let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
    let notes = findings.count(Severity::Note);
    let mut parts = Vec::new();
    match language {
        Language::Chinese => {
            if errors > 0 {
                parts.push(format!("{errors} 个错误"));
            }
            if warnings > 0 {
                parts.push(format!("{warnings} 个警告"));
            }
            if notes > 0 {
                parts.push(format!("{notes} 条提示"));
            }
            parts.join("，")
        }
        Language::English => {
            let plural = |n: usize| if n == 1 { "" } else { "s" };
            if errors > 0 {
                parts.push(format!("{errors} error{}", plural(errors)));
            }
            if warnings > 0 {
                parts.push(format!("{warnings} warning{}", plural(warnings)));
            }
            if notes > 0 {
                parts.push(format!("{notes} note{}", plural(notes)));
            }
            parts.join(", ")
        }
    }
}

/// The one JSON object of `check --format json`.
#[must_use]
pub fn json(findings: &Findings, tree: &SourceTree, language: Language) -> String {
    let whole = json!({
        "diagnostics": diagnostics(findings, tree, language),
        "errors": findings.count(Severity::Error),
        "warnings": findings.count(Severity::Warning),
    });
    format!("{whole:#}\n")
}

/// SARIF 2.1.0, as code-scanning services read it.
#[must_use]
pub fn sarif(findings: &Findings, tree: &SourceTree, language: Language) -> String {
    let mut codes: Vec<&'static Code> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_by_key(|code| code.name);
    codes.dedup_by_key(|code| code.name);
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            json!({
                "id": code.name,
                "shortDescription": { "text": code.message.in_language(language) },
                "help": { "text": code.help.in_language(language) },
            })
        })
        .collect();
    let results: Vec<Value> = diagnostics(findings, tree, language)
        .into_iter()
        .map(|d| {
            json!({
                "ruleId": d.code,
                "level": d.severity,
                "message": { "text": format!("{}\n{}", d.message, d.help) },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": escape::unreserved_path(&d.path), "uriBaseId": "%SRCROOT%" },
                    "region": { "startLine": d.line, "startColumn": d.column },
                } }],
            })
        })
        .collect();
    let whole = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "chaoyin", "version": env!("CARGO_PKG_VERSION"), "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{whole:#}\n")
}

/// Workflow commands of GitHub Actions, which mark the lines of a pull request.
#[must_use]
pub fn github(findings: &Findings, tree: &SourceTree, language: Language) -> String {
    let mut text = String::new();
    for d in diagnostics(findings, tree, language) {
        let word = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let (path, message) = (property(&d.path), message(&format!("{}\n{}", d.message, d.help)));
        let (line, column, code) = (d.line, d.column, d.code);
        let _ = writeln!(text, "::{word} file={path},line={line},col={column},title={code}::{message}");
    }
    text
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
