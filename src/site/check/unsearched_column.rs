//! COL003: `search.exclude` names a column that does not exist.

use super::rule::Rule;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::text::nearest::nearest;
use crate::site::model::Site;

/// The code.
pub static CODE: Code = Code {
    name: "COL003",
    severity: Severity::Warning,
    message: Words {
        zh: "`search.exclude` 里的“{name}”不是栏目",
        en: "`search.exclude` names `{name}`, which is no column",
    },
    help: Words {
        zh: "写栏目在 content/ 下的文件夹名，如 tongzhi",
        en: "write the column's folder below content/, such as `tongzhi`",
    },
    example: "search: { exclude: [tongzi] }（栏目是 tongzhi）",
};

/// The rule.
pub static RULE: Rule = Rule {
    code: &CODE,
    title: Words {
        zh: "要从搜索里去掉的栏目不存在", en: "an unknown column left out of the search"
    },
    why: Words {
        zh: "名字写错了，本来不想让人搜到的栏目还是会被搜到",
        en: "with a typo the column that should not be found is found",
    },
    bad: "search: { exclude: [tongzi] }",
    good: "search: { exclude: [tongzhi] }",
    check,
};

fn check(site: &Site) -> Vec<Finding> {
    let unknown = |name: &&String| site.column_of(name).is_none();
    let names = || site.columns.iter().map(|c| c.folder.as_str()).filter(|folder| !folder.is_empty());
    site.config
        .search
        .exclude
        .iter()
        .filter(unknown)
        .map(|name| {
            Finding::new(&CODE, Place::whole("site.yaml"))
                .with("name", name)
                .suggesting(nearest(name, names()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::site::support::TestSite;

    #[test]
    fn a_column_that_is_misspelt_is_told() {
        let mut built =
            TestSite::new(&[("content/tongzhi/_index.md", "---\ntitle: 通知\n---\n")]).assembled();
        built.value.config.search.exclude = vec!["tongzi".to_owned(), "tongzhi".to_owned()];
        let names: Vec<_> =
            super::check(&built.value).iter().map(|f| f.argument("name").unwrap().to_owned()).collect();
        assert_eq!(names, ["tongzi"]);
    }
}
