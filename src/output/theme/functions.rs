//! Functions that templates call: each asks through the worker's door, so each is written down.

use std::sync::{Arc, Mutex, PoisonError};

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::filters;
use crate::base::time::date::Moment;
use crate::output::query::ask::Ask;
use crate::output::query::question::Query;
use crate::site::id::{ColumnId, TaskId};

/// Name of the function that draws a component once.
pub const SHARED: &str = "shared";

/// Names of all functions, for the engine that checks templates before any worker exists.
pub const NAMES: [&str; 20] = [
    "latest",
    "cards",
    "column",
    "columns",
    "entry",
    "events",
    "plan",
    "task",
    "units",
    "matrix",
    "taxonomies",
    "sitemap",
    "today",
    "static",
    "inline",
    "t",
    "url",
    "absolute",
    "card",
    SHARED,
];

/// Declares every function without a meaning.
pub fn declare(tera: &mut Tera) {
    for name in NAMES {
        tera.register_function(name, move |_: Kwargs, _: &State| -> TeraResult<Value> {
            Err(Error::message(format!("`{name}` is not bound to a site")))
        });
    }
}

/// The place where the functions of an engine find the door of the worker that has it: an engine costs some
/// milliseconds to clone and outlives many builds.
#[derive(Clone, Default)]
pub struct Doorway(Arc<Hung>);

#[derive(Default)]
struct Hung {
    door: Mutex<Option<Arc<Ask>>>,
    /// What went wrong in a component that a function drew: the engine that called it keeps no more than words.
    blamed: Mutex<Option<Error>>,
}

impl Doorway {
    /// Hangs in another door, or none.
    pub fn hang(&self, door: Option<Arc<Ask>>) {
        *self.0.door.lock().unwrap_or_else(PoisonError::into_inner) = door;
    }

    /// Remembers what went wrong in a component that was drawn apart.
    pub fn blame(&self, error: Error) {
        // The innermost stands nearest to the fault.
        self.0.blamed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// What went wrong in a component that was drawn apart, once.
    #[must_use]
    pub fn blamed(&self) -> Option<Error> {
        self.0.blamed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The door that hangs in it.
    ///
    /// # Errors
    /// Where none does.
    pub fn door(&self) -> TeraResult<Arc<Ask>> {
        let door = self.0.door.lock().unwrap_or_else(PoisonError::into_inner).clone();
        door.ok_or_else(|| Error::message("the engine is not bound to a site"))
    }
}

/// Binds every function to the door that hangs in a doorway when it is called.
pub fn bind(tera: &mut Tera, doorway: &Doorway) {
    date(tera, doorway);
    lists(tera, doorway);
    nouns(tera, doorway);
    addresses(tera, doorway);
}

/// Dates are written by the theme's words.
fn date(tera: &mut Tera, doorway: &Doorway) {
    let at = doorway.clone();
    tera.register_filter("date", move |value: Value, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let format: Option<&str> = kwargs.get("format")?;
        let text = value.as_str().unwrap_or_default();
        let Some(date) = Moment::parse(text).map(|m| m.date) else { return Ok(text.to_owned()) };
        let key = match format.unwrap_or("long") {
            "day" => return Ok(date.day().to_string()),
            "short" | "iso" => return Ok(date.to_string()),
            "month_day" => "date.month_day",
            "year_month" => "date.year_month",
            _ => "date.long",
        };
        let door = at.door()?;
        Ok(filters::written(date, door.word(key), door.word("date.months")))
    });
}

fn folder(kwargs: &Kwargs, key: &str) -> TeraResult<ColumnId> {
    let folder: Option<String> = kwargs.get(key)?;
    Ok(ColumnId::of(folder.as_deref().unwrap_or_default().trim_matches('/')))
}

fn lists(tera: &mut Tera, doorway: &Doorway) {
    let at = doorway.clone();
    tera.register_function("latest", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let count: Option<u32> = kwargs.get("count")?;
        Ok(at.door()?.value(Query::Latest(folder(&kwargs, "column")?, count.unwrap_or(5))))
    });
    let at = doorway.clone();
    tera.register_function("cards", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(at.door()?.value(Query::ColumnAll(folder(&kwargs, "column")?)))
    });
    let at = doorway.clone();
    tera.register_function("columns", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let view = at.door()?.value(Query::Column(folder(&kwargs, "folder")?));
        Ok(view.get_from_path("children").cloned().unwrap_or_else(|| Value::from(Vec::<Value>::new())))
    });
    let at = doorway.clone();
    tera.register_function("events", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let count: Option<u32> = kwargs.get("count")?;
        Ok(at.door()?.value(Query::Events(count.unwrap_or(5))))
    });
    for (name, query) in [
        ("units", Query::Units),
        ("taxonomies", Query::Taxonomies),
        ("sitemap", Query::SiteMap),
        ("plan", Query::Plan),
        ("matrix", Query::Matrix),
        ("today", Query::Today),
    ] {
        let at = doorway.clone();
        tera.register_function(name, move |_: Kwargs, _: &State| {
            Ok::<_, Error>(at.door()?.value(query.clone()))
        });
    }
}

