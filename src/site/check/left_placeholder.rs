//! FM016: a scaffold's words that nobody has written over.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::span::Span;
use crate::input::kind::field::{FieldValue, LocatedValue};
use crate::input::kind::scaffold::FILL_IN;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "FM016",
    severity: Severity::Warning,
    message: Words {
        zh: "`{key}` 还是新建时的“{text}”",
        en: "`{key}` still says what the scaffold wrote: {text}",
    },
    help: Words {
        zh: "换成真正的内容；没有就删去这一行", en: "write what is meant, or remove the line"
    },
    example: "---\ntitle: 黄宗羲\nname: 在此填写文字\n---",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "没有填写的字段", en: "a field that was never filled in" },
    why: Words {
        zh: "chaoyin new 列出必填的字段，忘了填就会原样出现在页面上",
        en: "`chaoyin new` lists required fields; one forgotten shows on the page",
    },
    bad: "name: 在此填写文字",
    good: "name: 黄宗羲",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in &site.entries {
        for (key, value) in &entry.document.front.fields {
            for (text, span) in left(value) {
                let place = Place::new(entry.document.path.shared(), span);
                findings.push(Finding::new(&CODE, place).with("key", key).with("text", text));
            }
        }
    }
    findings
}

/// The scaffold's words in a value.
fn left(value: &LocatedValue) -> Vec<(&str, Span)> {
    match &value.value {
        FieldValue::Text(text) | FieldValue::Path(text) if text.starts_with(FILL_IN) => {
            vec![(text, value.span)]
        }
        FieldValue::List(list) => list.iter().flat_map(left).collect(),
        FieldValue::Object(pairs) => pairs.iter().flat_map(|(_, value)| left(value)).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::site::support::TestSite;

    #[test]
    fn what_the_scaffold_wrote_is_told_wherever_it_is_left() {
        let column = ("content/a/_index.md", "---\ntitle: 甲\nkind: profile\n---\n");
        for (fields, expected) in [
            ("name: 在此填写文字", 1),
            ("name: 甲\nhonours: [乙, 在此填写文字]", 1),
            ("name: 甲\ntimeline: [{ when: 在此填写文字, what: 在此填写文字 }]", 2),
            ("name: 甲", 0),
        ] {
            let entry = format!("---\ntitle: 乙\n{fields}\n---\n");
            let site = TestSite::new(&[column, ("content/a/x.md", &entry)]);
            assert_eq!(super::check(&site.assembled().value).len(), expected, "{fields}");
        }
    }
}
