//! `chaoyin tasks`: what changed in a task, written into its YAML file without touching anything else.

use std::fs;
use std::path::{Path, PathBuf};

use super::args_tasks::{Tasks, TasksChange, TasksLog, TasksSet};
use super::ending::{Ending, Trouble, root};
use super::findings;
use super::terminal::Terminal;
use crate::base::diagnostic::code::{Language, Severity};
use crate::base::diagnostic::outcome::Findings;
use crate::base::time::date::Date;
use crate::build::build::{Surveyed, survey};
use crate::build::memory::Memory;
use crate::build::world::World;
use crate::input::document::tasks::{STATUS_WORDS, WrittenTask};
use crate::input::source::path::SourcePath;
use crate::input::yaml::edit::{Change, Plain, Refusal, Step, What, edit};
use crate::shell::disk::kept::recall;
use crate::shell::disk::read::StatMemory;
use crate::shell::disk::rewrite::rewrite;
use crate::shell::open::{Request, open};
use crate::site::id::TaskId;
use crate::site::task::model::{ProgressSource, Task};
use crate::site::task::state::State;

/// The keys of a task in the order in which files have them.
const ORDER: [&str; 14] = [
    "no",
    "title",
    "lead",
    "support",
    "status",
    "start",
    "due",
    "recurs",
    "target",
    "progress",
    "milestones",
    "evidence",
    "log",
    "note",
];

/// Changes a task.
///
/// # Errors
/// [`Trouble`] with usage or the machine.
pub fn run(tasks: &Tasks, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    let root = root(given)?;
    match &tasks.change {
        TasksChange::Set(set) => change(&root, &set.task, terminal, |task, _| set_changes(set, task)),
        TasksChange::Log(log) => {
            change(&root, &log.task, terminal, |task, today| log_changes(log, task, today))
        }
    }
}

/// One change: a key and what is done under it.
type Planned = Vec<(&'static str, What<'static>)>;

fn change(
    root: &Path,
    named: &str,
    terminal: Terminal,
    plan: impl FnOnce(&Task, Date) -> Result<Planned, Trouble>,
) -> Result<Ending, Trouble> {
    let mut memory = Memory { parsed: recall(root).parsed, ..Memory::default() };
    let request = Request { root: root.to_owned(), ..Request::default() };
    let (mut world, _) = open(&request, &mut StatMemory::default());
    let before = survey(&world, &mut memory);
    let task = task(&before, named)?;
    let changes = plan(task, world.today)?;
    let (id, file, path) = (task.id, task.place.file.to_string(), on_disk(root, &world, task));
    let old = fs::read(&path).map_err(|error| Trouble::at(&path, error))?;
    let new = edited(&old, id, &file, &changes)?;
    if new.as_bytes() == old {
        terminal.note(terminal.pick("已经是这样，文件没有变。", "nothing to change"));
        return Ok(Ending::Done);
    }
    // The whole site once more, as it would be: nothing is written that `check` would refuse.
    world.tree.insert_text(&file, &new);
    let after = survey(&world, &mut memory);
    let worse = new_errors(&before.findings, &after.findings);
    if !worse.is_empty() {
        findings::tell(terminal, &worse, &world.tree);
        terminal.tell(&match terminal.language {
            Language::Chinese => format!("没有改动：改了以后 {file} 会有上面的错误。"),
            Language::English => format!("not changed: {file} would have the errors above"),
        });
        return Ok(Ending::Errors);
    }
    rewrite(&path, &old, new.as_bytes()).map_err(|error| told(&path, error))?;
    say(&after, id, &file, terminal)?;
    Ok(Ending::Done)
}

fn told(path: &Path, error: std::io::Error) -> Trouble {
    if error.kind() != std::io::ErrorKind::Interrupted {
        return Trouble::at(path, error);
    }
    Trouble::usage(
        format!("{} 刚刚被别的程序改过，没有写入；再试一次", path.display()),
        format!("{} was changed meanwhile and is left as it is; try again", path.display()),
    )
}

