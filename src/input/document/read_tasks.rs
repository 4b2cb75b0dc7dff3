//! Reads a task table, with every rule that one file alone can tell.

use super::tasks::{
    EvidenceNote, Recurs, STATUS_WORDS, Status, WrittenLog, WrittenMilestone, WrittenTable, WrittenTarget,
    WrittenTask,
};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::time::date::Date;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::{Form, as_text};
use crate::input::yaml::located::Located;
use crate::input::yaml::node::{Node, Value};

/// A number given to two tasks of one table.
pub static DUPLICATE_TASK: Code = Code {
    name: "TSK001",
    severity: Severity::Error,
    message: Words {
        zh: "任务序号 {no} 在本表出现了两次",
        en: "the task number {no} occurs twice in this table",
    },
    help: Words {
        zh: "改成本表里没有用过的序号", en: "give it a number that is not used in this table"
    },
    example: "tasks:\n  - { no: 1, title: 甲, lead: [宣传部] }\n  - { no: 1, title: 乙, lead: [宣传部] }",
};

/// A task that no unit leads.
pub static NO_LEAD: Code = Code {
    name: "TSK002",
    severity: Severity::Error,
    message: Words { zh: "任务 {no} 没有责任单位", en: "the task {no} has no lead unit" },
    help: Words { zh: "补上 lead: [单位名称]", en: "add `lead: [unit]`" },
    example: "tasks:\n  - { no: 1, title: 甲 }",
};

/// A target that counts nothing.
pub static EMPTY_TARGET: Code = Code {
    name: "TSK003",
    severity: Severity::Error,
    message: Words {
        zh: "目标没有写 `count`、`sum` 或 `value`，或没有写要达到多少",
        en: "the target counts nothing, or asks for nothing",
    },
    help: Words {
        zh: "写 { count: entries, in: 栏目, min: 12 }，或手工登记 { value: 63, of: 90, percent: 100 }",
        en: "write `{ count: entries, in: column, min: 12 }` or `{ value: 63, of: 90, percent: 100 }`",
    },
    example: "tasks:\n  - { no: 1, title: 甲, lead: [宣传部], target: { in: mingshi } }",
};

/// Least above most.
pub static TARGET_BOUNDS: Code = Code {
    name: "TSK004",
    severity: Severity::Error,
    message: Words {
        zh: "目标的下限 {min} 大于上限 {max}",
        en: "the target's minimum {min} is above its maximum {max}",
    },
    help: Words { zh: "交换或改正 min 与 max", en: "correct `min` and `max`" },
    example: "tasks:\n  - { no: 1, title: 甲, lead: [宣传部], target: { count: entries, min: 10, max: 5 } }",
};

/// A state that follows from dates and records and is never written.
pub static DERIVED_STATUS: Code = Code {
    name: "TSK005",
    severity: Severity::Error,
    message: Words {
        zh: "“{word}”由程序按日期和记录算出，不能写在 `status` 里",
        en: "`{word}` follows from dates and records and is not written as `status`",
    },
    help: Words {
        zh: "写 进行中，再写好 due 和 log；确实停下的写 暂停",
        en: "write 进行中 with `due` and `log`, or 暂停 where work has stopped",
    },
    example: "tasks:\n  - { no: 1, title: 甲, lead: [宣传部], status: 延期 }",
};

/// Due before start.
pub static DUE_BEFORE_START: Code = Code {
    name: "TSK007",
    severity: Severity::Error,
    message: Words {
        zh: "截止日期 {due} 早于开始日期 {start}",
        en: "due on {due}, before the start on {start}",
    },
    help: Words {
        zh: "改正其中一个日期；若任务每年重复，写 recurs: yearly",
        en: "correct one of the dates; for a yearly task write `recurs: yearly`",
    },
    example: "tasks:\n  - { no: 1, title: 甲, lead: [宣传部], start: 2026-03-01, due: 2026-02-01 }",
};

/// Codes of this module.
pub const CODES: &[&Code] =
    &[&DUPLICATE_TASK, &NO_LEAD, &EMPTY_TARGET, &TARGET_BOUNDS, &DERIVED_STATUS, &DUE_BEFORE_START];

