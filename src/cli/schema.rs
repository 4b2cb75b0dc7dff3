//! `chaoyin schema`: JSON Schemas and editor settings, from the one description of kinds.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::args::Schema;
use super::ending::{Ending, Trouble, root};
use super::terminal::Terminal;
use crate::base::diagnostic::code::Language;
use crate::build::build::survey;
use crate::build::memory::Memory;
use crate::input::document::json_schema;
use crate::shell::disk::kept::{recall, replace};
use crate::shell::disk::read::StatMemory;
use crate::shell::open::{Request, open};
use crate::site::column::Column;
use crate::site::model::Site;

/// Settings that are ours in the editor's file.
const YAML_SCHEMAS: &str = "yaml.schemas";

/// Writes the schemas.
///
/// # Errors
/// [`Trouble`] with usage or the machine.
pub fn run(schema: &Schema, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = root(given)?;
    let folder = schema.out.clone().unwrap_or_else(|| root.join(".vscode"));
    let mut memory = Memory { parsed: recall(&root).parsed, ..Memory::default() };
    let (world, _) = open(&Request { root: root.clone(), ..Request::default() }, &mut StatMemory::default());
    let surveyed = survey(&world, &mut memory);
    let schemas = folder.join("chaoyin");
    fs::create_dir_all(&schemas).map_err(|error| Trouble::at(&schemas, error))?;
    let mut settings = Map::new();
    let below =
        schemas.strip_prefix(&root).map_or(schemas.display().to_string(), |p| format!("./{}", p.display()));
    let mut count = 0;
    for (name, files, value) in all(&surveyed.site) {
        let path = schemas.join(format!("{name}.schema.json"));
        replace(&path, format!("{value:#}\n").as_bytes()).map_err(|error| Trouble::at(&path, error))?;
        count += 1;
        if !files.is_empty() {
            settings.insert(format!("{below}/{name}.schema.json"), json!(files));
        }
    }
    let settings_path = folder.join("settings.json");
    let kept = merge(&settings_path, settings)?;
    replace(&settings_path, kept.as_bytes()).map_err(|error| Trouble::at(&settings_path, error))?;
    terminal.result(&format!("{}\n", schemas.display()))?;
    terminal.note(&match terminal.language {
        Language::Chinese => format!(
            "写好 {count} 个 JSON Schema。VS Code 装上 YAML 扩展（redhat.vscode-yaml）就有提示与校验。"
        ),
        Language::English => {
            format!("{count} schemas; install the YAML extension (redhat.vscode-yaml) in VS Code")
        }
    });
    Ok(Ending::Done)
}

/// Every schema: its name, the files that it is for, itself.
fn all(site: &Site) -> Vec<(String, Vec<String>, Value)> {
    let of_kind = |kind: &str| -> Vec<String> {
        let of_kind = site.columns.iter().filter(|column| column.document.kind == kind);
        of_kind.map(|column| format!("content/{}/*.yaml", column.folder)).collect()
    };
    let mut schemas = vec![
        ("units".to_owned(), vec!["content/units.yaml".to_owned()], json_schema::units()),
        ("tasks".to_owned(), of_kind("tasks"), json_schema::tasks()),
        ("accounts".to_owned(), of_kind("accounts"), json_schema::accounts()),
    ];
    // Front matter stands in Markdown files, which the YAML extension passes over; other editors take it by name.
    for kind in site.kinds.0.values() {
        schemas.push((format!("kind-{}", kind.name), Vec::new(), json_schema::front_matter(kind, &[])));
    }
    let extra = |column: &&Column| !column.document.keys.extra_fields.is_empty();
    for column in site.columns.iter().filter(extra) {
        if let Some(kind) = site.kinds.get(&column.document.kind) {
            let schema = json_schema::front_matter(kind, &column.document.keys.extra_fields);
            schemas.push((format!("column-{}", column.folder.replace('/', "-")), Vec::new(), schema));
        }
    }
    schemas
}

/// The editor's settings with ours in place and all others as they were.
fn merge(path: &Path, schemas: Map<String, Value>) -> Result<String, Trouble> {
    let mut settings = match fs::read_to_string(path) {
        Ok(text) => serde_json::from_str::<Map<String, Value>>(&text).map_err(|_| {
            let shown = path.display();
            Trouble::usage(
                format!("{shown} 不是普通的 JSON（可能有注释），不敢改动；用 --out 写到别处"),
                format!("{shown} is no plain JSON and is left alone; write elsewhere with --out"),
            )
        })?,
        Err(_) => Map::new(),
    };
    settings.insert(YAML_SCHEMAS.to_owned(), Value::Object(schemas));
    Ok(format!("{:#}\n", Value::Object(settings)))
}
