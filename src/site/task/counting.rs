//! Counting: which things meet a target, each as a mark.

use super::model::Milestone;
use super::tally::{Mark, Sort, THOUSAND, Thing};
use crate::base::time::date::Date;
use crate::input::document::tasks::WrittenTarget;
use crate::input::kind::field::FieldValue;
use crate::input::kind::schema::Kinds;
use crate::site::account::Account;
use crate::site::column::Column;
use crate::site::entry::{Entry, Publication};
use crate::site::id::{ColumnId, EntryId, UnitId};
use crate::site::shelf::Shelf;
use crate::site::unit::Units;
use crate::site::value;

/// What can be counted.
#[derive(Clone, Copy)]
pub struct Countables {
    /// The word that editors write.
    pub name: &'static str,
    /// What it is called.
    pub noun: &'static str,
    /// Its measure word.
    pub measure: &'static str,
    /// The kind of entry that is counted, where it is one.
    pub kind: Option<&'static str>,
    /// How it makes a figure.
    pub sort: Sort,
}

const fn countable(
    name: &'static str,
    noun: &'static str,
    measure: &'static str,
    kind: Option<&'static str>,
    sort: Sort,
) -> Countables {
    Countables { name, noun, measure, kind, sort }
}

/// Everything that can be counted, entries first.
pub const COUNTS: [Countables; 7] = [
    countable("entries", "内容", "篇", None, Sort::Flow),
    countable("lessons", "课时", "节", Some("lesson"), Sort::Flow),
    countable("works", "作品", "件", Some("work"), Sort::Flow),
    countable("studios", "工作室", "个", Some("studio"), Sort::Stock),
    countable("accounts", "账号", "个", None, Sort::Stock),
    countable("milestones", "节点", "项", None, Sort::Flow),
    countable("units", "单位", "个", None, Sort::Units),
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

/// A target being counted.
pub struct Counting<'c> {
    /// As written.
    pub written: &'c WrittenTarget,
    /// What it counts.
    pub of: Countables,
    /// Everything that there is.
    pub all: &'c Countable<'c>,
}

impl<'c> Counting<'c> {
    /// Marks of everything that meets the target, newest first, and the base of a percentage.
    #[must_use]
    pub fn marks(&self, column: Option<&'c Column>, milestones: &[Milestone]) -> (Vec<Mark>, u32) {
        let mark = |thing, date, unit| Mark { thing, date, year: None, unit, amount: THOUSAND };
        match self.of.name {
            "milestones" => {
                let done = milestones.iter().enumerate().filter_map(|(n, m)| m.done.map(|d| (n, d)));
                let marks = done
                    .filter(|(_, done)| *done <= self.all.today)
                    .map(|(n, done)| mark(Thing::Milestone(n), Some(done), None));
                (marks.collect(), narrow(milestones.len()))
            }
            "accounts" => {
                let running = |a: &&Account| a.written().is_some_and(|w| w.status.value == "运行");
                let states = self.written.filter.iter().any(|(key, _)| key.value == "status");
                let meets = |a: &&Account| self.account_meets(a) && (states || running(a));
                let opened = |a: &Account| a.written().and_then(|w| w.opened).map(|d| d.value);
                let marks = self
                    .all
                    .accounts
                    .iter()
                    .filter(meets)
                    .map(|a| mark(Thing::Account(a.id), opened(a), Some(a.unit)));
                (marks.collect(), narrow(self.all.accounts.iter().filter(running).count()))
            }
            _ => self.entries(column),
        }
    }

    /// Published entries that meet the target, newest first; the base is how many there are before filters, of units
    /// how many the school or the group has.
    fn entries(&self, column: Option<&'c Column>) -> (Vec<Mark>, u32) {
        let column = match (&self.written.column, column) {
            (Some(_), column) => column,
            (None, _) => self.all.columns.get(ColumnId::of("")),
        };
        let ids = column.map(|c| c.all_entries.as_slice()).unwrap_or_default();
        let mut marks = Vec::new();
        let mut before = 0;
        for entry in ids.iter().filter_map(|id| self.all.entries.get(*id)) {
            let of_kind = self.of.kind.is_none_or(|kind| entry.document.kind == kind);
            if entry.publication != Publication::Published || !of_kind {
                continue;
            }
            before += 1;
            if self.entry_meets(entry) {
                marks.push(self.entry_mark(entry));
            }
        }
        let base = if self.of.sort == Sort::Units { self.units() } else { before };
        (marks, narrow(base))
    }

