//! Targets: what is counted, and how much of it there is.

use std::collections::BTreeSet;

use super::model::{Milestone, TargetCount};
use super::window::Window;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::text::nearest::nearest;
use crate::base::time::date::Date;
use crate::input::document::tasks::WrittenTarget;
use crate::input::kind::field::Field;
use crate::input::kind::schema::Kinds;
use crate::input::source::path::SourcePath;
use crate::site::account::Account;
use crate::site::column::Column;
use crate::site::entry::{Entry, Publication};
use crate::site::id::{ColumnId, EntryId};
use crate::site::shelf::Shelf;
use crate::site::unit::{UNKNOWN_UNIT, Units};
use crate::site::value;

/// A target in a column that does not exist.
pub static UNKNOWN_COLUMN: Code = Code {
    name: "TSK025",
    severity: Severity::Error,
    message: Words {
        zh: "目标所在的栏目“{name}”不存在", en: "the target's column `{name}` does not exist"
    },
    help: Words {
        zh: "写 content 下的文件夹名，例如 mingshi",
        en: "write a folder below content, such as mingshi",
    },
    example: "target: { count: entries, in: mingshii, min: 12 }",
};

/// A filter by a field that nothing has.
pub static UNKNOWN_FILTER: Code = Code {
    name: "TSK026",
    severity: Severity::Error,
    message: Words {
        zh: "目标的筛选字段“{name}”不存在",
        en: "the target filters by `{name}`, which nothing has",
    },
    help: Words {
        zh: "可用 year、tag、unit、kind，以及栏目种类的字段名",
        en: "use year, tag, unit, kind or a field of the column's kind",
    },
    example: "target: { count: works, min: 3, where: { categry: 摄影 } }",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_COLUMN, &UNKNOWN_FILTER];

/// What can be counted: word, what it is called, measure word, kind of entry.
const COUNTS: [(&str, &str, &str, Option<&str>); 7] = [
    ("entries", "内容", "篇", None),
    ("lessons", "课时", "节", Some("lesson")),
    ("works", "作品", "件", Some("work")),
    ("studios", "工作室", "个", Some("studio")),
    ("accounts", "账号", "个", None),
    ("milestones", "节点", "项", None),
    ("units", "单位", "个", None),
];

/// What targets count.
#[derive(Clone, Copy)]
pub struct Countable<'c> {
    /// Entries that are shown.
    pub entries: &'c Shelf<EntryId, Entry>,
    /// Columns that are shown.
    pub columns: &'c Shelf<ColumnId, Column>,
    /// Accounts.
    pub accounts: &'c [Account],
    /// Units.
    pub units: &'c Units,
    /// Kinds, for names of fields.
    pub kinds: &'c Kinds,
    /// The day of the build.
    pub today: Date,
}

/// Counts a target. `window` is the current period of a recurring task, `milestones` are the task's own.
#[must_use]
pub fn count(
    target: &WrittenTarget,
    file: &SourcePath,
    window: Option<Window>,
    milestones: &[Milestone],
    all: &Countable<'_>,
) -> (TargetCount, Vec<Finding>) {
    let Some(word) = &target.count else { return (by_hand(target), Vec::new()) };
    let mut findings = Vec::new();
    let known = COUNTS.iter().find(|(name, ..)| *name == word.value.trim());
    // The reader of tables lets no other word through.
    let Some((name, noun, measure, kind)) = known.copied() else { return (by_hand(target), findings) };
    findings.extend(unknown_filters(target, file, all));
    let column = target.column.as_ref().and_then(|written| {
        let folder = written.value.trim().trim_matches('/');
        let column = all.columns.get(ColumnId::of(folder));
        if column.is_none() {
            let finding = Finding::new(&UNKNOWN_COLUMN, Place::new(file.shared(), written.span));
            let folders = all.columns.iter().map(|c| c.folder.as_str());
            findings.push(finding.with("name", folder).suggesting(nearest(folder, folders)));
        }
        column
    });
    let scope = match column {
        Some(column) => Scope::Column(column),
        None if target.column.is_some() => Scope::Nowhere,
        None => Scope::Site,
    };
    // A year that the filter names is the period; else a recurring target counts this period's alone.
    let named_year = target.filter.iter().any(|(key, _)| key.value == "year");
    let window = window.filter(|_| !named_year);
    let counted = Counting { target, window, kind, all }.counted(name, scope, milestones);
    let needed = needed(target, counted.base);
    let unit = target.unit.clone().unwrap_or_else(|| measure.to_owned());
    let rule = rule(target, noun, &unit, column, window, all.kinds);
    let most = target.max;
    (TargetCount { rule, reached: counted.reached, needed, most, unit, entries: counted.entries }, findings)
}

