//! References in texts.

use super::target::{Spot, Targets, bare};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::span::Span;
use crate::input::markdown::body::{Reference, ReferenceForm};
use crate::input::source::path::SourcePath;
use crate::site::id::TaskId;
use crate::site::reference::Resolved;

/// A link to a file that does not exist.
pub static NO_FILE: Code = Code {
    name: "LNK001",
    severity: Severity::Error,
    message: Words { zh: "链接的文件不存在：{target}", en: "the link leads to no file: {target}" },
    help: Words {
        zh: "路径从本文件所在的文件夹算起（以 / 开头则从 content 算起）",
        en: "paths start at this file's folder (with a leading / at `content`)",
    },
    example: "[课程](../kecheng/none.md)",
};

/// A link to an anchor that its page does not have.
pub static NO_ANCHOR: Code = Code {
    name: "LNK002",
    severity: Severity::Error,
    message: Words { zh: "目标页面没有锚点 #{anchor}", en: "the page has no anchor #{anchor}" },
    help: Words {
        zh: "锚点与目标页面的标题对应，改成现有的标题", en: "anchors follow the page's headings"
    },
    example: "[前文](#没有这一节)",
};

/// A link to something that is not shown on the day.
pub static TO_HIDDEN: Code = Code {
    name: "LNK003",
    severity: Severity::Warning,
    message: Words {
        zh: "链接的内容目前不发布（{reason}）：{target}，页面上只保留文字",
        en: "the link leads to what is not published ({reason}): {target}; its words stay as text",
    },
    help: Words { zh: "等它发布，或改链接别处", en: "publish it, or link elsewhere" },
    example: "[预告](draft.md)",
};

/// A wikilink or card whose target does not exist.
pub static NO_ENTRY: Code = Code {
    name: "LNK004",
    severity: Severity::Error,
    message: Words { zh: "没有这篇内容：{target}", en: "there is no such entry: {target}" },
    help: Words {
        zh: "写它在 content 下的路径，不带 .md，例如 mingshi/wang-yangming",
        en: "write its path below content without .md, such as mingshi/wang-yangming",
    },
    example: "[[mingshi/none]]",
};

/// A picture that does not exist.
pub static NO_IMAGE: Code = Code {
    name: "LNK005",
    severity: Severity::Error,
    message: Words { zh: "图片不存在：{target}", en: "there is no such picture: {target}" },
    help: Words {
        zh: "把图片放在本文件旁边写文件名，或放在 content/images 写 /images/…",
        en: "put the picture beside this file, or below content/images and write /images/…",
    },
    example: "![校门](none.jpg)",
};

/// A sound, film or attachment that does not exist.
pub static NO_ATTACHMENT: Code = Code {
    name: "LNK006",
    severity: Severity::Error,
    message: Words { zh: "文件不存在：{target}", en: "there is no such file: {target}" },
    help: Words {
        zh: "把文件放在本文件旁边，写文件名",
        en: "put the file beside this one and write its name",
    },
    example: "::attachment{src=\"none.pdf\" title=\"附件\"}",
};

/// A path of this site that nothing stands at.
pub static NO_ADDRESS: Code = Code {
    name: "LNK007",
    severity: Severity::Error,
    message: Words {
        zh: "本站没有这个网址：{target}", en: "nothing stands at this address: {target}"
    },
    help: Words {
        zh: "更稳妥的写法是链接到文件，例如 /mingshi/wang-yangming.md",
        en: "linking to a file, such as /mingshi/wang-yangming.md, is safer",
    },
    example: "[关于](/none/)",
};

/// A name that differs from its file in case.
pub static OTHER_CASE: Code = Code {
    name: "LNK008",
    severity: Severity::Error,
    message: Words {
        zh: "大小写不一致：写的是 {target}，文件是 {file}",
        en: "the case differs: {target} is written, the file is {file}",
    },
    help: Words {
        zh: "照文件名的大小写写；在 Windows 上能打开，发布到服务器后会打不开",
        en: "write the name as the file has it; it works on Windows but not on a server",
    },
    example: "![校门](Gate.JPG)",
};

/// An address that runs code or opens the reader's own files.
pub static UNSAFE_SCHEME: Code = Code {
    name: "LNK009",
    severity: Severity::Error,
    message: Words {
        zh: "不能链接到 {scheme}: 开头的地址",
        en: "addresses that begin with {scheme}: are refused",
    },
    help: Words {
        zh: "改用 https:// 的地址或本站文件",
        en: "use an https:// address or a file of this site",
    },
    example: "[点我](javascript:alert(1))",
};

