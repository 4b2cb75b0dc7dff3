//! The plan to bytes: in parallel, skipping what still holds, streaming to the sink.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::family::Made;
use super::packed;
use super::plan::{FAMILIES, Plan};
use super::query::answers::Answers;
use super::query::question::Query;
use super::query::trace::{Asked, Trace};
use super::recipe::{OutputPath, Recipe, Subject};
use super::sink::Sink;
use super::theme::engine::Worker;
use super::theme::files::Theme;
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
}

/// The outputs of a build by path.
pub type Kept = BTreeMap<OutputPath, Arc<KeptOutput>>;

/// What rendering made.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// Every output of this build.
    pub outputs: Kept,
    /// What they asked.
    pub asked: Asked,
    /// Those whose bytes are new, in path order.
    pub written: Vec<OutputPath>,
    /// How many were kept as they were.
    pub kept: usize,
}

enum One {
    Kept(Arc<KeptOutput>),
    Made(Fresh),
    Failed(Finding),
}

/// An output that was made anew.
struct Fresh {
    asked: Vec<(Query, Fingerprint)>,
    bytes: Fingerprint,
    /// Whether it came out as it was.
    same: bool,
}

/// Makes every output of the plan that does not hold any more. `progress` is told how many are done.
///
/// # Errors
/// What the sink says.
pub fn render(
    plan: &Plan,
    answers: &Arc<Answers>,
    theme: &Theme,
    (kept, asked): (&Kept, &Asked),
    sink: &dyn Sink,
    progress: &(dyn Fn(usize) + Sync),
) -> io::Result<Outcome<Rendered>> {
    let done = AtomicUsize::new(0);
    let held: Vec<bool> = asked.0.par_iter().map(|(query, print)| answers.print(query) == *print).collect();
    let packs = plan.outputs.values().any(|recipe| recipe.family == packed::FAMILY);
    let press = Press { answers, theme, plan, packs, kept, held: &held, sink };
    let made: Vec<io::Result<Vec<Output<'_>>>> = beside(plan, kept)
        .into_par_iter()
        .map_init(Vec::new, |workers, (path, recipe, last)| {
            let made = press.make(workers, path, recipe, last);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            made
        })
        .collect();
    let mut rendered = Rendered::default();
    let mut findings = Findings::default();
    let mut questions = Questions::of(asked, &held, answers);
    let mut outputs = Vec::with_capacity(made.len());
    for (path, recipe, one) in made.into_iter().collect::<io::Result<Vec<_>>>()?.into_iter().flatten() {
        let output = match one {
            One::Kept(output) => {
                rendered.kept += 1;
                output
            }
            One::Made(fresh) => {
                if !fresh.same {
                    rendered.written.push(path.clone());
                }
                let trace = questions.trace(fresh.asked);
                Arc::new(KeptOutput { recipe: recipe.clone(), trace, bytes: fresh.bytes })
            }
            One::Failed(finding) => {
                findings.push(finding);
                continue;
            }
        };
        outputs.push((path.clone(), output));
    }
    (rendered.asked, rendered.outputs) = questions.without_idle(outputs);
    Ok(Outcome::new(rendered, findings))
}

/// The outputs of the plan, each with that of the last build at the same path: both are in path order.
fn beside<'a>(
    plan: &'a Plan,
    kept: &'a Kept,
) -> Vec<(&'a OutputPath, &'a Recipe, Option<&'a Arc<KeptOutput>>)> {
    let mut old = kept.iter().peekable();
    let with_old = |(path, recipe)| {
        while old.next_if(|(old, _)| *old < path).is_some() {}
        let last = old.next_if(|(old, _)| *old == path).map(|(_, last)| last);
        (path, recipe, last)
    };
    plan.outputs.iter().map(with_old).collect()
}

/// An output of the plan and what became of it.
type Output<'p> = (&'p OutputPath, &'p Recipe, One);

/// What makes one output, with its packed forms: they follow from its bytes.
struct Press<'r, 'p> {
    answers: &'r Arc<Answers>,
    theme: &'r Theme,
    plan: &'p Plan,
    /// Whether the plan has packed forms at all.
    packs: bool,
    kept: &'r Kept,
    held: &'r [bool],
    sink: &'r dyn Sink,
}