/// Figures that were recorded by hand.
fn by_hand(target: &WrittenTarget) -> TargetCount {
    let unit = target.unit.clone().unwrap_or_default();
    let needed = needed(target, target.of.unwrap_or(0));
    let rule = match (target.of, target.percent) {
        (Some(of), Some(percent)) if percent != 100 => format!("{of} {unit}中的 {percent}%（人工填报）"),
        (Some(of), _) => format!("全部 {of} {unit}（人工填报）"),
        (None, _) => format!("{}（人工填报）", amount(target, &unit)),
    };
    TargetCount {
        rule,
        reached: target.value.unwrap_or(0),
        needed,
        most: target.max,
        unit,
        entries: Vec::new(),
    }
}

/// What 100 percent is: a share of the base, else the least, else the most, else one.
fn needed(target: &WrittenTarget, base: u32) -> u32 {
    let base = target.of.unwrap_or(base);
    let share = |percent: u32| {
        let share = (u64::from(base) * u64::from(percent)).div_ceil(100);
        u32::try_from(share).unwrap_or(u32::MAX)
    };
    let whole = target.of.filter(|_| target.min.is_none());
    target.percent.map(share).or(whole).or(target.min).or(target.max).unwrap_or(1)
}

#[derive(Default)]
struct Counted {
    reached: u32,
    base: u32,
    entries: Vec<EntryId>,
}

/// Where a target counts.
#[derive(Clone, Copy)]
enum Scope<'c> {
    Column(&'c Column),
    Site,
    /// The target names a column that does not exist.
    Nowhere,
}

struct Counting<'c> {
    target: &'c WrittenTarget,
    window: Option<Window>,
    kind: Option<&'c str>,
    all: &'c Countable<'c>,
}

impl Counting<'_> {
    fn counted(&self, name: &str, scope: Scope<'_>, milestones: &[Milestone]) -> Counted {
        match name {
            "milestones" => Counted {
                reached: narrow(
                    milestones.iter().filter(|m| m.done.is_some_and(|d| d <= self.all.today)).count(),
                ),
                base: narrow(milestones.len()),
                entries: Vec::new(),
            },
            "accounts" => {
                let running = |a: &&Account| a.written().is_some_and(|w| w.status.value == "运行");
                let meets = |a: &&Account| self.account_meets(a);
                let states = self.target.filter.iter().any(|(key, _)| key.value == "status");
                let counted = self.all.accounts.iter().filter(meets).filter(|a| states || running(a)).count();
                Counted {
                    reached: narrow(counted),
                    base: narrow(self.all.accounts.iter().filter(running).count()),
                    entries: Vec::new(),
                }
            }
            _ => {
                let column = match scope {
                    Scope::Column(column) => Some(column),
                    Scope::Site => self.all.columns.get(ColumnId::of("")),
                    Scope::Nowhere => None,
                };
                let (entries, of_kind) = self.entries(column);
                let units: BTreeSet<_> = entries.iter().filter_map(|e| e.unit).collect();
                let ids = entries.iter().map(|e| e.id).collect();
                if name == "units" {
                    let base = self.all.units.list.iter().filter(|u| !u.is_group).count();
                    return Counted { reached: narrow(units.len()), base: narrow(base), entries: ids };
                }
                Counted { reached: narrow(entries.len()), base: narrow(of_kind), entries: ids }
            }
        }
    }

    /// Published entries that meet the target, newest first, and how many there are before filters.
    fn entries(&self, column: Option<&Column>) -> (Vec<&Entry>, usize) {
        let ids = column.map(|c| c.all_entries.as_slice()).unwrap_or_default();
        let entries = ids.iter().filter_map(|id| self.all.entries.get(*id));
        let of_kind: Vec<&Entry> = entries
            .filter(|e| e.publication == Publication::Published)
            .filter(|e| self.kind.is_none_or(|kind| e.document.kind == kind))
            .collect();
        let before = of_kind.len();
        (of_kind.into_iter().filter(|e| self.in_window(e) && self.entry_meets(e)).collect(), before)
    }

    fn in_window(&self, entry: &Entry) -> bool {
        let Some(window) = self.window else { return true };
        match entry.date {
            Some(date) => window.holds(date.date),
            None => year_of(entry).is_some_and(|year| {
                window.first.month() == 1
                    && window.last.month() == 12
                    && year == window.first.year().to_string()
            }),
        }
    }

    fn entry_meets(&self, entry: &Entry) -> bool {
        let front = &entry.document.front;
        self.target.filter.iter().all(|(key, wanted)| {
            let wanted = wanted.trim();
            let has = |value: Option<&str>| value.is_some_and(|v| v.trim() == wanted);
            match key.value.trim() {
                "year" => year_of(entry).is_some_and(|year| year == wanted),
                "tag" | "tags" => front.tags.iter().any(|t| has(Some(&t.value))),
                "unit" => entry.unit.is_some() && entry.unit == self.all.units.named(wanted).map(|u| u.id),
                "kind" => entry.document.kind == wanted,
                "author" => has(front.author.as_ref().map(|a| a.value.as_str())),
                "source" => has(front.source.as_ref().map(|s| s.value.as_str())),
                name => {
                    value::field(front, name).is_some_and(|v| value::texts(v).iter().any(|t| t == wanted))
                }
            }
        })
    }

    fn account_meets(&self, account: &Account) -> bool {
        let Some(written) = account.written() else { return false };
        self.target.filter.iter().all(|(key, wanted)| {
            let wanted = wanted.trim();
            match key.value.trim() {
                "platform" => written.platform.value.trim() == wanted,
                "level" => written.level.as_deref().is_some_and(|l| l.trim() == wanted),
                "status" => written.status.value == wanted,
                "unit" => self.all.units.named(wanted).is_some_and(|u| u.id == account.unit),
                "year" => written.opened.is_some_and(|d| d.value.year().to_string() == wanted),
                _ => false,
            }
        })
    }
}

