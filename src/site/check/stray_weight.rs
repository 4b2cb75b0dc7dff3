//! TSK038: a weight of a table that does not exist.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "TSK038",
    severity: Severity::Warning,
    message: Words {
        zh: "site.yaml 给表 {table} 定了权重，没有这张表",
        en: "site.yaml weighs table {table}, which does not exist",
    },
    help: Words {
        zh: "改成现有的表号，或删去这一项", en: "write the number of a table, or remove it"
    },
    example: "progress: { weights: { 14: 2 } }",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words { zh: "权重对不上任务表", en: "a weight without a table" },
    why: Words {
        zh: "多半是表号写错，本该加权的表没有加上",
        en: "mostly a wrong number: the table that was meant goes unweighted",
    },
    bad: "progress: { weights: { 14: 2 } }",
    good: "progress: { weights: { 4: 2 } }",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    if site.plan.tables.is_empty() {
        return Vec::new();
    }
    let stray = site.config.progress.weights.keys().filter(|number| site.plan.table(**number).is_none());
    stray.map(|number| Finding::new(&CODE, Place::whole("site.yaml")).with("table", number)).collect()
}

#[cfg(test)]
mod tests {
    use crate::site::support::rule_says as found;

    #[test]
    fn a_weight_is_of_a_table() {
        use crate::site::support::TestSite;
        assert_eq!(found(super::check, "status: 进行中"), Vec::<String>::new());
        let mut site = TestSite::new(&[
            ("content/p/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n"),
            ("content/p/t.yaml", "table: 1\ntitle: 甲\nmeasure: 乙\ntasks: []\n"),
        ]);
        site.config.progress.weights = [(1, 2), (14, 2)].into();
        let findings = super::check(&site.assembled().value);
        let tables: Vec<_> = findings.iter().map(|f| f.argument("table").unwrap().to_owned()).collect();
        assert_eq!(tables, ["14"]);
    }
}
