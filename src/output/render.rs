//! The plan to bytes: in parallel, skipping what still holds, streaming to the sink.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::family::Made;
use super::packed;
use super::plan::{FAMILIES, Plan, WITHOUT_FINDINGS};
use super::query::answers::Answers;
use super::query::question::Query;
use super::query::trace::{Asked, Trace};
use super::recipe::{OutputPath, Recipe, Subject};
use super::sink::Sink;
use super::theme::engine::{Worker, Workers};
use super::theme::engines::Engines;
use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;

/// An output of an earlier build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptOutput {
    /// What it was made from.
    pub recipe: Recipe,
    /// What it asked.
    pub trace: Trace,
    /// Fingerprint of its bytes; of a copied file, of its source.
    pub bytes: Fingerprint,
    /// Fingerprint of what its template can show of the answers; `None` where it has none, or that is not known.
    pub shown: Option<Fingerprint>,
}

/// The outputs of a build by path.
pub type Kept = BTreeMap<OutputPath, KeptOutput>;

/// What rendering made: where it differs from the last build.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// How many outputs there are, kept or made.
    pub total: usize,
    /// Outputs that were made anew, in path order.
    fresh: Vec<(OutputPath, Recipe, Fresh)>,
    /// What they asked: each question once, since all of them are many times as large as the site.
    asked: Asked,
}

/// An output that was made anew.
#[derive(Clone, Debug)]
struct Fresh {
    trace: Trace,
    bytes: Fingerprint,
    shown: Option<Fingerprint>,
    /// Whether it came out as it was.
    same: bool,
    /// Whether it was made, and not only asked once more.
    made: bool,
}

impl Rendered {
    /// Outputs whose bytes are new, in path order.
    #[must_use]
    pub fn written(&self) -> Vec<OutputPath> {
        self.fresh.iter().filter(|(_, _, fresh)| !fresh.same).map(|(path, _, _)| path.clone()).collect()
    }

    /// Outputs that were made anew and came out as they were, in path order.
    #[must_use]
    pub fn in_vain(&self) -> Vec<OutputPath> {
        let in_vain = self.fresh.iter().filter(|(_, _, fresh)| fresh.same && fresh.made);
        in_vain.map(|(path, _, _)| path.clone()).collect()
    }

    fn take(&mut self, path: &OutputPath, recipe: &Recipe, sheet: Sheet) {
        let Sheet { asked, bytes, shown, same, made } = sheet;
        let trace = asked.into_iter().map(|(query, print)| self.asked.note(query, print));
        let fresh = Fresh { trace: Trace(trace.collect()), bytes, shown, same, made };
        self.fresh.push((path.clone(), recipe.clone(), fresh));
    }

    /// Brings the outputs of the last build, and what they asked, up to this one; `gone` are no more.
    pub fn leave(self, outputs: &mut Kept, asked: &mut Asked, gone: &[OutputPath]) {
        for path in gone {
            outputs.remove(path);
        }
        if outputs.is_empty() {
            // Those of a first build are numbered already, and each is asked by one that was made.
            *asked = self.asked.all_busy();
            let kept = |(path, recipe, Fresh { trace, bytes, shown, .. })| {
                (path, KeptOutput { recipe, trace, bytes, shown })
            };
            *outputs = self.fresh.into_iter().map(kept).collect();
            return;
        }
        let numbers = asked.note_all(self.asked.into_all());
        for (path, recipe, fresh) in self.fresh {
            let number = |n: &u32| numbers.get(*n as usize).copied().unwrap_or(u32::MAX);
            let trace = Trace(fresh.trace.0.iter().map(number).collect());
            outputs.insert(path, KeptOutput { recipe, trace, bytes: fresh.bytes, shown: fresh.shown });
        }
        if asked.may_be_idle() {
            asked.forget_idle(outputs.values_mut().map(|output| &mut output.trace).collect());
        }
    }
}

/// What the last build left, and what of it is known to hold.
#[derive(Clone, Copy)]
pub struct Last<'l> {
    /// Its outputs.
    pub kept: &'l Kept,
    /// What they asked.
    pub asked: &'l Asked,
    /// Whether it was of the same site but for the words of some bodies: then the plan is the same, and only questions
    /// that [look into them](Query::looks_into_bodies) can be answered otherwise.
    pub alike: bool,
}

