//! PII002: a mobile number on a page.

use super::personal::search;
use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "PII002",
    severity: Severity::Warning,
    message: Words {
        zh: "这里像是手机号：{number}", en: "this looks like a mobile number: {number}"
    },
    help: Words {
        zh: "改留办公电话或办公邮箱；若不是手机号，中间加别的字符隔开",
        en: "give an office's number or mail address instead",
    },
    example: "联系电话 13800001234",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "页面上有手机号", en: "a mobile number on a page" },
    why: Words {
        zh: "手机号属于个人信息，公开后会招来骚扰和诈骗",
        en: "mobile numbers are personal and attract fraud",
    },
    bad: "联系人：13800001234",
    good: "联系电话：0574-88880000（办公室）",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    search(site, &CODE, is_mobile_number)
}

fn is_mobile_number(digits: &str, groups: &[usize]) -> bool {
    let national = match (digits.len(), groups) {
        (11, [11] | [3, 4, 4]) => digits,
        // With the country's code before it.
        (13, [13] | [2, 11] | [2, 3, 4, 4]) => digits.strip_prefix("86").unwrap_or_default(),
        _ => return false,
    };
    let mut chars = national.chars();
    chars.next() == Some('1') && chars.next().is_some_and(|c| ('3'..='9').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_is_told_from_other_figures() {
        for (digits, groups, expected) in [
            ("13800001234", vec![11], true),
            ("13800001234", vec![3, 4, 4], true),
            ("8613800001234", vec![2, 11], true),
            ("12800001234", vec![11], false),
            ("13800001234", vec![4, 3, 4], false),
            ("05748888000", vec![11], false),
        ] {
            assert_eq!(is_mobile_number(digits, &groups), expected, "{digits} {groups:?}");
        }
    }
}
