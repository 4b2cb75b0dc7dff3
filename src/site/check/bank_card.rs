//! PII003: a bank card's number on a page.

use super::personal::search;
use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "PII003",
    severity: Severity::Warning,
    message: Words {
        zh: "这里像是银行卡号：{number}", en: "this looks like a bank card's number: {number}"
    },
    help: Words {
        zh: "删去它；若是编号，加字母前缀与卡号区分",
        en: "remove it, or put letters before a serial number",
    },
    example: "缴费账号 4111 1111 1111 1111",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "页面上有银行卡号", en: "a bank card's number on a page" },
    why: Words { zh: "银行卡号是敏感个人信息", en: "card numbers are sensitive" },
    bad: "缴费账号 4111 1111 1111 1111",
    good: "缴费请登录计划财务处网站",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    search(site, &CODE, is_card_number)
}

/// 13 to 19 digits with a Luhn checksum (ISO/IEC 7812-1), in one run or in fours.
fn is_card_number(digits: &str, groups: &[usize]) -> bool {
    let in_fours = groups
        .split_last()
        .is_some_and(|(last, head)| (1..=4).contains(last) && head.iter().all(|g| *g == 4));
    let is_isbn = digits.len() == 13 && (digits.starts_with("978") || digits.starts_with("979"));
    (13..=19).contains(&digits.len())
        && (groups.len() == 1 || in_fours)
        && digits.starts_with(['3', '4', '5', '6', '9'])
        && !is_isbn
        && luhn(digits)
}

fn luhn(digits: &str) -> bool {
    let mut sum = 0;
    for (n, c) in digits.chars().rev().enumerate() {
        let Some(digit) = c.to_digit(10) else { return false };
        let weighed = if n % 2 == 1 { digit * 2 } else { digit };
        sum += if weighed > 9 { weighed - 9 } else { weighed };
    }
    sum % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_is_told_from_other_figures() {
        for (digits, groups, expected) in [
            ("4111111111111111", vec![16], true),
            ("4111111111111111", vec![4, 4, 4, 4], true),
            ("4111111111111112", vec![16], false),
            ("2026050120260601", vec![4, 2, 2, 4, 2, 2], false),
            ("9787302511850", vec![13], false),
            ("0000000000000000", vec![16], false),
        ] {
            assert_eq!(is_card_number(digits, &groups), expected, "{digits} {groups:?}");
        }
    }
}