/// What a target may count.
pub const COUNTS: [&str; 7] = ["entries", "lessons", "works", "studios", "accounts", "milestones", "units"];

/// Words of derived states, which plans on paper use.
const DERIVED: [&str; 6] = ["延期", "超期", "逾期", "临期", "滞后", "停滞"];

/// How often a task may recur.
pub const RECURS: [&str; 5] = ["yearly", "school_yearly", "termly", "monthly", "periodic"];

/// Reads a table from its YAML.
#[must_use]
pub fn table(node: &Node, fingerprint: Fingerprint, path: &SourcePath) -> Outcome<WrittenTable> {
    let mut form = Form::new(path, "任务表", node);
    let mut findings = Findings::default();
    let number = form.integer("table", 1, 9999);
    if number.is_none() && form.node("table").is_none() {
        form.missing("table");
    }
    let title = form.required_text("title", path.stem()).value;
    let measure = form.plain("measure").unwrap_or_default();
    let sample = form.boolean("sample").unwrap_or(false);
    let mut tasks: Vec<WrittenTask> = Vec::new();
    for node in form.list("tasks") {
        let task = findings.keep(task(node, path));
        // A number that is missing or wrong has been told and stands as 0.
        match tasks.iter().find(|t| task.no.value > 0 && t.no.value == task.no.value) {
            Some(twin) => findings.push(
                Finding::new(&DUPLICATE_TASK, form.place(task.no.span))
                    .with("no", task.no.value)
                    .related(form.place(twin.no.span)),
            ),
            None => tasks.push(task),
        }
    }
    findings.extend(form.finish());
    let table = WrittenTable {
        path: path.clone(),
        fingerprint,
        table: number
            .map_or_else(Located::default, |n| Located::new(u32::try_from(n.value).unwrap_or(0), n.span)),
        title,
        measure,
        sample,
        tasks,
    };
    Outcome::new(table, findings)
}

fn task(node: &Node, path: &SourcePath) -> Outcome<WrittenTask> {
    let mut form = Form::new(path, "任务", node);
    let mut findings = Findings::default();
    let no = form.integer("no", 1, 9999);
    if no.is_none() && form.node("no").is_none() {
        form.missing("no");
    }
    let no = no.map_or_else(
        || Located::new(0, node.span),
        |n| Located::new(u32::try_from(n.value).unwrap_or(0), n.span),
    );
    let title = form.required_text("title", "");
    let lead = form.texts("lead");
    if lead.is_empty() && form.findings.is_empty() {
        findings.push(Finding::new(&NO_LEAD, form.place(no.span)).with("no", no.value));
    }
    let (evidence, evidence_notes) = findings.keep(evidence(&mut form, path));
    let task = WrittenTask {
        span: node.span,
        no,
        title,
        lead,
        support: form.texts("support"),
        status: status(&mut form),
        start: form.date("start"),
        due: form.date("due"),
        recurs_span: form.node("recurs").map_or(node.span, |n| n.span),
        recurs: recurs(&mut form),
        target: form.node("target").map(|n| findings.keep(target(n, path))),
        progress: percent(&mut form, "progress"),
        milestones: form.list("milestones").iter().map(|n| findings.keep(milestone(n, path))).collect(),
        evidence,
        evidence_notes,
        log: form.list("log").iter().filter_map(|n| findings.keep(log(n, path))).collect(),
        note: form.plain("note"),
    };
    if let (Some(start), Some(due)) = (&task.start, &task.due)
        && due.value < start.value
    {
        findings.push(
            Finding::new(&DUE_BEFORE_START, form.place(due.span))
                .with("due", due.value)
                .with("start", start.value)
                .related(form.place(start.span)),
        );
    }
    findings.extend(form.finish());
    Outcome::new(task, findings)
}

fn status(form: &mut Form<'_>) -> Located<Status> {
    let node = form.node("status").map(|node| (as_text(&node.value), node.span));
    let span = node.as_ref().map(|(_, span)| *span);
    let written = node.and_then(|(word, span)| Some((word?, span)));
    if let Some((word, span)) = written.filter(|(word, _)| DERIVED.contains(&word.as_str())) {
        let place = form.place(span);
        form.findings.push(Finding::new(&DERIVED_STATUS, place).with("word", word));
        return Located::new(Status::Running, span);
    }
    let Some(word) = form.choice("status", &STATUS_WORDS) else {
        // What is written but wrong stands for no status that a rule could find fault with.
        return span.map_or_else(Located::default, |span| Located::new(Status::Running, span));
    };
    let status = Status::ALL.iter().find(|(_, w)| *w == word.value).map_or(Status::Planned, |(s, _)| *s);
    Located::new(status, word.span)
}

