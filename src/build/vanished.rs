//! The guard of addresses: a page that was published and is no more breaks the links of others, which no check of
//! this site alone can see.

use std::collections::BTreeSet;

use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::output::recipe::{OutputPath, Recipe, Subject};
use crate::output::render::KeptOutput;
use crate::site::id::EntryId;
use crate::site::model::Site;

/// A published page moved, and its old address leads nowhere.
pub static MOVED: Code = Code {
    name: "OUT020",
    severity: Severity::Warning,
    message: Words {
        zh: "这一页原来的网址是 {old}，现在是 {new}，旧网址打不开了",
        en: "this page was published at {old} and is now at {new}; the old address leads nowhere",
    },
    help: Words {
        zh: "在它的开头加上 aliases: [{old}]，旧网址就会转到新网址",
        en: "add aliases: [{old}] to its front matter, so that the old address leads to the new one",
    },
    example: "（把已经发布的 a.md 的 slug 改成 b）",
};

/// A published page is gone.
pub static GONE: Code = Code {
    name: "OUT021",
    severity: Severity::Warning,
    message: Words {
        zh: "上次发布过的页面 {old} 现在没有了，别处指向它的链接会打不开",
        en: "the page {old} was published and is no more; links to it lead nowhere",
    },
    help: Words {
        zh: "移走或合并了的，在新页面的开头写 aliases: [{old}]；确实不要了，在 site.yaml 的 retired 里写 {old}",
        en: "add aliases: [{old}] to the page that took its place, or list {old} under retired in site.yaml",
    },
    example: "（删去已经发布的 a.md）",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&MOVED, &GONE];

/// Pages that the last published build had and this one has not. Pages of lists, tags and years come and go with
/// what they list and are passed over, and so are entries that are not shown today.
#[must_use]
pub fn vanished(gone: &[(&OutputPath, &KeptOutput)], site: &Site) -> Findings {
    let mut findings = Findings::default();
    if gone.is_empty() {
        return findings;
    }
    let hidden: BTreeSet<EntryId> = site.excluded.iter().map(|e| EntryId::of(e.path.as_str())).collect();
    for (path, output) in gone {
        if site.config.retired.iter().any(|old| same_page(old, path)) {
            continue;
        }
        findings.extend(finding(path, &output.recipe, site, &hidden));
    }
    findings
}

fn finding(path: &OutputPath, recipe: &Recipe, site: &Site, hidden: &BTreeSet<EntryId>) -> Option<Finding> {
    let old = format!("/{}", path.as_str().strip_suffix("index.html")?);
    let now = match &recipe.subject {
        Subject::Entry(id) if hidden.contains(id) => return None,
        Subject::Entry(id) => site.entries.get(*id).map(|e| (e.document.path.shared(), e.url.clone())),
        Subject::Column(id, 1) => site.columns.get(*id).map(|c| (c.document.path.shared(), c.url.clone())),
        Subject::Task(_) | Subject::Table(_) | Subject::Unit(_, 1) => None,
        _ => return None,
    };
    Some(match now {
        Some((file, new)) => Finding::new(&MOVED, Place::whole(file)).with("old", old).with("new", new),
        None => Finding::new(&GONE, Place::whole("content")).with("old", old),
    })
}

fn same_page(written: &str, path: &OutputPath) -> bool {
    OutputPath::of_url(&format!("{}/", written.trim().trim_end_matches('/'))).as_ref() == Some(path)
}
