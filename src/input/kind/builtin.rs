//! The built-in kinds, compiled in as YAML.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::read;
use super::schema::Kinds;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::input::source::path::SourcePath;
use crate::input::yaml;

/// Name and YAML of every built-in kind. A new kind is a file in `builtin/` and a line here.
pub const SOURCES: [(&str, &str); 16] = [
    ("article", include_str!("builtin/article.yaml")),
    ("profile", include_str!("builtin/profile.yaml")),
    ("commentary", include_str!("builtin/commentary.yaml")),
    ("course", include_str!("builtin/course.yaml")),
    ("lesson", include_str!("builtin/lesson.yaml")),
    ("case", include_str!("builtin/case.yaml")),
    ("work", include_str!("builtin/work.yaml")),
    ("edition", include_str!("builtin/edition.yaml")),
    ("event", include_str!("builtin/event.yaml")),
    ("studio", include_str!("builtin/studio.yaml")),
    ("guide", include_str!("builtin/guide.yaml")),
    ("notice", include_str!("builtin/notice.yaml")),
    ("service", include_str!("builtin/service.yaml")),
    ("page", include_str!("builtin/page.yaml")),
    ("tasks", include_str!("builtin/tasks.yaml")),
    ("accounts", include_str!("builtin/accounts.yaml")),
];

/// The built-in kinds. Their findings are ours, and a test holds that there are none.
#[must_use]
pub fn kinds() -> Outcome<Kinds> {
    static READ: LazyLock<Outcome<Kinds>> = LazyLock::new(read_all);
    READ.clone()
}

fn read_all() -> Outcome<Kinds> {
    let mut kinds = BTreeMap::new();
    let mut findings = Findings::default();
    for (name, text) in SOURCES {
        let path = SourcePath::new(&format!("builtin/{name}.yaml"));
        if let Some(node) = findings.keep(yaml::read::read(text, 0, &path)) {
            let kind = findings.keep(read::kind(&node, &path, &|_| None, ""));
            kinds.insert(name.to_owned(), kind);
        }
    }
    Outcome::new(Kinds(kinds), findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_kind_is_read_without_a_finding_and_knows_its_name() {
        let outcome = kinds();
        assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
        for (name, _) in SOURCES {
            let kind = outcome.value.get(name).expect(name);
            assert_eq!(kind.name, name);
            assert!(
                !kind.help.is_empty() && kind.fields.iter().all(|f| !f.help.is_empty()),
                "{name} explains itself"
            );
        }
    }
}
