//! A Markdown file cut into front matter and body.

use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Span;
use crate::input::source::path::SourcePath;

/// Front matter that begins and never ends.
pub static UNCLOSED: Code = Code {
    name: "FM001",
    severity: Severity::Error,
    message: Words {
        zh: "开头的 --- 没有配对的结束 ---",
        en: "the front matter opens with --- and never closes",
    },
    help: Words {
        zh: "在最后一个字段的下一行单独写 ---，正文从再下一行开始",
        en: "write --- alone on the line after the last key; the text begins below it",
    },
    example: "---\ntitle: 名师名生\n\n正文",
};

/// A file without front matter.
pub static ABSENT: Code = Code {
    name: "FM012",
    severity: Severity::Error,
    message: Words { zh: "文件开头没有字段区", en: "the file does not begin with front matter" },
    help: Words {
        zh: "在第一行写 ---，第二行写 title: 标题，第三行再写 ---{hint}",
        en: "begin with three lines: ---, title: …, ---{hint_en}",
    },
    example: "# 名师名生\n\n正文",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNCLOSED, &ABSENT];

/// The parts of a Markdown file, each with its first byte in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split<'t> {
    /// The YAML between the fences; `None` where there is none.
    pub front: Option<(&'t str, u32)>,
    /// What follows.
    pub body: (&'t str, u32),
}

/// Cuts a decoded text. Without front matter all of it is body, and there is a finding.
#[must_use]
pub fn split<'t>(text: &'t str, path: &SourcePath) -> Outcome<Split<'t>> {
    let mut findings = Findings::default();
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if !is_fence(first) {
        findings.push(without_front(text, path));
        return Outcome::new(Split { front: None, body: (text, 0) }, findings);
    }
    let start = first.len();
    let mut at = start;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let next = at + line.len();
        if is_fence(line) {
            let front = text.get(start..at).unwrap_or_default();
            let body = text.get(next..).unwrap_or_default();
            return Outcome::clean(Split { front: Some((front, narrow(start))), body: (body, narrow(next)) });
        }
        at = next;
    }
    findings.push(Finding::new(&UNCLOSED, Place::new(path.shared(), Span::new(0, first.trim_end().len()))));
    // Where the fields end is a guess: up to the first empty line, so that what they say is still used.
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find("\n\n").map_or(rest.len(), |n| n + 1);
    let (front, body) = (rest.get(..end).unwrap_or_default(), rest.get(end..).unwrap_or_default());
    Outcome::new(Split { front: Some((front, narrow(start))), body: (body, narrow(start + end)) }, findings)
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

/// The finding, with a word on the likely slip.
fn without_front(text: &str, path: &SourcePath) -> Finding {
    let first = text.lines().next().unwrap_or_default();
    let line = first.trim();
    let (hint, hint_en) = if !line.is_empty() && line.chars().all(|c| matches!(c, '—' | '–' | '－' | '-'))
    {
        ("；现在第一行不是三个英文减号", "; the first line is not three ASCII hyphens")
    } else if line.starts_with("+++") {
        ("；+++（TOML）不能用，改成 YAML", "; +++ (TOML) is not read, use YAML")
    } else if line.is_empty() && text.trim_start().starts_with("---") {
        ("；--- 前面不能有空行", "; nothing may stand before ---")
    } else {
        ("", "")
    };
    Finding::new(&ABSENT, Place::new(path.shared(), Span::new(0, first.len())))
        .with("hint", hint)
        .with("hint_en", hint_en)
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::code::Language;

    fn cut(text: &str) -> (Option<&str>, &str, Vec<&'static str>) {
        let outcome = split(text, &SourcePath::new("content/a.md"));
        let Split { front, body } = outcome.value;
        for (part, offset) in front.into_iter().chain([body]) {
            assert_eq!(text.get(offset as usize..offset as usize + part.len()), Some(part), "offsets fit");
        }
        (front.map(|f| f.0), body.0, outcome.findings.iter().map(|f| f.code.name).collect())
    }

    #[test]
    fn a_file_is_cut_at_its_fences() {
        for (text, front, body, codes) in [
            ("---\ntitle: 甲\n---\n正文\n---\n", Some("title: 甲\n"), "正文\n---\n", &[][..]),
            ("---  \n---", Some(""), "", &[]),
            ("---\na: |\n  ---\n---\nx", Some("a: |\n  ---\n"), "x", &[][..]),
            ("---\ntitle: 甲\n\n正文", Some("title: 甲\n"), "\n正文", &["FM001"]),
            ("---\ntitle: 甲", Some("title: 甲"), "", &["FM001"]),
            ("正文", None, "正文", &["FM012"]),
            ("", None, "", &["FM012"]),
        ] {
            // An indented fence belongs to a block scalar; only the trimmed end counts.
            assert_eq!(cut(text), (front, body, codes.to_vec()), "{text:?}");
        }
    }

    #[test]
    fn the_likely_slip_is_named() {
        for (text, expected) in [
            ("———\ntitle: 甲\n———\n", "不是三个英文减号"),
            ("+++\ntitle = 1\n+++\n", "TOML"),
            ("\n---\ntitle: 甲\n---\n", "不能有空行"),
        ] {
            let outcome = split(text, &SourcePath::new("content/a.md"));
            let help = outcome.findings.iter().next().expect("a finding").help(Language::Chinese);
            assert!(help.contains(expected), "{help}");
        }
    }
}
