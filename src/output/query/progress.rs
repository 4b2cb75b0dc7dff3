//! Pieces of task pages: evidence, periods, targets, choices of filters.

use std::collections::BTreeMap;

use super::answer::{Link, TaskRow};
use super::answer_plan::{Choice, EvidenceView, PeriodView, TargetView};
use super::card;
use super::context::Context;
use super::matrix;
use crate::base::time::date::Date;
use crate::site::id::EntryId;
use crate::site::task::model::{Evidence, PeriodProgress, Proof, Sides, TargetCount, Task};
use crate::site::task::progress::share;
use crate::site::task::rule::distance;
use crate::site::task::tally::{Mark, THOUSAND, Thing};

/// A number of things.
#[must_use]
pub fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A day as text; empty where none.
#[must_use]
pub fn day(date: Option<Date>) -> String {
    date.map_or_else(String::new, |d| d.to_string())
}

fn of_entry(context: &Context<'_>, id: EntryId) -> Option<EvidenceView> {
    let card = card::card(context, id)?;
    Some(EvidenceView {
        title: card.title,
        url: card.url,
        external: false,
        date: card.date,
        unit: card.unit,
        place: card.column.title,
        sides: Vec::new(),
        amount: String::new(),
        in_both: false,
    })
}

/// A piece of evidence.
#[must_use]
pub fn evidence(context: &Context<'_>, piece: &Evidence) -> Option<EvidenceView> {
    let mut view = match &piece.proof {
        Proof::Entry(id) => of_entry(context, *id)?,
        Proof::Address(address) => {
            let external = !address.starts_with('/');
            EvidenceView {
                title: if piece.title.is_empty() { address.clone() } else { piece.title.clone() },
                url: if external { address.clone() } else { context.href(address) },
                external,
                date: String::new(),
                unit: None,
                place: String::new(),
                sides: Vec::new(),
                amount: String::new(),
                in_both: false,
            }
        }
    };
    view.date = day(piece.date);
    view.unit = piece.unit.and_then(|id| context.unit(id)).or(view.unit);
    view.sides = sides(piece.sides);
    Some(view)
}

fn sides(sides: Sides) -> Vec<String> {
    let words = [(sides.entry, "内容注明"), (sides.column, "栏目支撑"), (sides.task, "任务列出")];
    words.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word.to_owned()).collect()
}

/// A target with what was counted.
#[must_use]
pub fn target(context: &Context<'_>, task: &Task) -> Option<TargetView> {
    let target = task.target.as_ref()?;
    let counted = target.counted.iter().filter_map(|mark| marked(context, task, target, mark));
    let over = target.most.is_some_and(|most| target.reached > most);
    let state = match target.reached >= target.needed {
        _ if over => "over",
        true => "reached",
        false => "missing",
    };
    Some(TargetView {
        rule: target.rule.clone(),
        reached: target.reached,
        needed: target.needed,
        most: target.most.unwrap_or(0),
        unit: target.unit.clone(),
        percent: share(target.reached, target.needed),
        words: distance(target),
        state: state.to_owned(),
        by_hand: target.by_hand,
        sums: target.sums,
        counted: counted.collect(),
    })
}

fn marked(context: &Context<'_>, task: &Task, target: &TargetCount, mark: &Mark) -> Option<EvidenceView> {
    let plain = |title: String, url: String, place: &str| EvidenceView {
        title,
        url,
        external: false,
        date: String::new(),
        unit: None,
        place: place.to_owned(),
        sides: Vec::new(),
        amount: String::new(),
        in_both: false,
    };
    let mut view = match mark.thing {
        Thing::Entry(id) => of_entry(context, id)?,
        Thing::Account(id) => {
            let account = matrix::row(context, id)?;
            let url = context.href(&format!("{}#{}", context.site.matrix_url, account.anchor));
            plain(account.name, url, "账号")
        }
        Thing::Milestone(n) => plain(task.milestones.get(n)?.title.clone(), String::new(), "节点"),
    };
    if mark.date.is_some() {
        view.date = day(mark.date);
    }
    view.unit = mark.unit.and_then(|id| context.unit(id)).or(view.unit);
    if target.sums {
        view.amount = thousandths(mark.amount);
    }
    Some(view)
}

/// Marks what is evidence and is counted too, so that a page need not list it twice: then the amount stands with both.
pub fn mark_both(evidence: &mut [EvidenceView], counted: &mut [EvidenceView]) {
    let named = evidence.iter_mut().filter(|piece| !piece.url.is_empty());
    let mut places: BTreeMap<String, &mut EvidenceView> = named.map(|p| (p.url.clone(), p)).collect();
    for piece in counted {
        if let Some(same) = places.get_mut(&piece.url) {
            (same.in_both, piece.in_both) = (true, true);
            same.amount.clone_from(&piece.amount);
        }
    }
}

/// An amount in thousandths as people write it.
fn thousandths(amount: u64) -> String {
    let (whole, rest) = (amount / THOUSAND, amount % THOUSAND);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:03}").trim_end_matches('0').to_owned() }
}

/// A period of a recurring task.
#[must_use]
pub fn period(of: &PeriodProgress) -> PeriodView {
    PeriodView {
        label: of.period.label.clone(),
        start: of.period.start.to_string(),
        end: of.period.end.to_string(),
        reached: of.reached.map_or(-1, i64::from),
        needed: of.needed,
        progress: of.progress,
        acts: of.acts,
        is_current: of.is_current,
    }
}

/// Lead units of tasks as choices of a filter, in the order in which they first lead.
#[must_use]
pub fn lead_units(context: &Context<'_>, tasks: &[&Task]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for unit in tasks.iter().flat_map(|t| &t.lead).filter_map(|n| context.site.units.get(n.unit)) {
        match choices.iter_mut().find(|c| c.value == unit.slug) {
            Some(choice) => choice.count += 1,
            None => choices.push(Choice { value: unit.slug.clone(), words: unit.name.clone(), count: 1 }),
        }
    }
    choices
}

/// The short names that [`lead_units`] has, of one task.
#[must_use]
pub fn lead_keys(context: &Context<'_>, task: &Task) -> String {
    let units = task.lead.iter().filter_map(|n| context.site.units.get(n.unit));
    let mut keys: Vec<&str> = units.map(|u| u.slug.as_str()).collect();
    keys.dedup();
    keys.join(" ")
}

/// Choices of a filter over rows: each value once, in the order given, with how many rows bear it.
#[must_use]
pub fn choices(
    all: impl IntoIterator<Item = (String, String)>,
    rows: &[TaskRow],
    bears: impl Fn(&TaskRow) -> String,
) -> Vec<Choice> {
    let counted = |(value, words): (String, String)| {
        let count = count(rows.iter().filter(|row| bears(row) == value).count());
        Choice { value, words, count }
    };
    all.into_iter().map(counted).filter(|choice| choice.count > 0).collect()
}

/// A link to a task: `4-4 “名师名生”专栏…`.
#[must_use]
pub fn link(context: &Context<'_>, task: &Task) -> Link {
    Link { title: format!("{} {}", task.id, task.title), url: context.href(&task.url) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_without_idle_zeros() {
        for (amount, expected) in [(0, "0"), (2500, "2.5"), (28_000, "28"), (1_001, "1.001")] {
            assert_eq!(thousandths(amount), expected);
        }
    }
}
