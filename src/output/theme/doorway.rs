//! Where the functions of a template find the door to ask through. The engine hands them their arguments alone and is
//! shared by all workers, so the door hangs in the thread that renders, for as long as it renders.

use std::cell::RefCell;
use std::sync::Arc;

use tera::{Error, Tera, TeraResult};

use crate::output::query::ask::Ask;

thread_local! {
    /// The renderings of this thread, the innermost last: one that waits for others may be lent to another page.
    static RENDERINGS: RefCell<Vec<Rendering>> = const { RefCell::new(Vec::new()) };
}

struct Rendering {
    ask: Arc<Ask>,
    engine: Arc<Tera>,
    /// What went wrong in a component that a function drew: the engine that called it keeps no more than words.
    blamed: Option<Error>,
}

/// Takes the innermost rendering away again, whatever becomes of it.
struct Leaving;

impl Drop for Leaving {
    fn drop(&mut self) {
        RENDERINGS.with_borrow_mut(|all| drop(all.pop()));
    }
}

/// Does something during which this thread's functions ask through a door and draw with an engine.
///
/// # Errors
/// Those of `work`; where a component that was drawn apart is to blame, what went wrong in it.
pub fn rendering<T>(
    ask: &Arc<Ask>,
    engine: &Arc<Tera>,
    work: impl FnOnce() -> TeraResult<T>,
) -> TeraResult<T> {
    let rendering = Rendering { ask: Arc::clone(ask), engine: Arc::clone(engine), blamed: None };
    RENDERINGS.with_borrow_mut(|all| all.push(rendering));
    let _leaving = Leaving;
    let done = work();
    let blamed = || RENDERINGS.with_borrow_mut(|all| all.last_mut().and_then(|last| last.blamed.take()));
    done.map_err(|error| blamed().unwrap_or(error))
}

/// The door.
///
/// # Errors
/// Where nothing is rendered.
pub fn door() -> TeraResult<Arc<Ask>> {
    innermost(|rendering| Arc::clone(&rendering.ask))
}

/// The engine.
///
/// # Errors
/// Where nothing is rendered.
pub fn engine() -> TeraResult<Arc<Tera>> {
    innermost(|rendering| Arc::clone(&rendering.engine))
}

/// Remembers what went wrong in a component that was drawn apart. The innermost stands nearest to the fault.
pub fn blame(error: Error) {
    RENDERINGS.with_borrow_mut(|all| {
        if let Some(last) = all.last_mut() {
            last.blamed.get_or_insert(error);
        }
    });
}

fn innermost<T>(of: impl Fn(&Rendering) -> T) -> TeraResult<T> {
    let found = RENDERINGS.with_borrow(|all| all.last().map(of));
    found.ok_or_else(|| Error::message("no page is rendered"))
}
