//! Functions that templates call: each asks through the worker's door, so each is written down.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::doorway::door;
use super::{filters, shared};
use crate::base::time::date::Moment;
use crate::output::query::question::Query;
use crate::site::id::{ColumnId, TaskId};

/// Registers every function of templates.
pub fn register(tera: &mut Tera) {
    date(tera);
    lists(tera);
    nouns(tera);
    addresses(tera);
    tera.register_function("shared", |arguments: Kwargs, _: &State| shared::draw(&arguments));
}

/// Dates are written by the theme's words.
fn date(tera: &mut Tera) {
    tera.register_filter("date", |value: Value, kwargs: Kwargs, _: &State| -> TeraResult<String> {
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
        let door = door()?;
        Ok(filters::written(date, door.word(key), door.word("date.months")))
    });
}

fn folder(kwargs: &Kwargs, key: &str) -> TeraResult<ColumnId> {
    let folder: Option<String> = kwargs.get(key)?;
    Ok(ColumnId::of(folder.as_deref().unwrap_or_default().trim_matches('/')))
}

fn lists(tera: &mut Tera) {
    tera.register_function("latest", |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let count: Option<u32> = kwargs.get("count")?;
        Ok(door()?.value(Query::Latest(folder(&kwargs, "column")?, count.unwrap_or(5))))
    });
    tera.register_function("cards", |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(door()?.value(Query::ColumnAll(folder(&kwargs, "column")?)))
    });
    tera.register_function("columns", |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let view = door()?.value(Query::Column(folder(&kwargs, "folder")?));
        Ok(view.get_from_path("children").cloned().unwrap_or_else(|| Value::from(Vec::<Value>::new())))
    });
    tera.register_function("events", |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let count: Option<u32> = kwargs.get("count")?;
        Ok(door()?.value(Query::Events(count.unwrap_or(5))))
    });
    for (name, query) in [
        ("units", Query::Units),
        ("taxonomies", Query::Taxonomies),
        ("sitemap", Query::SiteMap),
        ("plan", Query::Plan),
        ("matrix", Query::Matrix),
        ("today", Query::Today),
    ] {
        tera.register_function(name, move |_: Kwargs, _: &State| {
            Ok::<_, Error>(door()?.value(query.clone()))
        });
    }
}

fn nouns(tera: &mut Tera) {
    tera.register_function("column", |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(door()?.value(Query::ColumnHead(folder(&kwargs, "folder")?)))
    });
    for name in ["entry", "card"] {
        tera.register_function(name, |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
            let reference: String = kwargs.must_get("ref")?;
            let id = door()?
                .entry_named(&reference)
                .ok_or_else(|| Error::message(format!("there is no entry `{reference}`")))?;
            Ok(door()?.value(Query::Card(id)))
        });
    }
    tera.register_function("task", |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let text: String = kwargs.must_get("id")?;
        let id = TaskId::parse(&text).ok_or_else(|| Error::message(format!("`{text}` is no task")))?;
        Ok(door()?.value(Query::TaskRow(id)))
    });
}

fn addresses(tera: &mut Tera) {
    tera.register_function("static", |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        let door = door()?;
        let file = door
            .static_file(path)
            .ok_or_else(|| Error::message(format!("there is no static file `{path}`")))?;
        Ok(door.root_href(&format!("/{}", file.published)))
    });
    tera.register_function("inline", |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let path: &str = kwargs.must_get("path")?;
        let door = door()?;
        let file = door
            .static_file(path)
            .ok_or_else(|| Error::message(format!("there is no static file `{path}`")))?;
        let text =
            std::str::from_utf8(&file.bytes).map_err(|_| Error::message(format!("`{path}` is not text")))?;
        Ok(Value::safe_string(text.trim_end()))
    });
    tera.register_function("t", |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let key: &str = kwargs.must_get("key")?;
        let door = door()?;
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
    tera.register_function("url", |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        Ok(door()?.href(path))
    });
    tera.register_function("absolute", |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        Ok(door()?.absolute(path))
    });
}
