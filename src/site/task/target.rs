//! Targets: what is counted, and how much of it there is by any day.

use super::counting::{COUNTS, Countable, Countables, Counting};
use super::model::{Milestone, TargetCount};
use super::rule;
use super::tally::{Sort, Tally};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::text::nearest::nearest;
use crate::base::time::date::Date;
use crate::base::time::period::{Calendar, Period};
use crate::input::document::tasks::WrittenTarget;
use crate::input::kind::field::{Field, FieldType};
use crate::input::kind::schema::Kinds;
use crate::input::source::path::SourcePath;
use crate::site::column::Column;
use crate::site::id::ColumnId;
use crate::site::unit::UNKNOWN_UNIT;

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

/// A sum over a field that holds no numbers.
pub static NO_NUMBERS: Code = Code {
    name: "TSK029",
    severity: Severity::Error,
    message: Words {
        zh: "“{name}”不是能相加的字段", en: "`{name}` is no field that can be added up"
    },
    help: Words {
        zh: "写类型为 integer、number 或 duration 的字段名（duration 按分钟计）",
        en: "write a field of type integer, number or duration (counted in minutes)",
    },
    example: "target: { sum: titel, in: kecheng, min: 32 }",
};

/// Days that cannot be told.
pub static UNTOLD_PERIOD: Code = Code {
    name: "TSK030",
    severity: Severity::Error,
    message: Words {
        zh: "看不懂目标的时段“{name}”", en: "the target's period `{name}` cannot be told"
    },
    help: Words {
        zh: "写 2026、2026-05、2026-2027学年、2026-2027学年第一学期，或 2026-03-01..2026-08-31",
        en: "write 2026, 2026-05, 2026-2027学年, 2026-2027学年第一学期 or 2026-03-01..2026-08-31",
    },
    example: "target: { count: entries, in: mingshi, min: 12, period: 去年 }",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_COLUMN, &UNKNOWN_FILTER, &NO_NUMBERS, &UNTOLD_PERIOD];

/// A target that is ready to be counted by any day.
pub struct Target<'t> {
    /// As written.
    written: &'t WrittenTarget,
    /// What is counted; `None` where figures are recorded by hand.
    tally: Option<Tally>,
    /// What it is called: 作品, “覆盖教室”合计.
    noun: String,
    /// Measure word.
    unit: String,
    /// The column that it counts in.
    column: Option<&'t Column>,
    /// The days that it names itself.
    own_period: Option<Period>,
    /// What 100 percent is.
    needed: u32,
    kinds: &'t Kinds,
}

impl Target<'_> {
    /// The target's count by the end of a day; `of_task` is the period of a recurring task.
    #[must_use]
    pub fn count(&self, of_task: Option<&Period>, by: Date) -> TargetCount {
        let period = self.period(of_task);
        let rule = match &self.tally {
            None => rule::by_hand(self.written, &self.unit),
            Some(tally) => {
                let period = period.filter(|_| tally.sort != Sort::Stock);
                let words = rule::Words { noun: &self.noun, unit: &self.unit, kinds: self.kinds };
                words.rule(self.written, self.column, period)
            }
        };
        TargetCount {
            rule,
            reached: self.reached(of_task, by).or(self.written.value).unwrap_or(0),
            needed: self.needed,
            most: self.written.max,
            unit: self.unit.clone(),
            by_hand: self.tally.is_none(),
            sums: self.written.sum.is_some(),
            counted: self.tally.iter().flat_map(|t| t.within(period, by)).copied().collect(),
        }
    }

    /// The figure by the end of a day; `None` where it is recorded by hand, so that only today's is known.
    #[must_use]
    pub fn reached(&self, of_task: Option<&Period>, by: Date) -> Option<u32> {
        self.tally.as_ref().map(|tally| tally.reached(self.period(of_task), by))
    }

    /// What 100 percent is.
    #[must_use]
    pub fn needed(&self) -> u32 {
        self.needed
    }

    /// The first day that anything counted bears.
    #[must_use]
    pub fn first_day(&self) -> Option<Date> {
        let marks = self.tally.iter().flat_map(|t| &t.marks);
        marks.filter_map(|m| m.year.and_then(|year| Date::new(year, 1, 1)).or(m.date)).min()
    }

    /// A period or a year that the target names goes before that of its task.
    fn period<'p>(&'p self, of_task: Option<&'p Period>) -> Option<&'p Period> {
        let named_year = self.written.filter.iter().any(|(key, _)| key.value == "year");
        self.own_period.as_ref().or(of_task.filter(|_| !named_year))
    }
}

