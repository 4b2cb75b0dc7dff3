//! Figures of sets of tasks: tables, measures, units, the plan.

use std::collections::BTreeMap;

use super::model::{Figures, Measure, Step, Task};
use super::state::State;
use crate::base::time::date::Date;
use crate::input::document::tasks::Status;
use crate::site::task::model::Table;

/// Figures of tasks. Progress is the mean over tables of the mean over their tasks, tables weighted as the
/// configuration says.
#[must_use]
pub fn figures<'t>(tasks: impl IntoIterator<Item = &'t Task>, weights: &BTreeMap<u32, u32>) -> Figures {
    let mut figures = Figures::default();
    let mut by_table: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for task in tasks {
        figures.total += 1;
        let position = Status::ALL.iter().position(|(status, _)| *status == task.status);
        if let Some(count) = position.and_then(|n| figures.by_status.get_mut(n)) {
            *count += 1;
        }
        match task.state {
            State::Overdue { .. } => figures.overdue += 1,
            State::AtRisk { .. } => figures.at_risk += 1,
            State::Stalled { .. } => figures.stalled += 1,
            State::Near { .. } => figures.near += 1,
            State::Done | State::OnTrack | State::Paused | State::Planned => {}
        }
        figures.evidence += u32::try_from(task.evidence.len()).unwrap_or(u32::MAX);
        let table = by_table.entry(task.id.table).or_default();
        *table = (table.0 + u64::from(task.progress), table.1 + 1);
    }
    figures.progress = mean(&by_table, weights);
    figures
}

/// Progress of tasks by each day of their histories, weighted as their figures are.
#[must_use]
pub fn history<'t>(tasks: impl IntoIterator<Item = &'t Task>, weights: &BTreeMap<u32, u32>) -> Vec<Step> {
    let mut days: BTreeMap<Date, BTreeMap<u32, (u64, u64)>> = BTreeMap::new();
    for task in tasks {
        for step in &task.history {
            let table = days.entry(step.date).or_default().entry(task.id.table).or_default();
            *table = (table.0 + u64::from(step.progress), table.1 + 1);
        }
    }
    days.into_iter().map(|(date, tables)| Step { date, progress: mean(&tables, weights) }).collect()
}

/// Thousandths keep the rounding of the parts from showing in the whole.
const PARTS: u64 = 1000;

fn mean(by_table: &BTreeMap<u32, (u64, u64)>, weights: &BTreeMap<u32, u32>) -> u8 {
    let mut sum = 0;
    let mut whole = 0;
    let mut full = true;
    for (table, (progress, tasks)) in by_table {
        let weight = u64::from(weights.get(table).copied().unwrap_or(1));
        full &= weight == 0 || *progress >= tasks * 100;
        sum += weight * (progress * PARTS).checked_div(*tasks).unwrap_or(0);
        whole += weight;
    }
    let percent = (sum + whole * PARTS / 2).checked_div(whole * PARTS).unwrap_or(0);
    // 100 only when every task is at 100.
    let most = if full { 100 } else { 99 };
    u8::try_from(percent.min(most)).unwrap_or(100)
}

/// The plan's measures in the order of their first table.
#[must_use]
pub fn measures(tables: &[Table], tasks: &[Task], weights: &BTreeMap<u32, u32>) -> Vec<Measure> {
    let mut measures: Vec<Measure> = Vec::new();
    for table in tables {
        match measures.iter_mut().find(|m| m.name == table.measure) {
            Some(measure) => measure.tables.push(table.number),
            None => measures.push(Measure {
                name: table.measure.clone(),
                tables: vec![table.number],
                figures: Figures::default(),
            }),
        }
    }
    for measure in &mut measures {
        measure.figures = figures(tasks.iter().filter(|t| measure.tables.contains(&t.id.table)), weights);
    }
    measures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_weigh_as_the_configuration_says() {
        let tables = |parts: &[(u32, u64, u64)]| parts.iter().map(|(t, sum, n)| (*t, (*sum, *n))).collect();
        let weights = |parts: &[(u32, u32)]| parts.iter().copied().collect();
        for (parts, weighed, expected) in [
            (vec![(1, 100, 1), (2, 0, 4)], vec![], 50),
            (vec![(1, 100, 1), (2, 0, 4)], vec![(1, 3)], 75),
            (vec![(1, 100, 1), (2, 0, 4)], vec![(1, 0)], 0),
            (vec![(1, 299, 3)], vec![], 99),
            (vec![(1, 300, 3)], vec![], 100),
            (vec![(1, 100, 3)], vec![], 33),
            (vec![], vec![], 0),
        ] {
            assert_eq!(mean(&tables(&parts), &weights(&weighed)), expected, "{parts:?} {weighed:?}");
        }
    }
}
