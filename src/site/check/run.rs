//! All rules, run over a site.

use std::collections::BTreeMap;

use super::rule::Rule;
use super::{
    bank_card, empty_column, empty_group, falling_progress, future_record, identity_number, idle_unit,
    lead_and_support, leads_nothing, left_placeholder, log_order, missing_review, mobile_number,
    open_milestone, over_target, overdue_account, reached_open, review_order, stale_column, status_behind,
    stray_weight, unportable_name, unsearched_column, untold_recurrence,
};
use crate::base::diagnostic::code::{Code, Severity};
use crate::base::diagnostic::outcome::Findings;
use crate::input::config::settings::CheckLevel;
use crate::site::model::Site;

/// Every rule, by code.
pub static RULES: &[&Rule] = &[
    &overdue_account::RULE,
    &stale_column::RULE,
    &empty_column::RULE,
    &unsearched_column::RULE,
    &left_placeholder::RULE,
    &identity_number::RULE,
    &mobile_number::RULE,
    &bank_card::RULE,
    &missing_review::RULE,
    &review_order::RULE,
    &unportable_name::RULE,
    &falling_progress::RULE,
    &log_order::RULE,
    &future_record::RULE,
    &status_behind::RULE,
    &reached_open::RULE,
    &open_milestone::RULE,
    &over_target::RULE,
    &stray_weight::RULE,
    &lead_and_support::RULE,
    &untold_recurrence::RULE,
    &idle_unit::RULE,
    &empty_group::RULE,
    &leads_nothing::RULE,
];

/// Codes of all rules.
pub const CODES: &[&Code] = &[
    &overdue_account::CODE,
    &stale_column::CODE,
    &empty_column::CODE,
    &unsearched_column::CODE,
    &left_placeholder::CODE,
    &identity_number::CODE,
    &mobile_number::CODE,
    &bank_card::CODE,
    &missing_review::CODE,
    &review_order::CODE,
    &unportable_name::CODE,
    &falling_progress::CODE,
    &log_order::CODE,
    &future_record::CODE,
    &status_behind::CODE,
    &reached_open::CODE,
    &open_milestone::CODE,
    &over_target::CODE,
    &stray_weight::CODE,
    &lead_and_support::CODE,
    &untold_recurrence::CODE,
    &idle_unit::CODE,
    &empty_group::CODE,
    &leads_nothing::CODE,
];

/// Runs the rules that the configuration leaves on, each at the weight that it gives.
#[must_use]
pub fn run(site: &Site) -> Findings {
    let levels: BTreeMap<&str, CheckLevel> =
        site.config.checks.iter().map(|(code, level)| (code.as_str(), *level)).collect();
    let mut findings = Findings::default();
    for rule in RULES {
        let level = levels.get(rule.code.name);
        if level == Some(&CheckLevel::Off) {
            continue;
        }
        for mut finding in (rule.check)(site) {
            finding.severity = match level {
                Some(CheckLevel::Error) => Severity::Error,
                Some(CheckLevel::Warning) => Severity::Warning,
                Some(CheckLevel::Note) => Severity::Note,
                Some(CheckLevel::Off) | None => finding.severity,
            };
            findings.push(finding);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::support::TestSite;

    #[test]
    fn rules_and_codes_are_the_same_list_in_order() {
        let rules: Vec<&str> = RULES.iter().map(|r| r.code.name).collect();
        let codes: Vec<&str> = CODES.iter().map(|c| c.name).collect();
        assert_eq!(rules, codes);
        assert!(codes.is_sorted());
    }

    #[test]
    fn the_configuration_sets_a_rules_weight() {
        let mut site = TestSite::new(&[("content/a/_index.md", "---\ntitle: 甲\nkind: article\n---\n")]);
        for (level, expected) in [
            (None, vec![Severity::Warning]),
            (Some(CheckLevel::Error), vec![Severity::Error]),
            (Some(CheckLevel::Note), vec![Severity::Note]),
            (Some(CheckLevel::Off), vec![]),
        ] {
            site.config.checks = level.map(|level| ("COL002".to_owned(), level)).into_iter().collect();
            let found = run(&site.assembled().value);
            let severities: Vec<Severity> = found.iter().map(|f| f.severity).collect();
            assert_eq!(severities, expected, "{level:?}");
        }
    }

    #[test]
    fn personal_numbers_are_found_in_every_text() {
        let site = TestSite::new(&[
            ("content/units.yaml", "units: [{ name: 宣传部 }]\n"),
            ("content/a/x.md", "---\ntitle: 一\n---\n身份证 11010519491231002X\n"),
            ("content/a/y.md", "---\ntitle: 二\nsummary: 电话 13800001234\n---\n"),
            ("content/p/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n"),
            (
                "content/p/t.yaml",
                "table: 1\ntitle: 甲\nmeasure: 乙\ntasks:\n  - { no: 1, title: 一, lead: [宣传部], status: 进行中, note: 卡号 4111 1111 1111 1111 }\n",
            ),
        ]);
        let found = run(&site.assembled().value);
        let found: Vec<_> = found
            .iter()
            .filter(|f| f.code.name.starts_with("PII"))
            .map(|f| (f.code.name, &*f.place.file))
            .collect();
        assert_eq!(
            found,
            [("PII001", "content/a/x.md"), ("PII002", "content/a/y.md"), ("PII003", "content/p/t.yaml")]
        );
    }
}
