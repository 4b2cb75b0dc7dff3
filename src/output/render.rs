//! The plan to bytes: in parallel, skipping what still holds, streaming to the sink.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::family::Made;
use super::plan::{FAMILIES, Plan};
use super::query::answers::Answers;
use super::query::trace::Trace;
use super::recipe::{OutputPath, Recipe};
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
    let made: Vec<io::Result<(&OutputPath, One)>> = outputs
        .par_iter()
        .map_init(
            || Worker::new(answers, theme),
            |worker, (path, recipe)| {
                let one = one(worker, answers, path, recipe, kept.get(*path), sink)?;
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                Ok((*path, one))
            },
        )
        .collect();
    let mut rendered = Rendered::default();
    let mut findings = Findings::default();
    for result in made {
        let (path, one) = result?;
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

fn one(
    worker: &Worker,
    answers: &Arc<Answers>,
    path: &OutputPath,
    recipe: &Recipe,
    last: Option<&KeptOutput>,
    sink: &dyn Sink,
) -> io::Result<One> {
    if let Some(last) = last
        && last.recipe == *recipe
        && holds(answers, &last.trace)
        && sink.keep(path)?
    {
        return Ok(One::Kept(last.clone()));
    }
    let Some(family) = FAMILIES.iter().find(|family| family.name == recipe.family) else {
        return Err(io::Error::other(format!("no family {}", recipe.family)));
    };
    worker.ask.begin();
    let made = match (family.write)(worker, &recipe.subject) {
        Ok(made) => made,
        Err(finding) => return Ok(One::Failed(finding)),
    };
    let trace = worker.ask.trace();
    let bytes = match made {
        Made::Bytes(bytes) => {
            sink.write(path, &bytes)?;
            Fingerprint::of_bytes(&bytes)
        }
        Made::Copy(source, print) => {
            sink.copy(path, &source)?;
            print
        }
        Made::Rendition(rendition) => sink.develop(path, &rendition, &worker.darkroom)?,
    };
    let same = last.is_some_and(|last| last.bytes == bytes);
    let output = KeptOutput { recipe: recipe.clone(), trace, bytes };
    Ok(if same { One::Same(output) } else { One::New(output) })
}

/// Whether every question of a trace still has the answer that it had.
fn holds(answers: &Answers, trace: &Trace) -> bool {
    !trace.0.is_empty() && trace.0.iter().all(|(query, print)| answers.print(query) == *print)
}