/// Makes a target ready. `milestones` are the task's own.
#[must_use]
pub fn read<'t>(
    written: &'t WrittenTarget,
    file: &SourcePath,
    calendar: &Calendar,
    milestones: &[Milestone],
    all: &Countable<'t>,
) -> Outcome<Target<'t>> {
    let mut findings = Findings::default();
    let Some(of) = countables(written) else {
        let unit = written.unit.clone().unwrap_or_default();
        let needed = needed(written, 0);
        let target = Target {
            written,
            tally: None,
            noun: String::new(),
            unit,
            column: None,
            own_period: None,
            needed,
            kinds: all.kinds,
        };
        return Outcome::new(target, findings);
    };
    findings.extend(unknown_filters(written, file, all));
    findings.extend(no_numbers(written, file, all));
    let column = findings.keep(column(written, file, all));
    let own_period = written.period.as_ref().and_then(|named| {
        let period = Period::parse(&named.value, calendar);
        if period.is_none() {
            let finding = Finding::new(&UNTOLD_PERIOD, Place::new(file.shared(), named.span));
            findings.push(finding.with("name", &named.value));
        }
        period
    });
    let counting = Counting { written, of, all };
    let (marks, base) = counting.marks(column, milestones);
    let noun = match &written.sum {
        Some(field) => format!("“{}”合计", rule::label(&field.value, all.kinds, column)),
        None => of.noun.to_owned(),
    };
    let unit = written.unit.clone().unwrap_or_else(|| of.measure.to_owned());
    let tally = Some(Tally { marks, sort: of.sort, today: all.today });
    let needed = needed(written, base);
    Outcome::new(
        Target { written, tally, noun, unit, column, own_period, needed, kinds: all.kinds },
        findings,
    )
}

/// What the target counts; `None` where its figures are recorded by hand. A sum alone is one of entries.
fn countables(written: &WrittenTarget) -> Option<Countables> {
    // The reader of tables lets no other word through.
    let word = written.count.as_ref().map(|c| c.value.as_str());
    let word = word.or(written.sum.as_ref().map(|_| "entries"))?;
    COUNTS.iter().find(|of| of.name == word.trim()).copied()
}

fn column<'t>(
    written: &WrittenTarget,
    file: &SourcePath,
    all: &Countable<'t>,
) -> Outcome<Option<&'t Column>> {
    let mut findings = Findings::default();
    let Some(named) = &written.column else { return Outcome::new(None, findings) };
    let folder = named.value.trim().trim_matches('/');
    let column = all.columns.get(ColumnId::of(folder));
    if column.is_none() {
        let finding = Finding::new(&UNKNOWN_COLUMN, Place::new(file.shared(), named.span));
        let folders = all.columns.iter().map(|c| c.folder.as_str());
        findings.push(finding.with("name", folder).suggesting(nearest(folder, folders)));
    }
    Outcome::new(column, findings)
}

/// What 100 percent is: a share of the base, else the least, else the most, else one.
fn needed(written: &WrittenTarget, base: u32) -> u32 {
    let base = written.of.unwrap_or(base);
    let share = |percent: u32| {
        let share = (u64::from(base) * u64::from(percent)).div_ceil(100);
        u32::try_from(share).unwrap_or(u32::MAX)
    };
    let whole = written.of.filter(|_| written.min.is_none());
    written.percent.map(share).or(whole).or(written.min).or(written.max).unwrap_or(1)
}

const COMMON_FILTERS: [&str; 7] = ["year", "tag", "tags", "unit", "kind", "author", "source"];
const ACCOUNT_FILTERS: [&str; 5] = ["platform", "level", "status", "unit", "year"];

/// A sum over what holds no numbers.
fn no_numbers(target: &WrittenTarget, file: &SourcePath, all: &Countable<'_>) -> Option<Finding> {
    let named = target.sum.as_ref()?;
    let name = named.value.trim();
    let number =
        |kind: &FieldType| matches!(kind, FieldType::Integer | FieldType::Number | FieldType::Duration);
    let adds = |f: &&Field| match &f.kind {
        FieldType::List(of) => number(of),
        kind => number(kind),
    };
    // A field within an object is only known by the object's name.
    if fields(all).filter(adds).any(|f| f.name == name) || name.contains('.') {
        return None;
    }
    let finding = Finding::new(&NO_NUMBERS, Place::new(file.shared(), named.span)).with("name", name);
    Some(finding.suggesting(nearest(name, fields(all).filter(adds).map(|f| f.name.as_str()))))
}

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

