//! `chaoyin new COLUMN TITLE`: a scaffold from the column's kind.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::args::New;
use super::ending::{Ending, Trouble, root};
use super::terminal::Terminal;
use crate::base::diagnostic::code::Language;
use crate::base::text::slug::slug;
use crate::build::build::survey;
use crate::build::memory::Memory;
use crate::input::kind::scaffold::scaffold;
use crate::shell::disk::kept::recall;
use crate::shell::disk::read::StatMemory;
use crate::shell::open::{Request, open};
use crate::site::column::Column;
use crate::site::model::Site;

/// Makes an entry's file.
///
/// # Errors
/// [`Trouble`] where there is no such column, the file exists, or the machine fails.
pub fn run(new: &New, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = root(given)?;
    let mut memory = Memory { parsed: recall(&root).parsed, ..Memory::default() };
    let request = Request { root: root.clone(), date: new.date, ..Request::default() };
    let (world, _) = open(&request, &mut StatMemory::default());
    let surveyed = survey(&world, &mut memory);
    let column = column(&surveyed.site, &new.column)?;
    let Some(kind) = surveyed.site.kinds.get(&column.document.kind) else {
        let kind = &column.document.kind;
        return Err(Trouble::usage(format!("栏目的种类 {kind} 不存在"), format!("there is no kind {kind}")));
    };
    let name = new.name.clone().unwrap_or_else(|| slug(&new.title));
    if name.is_empty() || name.contains(['/', '\\', '\0']) || name.starts_with('.') || name == "_index" {
        return Err(Trouble::usage(
            format!("“{name}”不能作文件名；用 --name 另写一个"),
            format!("`{name}` cannot be a file name; give another with --name"),
        ));
    }
    let folder = root.join("content").join(&column.folder);
    let path =
        if new.folder { folder.join(&name).join("index.md") } else { folder.join(format!("{name}.md")) };
    create(&path, &scaffold(kind, &column.document.keys.extra_fields, &new.title, &world.today.to_string()))?;

    let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
    terminal.result(&format!("{shown}\n"))?;
    terminal.note(&match terminal.language {
        Language::Chinese => {
            format!("已新建，种类是{}。必填的字段已经列好；还没写完可以加一行 draft: true。", kind.label)
        }
        Language::English => format!("made, of kind {}; add `draft: true` until it is finished", kind.name),
    });
    if new.edit { edit(&path) } else { Ok(Ending::Done) }
}

fn column<'s>(site: &'s Site, named: &str) -> Result<&'s Column, Trouble> {
    let folder = named.trim().trim_start_matches("content/").trim_matches('/');
    let by_title = |column: &&Column| column.document.front.title.value == folder;
    if let Some(column) = site.column_of(folder).or_else(|| site.columns.iter().find(by_title)) {
        return Ok(column);
    }
    let folders: Vec<&str> =
        site.columns.iter().map(|c| c.folder.as_str()).filter(|f| !f.is_empty()).collect();
    Err(Trouble::usage(
        format!("没有“{folder}”这个栏目；现有：{}", folders.join("、")),
        format!("there is no column `{folder}`; there are: {}", folders.join(", ")),
    ))
}

/// Never over a file that exists, not even one that appeared this instant.
fn create(path: &Path, text: &str) -> Result<(), Trouble> {
    let write = || -> io::Result<()> {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::File::create_new(path)?.write_all(text.as_bytes())
    };
    write().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Trouble::usage(
            format!("{} 已经有了；用 --name 另起一个文件名", path.display()),
            format!("{} exists already; give another name with --name", path.display()),
        ),
        _ => Trouble::at(path, error),
    })
}

fn edit(path: &PathBuf) -> Result<Ending, Trouble> {
    let named =
        ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|e| !e.is_empty()));
    let Some(editor) = named else {
        return Err(Trouble::usage("没有设置 $EDITOR；直接用编辑器打开上面的文件即可", "$EDITOR is not set"));
    };
    // `code --wait`: the first word is the program.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program).args(words).arg(path).status();
    let status = status.map_err(|error| Trouble::at(Path::new(program), error))?;
    if status.success() {
        return Ok(Ending::Done);
    }
    Err(Trouble::usage(format!("编辑器 {program} 没有正常结束"), format!("{program} failed")))
}