/// The year that an entry is of: its `year` field where its kind has one (a work of 2025 that was put online in
/// 2026 is of 2025), else the year of its date.
fn year_of(entry: &Entry) -> Option<String> {
    match value::field(&entry.document.front, "year") {
        Some(value) => value::texts(value).into_iter().next(),
        None => entry.date.map(|d| d.date.year().to_string()),
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

const COMMON_FILTERS: [&str; 7] = ["year", "tag", "tags", "unit", "kind", "author", "source"];
const ACCOUNT_FILTERS: [&str; 5] = ["platform", "level", "status", "unit", "year"];

fn unknown_filters(target: &WrittenTarget, file: &SourcePath, all: &Countable<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, wanted) in &target.filter {
        let name = key.value.trim();
        let place = Place::new(file.shared(), key.span);
        if name == "unit" && all.units.named(wanted).is_none() {
            let finding = Finding::new(&UNKNOWN_UNIT, place).with("name", wanted);
            findings.push(finding.suggesting(all.units.nearest(wanted)));
            continue;
        }
        let counts_accounts = target.count.as_ref().is_some_and(|c| c.value.trim() == "accounts");
        let first = name.split('.').next().unwrap_or(name);
        let known = if counts_accounts {
            ACCOUNT_FILTERS.contains(&name)
        } else {
            COMMON_FILTERS.contains(&name) || fields(all).any(|f| f.name == first)
        };
        if !known {
            let names: Vec<&str> = if counts_accounts {
                ACCOUNT_FILTERS.to_vec()
            } else {
                COMMON_FILTERS.iter().copied().chain(fields(all).map(|f| f.name.as_str())).collect()
            };
            findings.push(
                Finding::new(&UNKNOWN_FILTER, place).with("name", name).suggesting(nearest(name, names)),
            );
        }
    }
    findings
}

fn fields<'a>(all: &Countable<'a>) -> impl Iterator<Item = &'a Field> {
    let own = all.columns.iter().flat_map(|c| c.document.keys.extra_fields.iter());
    all.kinds.0.values().flat_map(|k| k.fields.iter()).chain(own)
}

/// The rule in words: `“名师名生”栏目 2026 年的内容，12 至 24 篇`.
fn rule(
    target: &WrittenTarget,
    noun: &str,
    unit: &str,
    column: Option<&Column>,
    window: Option<Window>,
    kinds: &Kinds,
) -> String {
    let mut of: Vec<String> = Vec::new();
    of.extend(column.map(|c| format!("“{}”栏目", c.document.front.title.value)));
    of.extend(window.map(Window::words));
    for (key, wanted) in &target.filter {
        of.push(match key.value.trim() {
            "year" => format!("{wanted} 年"),
            "tag" | "tags" => format!("标签为“{wanted}”"),
            "unit" => wanted.clone(),
            "kind" => kinds.get(wanted).map_or_else(|| wanted.clone(), |k| k.label.clone()),
            name => format!("{}为“{wanted}”", label(name, kinds)),
        });
    }
    let of = if of.is_empty() { String::new() } else { format!("{}的", of.join(" ")) };
    format!("{of}{noun}，{}", amount(target, unit))
}

fn label<'k>(name: &'k str, kinds: &'k Kinds) -> &'k str {
    match name {
        "author" => "作者",
        "source" => "来源",
        "platform" => "平台",
        "level" => "级别",
        "status" => "状态",
        name => kinds
            .0
            .values()
            .flat_map(|k| &k.fields)
            .find(|f| f.name == name)
            .map_or(name, |f| f.label.as_str()),
    }
}

fn amount(target: &WrittenTarget, unit: &str) -> String {
    match (target.percent, target.of, target.min, target.max) {
        (Some(percent), Some(of), ..) => format!("{of} {unit}的 {percent}%"),
        (Some(percent), None, ..) => format!("达到 {percent}%"),
        (None, Some(of), None, _) => format!("共 {of} {unit}"),
        (None, _, Some(min), Some(max)) if min == max => format!("{min} {unit}"),
        (None, _, Some(min), Some(max)) => format!("{min} 至 {max} {unit}"),
        (None, _, Some(min), None) => format!("不少于 {min} {unit}"),
        (None, None, None, Some(max)) => format!("不超过 {max} {unit}"),
        (None, None, None, None) => format!("不少于 1 {unit}"),
    }
}
