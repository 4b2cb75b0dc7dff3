//! Reads `site.yaml`.

use std::collections::BTreeMap;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::languages;
use super::part::{menu, organisation, texts};
use super::settings::{
    CheckLevel, Config, Dates, Filing, ImageSettings, OfflinePolicy, Packing, ProgressPolicy, Repository,
    ReviewPolicy, SearchPolicy, ShareCardSettings, Taxonomy,
};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Aside;
use crate::base::text::nearest::nearest;
use crate::base::time::date::Date;
use crate::base::time::period::Calendar;
use crate::input::kind::check::is_url;
use crate::input::source::decode::decode;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::{CONFIGURATION, SourceTree};
use crate::input::yaml;
use crate::input::yaml::form::{Form, as_text};
use crate::input::yaml::node::{Node, Value};

/// The folder is no site.
pub static NO_CONFIG: Code = Code {
    name: "CFG001",
    severity: Severity::Error,
    message: Words {
        zh: "这里和上级文件夹都没有 site.yaml，不是一个潮音站点",
        en: "there is no site.yaml here or above: this is not a site",
    },
    help: Words {
        zh: "到站点文件夹里运行，或用 --root 指明它；新建站点用 chaoyin init 文件夹",
        en: "run it in a site's folder, name one with --root, or make one with `chaoyin init DIR`",
    },
    example: "（没有 site.yaml 的文件夹）",
};

/// A time zone that the database does not know.
pub static BAD_TIMEZONE: Code = Code {
    name: "CFG002",
    severity: Severity::Error,
    message: Words { zh: "没有名为 `{name}` 的时区", en: "there is no time zone `{name}`" },
    help: Words {
        zh: "写 IANA 时区名，如 Asia/Shanghai", en: "write an IANA name such as Asia/Shanghai"
    },
    example: "timezone: Asia/Ningbo",
};

/// A day of the year that there is not.
pub static BAD_MONTH_DAY: Code = Code {
    name: "CFG009",
    severity: Severity::Error,
    message: Words {
        zh: "`{key}` 的“{value}”不是几月几日", en: "`{key}`: `{value}` is no day of a year"
    },
    help: Words { zh: "写月和日，如 09-01", en: "write month and day, such as 09-01" },
    example: "progress: { school_year_starts: 9月 }",
};

/// An address that is none.
pub static BAD_BASE_URL: Code = Code {
    name: "CFG003",
    severity: Severity::Error,
    message: Words {
        zh: "`base_url` 的“{value}”不是网址", en: "`base_url`: `{value}` is no address"
    },
    help: Words {
        zh: "写完整的地址，如 https://media.example.edu.cn",
        en: "write a whole address such as https://media.example.edu.cn",
    },
    example: "base_url: media.example.edu.cn",
};

/// An address for editing that names no file.
pub static BAD_EDIT_URL: Code = Code {
    name: "CFG004",
    severity: Severity::Error,
    message: Words {
        zh: "repository.edit_url 不能用：`{value}`",
        en: "`{value}` is no address for editing a file",
    },
    help: Words {
        zh: "写完整的网址，文件路径的地方写一对花括号括起来的 path；例子见手册的配置一页",
        en: "write a whole address with `path` in braces where the file goes",
    },
    example: "repository:\n  edit_url: https://git.example.edu.cn/portal",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&NO_CONFIG, &BAD_TIMEZONE, &BAD_BASE_URL, &BAD_MONTH_DAY, &BAD_EDIT_URL];

/// Reads the configuration; defaults stand where nothing is written or where it is wrong.
#[must_use]
pub fn read(tree: &SourceTree) -> Outcome<Config> {
    let path = SourcePath::new(CONFIGURATION);
    let mut findings = Findings::default();
    let Some(bytes) = tree.get(CONFIGURATION).and_then(|file| file.bytes.as_deref()) else {
        findings.push(Finding::new(&NO_CONFIG, Place::whole(path.shared())));
        return Outcome::new(Config::default(), findings);
    };
    let text = match decode(&path, bytes) {
        Ok(text) => text,
        Err(finding) => {
            findings.push(finding);
            return Outcome::new(Config::default(), findings);
        }
    };
    match findings.keep(yaml::read::read(&text, 0, &path)) {
        Some(node) => {
            let mut config = findings.keep(config(&node, &path));
            findings.extend(languages::match_folders(&mut config, tree, &path));
            Outcome::new(config, findings)
        }
        None => Outcome::new(Config::default(), findings),
    }
}

