//! What follows from a file that cannot be read: one mistake is told once, not once for each that points at it.

use std::collections::BTreeSet;

use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::Findings;
use crate::site::unit::UNITS_FILE;

/// Codes of files whose content is not known: not text, not YAML, too deep.
const UNREAD: [&str; 5] = ["SRC001", "SRC010", "SRC017", "FM002", "FM003"];

/// Codes that a missing unit raises.
const OF_UNITS: [&str; 5] = ["FM100", "UNT010", "UNT011", "UNT012", "UNT014"];

/// Codes that a missing task or account raises, or the emptiness of their column.
const OF_TABLES: [&str; 3] = ["FM101", "FM103", "COL002"];

/// The findings without those that only say that what a broken file holds is not there.
#[must_use]
pub fn without_consequences(findings: Findings) -> Findings {
    let unread: BTreeSet<String> = findings
        .iter()
        .filter(|finding| UNREAD.contains(&finding.code.name) && finding.place.file.ends_with(".yaml"))
        .map(|finding| finding.place.file.to_string())
        .collect();
    let units = unread.contains(UNITS_FILE);
    let tables = unread.iter().any(|file| file.starts_with("content/") && file != UNITS_FILE);
    let follows = |finding: &Finding| {
        let code = finding.code.name;
        (units && OF_UNITS.contains(&code)) || (tables && OF_TABLES.contains(&code))
    };
    if !units && !tables {
        return findings;
    }
    let mut left = Findings::default();
    left.extend(findings.into_iter().filter(|finding| !follows(finding)));
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::finding::Place;
    use crate::build::catalogue;

    fn check(told: &[(&str, &str)], expected: &[&str]) {
        let code = |name: &str| *catalogue::all().iter().find(|code| code.name == name).expect(name);
        let mut findings = Findings::default();
        findings.extend(told.iter().map(|(name, file)| Finding::new(code(name), Place::whole(*file))));
        let left: Vec<&str> = without_consequences(findings).iter().map(|f| f.code.name).collect();
        assert_eq!(left, expected);
    }

    #[test]
    fn what_a_broken_file_would_have_held_is_not_missed() {
        let (unit, task) = (("FM100", "content/a/x.md"), ("FM101", "content/a/x.md"));
        check(&[unit, task], &["FM100", "FM101"]);
        check(&[("FM002", UNITS_FILE), unit, task], &["FM002", "FM101"]);
        check(&[("SRC001", "content/p/t.yaml"), unit, task], &["SRC001", "FM100"]);
        check(&[("FM002", "content/a/y.md"), unit, task], &["FM002", "FM100", "FM101"]);
        check(&[("FM002", "site.yaml"), unit], &["FM002", "FM100"]);
    }
}