/// A reference that leads out of the content.
pub static OUT_OF_TREE: Code = Code {
    name: "SRC031",
    severity: Severity::Error,
    message: Words {
        zh: "路径超出了 content 文件夹：{target}",
        en: "the path leads out of content: {target}",
    },
    help: Words {
        zh: "少写几个 ../，或以 / 开头从 content 写起",
        en: "write fewer ../, or begin with / at `content`",
    },
    example: "![图](../../../x.png)",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[
    &NO_FILE,
    &NO_ANCHOR,
    &TO_HIDDEN,
    &NO_ENTRY,
    &NO_IMAGE,
    &NO_ATTACHMENT,
    &NO_ADDRESS,
    &OTHER_CASE,
    &UNSAFE_SCHEME,
    &OUT_OF_TREE,
];

/// What a reference resolves to, and what is wrong with it.
pub type Found = (Resolved, Option<Finding>);

/// Where a reference stands and what it says.
#[derive(Clone, Copy)]
pub struct Written<'w> {
    /// The file.
    pub file: &'w SourcePath,
    /// The place in it.
    pub span: Span,
    /// As written.
    pub target: &'w str,
}

impl Written<'_> {
    pub(super) fn finding(&self, code: &'static Code) -> Finding {
        Finding::new(code, Place::new(self.file.shared(), self.span)).with("target", self.target)
    }

    pub(super) fn broken(&self, code: &'static Code) -> Found {
        (Resolved::Broken, Some(self.finding(code)))
    }
}

/// Resolves one reference of the text at `own`.
#[must_use]
pub fn resolve(targets: &Targets<'_>, file: &SourcePath, own: Spot, reference: &Reference) -> Found {
    let written = Written { file, span: reference.span, target: reference.target.trim() };
    match reference.form {
        ReferenceForm::Link => link(targets, own, written),
        ReferenceForm::Wiki => wiki(targets, own, written),
        ReferenceForm::Card => named(targets, written, (&NO_ENTRY, &TO_HIDDEN)),
        ReferenceForm::Image => asset(targets, written, &NO_IMAGE),
        ReferenceForm::Media | ReferenceForm::Attachment => asset(targets, written, &NO_ATTACHMENT),
    }
}

fn link(targets: &Targets<'_>, own: Spot, written: Written<'_>) -> Found {
    let target = written.target;
    let (path, anchor) = split_anchor(target);
    if path.is_empty() {
        let finding = missing_anchor(targets, own, anchor, written);
        return (Resolved::Address(target.to_owned()), finding);
    }
    if let Some(scheme) = scheme(target) {
        return by_scheme(scheme, written);
    }
    if target.starts_with("//") {
        return (Resolved::Address(target.to_owned()), None);
    }
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    if path.starts_with('/')
        && let Some(resolved) = targets.from.addresses.at(path)
    {
        return with_anchor(targets, resolved.clone(), anchor, written);
    }
    let Some(file) = joined(written.file, path) else { return written.broken(&OUT_OF_TREE) };
    if let Some(spot) = targets.at(&file) {
        return at_spot(targets, spot, anchor, written, &TO_HIDDEN);
    }
    if let Some(asset) = targets.asset(&file) {
        return (Resolved::Asset(asset), None);
    }
    if let Some(elsewhere) = targets.elsewhere(path, &file, anchor) {
        return (elsewhere, None);
    }
    if let Some(found) = other_case(targets, &file, written) {
        return found;
    }
    let is_address = path.starts_with('/') && !path.ends_with(".md");
    let code = if is_address { &NO_ADDRESS } else { &NO_FILE };
    let suggestion = targets.nearest_file(file.as_str()).map(|s| s.in_place_of(path));
    (Resolved::Broken, Some(written.finding(code).suggesting(suggestion)))
}

fn wiki(targets: &Targets<'_>, own: Spot, written: Written<'_>) -> Found {
    let (name, anchor) = split_anchor(written.target);
    if name.is_empty() {
        let finding = missing_anchor(targets, own, anchor, written);
        return (Resolved::Address(written.target.to_owned()), finding);
    }
    if let Some(spot) = targets.named(name) {
        return at_spot(targets, spot, anchor, written, &TO_HIDDEN);
    }
    if let Some(id) = TaskId::parse(name).filter(|id| targets.from.tasks.contains(id)) {
        return (Resolved::Task(id), None);
    }
    if let Some(unit) = targets.from.units.named(name) {
        return (Resolved::Unit(unit.id), None);
    }
    if let Some(elsewhere) = targets.from.beside.and_then(|beside| beside.named(bare(name), anchor)) {
        return (elsewhere, None);
    }
    (Resolved::Broken, Some(written.finding(&NO_ENTRY).suggesting(nearest_reference(targets, name))))
}

/// An entry or column by its reference; the codes are for one that does not exist and one that is not shown.
#[must_use]
pub fn named(
    targets: &Targets<'_>,
    written: Written<'_>,
    (missing, hidden): (&'static Code, &'static Code),
) -> Found {
    let (name, anchor) = split_anchor(written.target);
    match targets.named(name) {
        Some(spot) if !bare(name).is_empty() => at_spot(targets, spot, anchor, written, hidden),
        _ => (Resolved::Broken, Some(written.finding(missing).suggesting(nearest_reference(targets, name)))),
    }
}

fn nearest_reference(targets: &Targets<'_>, name: &str) -> Option<String> {
    let path = format!("{}/{}.md", targets.from.tree, bare(name));
    let suggestion = targets.nearest_file(&path)?.in_place_of(&path);
    Some(bare(&suggestion).to_owned()).filter(|s| !s.is_empty())
}

