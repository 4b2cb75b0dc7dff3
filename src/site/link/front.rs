//! References in front matter, task tables, the registry and menus.

use super::target::Targets;
use super::text::{self, Found, Written, scheme};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::span::Span;
use crate::base::text::nearest::nearest;
use crate::input::config::settings::MenuLink;
use crate::input::document::front_matter::{Block, FrontMatter};
use crate::input::kind::field::FieldValue;
use crate::input::source::path::SourcePath;
use crate::input::yaml::located::Located;
use crate::site::id::{ColumnId, TaskId};
use crate::site::reference::Resolved;
use crate::site::tree::UNKNOWN_FRONT_UNIT;
use crate::site::value;

/// A task that is not in the plan.
pub static UNKNOWN_TASK: Code = Code {
    name: "FM101",
    severity: Severity::Error,
    message: Words { zh: "任务 {target} 不在任务表里", en: "the plan has no task {target}" },
    help: Words { zh: "写“表号-序号”，例如 4-4", en: "write table and number, such as 4-4" },
    example: "tasks: [4-99]",
};

/// An entry in a field that does not exist.
pub static UNKNOWN_ENTRY: Code = Code {
    name: "FM102",
    severity: Severity::Error,
    message: Words { zh: "没有这篇内容：{target}", en: "there is no such entry: {target}" },
    help: Words {
        zh: "写它在 content 下的路径，不带 .md，例如 gongzuoshi/chaosheng",
        en: "write its path below content without .md, such as gongzuoshi/chaosheng",
    },
    example: "studio: gongzuoshi/none",
};

/// An account that the registry does not have.
pub static UNKNOWN_ACCOUNT: Code = Code {
    name: "FM103",
    severity: Severity::Error,
    message: Words {
        zh: "没有登记名为“{target}”的账号", en: "no account named `{target}` is registered"
    },
    help: Words {
        zh: "写 content/matrix 里登记的名称",
        en: "write a name that is registered in content/matrix",
    },
    example: "account: 没有登记的账号",
};

/// A block of the home page that draws from a column that does not exist.
pub static UNKNOWN_COLUMN: Code = Code {
    name: "FM104",
    severity: Severity::Error,
    message: Words { zh: "没有这个栏目：{target}", en: "there is no such column: {target}" },
    help: Words {
        zh: "写 content 下的文件夹名，例如 mingshi",
        en: "write a folder below content, such as mingshi",
    },
    example: "blocks: [{ block: latest, from: none }]",
};

/// A file in a field that does not exist.
pub static NO_FIELD_FILE: Code = Code {
    name: "LNK010",
    severity: Severity::Error,
    message: Words {
        zh: "{field} 所写的文件不存在：{target}", en: "{field} names no file: {target}"
    },
    help: Words {
        zh: "把文件放在本文件旁边写文件名，或从 content 写起，例如 /images/x.svg",
        en: "put the file beside this one and write its name, or begin at content, such as /images/x.svg",
    },
    example: "cover: none.svg",
};

/// A menu entry that leads nowhere.
pub static NO_MENU_TARGET: Code = Code {
    name: "LNK011",
    severity: Severity::Error,
    message: Words {
        zh: "菜单“{title}”指向的 {target} 不存在",
        en: "menu `{title}` leads to {target}, which is not there",
    },
    help: Words {
        zh: "写栏目文件夹（mingshi）、站内网址（/about/）或 https:// 地址",
        en: "write a column's folder (mingshi), a site path (/about/) or an https:// address",
    },
    example: "menu: [{ title: 名师, to: none }]",
};

/// Evidence that does not exist.
pub static UNKNOWN_EVIDENCE: Code = Code {
    name: "TSK022",
    severity: Severity::Error,
    message: Words { zh: "佐证 {target} 不存在", en: "there is no evidence {target}" },
    help: Words {
        zh: "写内容在 content 下的路径（如 mingshi/wang-yangming），或 https:// 地址",
        en: "write an entry's path below content (such as mingshi/wang-yangming) or an https:// address",
    },
    example: "evidence: [mingshi/none]",
};