#[cfg(test)]
mod tests {
    use crate::site::support::{TestSite, task};

    /// Rule, reached, needed and progress of a target on 2026-11-23.
    fn count(target: &str, recurs: &str) -> String {
        let table = format!(
            "table: 1\ntitle: 甲\nmeasure: 乙\ntasks:\n  - {{ no: 1, title: 一, lead: [宣传部], status: 进行中, {recurs}target: {target} }}\n"
        );
        let work = |title: &str, date: &str, year: u32, unit: &str, minutes: u32| {
            format!(
                "---\ntitle: {title}\ndate: {date}\nunit: {unit}\ntags: [潮]\nminutes: {minutes}\nyear: {year}\n---\n"
            )
        };
        let site = TestSite::new(&[
            ("content/units.yaml", "units: [{ name: 宣传部 }, { name: 马院 }, { name: 艺院 }]\ngroups: [{ name: 各学院, members: [马院, 艺院] }]\n"),
            ("content/a/_index.md", "---\ntitle: 栏\nfields: [{ name: minutes, label: 分钟, type: integer }, { name: year, label: 年度, type: integer }]\n---\n"),
            ("content/a/x.md", &work("甲", "2026-11-01", 2026, "马院", 5)),
            ("content/a/y.md", &work("乙", "2026-02-01", 2025, "宣传部", 7)),
            ("content/a/z.md", &work("丙", "2026-09-20", 2026, "马院", 11)),
            ("content/a/w.md", &work("丁", "2026-10-20", 2026, "艺院", 0).replace("---\ntitle", "---\ndraft: true\ntitle")),
            ("content/p/_index.md", "---\ntitle: 进展\nkind: tasks\n---\n"),
            ("content/p/t.yaml", &table),
        ])
        .site();
        let task = task(&site, "1-1");
        let target = task.target.as_ref().unwrap();
        format!("{}：{}/{} {}%", target.rule, target.reached, target.needed, task.progress)
    }

    #[test]
    fn a_target_counts_what_its_rule_says() {
        for (target, recurs, expected) in [
            ("{ count: entries, in: a, min: 4 }", "", "“栏”栏目的内容，不少于 4 篇：3/4 75%"),
            (
                "{ count: entries, in: a, min: 2, max: 3 }",
                "recurs: yearly, ",
                "“栏”栏目 2026年的内容，2 至 3 篇：2/2 100%",
            ),
            (
                "{ count: entries, in: a, min: 2 }",
                "recurs: school_yearly, ",
                "“栏”栏目 2026—2027学年的内容，不少于 2 篇：2/2 100%",
            ),
            (
                "{ count: entries, in: a, min: 2 }",
                "recurs: monthly, ",
                "“栏”栏目 2026年11月的内容，不少于 2 篇：1/2 50%",
            ),
            (
                "{ count: entries, in: a, min: 2, period: 2026-09 }",
                "",
                "“栏”栏目 2026年9月的内容，不少于 2 篇：1/2 50%",
            ),
            (
                "{ count: entries, in: a, min: 1, where: { year: 2025 } }",
                "recurs: monthly, ",
                "“栏”栏目 2025年的内容，不少于 1 篇：1/1 100%",
            ),
            (
                "{ count: entries, where: { unit: 各学院, tag: 潮 }, min: 4 }",
                "",
                "各学院 标签为“潮”的内容，不少于 4 篇：2/4 50%",
            ),
            ("{ count: units, percent: 100 }", "", "单位，达到 100%：2/3 66%"),
            (
                "{ count: units, percent: 100, where: { unit: 各学院 } }",
                "",
                "各学院的单位，达到 100%：1/2 50%",
            ),
            (
                "{ sum: minutes, in: a, min: 46, unit: 分钟 }",
                "",
                "“栏”栏目的“分钟”合计，不少于 46 分钟：23/46 50%",
            ),
            (
                "{ sum: minutes, in: a, of: 90, percent: 50, unit: 分钟 }",
                "",
                "“栏”栏目的“分钟”合计，90 分钟的 50%：23/45 51%",
            ),
            (
                "{ value: 63, of: 90, percent: 100, unit: 间教室 }",
                "",
                "全部 90 间教室（人工填报）：63/90 70%",
            ),
        ] {
            assert_eq!(count(target, recurs), expected, "{target}");
        }
    }
}