/// Makes every output of the plan that does not hold any more. `progress` is told how many are done.
///
/// # Errors
/// What the sink says.
pub fn render<'p>(
    plan: &'p Plan,
    answers: &Arc<Answers>,
    engines: &Engines,
    Last { kept, asked, alike }: Last<'_>,
    sink: &dyn Sink,
    progress: &(dyn Fn(usize) + Sync),
) -> io::Result<Outcome<Rendered>> {
    let holds = |query: &Query, print| (alike && !query.looks_into_bodies()) || answers.print(query) == print;
    let all_asked = asked.all().par_iter().with_min_len(SHARED_FROM);
    let held: Vec<bool> = all_asked.map(|(query, print)| holds(query, *print)).collect();
    let packs = plan.outputs.values().any(|recipe| recipe.family == packed::FAMILY);
    let press = Press { plan, packs, kept, asked, held: &held, alike, sink };
    let all = beside(plan, kept);
    let holds: Vec<io::Result<bool>> = all
        .par_iter()
        .with_min_len(SHARED_FROM)
        .map(|(path, recipe, last)| press.keeps((path, recipe), *last))
        .collect();
    let holds = holds.into_iter().collect::<io::Result<Vec<bool>>>()?;
    let is_wanted = |recipe: &Recipe| sink.is_read() || !WITHOUT_FINDINGS.contains(&recipe.family.as_str());
    let stale = all.iter().zip(holds).filter(|((_, recipe, _), holds)| !holds && is_wanted(recipe));
    let mut stale: Vec<_> = stale.map(|((path, recipe, _), _)| (*path, *recipe)).collect();
    // What goes through the whole site takes as long as a thousand pages: at the end all others would wait for it.
    stale.sort_by_key(|(_, recipe)| !recipe.subject.is_of_whole_site());
    let done = AtomicUsize::new(all.len() - stale.len());
    progress(done.load(Ordering::Relaxed));
    let workers = Workers::new(answers, engines, sink.is_read());
    let mut rendered = Rendered { total: all.len(), ..Rendered::default() };
    let mut findings = Findings::default();
    let make = |some: &[(&'p OutputPath, &'p Recipe)]| -> io::Result<Vec<Vec<Output<'p>>>> {
        let one = |(path, recipe)| {
            let made = press.made(&workers, (path, recipe));
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            made
        };
        some.par_iter().with_max_len(1).copied().map(one).collect()
    };
    let mut take = |made: Vec<Vec<Output<'p>>>| {
        for (path, recipe, made) in made.into_iter().flatten() {
            findings.extend(made.map(|sheet| rendered.take(path, recipe, sheet)).err());
        }
    };
    let mut last = Vec::new();
    for some in stale.chunks(MADE_AT_ONCE) {
        // Some are made while the questions of those before them are numbered, which only one worker can do.
        let (made, ()) = rayon::join(|| make(some), || take(std::mem::take(&mut last)));
        last = made?;
    }
    take(last);
    rendered.total -= findings.len();
    rendered.fresh.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(Outcome::new(rendered, findings))
}

/// So many outputs are made before their questions are numbered: a large site's would take more room than the site.
const MADE_AT_ONCE: usize = 4096;

/// Outputs of which one worker at least looks whether they hold: looking at one takes less than a word to another.
const SHARED_FROM: usize = 64;

/// The outputs of the plan, each with that of the last build at the same path: both are in path order.
fn beside<'p, 'k>(
    plan: &'p Plan,
    kept: &'k Kept,
) -> Vec<(&'p OutputPath, &'p Recipe, Option<&'k KeptOutput>)> {
    let mut old = kept.iter().peekable();
    let with_old = |(path, recipe)| {
        while old.next_if(|(old, _)| *old < path).is_some() {}
        let last = old.next_if(|(old, _)| *old == path).map(|(_, last)| last);
        (path, recipe, last)
    };
    plan.outputs.iter().map(with_old).collect()
}

/// Outputs of the last build that the plan has not, in path order.
#[must_use]
pub fn gone<'k>(kept: &'k Kept, plan: &Plan) -> Vec<(&'k OutputPath, &'k KeptOutput)> {
    let mut planned = plan.outputs.keys().peekable();
    let is_gone = |(path, _): &(&OutputPath, &KeptOutput)| {
        while planned.next_if(|planned| planned < path).is_some() {}
        planned.next_if(|planned| planned == path).is_none()
    };
    kept.iter().filter(is_gone).collect()
}

/// An output of the plan and what became of it.
type Output<'p> = (&'p OutputPath, &'p Recipe, Result<Sheet, Finding>);

/// An output as it leaves the press.
struct Sheet {
    asked: Vec<(Query, Fingerprint)>,
    bytes: Fingerprint,
    shown: Option<Fingerprint>,
    same: bool,
    made: bool,
}

/// What makes one output, with its packed forms: they follow from its bytes.
struct Press<'r, 'p> {
    plan: &'p Plan,
    /// Whether the plan has packed forms at all.
    packs: bool,
    kept: &'r Kept,
    asked: &'r Asked,
    held: &'r [bool],
    /// Whether the plan is known to be that of the last build.
    alike: bool,
    sink: &'r dyn Sink,
}