fn config(node: &Node, path: &SourcePath) -> Outcome<Config> {
    let mut form = Form::new(path, "站点配置", node);
    let mut findings = Findings::default();
    let mut config = Config::default();
    for (key, slot) in
        [("title", &mut config.title), ("description", &mut config.description), ("theme", &mut config.theme)]
    {
        if let Some(text) = form.plain(key) {
            *slot = text;
        }
    }
    languages::main(&mut form, &mut config);
    config.languages = languages::further(&mut form, &config.language);
    base_url(&mut form, &mut config, &mut findings);
    timezone(&mut form, &mut config, &mut findings);
    config.organisation =
        form.node("organisation").map(|n| findings.keep(organisation(n, path))).unwrap_or_default();
    config.menu = menu(form.list("menu"), path, &mut findings, 2);
    config.footer_links = menu(form.list("footer_links"), path, &mut findings, 1);
    config.filing = form.node("filing").map(|n| findings.keep(filing(n, path))).unwrap_or_default();
    if let Some(node) = form.node("review") {
        config.review = findings.keep(review(node, path));
    }
    config.repository =
        form.node("repository").map(|n| findings.keep(repository(n, path))).unwrap_or_default();
    config.paginate = form.integer("paginate", 1, 1000).map_or(config.paginate, |n| narrow(n.value));
    config.feed_entries =
        form.integer("feed_entries", 1, 1000).map_or(config.feed_entries, |n| narrow(n.value));
    config.taxonomies = form.list("taxonomies").iter().map(|n| findings.keep(taxonomy(n, path))).collect();
    if let Some(node) = form.node("progress") {
        config.progress = findings.keep(progress(node, path, &config.progress));
    }
    if let Some(node) = form.node("images") {
        config.images = findings.keep(images(node, path));
    }
    if let Some(node) = form.node("share_card") {
        config.share_card = findings.keep(share_card(node, path));
    }
    config.packing = packing(&mut form, &mut findings);
    if let Some(node) = form.node("search") {
        config.search = findings.keep(search(node, path));
    }
    if let Some(node) = form.node("offline") {
        config.offline = findings.keep(offline(node, path, &config.offline));
    }
    config.checks = form.node("checks").map(|n| findings.keep(checks(n, path))).unwrap_or_default();
    config.retired = form.texts("retired").into_iter().map(|t| t.value).collect();
    config.extra = form.node("extra").map(|n| findings.keep(texts(n, path))).unwrap_or_default();
    findings.extend(form.finish());
    Outcome::new(config, findings)
}

