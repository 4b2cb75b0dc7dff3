//! What a stage made, kept with the fingerprint of all that it was made of: where that is the same, so is this.

use crate::base::diagnostic::outcome::Outcome;
use crate::base::hash::Fingerprint;

/// A stage's outcome in the memory of one process.
#[derive(Debug)]
pub struct Known<T> {
    /// Fingerprint of all that it was made of.
    pub made_of: Fingerprint,
    /// What was made, and found.
    pub outcome: Outcome<T>,
}

/// The outcome in `place` where it is made of the same, else what `make` gives, which is left there.
pub fn known_or<T: Clone>(
    place: &mut Option<Known<T>>,
    made_of: Fingerprint,
    make: impl FnOnce() -> Outcome<T>,
) -> Outcome<T> {
    match place {
        Some(known) if known.made_of == made_of => known.outcome.clone(),
        _ => place.insert(Known { made_of, outcome: make() }).outcome.clone(),
    }
}
