//! Functions that templates call: each asks through the worker's door, so each is written down.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::filters;
use crate::output::query::ask::Ask;
use crate::output::query::question::Query;
use crate::site::id::{ColumnId, TaskId};

/// Names of all functions, for the engine that checks templates before any worker exists.
pub const NAMES: [&str; 18] = [
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
    "static",
    "inline",
    "t",
    "url",
    "absolute",
    "card",
];

/// Declares every function without a meaning.
pub fn declare(tera: &mut Tera) {
    for name in NAMES {
        tera.register_function(name, move |_: Kwargs, _: &State| -> TeraResult<Value> {
            Err(Error::message(format!("`{name}` is not bound to a site")))
        });
    }
}

/// Binds every function to a worker's door.
pub fn bind(tera: &mut Tera, ask: &Arc<Ask>) {
    filters::bind(tera, ask);
    lists(tera, ask);
    nouns(tera, ask);
    addresses(tera, ask);
}

fn folder(kwargs: &Kwargs, key: &str) -> TeraResult<ColumnId> {
    let folder: Option<String> = kwargs.get(key)?;
    Ok(ColumnId::of(folder.as_deref().unwrap_or_default().trim_matches('/')))
}

fn lists(tera: &mut Tera, ask: &Arc<Ask>) {
    let door = Arc::clone(ask);
    tera.register_function("latest", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let count: Option<u32> = kwargs.get("count")?;
        Ok(door.value(Query::Latest(folder(&kwargs, "column")?, count.unwrap_or(5))))
    });
    let door = Arc::clone(ask);
    tera.register_function("cards", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(door.value(Query::ColumnAll(folder(&kwargs, "column")?)))
    });
    let door = Arc::clone(ask);
    tera.register_function("columns", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let view = door.value(Query::Column(folder(&kwargs, "folder")?));
        Ok(view.get_from_path("children").cloned().unwrap_or_else(|| Value::from(Vec::<Value>::new())))
    });
    let door = Arc::clone(ask);
    tera.register_function("events", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let count: Option<u32> = kwargs.get("count")?;
        Ok(door.value(Query::Events(count.unwrap_or(5))))
    });
    for (name, query) in [
        ("units", Query::Units),
        ("taxonomies", Query::Taxonomies),
        ("sitemap", Query::SiteMap),
        ("plan", Query::Plan),
        ("matrix", Query::Matrix),
    ] {
        let door = Arc::clone(ask);
        tera.register_function(name, move |_: Kwargs, _: &State| door.value(query.clone()));
    }
}

fn nouns(tera: &mut Tera, ask: &Arc<Ask>) {
    let door = Arc::clone(ask);
    tera.register_function("column", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(door.value(Query::ColumnHead(folder(&kwargs, "folder")?)))
    });
    for name in ["entry", "card"] {
        let door = Arc::clone(ask);
        tera.register_function(name, move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
            let reference: String = kwargs.must_get("ref")?;
            let id = door
                .entry_named(&reference)
                .ok_or_else(|| Error::message(format!("there is no entry `{reference}`")))?;
            Ok(door.value(Query::Card(id)))
        });
    }
    let door = Arc::clone(ask);
    tera.register_function("task", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let text: String = kwargs.must_get("id")?;
        let id = TaskId::parse(&text).ok_or_else(|| Error::message(format!("`{text}` is no task")))?;
        Ok(door.value(Query::TaskRow(id)))
    });
}

fn addresses(tera: &mut Tera, ask: &Arc<Ask>) {
    let door = Arc::clone(ask);
    tera.register_function("static", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        let file = door
            .static_file(path)
            .ok_or_else(|| Error::message(format!("there is no static file `{path}`")))?;
        Ok(door.root_href(&format!("/{}", file.published)))
    });
    let door = Arc::clone(ask);
    tera.register_function("inline", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let path: &str = kwargs.must_get("path")?;
        let file = door
            .static_file(path)
            .ok_or_else(|| Error::message(format!("there is no static file `{path}`")))?;
        let text =
            std::str::from_utf8(&file.bytes).map_err(|_| Error::message(format!("`{path}` is not text")))?;
        Ok(Value::safe_string(text.trim_end()))
    });
    let door = Arc::clone(ask);
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let key: &str = kwargs.must_get("key")?;
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
    let door = Arc::clone(ask);
    tera.register_function("url", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        Ok(door.href(path))
    });
    let door = Arc::clone(ask);
    tera.register_function("absolute", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        Ok(door.absolute(path))
    });
}