/// A picture, film or attachment beside the file, or at an address outside.
#[must_use]
pub fn asset(targets: &Targets<'_>, written: Written<'_>, missing: &'static Code) -> Found {
    let target = written.target;
    if let Some(scheme) = scheme(target) {
        let is_picture = target.get(..11).is_some_and(|s| s.eq_ignore_ascii_case("data:image/"));
        return if is_picture {
            (Resolved::Address(target.to_owned()), None)
        } else {
            by_scheme(scheme, written)
        };
    }
    if target.starts_with("//") {
        return (Resolved::Address(target.to_owned()), None);
    }
    // A name with `?` or `#` in it is found as it stands; else what follows them is for the browser.
    let cut = target.find(['?', '#']).map_or(target, |n| target.get(..n).unwrap_or(target));
    for path in [target, cut] {
        let Some(file) = joined(written.file, path) else { return written.broken(&OUT_OF_TREE) };
        if let Some(asset) = targets.asset(&file) {
            return (Resolved::Asset(asset), None);
        }
    }
    let Some(file) = joined(written.file, cut) else { return written.broken(&OUT_OF_TREE) };
    if let Some(found) = other_case(targets, &file, written) {
        return found;
    }
    let suggestion = targets.nearest_file(file.as_str()).map(|s| s.in_place_of(cut));
    let suggestion = suggestion.filter(|s| !s.ends_with(".md"));
    (Resolved::Broken, Some(written.finding(missing).suggesting(suggestion)))
}

fn other_case(targets: &Targets<'_>, file: &SourcePath, written: Written<'_>) -> Option<Found> {
    let actual = targets.other_case(file.as_str())?;
    let name = actual.rsplit('/').next().unwrap_or(actual);
    let path = SourcePath::new(actual);
    let resolved = match targets.asset(&path) {
        Some(asset) => Resolved::Asset(asset),
        None => targets.at(&path).and_then(|spot| targets.resolved(spot, None)).unwrap_or(Resolved::Broken),
    };
    Some((resolved, Some(written.finding(&OTHER_CASE).with("file", name))))
}

fn at_spot(
    targets: &Targets<'_>,
    spot: Spot,
    anchor: Option<&str>,
    written: Written<'_>,
    hidden: &'static Code,
) -> Found {
    if let Spot::Hidden(n) = spot {
        let reason = targets.from.hidden.get(n).map_or("", |h| h.reason.as_str());
        return (Resolved::Broken, Some(written.finding(hidden).with("reason", reason)));
    }
    match targets.resolved(spot, None) {
        Some(resolved) => with_anchor(targets, resolved, anchor, written),
        None => (Resolved::Broken, None),
    }
}

fn with_anchor(
    targets: &Targets<'_>,
    resolved: Resolved,
    anchor: Option<&str>,
    written: Written<'_>,
) -> Found {
    let spot = targets.spot(&resolved);
    let finding = spot.and_then(|spot| missing_anchor(targets, spot, anchor, written));
    let anchor = anchor.filter(|a| !a.is_empty()).map(str::to_owned);
    let resolved = match (resolved, anchor) {
        (Resolved::Entry(id, _), anchor) => Resolved::Entry(id, anchor),
        (Resolved::Column(id, _), anchor) => Resolved::Column(id, anchor),
        (Resolved::Page(url), Some(anchor)) => Resolved::Page(format!("{url}#{anchor}")),
        (other, _) => other,
    };
    (resolved, finding)
}

fn missing_anchor(
    targets: &Targets<'_>,
    spot: Spot,
    anchor: Option<&str>,
    written: Written<'_>,
) -> Option<Finding> {
    let anchor = anchor?;
    if targets.has_anchor(spot, anchor) {
        return None;
    }
    let nearest = targets.nearest_anchor(spot, anchor).map(|a| format!("#{a}"));
    Some(written.finding(&NO_ANCHOR).with("anchor", anchor).suggesting(nearest))
}

fn split_anchor(target: &str) -> (&str, Option<&str>) {
    match target.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (target, None),
    }
}

/// The path of a reference, where it stays in its tree of content.
fn joined(file: &SourcePath, reference: &str) -> Option<SourcePath> {
    let path = file.join(reference)?;
    (path.root() == file.root()).then_some(path)
}

/// The scheme of an address (RFC 3986, 3.1), in small letters.
pub(super) fn scheme(target: &str) -> Option<String> {
    let (scheme, _) = target.split_once(':')?;
    let mut chars = scheme.chars();
    let is_scheme = chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn by_scheme(scheme: String, written: Written<'_>) -> Found {
    let is_drive = scheme.len() == 1;
    if is_drive || matches!(scheme.as_str(), "javascript" | "vbscript" | "data" | "file") {
        return (Resolved::Broken, Some(written.finding(&UNSAFE_SCHEME).with("scheme", scheme)));
    }
    (Resolved::Address(written.target.to_owned()), None)
}
