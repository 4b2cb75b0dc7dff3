//! PII001: an identity number on a page.

use super::personal::search;
use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::base::time::date::Date;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "PII001",
    severity: Severity::Error,
    message: Words { zh: "这里有身份证号：{number}", en: "an identity number stands here: {number}" },
    help: Words {
        zh: "删去它；公示名单时只留姓名和单位，必要时隐去中间各位",
        en: "remove it; where people must be told apart, hide its middle",
    },
    example: "身份证号 11010519491231002X",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "页面上有身份证号", en: "an identity number on a page" },
    why: Words {
        zh: "身份证号是敏感个人信息，公开后无法收回",
        en: "identity numbers are sensitive, and what was public cannot be taken back",
    },
    bad: "张同学，11010519491231002X",
    good: "张同学，110105********002X",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    search(site, &CODE, is_identity_number)
}

/// GB 11643: a region, a birthday, a serial and a checksum.
fn is_identity_number(digits: &str, groups: &[usize]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    if digits.len() != 18
        || !matches!(groups, [18] | [6, 8, 4])
        || !digits.starts_with(['1', '2', '3', '4', '5', '6', '8'])
    {
        return false;
    }
    let sum: u32 = digits.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap_or(0) * w).sum();
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|p| p.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (part(6, 10), part(10, 12), part(12, 14)) else {
        return false;
    };
    let birthday =
        i8::try_from(month).ok().zip(i8::try_from(day).ok()).and_then(|(m, d)| Date::new(year, m, d));
    (1900..2100).contains(&year)
        && birthday.is_some()
        && digits.chars().last() == CHECKS.get(sum as usize % 11).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_number_has_a_birthday_and_a_checksum() {
        for (digits, expected) in [
            ("11010519491231002X", true),
            ("440524188001010014", false),
            ("110105194912310021", false),
            ("11010519491331002X", false),
            ("91010519491231002X", false),
            ("1101051949123100", false),
        ] {
            assert_eq!(is_identity_number(digits, &[digits.len()]), expected, "{digits}");
        }
    }
}