    fn units(&self) -> usize {
        let group = self.written.filter.iter().find(|(key, _)| key.value.trim() == "unit");
        let group = group.and_then(|(_, name)| self.all.units.named(name)).filter(|u| u.is_group);
        group.map_or_else(|| self.all.units.list.iter().filter(|u| !u.is_group).count(), |g| g.members.len())
    }

    fn entry_mark(&self, entry: &Entry) -> Mark {
        let front = &entry.document.front;
        // A studio has been there since it was founded, not since its page was written.
        let founded = match value::field(front, "founded") {
            Some(FieldValue::Date(day)) if self.of.sort == Sort::Stock => Some(*day),
            _ => None,
        };
        let year = value::field(front, "year").and_then(|v| value::texts(v).into_iter().next());
        let amount = match &self.written.sum {
            Some(field) => value::field(front, field.value.trim()).map_or(0, amount),
            None => THOUSAND,
        };
        Mark {
            thing: Thing::Entry(entry.id),
            date: founded.or(entry.date.map(|d| d.date)),
            year: year.and_then(|year| year.parse().ok()),
            unit: entry.unit,
            amount,
        }
    }

    fn entry_meets(&self, entry: &Entry) -> bool {
        let front = &entry.document.front;
        self.written.filter.iter().all(|(key, wanted)| {
            let wanted = wanted.trim();
            let has = |value: Option<&str>| value.is_some_and(|v| v.trim() == wanted);
            match key.value.trim() {
                "year" => year_of(entry).is_some_and(|year| year == wanted),
                "tag" | "tags" => front.tags.iter().any(|t| has(Some(&t.value))),
                "unit" => entry.unit.is_some_and(|unit| self.is_of(unit, wanted)),
                "kind" => entry.document.kind == wanted,
                "author" => has(front.author.as_ref().map(|a| a.value.as_str())),
                "source" => has(front.source.as_ref().map(|s| s.value.as_str())),
                name => {
                    value::field(front, name).is_some_and(|v| value::texts(v).iter().any(|t| t == wanted))
                }
            }
        })
    }

    /// Whether a unit is the one that a filter names, or a member of the group.
    fn is_of(&self, unit: UnitId, named: &str) -> bool {
        self.all.units.named(named).is_some_and(|u| u.id == unit || u.members.contains(&unit))
    }

    fn account_meets(&self, account: &Account) -> bool {
        let Some(written) = account.written() else { return false };
        self.written.filter.iter().all(|(key, wanted)| {
            let wanted = wanted.trim();
            match key.value.trim() {
                "platform" => written.platform.value.trim() == wanted,
                "level" => written.level.as_deref().is_some_and(|l| l.trim() == wanted),
                "status" => written.status.value == wanted,
                "unit" => self.is_of(account.unit, wanted),
                "year" => written.opened.is_some_and(|d| d.value.year().to_string() == wanted),
                _ => false,
            }
        })
    }
}

/// A field's value in thousandths, lists added up, times in minutes; what is no number or below 0 counts as 0.
fn amount(value: &FieldValue) -> u64 {
    match value {
        FieldValue::Integer(n) => u64::try_from(*n).unwrap_or(0).saturating_mul(THOUSAND),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded above and below"
        )]
        FieldValue::Number(n) if n.is_finite() => (n * 1000.0).round().clamp(0.0, 1e15) as u64,
        FieldValue::Duration(seconds) => u64::from(*seconds) * THOUSAND / 60,
        FieldValue::List(values) => values.iter().fold(0, |sum, v| sum.saturating_add(amount(&v.value))),
        _ => 0,
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
