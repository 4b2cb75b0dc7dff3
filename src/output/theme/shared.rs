//! `shared(component="…", …)`: a component that is drawn once in a build for the same arguments.

use std::sync::{Arc, OnceLock, Weak};

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use super::bounded::Bounded;
use super::functions::{self, Doorway};
use crate::output::query::drawn::{Drawn, identity};

/// Binds the function in an engine. A function does not see the engine that calls it, so components are drawn by a
/// second one, which is made when the first of them is wanted.
pub fn bind(tera: &mut Tera, doorway: &Doorway, original: &Arc<Tera>) {
    let second: Arc<OnceLock<Tera>> = Arc::default();
    let (doorway, original) = (doorway.clone(), Arc::clone(original));
    tera.register_function(functions::SHARED, move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let engine = second.get_or_init(|| {
            let mut engine = Tera::clone(&original);
            functions::bind(&mut engine, &doorway);
            bind_within(&mut engine, &doorway, Arc::downgrade(&second));
            engine
        });
        draw(engine, &doorway, &arguments)
    });
}

/// Within a component the second engine draws itself. It holds itself weakly, or it would never be dropped.
fn bind_within(tera: &mut Tera, doorway: &Doorway, itself: Weak<OnceLock<Tera>>) {
    let doorway = doorway.clone();
    tera.register_function(functions::SHARED, move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let held = itself.upgrade();
        let engine = held.as_ref().and_then(|held| held.get());
        draw(engine.ok_or_else(|| Error::message("the engine is gone"))?, &doorway, &arguments)
    });
}

fn draw(engine: &Tera, doorway: &Doorway, arguments: &Kwargs) -> TeraResult<Value> {
    let door = doorway.door()?;
    let identity = identity(arguments);
    if let Some(drawn) = door.drawn(identity) {
        return Ok(drawn);
    }
    let component: &str = arguments.must_get("component")?;
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
            doorway.blame(error);
            Err(Error::message(format!("the component `{component}` failed")))
        }
    }
}
