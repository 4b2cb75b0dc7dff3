//! What each output is, in words: for people who look for a page's source, and for programs.

use crate::base::diagnostic::code::Language;
use crate::output::recipe::{OutputPath, Recipe, Subject};
use crate::site::model::Site;
use crate::site::unit::UNITS_FILE;

/// An output as `chaoyin list outputs` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// Its address below the site's.
    pub url: String,
    /// What it is about: a title, a name; empty where the sort of output says all.
    pub about: String,
    /// The file that it is made from, where it is one.
    pub source: Option<String>,
}

/// The sort of output that a family makes, in words; the family's name where it is a new one.
#[must_use]
pub fn sort(family: &str, language: Language) -> &str {
    let words = match family {
        "home" => ("首页", "home page"),
        "column" => ("栏目页", "column page"),
        "entry" => ("文章页", "entry page"),
        "taxonomy" => ("分类总页", "page of a taxonomy"),
        "term" => ("分类页", "page of a term"),
        "units" => ("单位总页", "page of all units"),
        "unit" => ("单位页", "unit page"),
        "table" => ("任务表页", "page of a task table"),
        "plan_view" => ("进展页", "view of the plan"),
        "task" => ("任务页", "task page"),
        "report" => ("打印报告", "printable report"),
        "sitemap-page" => ("网站地图页", "site map page"),
        "feeds-page" => ("订阅页", "page of feeds"),
        "error" => ("错误页", "error page"),
        "redirect" => ("旧网址跳转", "redirect"),
        "atom" => ("订阅 Atom", "Atom feed"),
        "json-feed" => ("订阅 JSON", "JSON feed"),
        "api" => ("数据接口", "API"),
        "api_schema" => ("数据格式", "schema of the API"),
        "tasks_csv" => ("任务 CSV", "tasks as CSV"),
        "tasks_xlsx" => ("任务 Excel", "tasks as XLSX"),
        "tasks_calendar" => ("任务日历", "calendar of tasks"),
        "asset" => ("图片或附件", "picture or attachment"),
        "rendition" => ("缩放的图片", "scaled picture"),
        "static" => ("主题文件", "file of the theme"),
        "packed" => ("压缩版", "compressed form"),
        "sitemap" => ("网站地图 XML", "site map"),
        "robots" => ("爬虫说明", "robots.txt"),
        "search-page" => ("搜索页", "search page"),
        "search-index" => ("搜索索引", "search index"),
        "share_card" => ("分享图", "share card"),
        "offline-page" => ("离线页", "offline page"),
        "offline-worker" => ("离线脚本", "offline worker"),
        other => return other,
    };
    if language == Language::Chinese { words.0 } else { words.1 }
}

/// Describes an output.
#[must_use]
pub fn described(site: &Site, path: &OutputPath, recipe: &Recipe) -> Described {
    let (about, source) = subject(site, &recipe.subject);
    let whole = format!("/{path}");
    let url = whole.strip_suffix("index.html").map_or(whole.as_str(), |folder| folder).to_owned();
    Described { url, about, source }
}

fn subject(site: &Site, subject: &Subject) -> (String, Option<String>) {
    let none = || (String::new(), None);
    let paged = |title: &str, page: u32| {
        if page > 1 { format!("{title}（{page}）") } else { title.to_owned() }
    };
    let column = |id| site.columns.get(id).map(|c| (c.document.front.title.value.as_str(), &c.document.path));
    match subject {
        Subject::Entry(id) => site.entries.get(*id).map_or_else(none, |entry| {
            (entry.document.front.title.value.clone(), Some(entry.document.path.to_string()))
        }),
        Subject::Column(id, page) => {
            column(*id).map_or_else(none, |(title, path)| (paged(title, *page), Some(path.to_string())))
        }
        Subject::Feed(Some(id)) => {
            column(*id).map_or_else(none, |(title, path)| (title.to_owned(), Some(path.to_string())))
        }
        Subject::Taxonomy(slug) => {
            let label = site.taxonomies.iter().find(|t| t.slug == *slug).map(|t| t.label.clone());
            (label.unwrap_or_else(|| slug.clone()), None)
        }
        Subject::Term(id, page) => {
            site.terms.get(*id).map_or_else(none, |term| (paged(&term.name, *page), None))
        }
        Subject::Unit(id, page) => site
            .units
            .get(*id)
            .map_or_else(none, |unit| (paged(&unit.name, *page), Some(UNITS_FILE.to_owned()))),
        Subject::Task(id) => site
            .plan
            .task(*id)
            .map_or_else(none, |task| (format!("{id} {}", task.title), Some(task.place.file.to_string()))),
        Subject::Table(number) => site.plan.table(*number).map_or_else(none, |table| {
            let task = table.tasks.first().and_then(|id| site.plan.task(*id));
            (format!("{number} {}", table.title), task.map(|task| task.place.file.to_string()))
        }),
        Subject::Redirect(from) => {
            site.redirect(from).map_or_else(none, |r| (format!("→ {}", r.to), Some(r.place.file.to_string())))
        }
        Subject::Asset(path) => (String::new(), Some(path.to_string())),
        Subject::Rendition(rendition) => (String::new(), Some(rendition.source.to_string())),
        Subject::Packed(of, _) => (of.to_string(), None),
        Subject::Part(number) => ((number + 1).to_string(), None),
        Subject::Static(name) | Subject::Name(name) => (name.clone(), None),
        Subject::Site | Subject::Feed(None) => none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::packed;
    use crate::output::plan::FAMILIES;

    #[test]
    fn every_family_is_named_in_words() {
        for name in FAMILIES.iter().map(|family| family.name).chain([packed::FAMILY]) {
            for language in [Language::Chinese, Language::English] {
                let word = sort(name, language);
                assert!(word != name || word == "redirect", "{name} has no word in {language:?}");
            }
        }
    }
}