/// Evidence that is not shown on the day.
pub static HIDDEN_EVIDENCE: Code = Code {
    name: "TSK023",
    severity: Severity::Warning,
    message: Words {
        zh: "佐证 {target} 目前不发布（{reason}），暂不计入",
        en: "evidence {target} is not published ({reason}) and is not counted",
    },
    help: Words { zh: "发布它，或换一条佐证", en: "publish it, or name other evidence" },
    example: "evidence: [mingshi/draft]",
};

/// An entry in a field that is not shown on the day.
pub static HIDDEN_ENTRY: Code = Code {
    name: "FM105",
    severity: Severity::Warning,
    message: Words {
        zh: "字段所写的内容目前不发布（{reason}）：{target}",
        en: "the field names an entry that is not published ({reason}): {target}",
    },
    help: Words { zh: "等它发布，或改写别的", en: "publish it, or name another" },
    example: "studio: gongzuoshi/draft",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[
    &UNKNOWN_TASK,
    &UNKNOWN_ENTRY,
    &UNKNOWN_ACCOUNT,
    &UNKNOWN_COLUMN,
    &NO_FIELD_FILE,
    &NO_MENU_TARGET,
    &UNKNOWN_EVIDENCE,
    &HIDDEN_EVIDENCE,
    &HIDDEN_ENTRY,
];

/// What the front matter of an entry or column refers to.
#[derive(Debug, Default)]
pub struct FrontLinks {
    /// References in fields: name, position, resolved.
    pub fields: Vec<(String, usize, Resolved)>,
    /// The cover, else the portrait.
    pub cover: Option<SourcePath>,
    /// Tasks as listed, each once.
    pub tasks: Vec<TaskId>,
}

/// Resolves all that front matter refers to.
pub fn resolve(
    targets: &Targets<'_>,
    file: &SourcePath,
    front: &FrontMatter,
    found: &mut Vec<Finding>,
) -> FrontLinks {
    let mut links = FrontLinks::default();
    value::walk(&front.fields, &mut |name, at, located| {
        if let Some((resolved, finding)) = field(targets, file, name, &located.value, located.span) {
            links.fields.push((name.to_owned(), at, resolved));
            found.extend(finding);
        }
    });
    if let Some(cover) = &front.cover {
        let (resolved, finding) = path(targets, file, "cover", cover.span, &cover.value);
        found.extend(finding);
        links.cover = as_asset(resolved);
    } else {
        let portrait = links.fields.iter().find(|(name, _, _)| name == "portrait");
        links.cover = portrait.and_then(|(_, _, r)| as_asset(r.clone()));
    }
    for written in &front.tasks {
        match TaskId::parse(&written.value).filter(|id| targets.from.tasks.contains(id)) {
            Some(id) if links.tasks.contains(&id) => {}
            Some(id) => links.tasks.push(id),
            None => found.push(unknown_task(targets, file, &written.value, written.span)),
        }
    }
    links
}

fn as_asset(resolved: Resolved) -> Option<SourcePath> {
    if let Resolved::Asset(path) = resolved { Some(path) } else { None }
}

fn unknown_task(targets: &Targets<'_>, file: &SourcePath, target: &str, span: Span) -> Finding {
    let names: Vec<String> = targets.from.tasks.iter().map(ToString::to_string).collect();
    let suggestion = nearest(target.trim(), names.iter().map(String::as_str)).map(str::to_owned);
    Written { file, span, target: target.trim() }.finding(&UNKNOWN_TASK).suggesting(suggestion)
}

fn field(
    targets: &Targets<'_>,
    file: &SourcePath,
    name: &str,
    value: &FieldValue,
    span: Span,
) -> Option<Found> {
    let written = |target| Written { file, span, target };
    Some(match value {
        FieldValue::Path(target) => path(targets, file, name, span, target),
        FieldValue::Entry(target) => {
            text::named(targets, written(target.trim()), (&UNKNOWN_ENTRY, &HIDDEN_ENTRY))
        }
        FieldValue::Unit(unit) => {
            let located = Located::new(unit.clone(), span);
            match targets.from.units.resolve(&located, file.as_str(), &UNKNOWN_FRONT_UNIT) {
                Ok(unit) => (Resolved::Unit(unit.id), None),
                Err(finding) => (Resolved::Broken, Some(finding)),
            }
        }
        FieldValue::Task(target) => {
            match TaskId::parse(target).filter(|id| targets.from.tasks.contains(id)) {
                Some(id) => (Resolved::Task(id), None),
                None => (Resolved::Broken, Some(unknown_task(targets, file, target, span))),
            }
        }
        FieldValue::Account(target) => {
            if let Some(account) = targets.account(target) {
                (Resolved::Page(format!("{}#{}", targets.from.matrix_url, account.slug)), None)
            } else {
                let finding = written(target.trim()).finding(&UNKNOWN_ACCOUNT);
                (Resolved::Broken, Some(finding.suggesting(targets.nearest_account(target))))
            }
        }
        _ => return None,
    })
}

/// A path field: a picture or attachment, or an address outside.
pub fn path(targets: &Targets<'_>, file: &SourcePath, name: &str, span: Span, target: &str) -> Found {
    let (resolved, finding) =
        text::asset(targets, Written { file, span, target: target.trim() }, &NO_FIELD_FILE);
    (resolved, finding.map(|f| f.with("field", name)))
}

/// A piece of evidence: an address outside, or an entry or column.
pub fn evidence(targets: &Targets<'_>, file: &SourcePath, written: &Located<String>) -> Found {
    let target = written.value.trim();
    if scheme(target).is_some_and(|s| s == "http" || s == "https") {
        return (Resolved::Address(target.to_owned()), None);
    }
    let at = Written { file, span: written.span, target };
    if let Some(resolved) = targets.from.addresses.at(target).filter(|_| target.starts_with('/')) {
        return (resolved.clone(), None);
    }
    text::named(targets, at, (&UNKNOWN_EVIDENCE, &HIDDEN_EVIDENCE))
}

/// The column that a block of the home page draws from must exist.
pub fn block(targets: &Targets<'_>, file: &SourcePath, block: &Block) -> Option<Finding> {
    let from = block.from.as_ref()?;
    let folder = from.value.trim().trim_matches('/');
    if targets.from.columns.get(ColumnId::of(folder)).is_some() {
        return None;
    }
    let folders = targets.from.columns.iter().map(|c| c.folder.as_str()).filter(|f| !f.is_empty());
    let finding = Finding::new(&UNKNOWN_COLUMN, Place::new(file.shared(), from.span)).with("target", folder);
    Some(finding.suggesting(nearest(folder, folders)))
}

/// Where a menu's link leads: a column's folder, an entry, a site path, a picture or an address outside.
pub fn menu(targets: &Targets<'_>, link: &MenuLink) -> Found {
    let target = link.to.trim();
    if target.is_empty() || target.starts_with('#') || target.starts_with("//") || scheme(target).is_some() {
        return (Resolved::Address(target.to_owned()), None);
    }
    if let Some(resolved) = targets.from.addresses.at(target).filter(|_| target.starts_with('/')) {
        return (resolved.clone(), None);
    }
    if let Some(resolved) = targets.named(target).and_then(|spot| targets.resolved(spot, None)) {
        return (resolved, None);
    }
    if let Some(asset) =
        targets.asset(&SourcePath::new(&format!("{}/{}", targets.from.tree, target.trim_start_matches('/'))))
    {
        return (Resolved::Asset(asset), None);
    }
    if let Some(elsewhere) = targets.elsewhere(target, &SourcePath::new(&format!("content/{target}")), None) {
        return (elsewhere, None);
    }
    let near = nearest(target, targets.from.columns.iter().map(|column| column.folder.as_str()));
    let finding = Finding::new(&NO_MENU_TARGET, Place::new("site.yaml", link.at.0)).suggesting(near);
    (Resolved::Broken, Some(finding.with("title", &link.title).with("target", target)))
}