fn narrow(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn base_url(form: &mut Form<'_>, config: &mut Config, findings: &mut Findings) {
    let Some(url) = form.text("base_url") else { return };
    if is_url(&url.value) && !url.value.contains(['?', '#']) {
        url.value.trim_end_matches('/').clone_into(&mut config.base_url);
    } else {
        findings.push(Finding::new(&BAD_BASE_URL, form.place(url.span)).with("value", &url.value));
    }
}

fn timezone(form: &mut Form<'_>, config: &mut Config, findings: &mut Findings) {
    let Some(name) = form.text("timezone") else { return };
    match TimeZoneDatabase::bundled().get(&name.value) {
        Ok(zone) => {
            config.utc_offset = offset(&zone);
            config.timezone = name.value;
        }
        Err(_) => findings.push(Finding::new(&BAD_TIMEZONE, form.place(name.span)).with("name", &name.value)),
    }
}

/// A zone's offset on a fixed winter day. Chinese zones have no summer time; a site elsewhere gets its standard time.
fn offset(zone: &TimeZone) -> String {
    let winter = jiff::Timestamp::from_second(1_767_225_600).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let seconds = zone.to_offset(winter).seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
}

fn filing(node: &Node, path: &SourcePath) -> Outcome<Filing> {
    let mut form = Form::new(path, "filing", node);
    let filing = Filing {
        icp: form.plain("icp").unwrap_or_default(),
        police: form.plain("police").unwrap_or_default(),
        site_code: form.plain("site_code").unwrap_or_default(),
    };
    Outcome::new(filing, form.finish())
}

fn review(node: &Node, path: &SourcePath) -> Outcome<ReviewPolicy> {
    let mut form = Form::new(path, "review", node);
    let policy = ReviewPolicy {
        required_in: form.texts("required_in").into_iter().map(|t| t.value).collect(),
        show: form.boolean("show").unwrap_or(true),
    };
    Outcome::new(policy, form.finish())
}

fn repository(node: &Node, path: &SourcePath) -> Outcome<Repository> {
    let mut form = Form::new(path, "repository", node);
    let mut findings = Findings::default();
    let written = form.text("edit_url");
    if let Some(url) = &written
        && !(is_url(&url.value) && url.value.contains("{path}"))
    {
        findings.push(Finding::new(&BAD_EDIT_URL, form.place(url.span)).with("value", &url.value));
    }
    let edit_url = written.map(|url| url.value).unwrap_or_default();
    let dates = form.choice("dates", &["written", "git"]);
    let dates = if dates.is_some_and(|d| d.value == "git") { Dates::Git } else { Dates::Written };
    findings.extend(form.finish());
    Outcome::new(Repository { edit_url, dates }, findings)
}

fn search(node: &Node, path: &SourcePath) -> Outcome<SearchPolicy> {
    let mut form = Form::new(path, "search", node);
    let folder = |text: &str| text.trim().trim_matches('/').to_owned();
    let policy = SearchPolicy {
        enabled: form.boolean("enabled").unwrap_or(true),
        pinyin: form.boolean("pinyin").unwrap_or(true),
        exclude: form.texts("exclude").iter().map(|t| folder(&t.value)).filter(|f| !f.is_empty()).collect(),
    };
    Outcome::new(policy, form.finish())
}

/// `offline: true`, or more of it: `offline: { enabled: true, pages: 50 }`.
fn offline(node: &Node, path: &SourcePath, default: &OfflinePolicy) -> Outcome<OfflinePolicy> {
    if let Value::Boolean(enabled) = node.value {
        return Outcome::new(OfflinePolicy { enabled, ..default.clone() }, Findings::default());
    }
    let mut form = Form::new(path, "offline", node);
    let policy = OfflinePolicy {
        enabled: form.boolean("enabled").unwrap_or(true),
        pages: form.integer("pages", 1, 500).map_or(default.pages, |n| narrow(n.value)),
    };
    Outcome::new(policy, form.finish())
}

fn taxonomy(node: &Node, path: &SourcePath) -> Outcome<Taxonomy> {
    let mut form = Form::new(path, "taxonomies", node);
    let field = form.required_text("field", "field").value;
    let taxonomy = Taxonomy {
        label: form.plain("label").unwrap_or_else(|| field.clone()),
        slug: form.plain("slug").unwrap_or_else(|| field.clone()),
        field,
    };
    Outcome::new(taxonomy, form.finish())
}

fn progress(node: &Node, path: &SourcePath, default: &ProgressPolicy) -> Outcome<ProgressPolicy> {
    let mut form = Form::new(path, "progress", node);
    let mut findings = Findings::default();
    let mut bound = |key, max, fallback| form.integer(key, 0, max).map_or(fallback, |n| narrow(n.value));
    let policy = ProgressPolicy {
        stalled_days: bound("stalled_days", 3650, default.stalled_days),
        risk_points: bound("risk_points", 100, default.risk_points),
        near_days: bound("near_days", 3650, default.near_days),
        recent_days: bound("recent_days", 3650, default.recent_days),
        calendar: calendar(&mut form, &default.calendar),
        weights: form.node("weights").map(|n| findings.keep(weights(n, path))).unwrap_or_default(),
    };
    findings.extend(form.finish());
    Outcome::new(policy, findings)
}

fn images(node: &Node, path: &SourcePath) -> Outcome<ImageSettings> {
    let mut form = Form::new(path, "images", node);
    let mut settings = ImageSettings::default();
    if let Some(widths) = form.integers("widths", 16, 4096) {
        settings.widths = widths.into_iter().map(narrow).collect();
        settings.widths.sort_unstable();
        settings.widths.dedup();
    }
    if let Some(quality) = form.integer("quality", 1, 100) {
        settings.quality = u8::try_from(quality.value).unwrap_or(settings.quality);
    }
    settings.avif = form.boolean("avif").unwrap_or(settings.avif);
    if let Some(quality) = form.integer("avif_quality", 1, 100) {
        settings.avif_quality = u8::try_from(quality.value).unwrap_or(settings.avif_quality);
    }
    for (key, slot) in [("sizes", &mut settings.sizes), ("gallery_sizes", &mut settings.gallery_sizes)] {
        if let Some(sizes) = form.plain(key) {
            *slot = sizes;
        }
    }
    settings.placeholders = form.boolean("placeholders").unwrap_or(settings.placeholders);
    Outcome::new(settings, form.finish())
}

fn share_card(node: &Node, path: &SourcePath) -> Outcome<ShareCardSettings> {
    let mut form = Form::new(path, "share_card", node);
    let font = form.required_text("font", "");
    Outcome::new(ShareCardSettings { font: font.value, at: Aside(font.span) }, form.finish())
}

fn packing(form: &mut Form<'_>, findings: &mut Findings) -> Vec<Packing> {
    const WAYS: [(&str, Packing); 2] = [("gzip", Packing::Gzip), ("brotli", Packing::Brotli)];
    let mut packings = Vec::new();
    for word in form.texts("compress") {
        match WAYS.iter().find(|(name, _)| *name == word.value) {
            Some((_, packing)) => packings.push(*packing),
            None => findings.push(
                Finding::new(&yaml::form::BAD_CHOICE, form.place(word.span))
                    .with("key", "compress")
                    .with("value", &word.value)
                    .with("choices", "gzip、brotli")
                    .suggesting(nearest(&word.value, WAYS.map(|(name, _)| name))),
            ),
        }
    }
    packings.sort_unstable();
    packings.dedup();
    packings
}

/// When the school year and its second term begin, each as month and day: `09-01`.
fn calendar(form: &mut Form<'_>, default: &Calendar) -> Calendar {
    let mut start = |key: &'static str, fallback: (i8, i8)| {
        let Some(written) = form.text(key) else { return fallback };
        let parts = written.value.split_once(['-', '/', '.', '月']);
        let number = |text: &str| text.trim().trim_end_matches('日').parse::<i8>().ok();
        let read = parts.and_then(|(month, day)| Some((number(month)?, number(day)?)));
        // 2028 is a leap year, so that 29 February is a day.
        if let Some(day) = read.filter(|(month, day)| Date::new(2028, *month, *day).is_some()) {
            return day;
        }
        let finding = Finding::new(&BAD_MONTH_DAY, form.place(written.span));
        form.findings.push(finding.with("key", key).with("value", &written.value));
        fallback
    };
    Calendar {
        year_starts: start("school_year_starts", default.year_starts),
        second_term_starts: start("second_term_starts", default.second_term_starts),
    }
}