fn recurs(form: &mut Form<'_>) -> Option<Recurs> {
    let word = form.choice("recurs", &RECURS)?;
    Recurs::ALL.iter().find(|(_, written, _)| *written == word.value).map(|(recurs, ..)| *recurs)
}

/// Evidence as a list of names and addresses, or of mappings that say more of them.
fn evidence(form: &mut Form<'_>, path: &SourcePath) -> Outcome<(Vec<Located<String>>, Vec<EvidenceNote>)> {
    let mut findings = Findings::default();
    let has_notes = form
        .node("evidence")
        .is_some_and(|n| matches!(&n.value, Value::List(all) if all.iter().any(|n| !n.entries().is_empty())));
    if !has_notes {
        let plain = form.texts("evidence");
        let notes = vec![EvidenceNote::default(); plain.len()];
        return Outcome::new((plain, notes), findings);
    }
    let (mut pieces, mut notes) = (Vec::new(), Vec::new());
    for node in form.list("evidence") {
        if let Some(text) = as_text(&node.value) {
            pieces.push(Located::new(text, node.span));
            notes.push(EvidenceNote::default());
            continue;
        }
        let mut piece = Form::new(path, "佐证", node);
        let to = piece.required_text("to", "");
        notes.push(EvidenceNote {
            title: piece.plain("title"),
            date: piece.date("date").map(|d| d.value),
            unit: piece.text("unit"),
        });
        pieces.push(to);
        findings.extend(piece.finish());
    }
    Outcome::new((pieces, notes), findings)
}

fn percent(form: &mut Form<'_>, key: &'static str) -> Option<Located<u8>> {
    form.integer(key, 0, 100).map(|n| Located::new(u8::try_from(n.value).unwrap_or(100), n.span))
}

fn target(node: &Node, path: &SourcePath) -> Outcome<WrittenTarget> {
    let mut form = Form::new(path, "目标", node);
    let target = WrittenTarget {
        span: node.span,
        count: form.choice("count", &COUNTS),
        column: form.text("in"),
        sum: form.text("sum"),
        period: form.text("period"),
        min: form.count("min"),
        max: form.count("max"),
        percent: form.integer("percent", 0, 100).and_then(|n| u32::try_from(n.value).ok()),
        value: form.count("value"),
        of: form.count("of"),
        unit: form.plain("unit"),
        filter: form.node("where").map(|n| form.findings.keep(filter(n, path))).unwrap_or_default(),
    };
    let counts = target.count.is_some() || target.sum.is_some() || target.value.is_some();
    let asks = target.min.or(target.percent).or(target.max).or(target.of).is_some();
    // What is there in a wrong form has been told already.
    if form.findings.is_empty() && !(counts && asks) {
        let place = form.place(node.span);
        form.findings.push(Finding::new(&EMPTY_TARGET, place));
    }
    if let (Some(min), Some(max)) = (target.min, target.max)
        && min > max
    {
        let place = form.place(node.span);
        form.findings.push(Finding::new(&TARGET_BOUNDS, place).with("min", min).with("max", max));
    }
    let findings = form.finish();
    Outcome::new(target, findings)
}

fn filter(node: &Node, path: &SourcePath) -> Outcome<Vec<(Located<String>, String)>> {
    let texts = Form::new(path, "where", node).all_texts();
    Outcome::new(texts.value.into_iter().map(|(key, text)| (key, text.value)).collect(), texts.findings)
}

fn milestone(node: &Node, path: &SourcePath) -> Outcome<WrittenMilestone> {
    let mut form = Form::new(path, "节点", node);
    let milestone = WrittenMilestone {
        title: form.required_text("title", "").value,
        due: form.date("due"),
        done: form.date("done"),
    };
    Outcome::new(milestone, form.finish())
}

