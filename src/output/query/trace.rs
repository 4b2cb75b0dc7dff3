//! What outputs asked last time, and so whether they still hold.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::question::Query;
use crate::base::hash::Fingerprint;

/// The questions of one output in the order first asked, without doubles: numbers of the build's [`Asked`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace(pub Box<[u32]>);

/// Every question of a build's outputs with the fingerprint of its answer. Outputs of one build share their
/// questions' answers, so each stands here once, however many ask it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    all: Vec<(Query, Fingerprint)>,
    /// How many there were when those that nobody asks were forgotten last.
    busy: usize,
    /// Numbers by question, made when the first one is noted. Never iterated.
    #[serde(skip)]
    numbers: Option<HashMap<Query, u32, FixedState>>,
    /// Whether they were looked through already instead.
    #[serde(skip)]
    is_looked_through: bool,
}

/// One in so many questions is few.
const FEW: usize = 16;

/// Questions that one worker at least looks at: one takes less than a word to another.
const LOOKED_AT_ONCE: usize = 1024;

impl Asked {
    /// All questions by number.
    #[must_use]
    pub fn all(&self) -> &[(Query, Fingerprint)] {
        &self.all
    }

    /// All questions by number, given away.
    #[must_use]
    pub fn into_all(self) -> Vec<(Query, Fingerprint)> {
        self.all
    }

    /// The questions of a trace.
    pub fn of<'a>(&'a self, trace: &'a Trace) -> impl Iterator<Item = &'a (Query, Fingerprint)> {
        trace.0.iter().filter_map(|n| self.all.get(*n as usize))
    }

    /// The numbers of questions that are answered so now. Where they are few, and it is not known that others will
    /// follow, all questions are looked through once: numbering them takes longer.
    pub fn note_all(&mut self, asked: Vec<(Query, Fingerprint)>) -> Vec<u32> {
        if self.numbers.is_some() || self.is_looked_through || asked.len() > self.all.len() / FEW {
            return asked.into_iter().map(|(query, print)| self.note(query, print)).collect();
        }
        self.is_looked_through = true;
        let wanted: HashSet<&Query, FixedState> = asked.iter().map(|(query, _)| query).collect();
        let all = self.all.par_iter().with_min_len(LOOKED_AT_ONCE).enumerate();
        let known = all.filter(|(_, (query, _))| wanted.contains(query));
        let known: Vec<(Query, usize)> = known.map(|(n, (query, _))| (query.clone(), n)).collect();
        let mut known: HashMap<Query, usize, FixedState> = known.into_iter().collect();
        let number = |(query, print): (Query, Fingerprint)| {
            let number = *known.entry(query.clone()).or_insert(self.all.len());
            match self.all.get_mut(number) {
                Some((_, known)) => *known = print,
                None => self.all.push((query, print)),
            }
            u32::try_from(number).unwrap_or(u32::MAX)
        };
        asked.into_iter().map(number).collect()
    }

    /// The number of a question that is answered so now.
    pub fn note(&mut self, query: Query, print: Fingerprint) -> u32 {
        let all = &mut self.all;
        let numbers =
            self.numbers.get_or_insert_with(|| all.iter().map(|(query, _)| query.clone()).zip(0..).collect());
        let next = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let Some(number) = numbers.get(&query) else {
            numbers.insert(query.clone(), next);
            all.push((query, print));
            return next;
        };
        if let Some((_, known)) = all.get_mut(*number as usize) {
            *known = print;
        }
        *number
    }

    /// The same where each is known to be asked by somebody.
    #[must_use]
    pub fn all_busy(mut self) -> Self {
        self.busy = self.all.len();
        self
    }

    /// Whether so many were noted since that half of all may be asked by nobody.
    #[must_use]
    pub fn may_be_idle(&self) -> bool {
        self.all.len() > 2 * self.busy + 64
    }

    /// Forgets the questions that none of these traces, which are all there are, asks.
    pub fn forget_idle(&mut self, traces: Vec<&mut Trace>) {
        let mut now: Vec<Option<u32>> = vec![None; self.all.len()];
        for number in traces.iter().flat_map(|trace| &trace.0) {
            if let Some(now) = now.get_mut(*number as usize) {
                *now = Some(0);
            }
        }
        for (next, now) in (0..).zip(now.iter_mut().flatten()) {
            *now = next;
        }
        let mut asked = now.iter();
        self.all.retain(|_| asked.next().is_some_and(Option::is_some));
        for number in traces.into_iter().flat_map(|trace| &mut trace.0) {
            *number = now.get(*number as usize).copied().flatten().unwrap_or(u32::MAX);
        }
        (self.busy, self.numbers) = (self.all.len(), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_questions_are_noted_as_many_are() {
        let query = |n: u32| Query::SearchRecord(n);
        let print = |n: u128| Fingerprint(n);
        let mut one_by_one = Asked::default();
        for n in 0..1000 {
            one_by_one.note(query(n), print(1));
        }
        let mut at_once = Asked { all: one_by_one.all.clone(), ..Asked::default() };
        for (round, news) in [[3, 2000, 999, 3, 2000], [3, 2000, 2001, 5, 2001]].into_iter().enumerate() {
            let news: Vec<_> =
                news.into_iter().zip(round as u128 + 2..).map(|(n, p)| (query(n), print(p))).collect();
            let numbers: Vec<u32> = news.iter().cloned().map(|(q, p)| one_by_one.note(q, p)).collect();
            assert_eq!(at_once.note_all(news), numbers);
            assert_eq!(at_once.all(), one_by_one.all());
            assert_eq!(at_once.numbers.is_some(), round == 1);
        }
    }

    #[test]
    fn a_question_is_noted_once_and_forgotten_when_nobody_asks_it() {
        let query = |n: u32| Query::SearchRecord(n);
        let print = |n: u128| Fingerprint(n);
        let mut asked = Asked::default();
        let mut traces: Vec<Trace> = (0..100)
            .map(|n| Trace([asked.note(query(n), print(1)), asked.note(query(0), print(2))].into()))
            .collect();
        assert_eq!(asked.all().len(), 100);
        assert!(asked.may_be_idle());
        traces.drain(1..99);
        asked.forget_idle(traces.iter_mut().collect());
        assert!(!asked.may_be_idle());
        let of = |trace: &Trace| asked.of(trace).cloned().collect::<Vec<_>>();
        assert_eq!(of(&traces[0]), [(query(0), print(2)), (query(0), print(2))]);
        assert_eq!(of(&traces[1]), [(query(99), print(1)), (query(0), print(2))]);
        assert_eq!(asked.note(query(99), print(3)), 1);
        assert_eq!(asked.all(), [(query(0), print(2)), (query(99), print(3))]);
    }
}