fn nouns(tera: &mut Tera, doorway: &Doorway) {
    let at = doorway.clone();
    tera.register_function("column", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(at.door()?.value(Query::ColumnHead(folder(&kwargs, "folder")?)))
    });
    for name in ["entry", "card"] {
        let at = doorway.clone();
        tera.register_function(name, move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
            let reference: String = kwargs.must_get("ref")?;
            let id = at
                .door()?
                .entry_named(&reference)
                .ok_or_else(|| Error::message(format!("there is no entry `{reference}`")))?;
            Ok(at.door()?.value(Query::Card(id)))
        });
    }
    let at = doorway.clone();
    tera.register_function("task", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let text: String = kwargs.must_get("id")?;
        let id = TaskId::parse(&text).ok_or_else(|| Error::message(format!("`{text}` is no task")))?;
        Ok(at.door()?.value(Query::TaskRow(id)))
    });
}

fn addresses(tera: &mut Tera, doorway: &Doorway) {
    let at = doorway.clone();
    tera.register_function("static", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        let door = at.door()?;
        let file = door
            .static_file(path)
            .ok_or_else(|| Error::message(format!("there is no static file `{path}`")))?;
        Ok(door.root_href(&format!("/{}", file.published)))
    });
    let at = doorway.clone();
    tera.register_function("inline", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let path: &str = kwargs.must_get("path")?;
        let door = at.door()?;
        let file = door
            .static_file(path)
            .ok_or_else(|| Error::message(format!("there is no static file `{path}`")))?;
        let text =
            std::str::from_utf8(&file.bytes).map_err(|_| Error::message(format!("`{path}` is not text")))?;
        Ok(Value::safe_string(text.trim_end()))
    });
    let at = doorway.clone();
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let key: &str = kwargs.must_get("key")?;
        let door = at.door()?;
        let mut word = door.word(key);
        // Languages that tell one from several have two forms.
        if let Some((one, several)) = word.split_once(" | ") {
            let n: Option<u64> = kwargs.get("n").unwrap_or_default();
            word = if n == Some(1) { one } else { several };
        }
        if !word.contains('{') {
            return Ok(Value::normal_string(word));
        }
        let mut text = word.to_owned();
        for (name, value) in kwargs.iter() {
            if let Some(name) = name.as_str().filter(|name| *name != "key") {
                text = text.replace(&format!("{{{name}}}"), &value.to_string());
            }
        }
        Ok(Value::normal_string(&text))
    });
    let at = doorway.clone();
    tera.register_function("url", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        Ok(at.door()?.href(path))
    });
    let at = doorway.clone();
    tera.register_function("absolute", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        Ok(at.door()?.absolute(path))
    });
}
