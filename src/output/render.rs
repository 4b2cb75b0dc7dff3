//! The plan to bytes: in parallel, skipping what still holds, streaming to the sink.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::family::Made;
use super::packed;
use super::plan::{FAMILIES, Plan};
use super::query::answers::Answers;
use super::query::trace::Trace;
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
pub type Kept = BTreeMap<OutputPath, KeptOutput>;

/// What rendering made.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// Every output of this build.
    pub outputs: Kept,
    /// Those whose bytes are new, in path order.
    pub written: Vec<OutputPath>,
    /// How many were kept as they were.
    pub kept: usize,
}

enum One {
    Kept(KeptOutput),
    Same(KeptOutput),
    New(KeptOutput),
    Failed(Finding),
}

/// Makes every output of the plan that does not hold any more. `progress` is told how many are done.
///
/// # Errors
/// What the sink says.
pub fn render(
    plan: &Plan,
    answers: &Arc<Answers>,
    theme: &Theme,
    kept: &Kept,
    sink: &dyn Sink,
    progress: &(dyn Fn(usize) + Sync),
) -> io::Result<Outcome<Rendered>> {
    let done = AtomicUsize::new(0);
    let outputs: Vec<(&OutputPath, &Recipe)> = plan.outputs.iter().collect();
    let made: Vec<io::Result<Vec<(&OutputPath, One)>>> = outputs
        .par_iter()
        .map_init(
            || Worker::new(answers, theme),
            |worker, (path, recipe)| {
                let made = Press { worker, answers, plan, kept, sink }.make(path, recipe);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                made
            },
        )
        .collect();
    let mut rendered = Rendered::default();
    let mut findings = Findings::default();
    for (path, one) in made.into_iter().collect::<io::Result<Vec<_>>>()?.into_iter().flatten() {
        let output = match one {
            One::Kept(output) => {
                rendered.kept += 1;
                output
            }
            One::Same(output) => output,
            One::New(output) => {
                rendered.written.push(path.clone());
                output
            }
            One::Failed(finding) => {
                findings.push(finding);
                continue;
            }
        };
        rendered.outputs.insert(path.clone(), output);
    }
    Ok(Outcome::new(rendered, findings))
}

/// What makes one output, with its packed forms: they follow from its bytes.
struct Press<'r, 'p> {
    worker: &'r Worker,
    answers: &'r Answers,
    plan: &'p Plan,
    kept: &'r Kept,
    sink: &'r dyn Sink,
}

impl<'p> Press<'_, 'p> {
    fn make(&self, path: &'p OutputPath, recipe: &'p Recipe) -> io::Result<Vec<(&'p OutputPath, One)>> {
        if recipe.family == packed::FAMILY {
            return Ok(Vec::new());
        }
        let packed = packed::of(self.plan, path);
        if let Some(kept) = self.keep(path, recipe, &packed)? {
            return Ok(kept);
        }
        let Some(family) = FAMILIES.iter().find(|family| family.name == recipe.family) else {
            return Err(io::Error::other(format!("no family {}", recipe.family)));
        };
        self.worker.ask.begin();
        let made = match (family.write)(self.worker, &recipe.subject) {
            Ok(made) => made,
            Err(finding) => return Ok(vec![(path, One::Failed(finding))]),
        };
        let trace = self.worker.ask.trace();
        let mut all = Vec::with_capacity(1 + packed.len());
        for (path, recipe) in packed {
            let Subject::Packed(_, packing) = &recipe.subject else { continue };
            let bytes = packed::pack(&packed::bytes(self.worker, &made)?, *packing)?;
            self.sink.write(path, &bytes)?;
            all.push((path, self.made(path, recipe, Trace::default(), Fingerprint::of_bytes(&bytes))));
        }
        let bytes = match made {
            Made::Bytes(bytes) => {
                self.sink.write(path, &bytes)?;
                Fingerprint::of_bytes(&bytes)
            }
            Made::Copy(source, print) => {
                self.sink.copy(path, &source)?;
                print
            }
            Made::Rendition(rendition) => self.sink.develop(path, &rendition, &self.worker.darkroom)?,
        };
        all.push((path, self.made(path, recipe, trace, bytes)));
        Ok(all)
    }

    /// The output of the last build with its packed forms, where all of them still hold.
    fn keep(
        &self,
        path: &'p OutputPath,
        recipe: &Recipe,
        packed: &[(&'p OutputPath, &'p Recipe)],
    ) -> io::Result<Option<Vec<(&'p OutputPath, One)>>> {
        let last = |path: &OutputPath, recipe: &Recipe| self.kept.get(path).filter(|k| k.recipe == *recipe);
        let Some(own) = last(path, recipe).filter(|own| holds(self.answers, &own.trace)) else {
            return Ok(None);
        };
        let mut all = vec![(path, own)];
        for (path, recipe) in packed {
            let Some(last) = last(path, recipe) else { return Ok(None) };
            all.push((path, last));
        }
        for (path, _) in &all {
            if !self.sink.keep(path)? {
                return Ok(None);
            }
        }
        Ok(Some(all.into_iter().map(|(path, last)| (path, One::Kept(last.clone()))).collect()))
    }

    fn made(&self, path: &OutputPath, recipe: &Recipe, trace: Trace, bytes: Fingerprint) -> One {
        let same = self.kept.get(path).is_some_and(|last| last.bytes == bytes);
        let output = KeptOutput { recipe: recipe.clone(), trace, bytes };
        if same { One::Same(output) } else { One::New(output) }
    }
}

/// Whether every question of a trace still has the answer that it had.
fn holds(answers: &Answers, trace: &Trace) -> bool {
    !trace.0.is_empty() && trace.0.iter().all(|(query, print)| answers.print(query) == *print)
}
