//! The shape of `/api/v1/`, documented in `docs/reference/api.md`.

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::card;
use super::context::Context;
use super::{matrix, progress, task, unit};
use crate::site::id::EntryId;
use crate::site::task::model::{PeriodProgress, Task};

/// Files of the interface.
pub const NAMES: [&str; 4] = ["entries", "tasks", "units", "accounts"];

/// A file's whole content, as JSON.
#[must_use]
pub fn file(context: &Context<'_>, name: &str) -> Option<String> {
    match name {
        "index" => Some(index(context).to_string()),
        "entries" => Some(listed(context, name, &entries(context))),
        "tasks" => Some(listed(context, name, &tasks(context))),
        "units" => Some(listed(context, name, &units(context))),
        "accounts" => Some(listed(context, name, &accounts(context))),
        _ => None,
    }
}

fn listed<T: Serialize>(context: &Context<'_>, name: &str, list: &[T]) -> String {
    let date = context.site.today;
    let count = list.len();
    let list = serde_json::to_string(list).unwrap_or_default();
    format!("{{\"version\":1,\"date\":\"{date}\",\"count\":{count},\"{name}\":{list}}}")
}

/// An entry. There are as many as the site has, so they are not made values first.
#[derive(Serialize)]
struct EntryLine {
    id: String,
    title: String,
    url: String,
    kind: String,
    column: String,
    date: String,
    unit: String,
    tags: Vec<String>,
    summary: String,
}

fn index(context: &Context<'_>) -> Value {
    let site = context.site;
    let counts = [site.entries.len(), site.plan.tasks.len(), site.units.list.len(), site.accounts.len()];
    let files: Vec<Value> = NAMES
        .iter()
        .zip(counts)
        .map(|(name, count)| json!({ "name": name, "url": context.absolute(&format!("/api/v1/{name}.json")), "count": count }))
        .collect();
    json!({ "version": 1, "title": site.config.title, "date": site.today.to_string(), "files": files })
}

/// A page's address as a whole one.
fn absolute(context: &Context<'_>, href: &str) -> String {
    let host = context.site.config.base_url.trim_end_matches(context.base_path);
    if href.is_empty() { String::new() } else { format!("{host}{href}") }
}

fn entries(context: &Context<'_>) -> Vec<EntryLine> {
    let ids: Vec<EntryId> = context.site.entries.iter().map(|entry| entry.id).collect();
    ids.into_par_iter()
        .filter_map(|id| card::whole(context, id))
        .map(|card| EntryLine {
            url: absolute(context, &card.url),
            id: card.reference,
            title: card.title,
            kind: card.kind,
            column: card.column.title,
            date: card.date,
            unit: card.unit.map(|unit| unit.title).unwrap_or_default(),
            tags: card.tags.into_iter().map(|tag| tag.title).collect(),
            summary: card.summary,
        })
        .collect()
}

fn tasks(context: &Context<'_>) -> Vec<Value> {
    let tasks = &context.site.plan.tasks;
    let rows = tasks.iter().filter_map(|task| Some((task, task::row(context, task.id)?)));
    rows.map(|(task, row)| {
        json!({
            "id": row.id,
            "title": row.title,
            "url": absolute(context, &row.url),
            "lead": row.lead.iter().map(|u| u.title.clone()).collect::<Vec<_>>(),
            "support": row.support.iter().map(|u| u.title.clone()).collect::<Vec<_>>(),
            "status": row.status,
            "state": row.state_name,
            "reason": row.reason,
            "progress": row.progress,
            "start": row.start,
            "due": row.due,
            "recurs": row.recurs,
            "evidence": row.evidence,
            "last_activity": row.last_activity,
            "target": target(context, task),
            "periods": task.periods.iter().map(period).collect::<Vec<_>>(),
        })
    })
    .collect()
}

fn target(context: &Context<'_>, task: &Task) -> Option<Value> {
    progress::target(context, task).map(|target| {
        json!({
            "rule": target.rule,
            "reached": target.reached,
            "needed": target.needed,
            "most": (target.most > 0).then_some(target.most),
            "unit": target.unit,
            "percent": target.percent,
            "state": target.state,
            "by_hand": target.by_hand,
        })
    })
}

fn period(period: &PeriodProgress) -> Value {
    json!({
        "label": period.period.label,
        "start": period.period.start.to_string(),
        "end": period.period.end.to_string(),
        "current": period.is_current,
        "reached": period.reached,
        "needed": (period.needed > 0).then_some(period.needed),
        "progress": period.progress,
        "acts": period.acts,
    })
}

fn units(context: &Context<'_>) -> Vec<Value> {
    unit::rows(context)
        .into_iter()
        .map(|row| {
            json!({
                "name": row.title,
                "url": absolute(context, &row.url),
                "sort": row.sort,
                "group": row.is_group,
                "leads": row.leads,
                "supports": row.supports,
                "entries": row.entries,
                "accounts": row.accounts,
                "progress": row.progress,
            })
        })
        .collect()
}

fn accounts(context: &Context<'_>) -> Vec<Value> {
    let rows = context.site.accounts.iter().filter_map(|a| matrix::row(context, a.id));
    rows.map(|row| {
        json!({
            "name": row.name,
            "platform": row.platform,
            "handle": row.handle,
            "level": row.level,
            "unit": row.unit.title,
            "url": row.url,
            "purpose": row.purpose,
            "registered_on": row.registered_on,
            "registered_number": row.registered_number,
            "review_due": row.review_due,
            "review": row.review_name,
            "status": row.status,
        })
    })
    .collect()
}