impl<'p> Press<'_, 'p> {
    fn make(
        &self,
        workers: &mut Vec<Worker>,
        path: &'p OutputPath,
        recipe: &'p Recipe,
        last: Option<&Arc<KeptOutput>>,
    ) -> io::Result<Vec<Output<'p>>> {
        if recipe.family == packed::FAMILY {
            return Ok(Vec::new());
        }
        let packed = if self.packs { packed::of(self.plan, path) } else { Vec::new() };
        if let Some(last) = last
            && let Some(kept) = self.keep((path, recipe), last, &packed)?
        {
            return Ok(kept);
        }
        let speaks = |worker: &Worker| worker.ask.answers().language_path() == recipe.language;
        let at = workers.iter().position(speaks).or_else(|| {
            let all = std::iter::once(self.answers).chain(self.answers.further());
            let answers = all.into_iter().find(|answers| answers.language_path() == recipe.language)?;
            workers.push(Worker::new(answers, self.theme));
            Some(workers.len() - 1)
        });
        match at.and_then(|at| workers.get(at)) {
            Some(worker) => self.anew(worker, (path, recipe), packed),
            None => Err(io::Error::other(format!("no language {}", recipe.language))),
        }
    }

    /// The output of the last build with its packed forms, where all of them still hold.
    fn keep(
        &self,
        (path, recipe): (&'p OutputPath, &'p Recipe),
        last: &Arc<KeptOutput>,
        packed: &[(&'p OutputPath, &'p Recipe)],
    ) -> io::Result<Option<Vec<Output<'p>>>> {
        if last.recipe != *recipe || !holds(self.held, &last.trace) {
            return Ok(None);
        }
        let mut all = vec![(path, recipe, last)];
        for (path, recipe) in packed {
            let Some(last) = self.kept.get(*path).filter(|k| k.recipe == **recipe) else { return Ok(None) };
            all.push((path, recipe, last));
        }
        for (path, _, last) in &all {
            if !self.sink.keep(path, last.bytes)? {
                return Ok(None);
            }
        }
        let kept = all.into_iter().map(|(path, recipe, last)| (path, recipe, One::Kept(Arc::clone(last))));
        Ok(Some(kept.collect()))
    }

    fn anew(
        &self,
        worker: &Worker,
        (path, recipe): (&'p OutputPath, &'p Recipe),
        packed: Vec<(&'p OutputPath, &'p Recipe)>,
    ) -> io::Result<Vec<Output<'p>>> {
        let Some(family) = FAMILIES.iter().find(|family| family.name == recipe.family) else {
            return Err(io::Error::other(format!("no family {}", recipe.family)));
        };
        worker.ask.begin();
        let made = match (family.write)(worker, &recipe.subject) {
            Ok(made) => made,
            Err(finding) => return Ok(vec![(path, recipe, One::Failed(finding))]),
        };
        let asked = worker.ask.asked_since();
        let mut all = Vec::with_capacity(1 + packed.len());
        for (path, recipe) in packed {
            let Subject::Packed(_, packing) = &recipe.subject else { continue };
            let bytes = packed::pack(&packed::bytes(worker, &made)?, *packing)?;
            let print = Fingerprint::of_bytes(&bytes);
            self.sink.write(path, &bytes, print)?;
            all.push((path, recipe, self.made(path, Vec::new(), print)));
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
        all.push((path, recipe, self.made(path, asked, print)));
        Ok(all)
    }

    fn made(&self, path: &OutputPath, asked: Vec<(Query, Fingerprint)>, bytes: Fingerprint) -> One {
        One::Made(Fresh { asked, bytes, same: self.kept.get(path).is_some_and(|last| last.bytes == bytes) })
    }
}

/// Whether every question of a trace still has the answer that it had.
fn holds(held: &[bool], trace: &Trace) -> bool {
    !trace.0.is_empty() && trace.0.iter().all(|n| held.get(*n as usize) == Some(&true))
}

/// The questions of this build, numbered: those of the last one as they were, new ones after them.
struct Questions<'a> {
    asked: Asked,
    last: &'a Asked,
    /// Made where the first new output needs it.
    numbers: Option<HashMap<Query, u32, FixedState>>,
}

impl<'a> Questions<'a> {
    /// Those of the last build, with today's answers.
    fn of(last: &'a Asked, held: &[bool], answers: &Answers) -> Self {
        let mut asked = last.clone();
        for ((query, print), held) in asked.0.iter_mut().zip(held) {
            if !held {
                *print = answers.print(query);
            }
        }
        Self { asked, last, numbers: None }
    }

    fn trace(&mut self, asked: Vec<(Query, Fingerprint)>) -> Trace {
        let last = &self.last.0;
        let numbers = self
            .numbers
            .get_or_insert_with(|| last.iter().map(|(query, _)| query.clone()).zip(0..).collect());
        let all = &mut self.asked.0;
        let number = |(query, print): (Query, Fingerprint)| {
            *numbers.entry(query).or_insert_with_key(|query| {
                all.push((query.clone(), print));
                u32::try_from(all.len() - 1).unwrap_or(u32::MAX)
            })
        };
        Trace(asked.into_iter().map(number).collect())
    }

    /// Forgets questions that nobody asks any more, once they are many.
    fn without_idle(self, outputs: Vec<(OutputPath, Arc<KeptOutput>)>) -> (Asked, Kept) {
        let mut asked = vec![false; self.asked.0.len()];
        for (_, output) in &outputs {
            for n in &output.trace.0 {
                if let Some(asked) = asked.get_mut(*n as usize) {
                    *asked = true;
                }
            }
        }
        let busy = asked.iter().filter(|asked| **asked).count();
        if asked.len() <= 2 * busy + 64 {
            return (self.asked, outputs.into_iter().collect());
        }
        let mut now = vec![0u32; asked.len()];
        let mut left = Vec::with_capacity(busy);
        for ((question, asked), now) in self.asked.0.into_iter().zip(asked).zip(&mut now) {
            if asked {
                *now = u32::try_from(left.len()).unwrap_or(u32::MAX);
                left.push(question);
            }
        }
        let renumbered = |(path, output): (OutputPath, Arc<KeptOutput>)| {
            let mut output = Arc::unwrap_or_clone(output);
            for n in &mut output.trace.0 {
                *n = now.get(*n as usize).copied().unwrap_or(u32::MAX);
            }
            (path, Arc::new(output))
        };
        (Asked(left), outputs.into_iter().map(renumbered).collect())
    }
}