fn log(node: &Node, path: &SourcePath) -> Outcome<Option<WrittenLog>> {
    let mut form = Form::new(path, "工作记录", node);
    let date: Option<Located<Date>> = form.date("date");
    if form.node("date").is_none() {
        form.missing("date");
    }
    let note = form.required_text("note", "").value;
    let progress = percent(&mut form, "progress");
    let line = date.map(|date| WrittenLog { date, note, progress });
    Outcome::new(line, form.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::yaml::read::read;

    fn codes(task: &str) -> Vec<&'static str> {
        let path = SourcePath::new("content/progress/t.yaml");
        let text = format!("table: 1\ntitle: 表\ntasks:\n  - {task}\n");
        let node = read(&text, 0, &path).value.expect("it is YAML");
        table(&node, Fingerprint::default(), &path).findings.iter().map(|f| f.code.name).collect()
    }

    #[test]
    fn a_number_is_given_once() {
        let path = SourcePath::new("content/progress/t.yaml");
        let text = "table: 1\ntitle: 表\ntasks:\n  - { no: 2, title: 甲, lead: [宣传部] }\n  - { no: 2, title: 乙, lead: [宣传部] }\n";
        let node = read(text, 0, &path).value.expect("it is YAML");
        let outcome = table(&node, Fingerprint::default(), &path);
        let finding = outcome.findings.iter().next().expect("a finding");
        assert_eq!((finding.code.name, outcome.findings.len(), outcome.value.tasks.len()), ("TSK001", 1, 1));
        let place = |p: &crate::base::diagnostic::finding::Place| {
            p.span.map(|s| text[..s.start as usize].lines().count())
        };
        assert_eq!((place(&finding.place), finding.related.as_ref().and_then(place)), (Some(5), Some(4)));
    }

    #[test]
    fn what_one_file_can_tell_is_told() {
        for (task, expected) in [
            ("{ no: 1, title: 甲, lead: [宣传部], status: 进行中, due: 2026-12-31 }", vec![]),
            ("{ no: 1, title: 甲 }", vec!["TSK002"]),
            ("{ no: 1, title: 甲, lead: [宣传部], start: 2026-03-01, due: 2026-02-01 }", vec!["TSK007"]),
            ("{ no: 1, title: 甲, lead: [宣传部], progress: 120 }", vec!["FM009"]),
            ("{ no: 1, title: 甲, lead: [宣传部], status: 以完成 }", vec!["FM010"]),
            ("{ no: 1, title: 甲, lead: [宣传部], status: 延期 }", vec!["TSK005"]),
            ("{ no: 1, title: 甲, lead: [宣传部], due: 2026-02-30 }", vec!["FM008"]),
            ("{ no: 1, title: 甲, lead: [宣传部], target: { in: mingshi } }", vec!["TSK003"]),
            (
                "{ no: 1, title: 甲, lead: [宣传部], target: { count: entries, min: 9, max: 5 } }",
                vec!["TSK004"],
            ),
            ("{ no: 1, title: 甲, lead: [宣传部], dew: 2026-01-01 }", vec!["FM005"]),
            (
                "{ no: 1, title: 甲, lead: [宣传部], target: { value: 63, of: 90, unit: 间教室, percent: 100 } }",
                vec![],
            ),
            ("{ no: 1, title: 甲, lead: [宣传部], target: 12 }", vec!["FM006"]),
            (
                "{ no: 1, title: 甲, lead: [宣传部], target: { count: entries, min: 1, where: { year: [2026] } } }",
                vec!["FM006"],
            ),
            ("{ no: 1, title: 甲, lead: [宣传部], milestones: [{ due: 2026-04-01 }] }", vec!["FM007"]),
            ("{ no: 1, title: 甲, lead: [宣传部], log: [{ note: 上线 }] }", vec!["FM007"]),
            (
                "{ no: 1, title: 甲, lead: [宣传部], log: [{ date: 2026-05-06, note: 上线, progress: 101 }] }",
                vec!["FM009"],
            ),
            ("{ no: 一, title: 甲, lead: [宣传部] }", vec!["FM006"]),
            ("{ title: 甲, lead: [宣传部] }", vec!["FM007"]),
            ("甲", vec!["FM006"]),
        ] {
            assert_eq!(codes(task), expected, "{task}");
        }
    }
}