/// Weights by the number of a table.
fn weights(node: &Node, path: &SourcePath) -> Outcome<BTreeMap<u32, u32>> {
    let counts = Form::new(path, "progress.weights", node).all_counts();
    Outcome::new(counts.value.into_iter().collect(), counts.findings)
}

fn checks(node: &Node, path: &SourcePath) -> Outcome<BTreeMap<String, CheckLevel>> {
    let mut findings = Findings::default();
    let mut levels = BTreeMap::new();
    for (key, value) in node.entries() {
        let level = match as_text(&value.value).as_deref() {
            Some("off" | "false") => CheckLevel::Off,
            Some("note") => CheckLevel::Note,
            Some("warning") => CheckLevel::Warning,
            Some("error") => CheckLevel::Error,
            other => {
                findings.push(
                    Finding::new(&yaml::form::BAD_CHOICE, Place::new(path.shared(), value.span))
                        .with("key", &key.text)
                        .with("value", other.unwrap_or_default())
                        .with("choices", "off、note、warning、error")
                        .suggesting(nearest(other.unwrap_or_default(), ["off", "note", "warning", "error"])),
                );
                continue;
            }
        };
        levels.insert(key.text.clone(), level);
    }
    Outcome::new(levels, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        let mut tree = SourceTree::default();
        tree.insert_text("site.yaml", text);
        read(&tree).findings.iter().map(|f| f.code.name).collect()
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_is_read() {
        assert_eq!(codes("title: 站\n"), Vec::<&str>::new());
        assert_eq!(codes("titel: 站\n"), ["FM005"]);
        assert_eq!(codes("base_url: media.example.edu.cn\n"), ["CFG003"]);
        assert_eq!(codes("timezone: Asia/Ningbo\n"), ["CFG002"]);
        assert_eq!(codes("paginate: 0\n"), ["FM009"]);
        assert_eq!(codes("checks: { COL001: loud }\n"), ["FM010"]);
        assert_eq!(codes("checks: { COL001: off, COL002: error }\n"), Vec::<&str>::new());
        assert_eq!(codes("extra: { slogan: 潮起, years: [2025, 2026] }\n"), ["FM006"]);
        assert_eq!(codes("progress: { weights: { 4: 2, 五: 3, 6: 重 } }\n"), ["FM005", "FM006"]);
        assert_eq!(codes("menu: [{ title: 名师 }]\n"), ["FM007"]);
        assert_eq!(
            codes("images: { widths: [400, 9000], quality: 0, size: x }\n"),
            ["FM009", "FM009", "FM005"]
        );
        assert_eq!(codes("compress: [gzip, zstd]\n"), ["FM010"]);
        assert_eq!(codes("repository: { dates: git }\n"), [""; 0]);
        assert_eq!(codes("repository: { dates: svn }\n"), ["FM010"]);
        assert_eq!(codes("offline: true\n"), [""; 0]);
        assert_eq!(codes("offline: 是\n"), ["FM006"]);
        assert_eq!(codes("offline: { enabled: 是, pages: 0, page: 3 }\n"), ["FM006", "FM009", "FM005"]);
        assert_eq!(
            codes("menu: [{ title: 名师, to: mingshi, children: [{ title: 甲, to: a, children: [] }] }]\n"),
            ["FM005"]
        );
        assert_eq!(codes("organisation: 宁财\n"), ["FM006"]);
        assert_eq!(codes("base_url: https://a.edu.cn/?x=1\n"), ["CFG003"]);
        assert_eq!(codes("repository: { edit_url: 'https://a.edu.cn/edit/' }\n"), ["CFG004"]);
        assert_eq!(codes("repository: { edit_url: 'https://a.edu.cn/edit/{path}' }\n"), [""; 0]);
        assert_eq!(codes("title：站\n"), ["FM002"]);
        assert_eq!(
            read(&SourceTree::default()).findings.iter().map(|f| f.code.name).collect::<Vec<_>>(),
            ["CFG001"]
        );
    }

    #[test]
    fn the_offset_follows_from_the_zone() {
        let mut tree = SourceTree::default();
        tree.insert_text("site.yaml", "timezone: Asia/Shanghai\nbase_url: https://x.edu.cn/media/\n");
        let config = read(&tree).value;
        assert_eq!(
            (config.utc_offset.as_str(), config.base_url.as_str()),
            ("+08:00", "https://x.edu.cn/media")
        );
    }
}
