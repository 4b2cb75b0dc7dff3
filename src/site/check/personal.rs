//! Where personal numbers could stand: a search of all texts for runs of digits that look like one.

use rayon::prelude::*;

use crate::base::diagnostic::code::Code;
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::span::Span;
use crate::base::text::digits::runs;
use crate::input::document::front_matter::FrontMatter;
use crate::input::kind::field::FieldValue;
use crate::input::markdown::body::{Body, Piece};
use crate::input::source::path::SourcePath;
use crate::site::model::Site;
use crate::site::value;

/// Whether digits (with a last `X` where it stands) are a number of the sort looked for, given the lengths of the
/// groups in which they are written.
pub type Test = fn(digits: &str, groups: &[usize]) -> bool;

/// Every text of the site that holds such a number: one finding for each field and each body, with the first number
/// masked.
pub fn search(site: &Site, code: &'static Code, is_number: Test) -> Vec<Finding> {
    let entries = site.entries.as_slice().par_iter();
    let mut findings: Vec<Finding> = entries
        .flat_map_iter(|entry| {
            let document = &entry.document;
            in_document(&document.path, &document.front, &document.body, code, is_number)
        })
        .collect();
    for column in &site.columns {
        let document = &column.document;
        findings.extend(in_document(&document.path, &document.front, &document.body, code, is_number));
    }
    for task in &site.plan.tasks {
        let log = task.log.iter().map(|l| l.note.as_str());
        let milestones = task.milestones.iter().map(|m| m.title.as_str());
        let texts = [task.title.as_str(), task.note.as_str()].into_iter().chain(log).chain(milestones);
        findings.extend(first(texts, is_number).map(|found| found_at(code, task.place.clone(), &found)));
    }
    for account in &site.accounts {
        let Some(written) = account.written() else { continue };
        let further = [&written.handle, &written.purpose, &written.audience].into_iter().flatten();
        let texts = std::iter::once(&written.name.value).chain(further).map(String::as_str);
        let place = Place::new(account.file.path.shared(), written.name.span);
        findings.extend(first(texts, is_number).map(|found| found_at(code, place, &found)));
    }
    findings
}

fn first<'t>(mut texts: impl Iterator<Item = &'t str>, is_number: Test) -> Option<String> {
    texts.find_map(|text| number_in(text, is_number))
}

fn in_document(
    path: &SourcePath,
    front: &FrontMatter,
    body: &Body,
    code: &'static Code,
    is_number: Test,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut look = |text: &str, span: Span| {
        if let Some(found) = number_in(text, is_number) {
            findings.push(found_at(code, Place::new(path.shared(), span), &found));
        }
    };
    look(&front.title.value, front.title.span);
    for located in [&front.summary, &front.author, &front.source, &front.cover_alt].into_iter().flatten() {
        look(&located.value, located.span);
    }
    for review in &front.review {
        look(&review.by.value, review.by.span);
    }
    value::walk(&front.fields, &mut |_, _, located| {
        if let FieldValue::Text(text) = &located.value {
            look(text, located.span);
        }
    });
    if !body.may_hold_number {
        return findings;
    }
    let html = body.pieces.iter().filter_map(|p| if let Piece::Html(html) = p { Some(html) } else { None });
    if let Some(found) = html.into_iter().find_map(|html| number_in_html(html, is_number)) {
        // The HTML knows no places; the number as written does.
        let written = body.numbers.iter().find(|number| number.value == found);
        let place =
            written.map_or_else(|| Place::whole(path.shared()), |n| Place::new(path.shared(), n.span));
        findings.push(found_at(code, place, &found));
    }
    findings
}

fn found_at(code: &'static Code, place: Place, number: &str) -> Finding {
    Finding::new(code, place).with("number", masked(number))
}

/// A number with its middle hidden: a report must not spread what it warns of.
fn masked(number: &str) -> String {
    let count = number.chars().count();
    let (head, tail) = if count > 8 { (3, 4) } else { (1, 1) };
    let shown = |(n, c): (usize, char)| if n < head || n + tail >= count { c } else { '*' };
    number.chars().enumerate().map(shown).collect()
}

/// The first such number in HTML's text; tags, and so addresses in them, are passed over.
fn number_in_html(html: &str, is_number: Test) -> Option<String> {
    let mut rest = html;
    while !rest.is_empty() {
        let end = rest.find('<').unwrap_or(rest.len());
        let (text, tag) = rest.split_at(end);
        if let Some(found) = number_in(text, is_number) {
            return Some(found);
        }
        rest = tag.find('>').and_then(|n| tag.get(n + 1..)).unwrap_or_default();
    }
    None
}

/// The first such number in a text.
fn number_in(text: &str, is_number: Test) -> Option<String> {
    runs(text).find(|run| is_number(&run.digits, &run.groups)).map(|run| run.digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eleven(digits: &str, _: &[usize]) -> bool {
        digits.len() == 11
    }

    #[test]
    fn a_number_stands_by_itself() {
        for (text, found) in [
            ("电话：13800000000。", true),
            ("138-0000-0000", true),
            ("138 0000 0000", true),
            ("编号1380000000012", false),
            ("id_13800000000", false),
            ("https://example.edu.cn/13800000000", false),
            ("0.13800000000", false),
            ("13800000000元", true),
            ("1 1 1  --  13800000000", true),
            ("2026-05-06 -  138-0000-0000", true),
            ("……一二三13800000000", true),
            ("13800000000", true),
            ("1380000000", false),
            ("", false),
        ] {
            assert_eq!(number_in(text, eleven).is_some(), found, "{text}");
        }
    }

    #[test]
    fn tags_are_passed_over() {
        assert!(number_in_html("<a href=\"tel:13800000000\">电话</a>", eleven).is_none());
        assert!(number_in_html("<p>13800000000</p>", eleven).is_some());
        assert!(number_in_html("<p 13800000000", eleven).is_none());
    }

    #[test]
    fn a_report_hides_the_number() {
        assert_eq!(masked("13800001234"), "138****1234");
        assert_eq!(masked("11010519491231002X"), "110***********002X");
    }
}