impl<'p> Press<'_, 'p> {
    fn packed(&self, path: &OutputPath) -> Vec<(&'p OutputPath, &'p Recipe)> {
        if self.packs { packed::of(self.plan, path) } else { Vec::new() }
    }

    /// Whether an output of the last build and its packed forms still hold, and the sink has them. A packed form by
    /// itself is passed over: it is kept or made with its text.
    fn keeps(&self, (path, recipe): (&OutputPath, &Recipe), last: Option<&KeptOutput>) -> io::Result<bool> {
        if recipe.family == packed::FAMILY {
            return Ok(true);
        }
        let is_of_recipe = |last: &KeptOutput| self.alike || last.recipe == *recipe;
        match last.filter(|last| is_of_recipe(last) && holds(self.held, &last.trace)) {
            Some(last) => self.stays(path, last),
            None => Ok(false),
        }
    }

    /// Whether the sink has an output of the last build, and its packed forms.
    fn stays(&self, path: &OutputPath, last: &KeptOutput) -> io::Result<bool> {
        for (path, recipe) in self.packed(path) {
            let Some(last) = self.kept.get(path).filter(|last| last.recipe == *recipe) else {
                return Ok(false);
            };
            if !self.sink.keep(path, last.bytes)? {
                return Ok(false);
            }
        }
        self.sink.keep(path, last.bytes)
    }

    /// An output of the last build some of whose answers are others, where all that its template can show of them is as
    /// it was.
    fn asked_again(
        &self,
        worker: &Worker,
        (path, recipe): (&OutputPath, &Recipe),
    ) -> io::Result<Option<Sheet>> {
        let last = self.kept.get(path).filter(|last| last.recipe == *recipe);
        let Some((last, shown)) = last.and_then(|last| Some((last, last.shown?))) else { return Ok(None) };
        let others = last.trace.0.iter().filter(|n| self.held.get(**n as usize) != Some(&true));
        let mut others = others.map(|n| self.asked.all().get(*n as usize)).peekable();
        // What is no value of several parts is another as a whole.
        let may_be_shown_alike =
            |asked: Option<&(Query, _)>| asked.is_some_and(|(query, _)| query.bare().is_of_parts());
        if others.peek().is_none() || !others.all(may_be_shown_alike) {
            return Ok(None);
        }
        let queries = || self.asked.of(&last.trace).map(|(query, _)| query);
        let mut templates = queries().filter_map(|query| match query.bare() {
            Query::Template(name) => Some(name),
            _ => None,
        });
        let now = templates.next().and_then(|template| worker.ask.shown_now(template, queries()));
        if now != Some(shown) || !self.stays(path, last)? {
            return Ok(None);
        }
        let answers = worker.ask.answers();
        let asked = queries().map(|query| (query.clone(), answers.print(query.bare()))).collect();
        Ok(Some(Sheet { asked, bytes: last.bytes, shown: Some(shown), same: true, made: false }))
    }

    /// Makes an output that does not hold, unless it shows no other answers than it did.
    fn made(
        &self,
        workers: &Workers<'_>,
        (path, recipe): (&'p OutputPath, &'p Recipe),
    ) -> io::Result<Vec<Output<'p>>> {
        let made =
            workers.with(&recipe.language, |worker| match self.asked_again(worker, (path, recipe))? {
                Some(sheet) => Ok(vec![(path, recipe, Ok(sheet))]),
                None => self.anew(worker, (path, recipe)),
            });
        made.unwrap_or_else(|| Err(io::Error::other(format!("no language {}", recipe.language))))
    }

    fn anew(
        &self,
        worker: &Worker,
        (path, recipe): (&'p OutputPath, &'p Recipe),
    ) -> io::Result<Vec<Output<'p>>> {
        let Some(family) = FAMILIES.iter().find(|family| family.name == recipe.family) else {
            return Err(io::Error::other(format!("no family {}", recipe.family)));
        };
        worker.ask.begin();
        let made = match (family.write)(worker, &recipe.subject) {
            Ok(made) => made,
            Err(finding) => return Ok(vec![(path, recipe, Err(finding))]),
        };
        let (asked, shown) = worker.ask.asked_since();
        let packed = self.packed(path);
        let mut all = Vec::with_capacity(1 + packed.len());
        for (path, recipe) in packed {
            let Subject::Packed(_, packing) = &recipe.subject else { continue };
            let bytes = packed::pack(&packed::bytes(worker, &made)?, *packing)?;
            let print = Fingerprint::of_bytes(&bytes);
            self.sink.write(path, &bytes, print)?;
            all.push((path, recipe, Ok(self.sheet(path, (Vec::new(), None), print))));
        }
        let print = match made {
            Made::Bytes(bytes) => {
                let print = Fingerprint::of_bytes(&bytes);
                self.sink.write(path, &bytes, print)?;
                print
            }
            Made::Copy(source, print) => {
                self.sink.copy(path, &source)?;
                print
            }
            Made::Rendition(rendition) => self.sink.develop(path, &rendition, &worker.darkroom)?,
        };
        all.push((path, recipe, Ok(self.sheet(path, (asked, shown), print))));
        Ok(all)
    }

    fn sheet(
        &self,
        path: &OutputPath,
        (asked, shown): (Vec<(Query, Fingerprint)>, Option<Fingerprint>),
        bytes: Fingerprint,
    ) -> Sheet {
        let same = self.kept.get(path).is_some_and(|last| last.bytes == bytes);
        Sheet { asked, bytes, shown, same, made: true }
    }
}

/// Whether every question of a trace still has the answer that it had.
fn holds(held: &[bool], trace: &Trace) -> bool {
    !trace.0.is_empty() && trace.0.iter().all(|n| held.get(*n as usize) == Some(&true))
}
