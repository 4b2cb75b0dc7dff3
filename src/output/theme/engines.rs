//! Engines that workers take and put back: cloning one copies every template, and it outlives many builds.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tera::Tera;

use super::functions::{self, Doorway};
use super::shared;
use crate::output::query::ask::Ask;

/// An engine whose functions ask through the door that hangs in its doorway.
pub struct Engine {
    /// The templates.
    pub tera: Tera,
    doorway: Doorway,
}

impl Engine {
    /// Where its functions find the door.
    #[must_use]
    pub fn doorway(&self) -> &Doorway {
        &self.doorway
    }
}

/// Engines of a theme that nobody works with at the moment.
#[derive(Default)]
pub struct Engines(Mutex<Vec<Engine>>);

impl Engines {
    /// An engine bound to a door: an idle one, or another clone.
    #[must_use]
    pub fn take(&self, original: &Arc<Tera>, ask: &Arc<Ask>) -> Engine {
        let idle = self.idle().pop();
        let engine = idle.unwrap_or_else(|| {
            let (mut tera, doorway) = (Tera::clone(original), Doorway::default());
            functions::bind(&mut tera, &doorway);
            shared::bind(&mut tera, &doorway, original);
            Engine { tera, doorway }
        });
        engine.doorway.hang(Some(Arc::clone(ask)));
        engine
    }

    /// Gives an engine back; it holds nothing of its build any more.
    pub fn put_back(&self, engine: Engine) {
        engine.doorway.hang(None);
        self.idle().push(engine);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Engine>> {
        // Each engine is whole whatever another thread did.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