fn task<'s>(surveyed: &'s Surveyed, named: &str) -> Result<&'s Task, Trouble> {
    let plan = &surveyed.site.plan;
    let Some(id) = TaskId::parse(named) else {
        return Err(Trouble::usage(
            format!("任务编号要写成 4-4（表号-序号），不能是“{named}”"),
            format!("a task is written as 4-4 (table-number), not `{named}`"),
        ));
    };
    plan.task(id).ok_or_else(|| {
        let own: Vec<String> =
            plan.tasks.iter().filter(|t| t.id.table == id.table).map(|t| t.id.to_string()).collect();
        let (zh, en) = if own.is_empty() {
            let tables: Vec<String> = plan.tables.iter().map(|t| t.number.to_string()).collect();
            (format!("现有的表：{}", tables.join("、")), format!("there are tables {}", tables.join(", ")))
        } else {
            (format!("表 {} 现有：{}", id.table, own.join("、")), format!("there are {}", own.join(", ")))
        };
        Trouble::usage(format!("没有任务 {id}；{zh}"), format!("there is no task {id}; {en}"))
    })
}

fn on_disk(root: &Path, world: &World, task: &Task) -> PathBuf {
    let file: &str = &task.place.file;
    let disk_name = world.tree.get(file).and_then(|f| f.disk_name.clone());
    root.join(disk_name.as_deref().unwrap_or(file))
}

fn set_changes(set: &TasksSet, task: &Task) -> Result<Planned, Trouble> {
    let mut changes: Planned = Vec::new();
    let mut add = |key: &'static str, value: Plain| changes.push((key, What::Set(value)));
    if let Some(word) = &set.status {
        if !STATUS_WORDS.contains(&word.as_str()) {
            let words = STATUS_WORDS.join(" ");
            return Err(Trouble::usage(
                format!("状态不能是“{word}”；可以写：{words}。超期、滞后等由日期算出，不用写"),
                format!("the status cannot be `{word}`; there are: {words}"),
            ));
        }
        add("status", Plain::Text(word.clone()));
    }
    if let Some(day) = set.start {
        add("start", Plain::Text(day.to_string()));
    }
    if let Some(day) = set.due {
        add("due", Plain::Text(day.to_string()));
    }
    if let Some(progress) = set.progress {
        refuse_computed(task)?;
        add("progress", Plain::Integer(i64::from(progress)));
    }
    if let Some(note) = &set.note {
        add("note", Plain::Text(note.clone()));
    }
    if changes.is_empty() {
        return Err(Trouble::usage(
            "没有说要改什么；可以写 --progress、--status、--start、--due、--note",
            "nothing to set; there are --progress, --status, --start, --due and --note",
        ));
    }
    Ok(changes)
}

/// A written figure beside a computed one would be shown nowhere.
fn refuse_computed(task: &Task) -> Result<(), Trouble> {
    let (zh, en) = match task.progress_source {
        ProgressSource::Target => ("目标完成数", "its target"),
        ProgressSource::Milestones => ("节点完成比例", "its milestones"),
        _ => return Ok(()),
    };
    let (id, progress) = (task.id, task.progress);
    Err(Trouble::usage(
        format!(
            "任务 {id} 的进度由{zh}算出（现在 {progress}%），手写的不起作用；要记一笔进展，用 chaoyin tasks log"
        ),
        format!(
            "the progress of {id} is computed from {en} (now {progress}%); write a line with `chaoyin tasks log`"
        ),
    ))
}

