//! Reads a column's own keys.

use super::front_matter::{Block, ColumnKeys};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::input::kind::read;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::Form;

/// Blocks that a home page may have.
pub const BLOCKS: [&str; 8] =
    ["notices", "featured", "latest", "courses", "progress", "matrix", "events", "entries"];

/// Reads the keys that only columns have.
pub fn column_keys(form: &mut Form<'_>, path: &SourcePath) -> Outcome<ColumnKeys> {
    let mut findings = Findings::default();
    let keys = ColumnKeys {
        kind: form.text("kind"),
        order: form.integer("order", i64::MIN, i64::MAX).map_or(0, |n| n.value),
        paginate: form.integer("paginate", 1, 1000).and_then(|n| u32::try_from(n.value).ok()),
        sort: read::sort(form),
        feed: form.boolean("feed").unwrap_or(true),
        cadence: form.count("cadence"),
        nav: form.boolean("nav").unwrap_or(true),
        entry_template: form.plain("entry_template"),
        extra_fields: findings.keep(read::fields(form, "fields", path)),
        blocks: blocks(form, path, &mut findings),
    };
    Outcome::new(keys, findings)
}

fn blocks(form: &mut Form<'_>, path: &SourcePath, findings: &mut Findings) -> Vec<Block> {
    let mut blocks = Vec::new();
    for node in form.list("blocks") {
        let mut inner = Form::new(path, "首页板块", node);
        if inner.node("block").is_none() {
            inner.missing("block");
        }
        if let Some(block) = inner.choice("block", &BLOCKS) {
            blocks.push(Block {
                block,
                title: inner.plain("title"),
                from: inner.text("from"),
                count: inner.integer("count", 1, 100).and_then(|n| u32::try_from(n.value).ok()),
            });
        } else {
            inner.also_known(["title", "from", "count"].map(str::to_owned));
        }
        findings.extend(inner.finish());
    }
    blocks
}
