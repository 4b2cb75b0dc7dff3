//! What happened for a task, and when.

use super::model::{Act, Evidence, LogLine, Milestone, What};
use crate::base::time::date::Date;

/// Log lines, reached milestones and dated evidence up to a day, newest first.
#[must_use]
pub fn acts(log: &[LogLine], milestones: &[Milestone], evidence: &[Evidence], today: Date) -> Vec<Act> {
    let log = log.iter().enumerate().map(|(n, l)| Act { date: l.date, what: What::Log(n) });
    let reached = milestones
        .iter()
        .enumerate()
        .filter_map(|(n, m)| Some(Act { date: m.done?, what: What::Milestone(n) }));
    let shown =
        evidence.iter().enumerate().filter_map(|(n, e)| Some(Act { date: e.date?, what: What::Evidence(n) }));
    let mut acts: Vec<Act> = log.chain(reached).chain(shown).filter(|act| act.date <= today).collect();
    acts.sort_by(|a, b| b.date.cmp(&a.date).then(a.what.cmp(&b.what)));
    acts
}