fn log_changes(log: &TasksLog, task: &Task, today: Date) -> Result<Planned, Trouble> {
    let date = log.date.unwrap_or(today);
    if date > today {
        return Err(Trouble::usage(
            format!("{date} 还没有到，不能记成已经做的事"),
            format!("{date} is in the future"),
        ));
    }
    if log.note.trim().is_empty() {
        return Err(Trouble::usage("记录的内容是空的", "the line is empty"));
    }
    let mut pairs =
        vec![("date", Plain::Text(date.to_string())), ("note", Plain::Text(log.note.trim().to_owned()))];
    if let Some(progress) = log.progress {
        pairs.push(("progress", Plain::Integer(i64::from(progress))));
    }
    let at = task.written().map_or(usize::MAX, |written| place_of(written, date));
    Ok(vec![("log", What::Insert(at, pairs))])
}

/// Where a day's line belongs among those that are there, oldest first or newest first as the file has it.
fn place_of(written: &WrittenTask, date: Date) -> usize {
    let days: Vec<Date> = written.log.iter().map(|line| line.date.value).collect();
    let newest_first = days.first() > days.last();
    let place = if newest_first {
        days.iter().position(|day| *day <= date)
    } else {
        days.iter().position(|day| *day > date)
    };
    place.unwrap_or(days.len())
}

fn edited(old: &[u8], id: TaskId, file: &str, changes: &Planned) -> Result<String, Trouble> {
    let refused = |refusal: Refusal, key: &str| {
        let (zh, en) = why(refusal);
        Trouble::usage(
            format!("{file} 没有改动：{id} 的 {key} {zh}"),
            format!("{file} is left as it is: `{key}` of {id} {en}"),
        )
    };
    let Ok(mut text) = String::from_utf8(old.to_vec()) else {
        return Err(refused(Refusal::Unreadable, "文件"));
    };
    for (key, what) in changes {
        let at = [Step::Key("tasks"), Step::Where("no", i64::from(id.no))];
        let change = Change { at: &at, key, order: &ORDER, what: what.clone() };
        text = edit(&text, &change).map_err(|refusal| refused(refusal, key))?;
    }
    Ok(text)
}

fn why(refusal: Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::Unreadable => {
            ("读不出来，文件里有 YAML 错误；先用 chaoyin check 查看", "cannot be read; see `chaoyin check`")
        }
        Refusal::NoSuchPlace => ("找不到位置；任务的 no 要写成数字", "is not found; `no` must be a number"),
        Refusal::NotSimple => (
            "写成了多行、锚点或别的写法，自动改容易改坏；请直接在文件里改",
            "stands on several lines or is shared; edit the file by hand",
        ),
        Refusal::NotAsMeant => (
            "按这里的写法改会牵动别的内容；请直接在文件里改",
            "cannot be changed without touching something else; edit the file by hand",
        ),
    }
}

/// Errors that were not there before, whatever their place.
fn new_errors(before: &Findings, after: &Findings) -> Findings {
    let key = |f: &crate::base::diagnostic::finding::Finding| (f.code.name, f.place.file.to_string());
    let mut known: Vec<_> = before.iter().filter(|f| f.severity == Severity::Error).map(key).collect();
    let mut worse = Findings::default();
    for finding in after.iter().filter(|f| f.severity == Severity::Error) {
        match known.iter().position(|k| *k == key(finding)) {
            Some(n) => drop(known.swap_remove(n)),
            None => worse.push(finding.clone()),
        }
    }
    worse
}

/// The file, and how the task stands now.
fn say(after: &Surveyed, id: TaskId, file: &str, terminal: Terminal) -> Result<(), Trouble> {
    terminal.result(&format!("{}\n", SourcePath::new(file)))?;
    if let Some(task) = after.site.plan.task(id) {
        // The progress is told already.
        let reason = match &task.state {
            State::AtRisk { time, .. } => format!("时间已过 {time}%"),
            state => state.reason(),
        };
        let reason = if reason.is_empty() { reason } else { format!("，{reason}") };
        terminal.note(&format!(
            "{id} {}：{}，进度 {}%{reason}",
            task.title,
            task.status.word(),
            task.progress
        ));
    }
    Ok(())
}
