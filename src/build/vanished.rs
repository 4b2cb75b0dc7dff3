//! The guard of addresses: a page that was published and is no more breaks the links of others, which no check of
//! this site alone can see.

use std::collections::BTreeSet;

use super::published::{About, Published};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::input::config::languages::is_tag;
use crate::output::plan::Plan;
use crate::output::recipe::OutputPath;
use crate::site::id::EntryId;
use crate::site::model::Sites;

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
pub fn vanished(last: &Published, plan: &Plan, sites: &Sites) -> Findings {
    let mut findings = Findings::default();
    let excluded = sites.iter().flat_map(|site| &site.excluded);
    let hidden: BTreeSet<EntryId> = excluded.map(|e| EntryId::of(e.path.as_str())).collect();
    let retired = || sites.iter().flat_map(|site| &site.config.retired);
    let mut languages: BTreeSet<&str> = BTreeSet::new();
    for (path, about) in last.pages() {
        if plan.outputs.contains_key(path) || retired().any(|old| same_page(old, path)) {
            continue;
        }
        if let Some(language) = gone_with_its_language(path, about, sites) {
            languages.insert(language);
            continue;
        }
        findings.extend(finding(path, about, sites, &hidden));
    }
    for language in languages {
        findings.push(Finding::new(&GONE, Place::whole("site.yaml")).with("old", format!("/{language}/")));
    }
    findings
}

/// The language of a page that was another writing of one that is still there, where the site has that language no
/// more: one word on the language says enough.
fn gone_with_its_language<'p>(path: &'p str, about: About, sites: &Sites) -> Option<&'p str> {
    let (language, rest) = path.split_once('/')?;
    if !is_tag(language) || sites.iter().any(|site| site.config.path == language) {
        return None;
    }
    let main = &sites.main;
    let url = match about {
        About::Entry(id) => &main.entries.get(id)?.url,
        About::Column(id) => &main.columns.get(id)?.url,
        About::Itself => {
            let is_task = main.plan.tasks.iter().any(|task| is_at(&task.url, rest));
            let is_table = main.plan.tables.iter().any(|table| is_at(&table.url, rest));
            let is_unit = main.units.list.iter().any(|unit| is_at(&unit.url, rest));
            return (is_task || is_table || is_unit).then_some(language);
        }
        About::Passing => return None,
    };
    is_at(url, rest).then_some(language)
}

fn is_at(url: &str, path: &str) -> bool {
    path.strip_suffix("index.html").is_some_and(|path| url.trim_start_matches('/') == path)
}

fn finding(path: &str, about: About, sites: &Sites, hidden: &BTreeSet<EntryId>) -> Option<Finding> {
    let old = format!("/{}", path.strip_suffix("index.html")?);
    let first = path.split('/').next().unwrap_or_default();
    let site = sites.further.iter().find(|site| site.config.path == first).unwrap_or(&sites.main);
    let now = match about {
        About::Entry(id) if hidden.contains(&id) => return None,
        About::Entry(id) => site.entries.get(id).map(|e| (e.document.path.shared(), e.url.clone())),
        About::Column(id) => site.columns.get(id).map(|c| (c.document.path.shared(), c.url.clone())),
        About::Itself => None,
        About::Passing => return None,
    };
    Some(match now {
        Some((file, new)) => {
            let path = &site.config.path;
            let new = if path.is_empty() { new } else { format!("/{path}{new}") };
            Finding::new(&MOVED, Place::whole(file)).with("old", old).with("new", new)
        }
        None => Finding::new(&GONE, Place::whole("content")).with("old", old),
    })
}

fn same_page(written: &str, path: &str) -> bool {
    let written = OutputPath::of_url(&format!("{}/", written.trim().trim_end_matches('/')));
    written.is_some_and(|written| written.as_str() == path)
}
