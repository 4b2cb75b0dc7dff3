//! What is kept between runs: documents as read, outputs with their traces. Only ever saves time.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::known::Known;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::input::parsed::ParsedMemory;
use crate::output::imaging::album::Looked;
use crate::output::plan::Plan;
use crate::output::query::search::postings::SearchMemory;
use crate::output::query::trace::Asked;
use crate::output::recipe::OutputPath;
use crate::output::render::{Kept, KeptOutput};
use crate::output::theme::engines::Engines;
use crate::output::theme::files::Theme;
use crate::site::model::Sites;

/// What one run leaves to the next. An empty memory gives the same bytes, later.
#[derive(Default)]
pub struct Memory {
    /// Documents by the fingerprint of their sources.
    pub parsed: ParsedMemory,
    /// What is known of pictures, by the fingerprint of their bytes.
    pub pictures: Looked,
    /// Terms of the search index of each language, by its path: that of the main one is empty.
    pub search: BTreeMap<String, SearchMemory>,
    /// The outputs of the last published build.
    pub outputs: Kept,
    /// What they asked, and how it was answered.
    pub asked: Asked,
    /// Fingerprint of all that they were made of but the words of entries' bodies.
    pub outputs_of: Option<Fingerprint>,
    /// What exists. To another process it is known by the outputs, where nothing was found while it was made.
    pub plan: Option<Known<Arc<Plan>>>,
    /// Fingerprint of all that sites were made of, again without those words, in which no check found anything.
    pub checked: Option<Fingerprint>,
    /// The site in each of its languages, the main one first. This and what follows stay in the process: another one
    /// makes them in less time than it would take to read them.
    pub sites: Option<Known<Sites>>,
    /// The theme.
    pub theme: Option<Known<Arc<Theme>>>,
    /// The engines that render with it.
    pub engines: Option<Engines>,
}

impl Memory {
    /// Does something with what is remembered; once more without it, where texts of it turn out to be gone or damaged:
    /// what was made of them does not count.
    pub fn unless_lost<T>(&mut self, mut run: impl FnMut(&mut Self) -> T) -> T {
        let done = run(self);
        if !self.parsed.loss.is_told() {
            return done;
        }
        *self = Self::default();
        run(self)
    }

    /// What the plan and the outputs that it led to are made of, where the outputs tell the plan: each of its outputs
    /// was published, and nothing was found.
    #[must_use]
    pub fn planned(&self) -> Option<Fingerprint> {
        let of_outputs = |plan: &&Known<Arc<Plan>>| Some(plan.made_of) == self.outputs_of;
        let plan = self.plan.as_ref().filter(of_outputs)?;
        let is_told =
            plan.outcome.findings.is_empty() && plan.outcome.value.outputs.keys().eq(self.outputs.keys());
        is_told.then_some(plan.made_of)
    }

    /// Takes the outputs for the plan that they are of: see [`Memory::planned`].
    pub fn plan_as_published(&mut self, made_of: Fingerprint) {
        let recipe = |(path, output): (&OutputPath, &KeptOutput)| (path.clone(), output.recipe.clone());
        let plan = Plan { outputs: self.outputs.iter().map(recipe).collect() };
        self.plan = Some(Known { made_of, outcome: Outcome::new(Arc::new(plan), Findings::default()) });
    }
}
