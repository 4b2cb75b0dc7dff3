//! `shared(component="…", …)`: a component that is drawn once in a build for the same arguments.

use tera::{Context, Error, Kwargs, TeraResult, Value};

use super::bounded::Bounded;
use super::doorway;
use crate::output::query::drawn::{Drawn, identity};

/// Draws a component, or gives what was drawn with these arguments.
///
/// # Errors
/// What the component says; that there is none of the name.
pub fn draw(arguments: &Kwargs) -> TeraResult<Value> {
    let door = doorway::door()?;
    let identity = identity(arguments);
    if let Some(drawn) = door.drawn(identity) {
        return Ok(drawn);
    }
    let component: &str = arguments.must_get("component")?;
    let engine = doorway::engine()?;
    if !engine.contains_component(component) {
        return Err(Error::message(format!("Component `{component}` not found")));
    }
    let mut context = Context::new();
    for (name, value) in arguments.iter() {
        if let Some(name) = name.as_str().filter(|name| *name != "component") {
            context.insert_value(name.to_owned(), value.clone());
        }
    }
    let mut html = Bounded::default();
    let (drawn, asked) =
        door.apart(|| engine.render_component_to(component, &context, None, true, &mut html));
    match drawn {
        Ok(()) => {
            let html = String::from_utf8_lossy(&html.0);
            Ok(door.keep_drawn(identity, Drawn::new(&html, asked, arguments)))
        }
        Err(error) => {
            // The engine that called would keep no more of it than its words.
            doorway::blame(error);
            Err(Error::message(format!("the component `{component}` failed")))
        }
    }
}
