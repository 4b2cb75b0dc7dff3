//! `chaoyin theme new|check`: a child theme of one's own, and whether it fits.

use std::path::{Path, PathBuf};

use super::args::{Theme, ThemeCheck, ThemeNew, ThemeVerb};
use super::build::{request, workers};
use super::ending::{Ending, Trouble, root};
use super::findings;
use super::init::write;
use super::progress::Bar;
use super::terminal::Terminal;
use crate::base::diagnostic::code::Language;
use crate::build::build::build;
use crate::build::memory::Memory;
use crate::build::nowhere::Nowhere;
use crate::shell::disk::read::StatMemory;
use crate::shell::open::open;

/// Files of a new theme. `{{name}}` and `{{title}}` are filled in.
const SKELETON: [(&str, &str); 5] = [
    ("theme.yaml", include_str!("skeleton/theme/theme.yaml")),
    ("README.md", include_str!("skeleton/theme/README.md")),
    ("static/css/theme.css", include_str!("skeleton/theme/theme.css")),
    ("strings/zh-CN.yaml", include_str!("skeleton/theme/zh-CN.yaml")),
    ("templates/partials/head.html", include_str!("skeleton/theme/head.html")),
];

/// Makes or checks a theme.
///
/// # Errors
/// [`Trouble`] with usage or the machine.
pub fn run(theme: &Theme, given: Option<&Path>, terminal: Terminal) -> Result<Ending, Trouble> {
    match &theme.verb {
        ThemeVerb::New(new) => create(new, root(given)?, terminal),
        ThemeVerb::Check(check) => examine(check, root(given)?, terminal),
    }
}

fn create(new: &ThemeNew, root: PathBuf, terminal: Terminal) -> Result<Ending, Trouble> {
    let name = new.name.as_str();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if name.is_empty() || name == "portal" || !name.chars().all(fits) {
        return Err(Trouble::usage(
            format!("“{name}”不能作主题的名称：用小写字母、数字和 -，并且不能叫 portal"),
            format!("`{name}` is no name for a theme: use a-z, 0-9 and -, and not `portal`"),
        ));
    }
    let folder = root.join("themes").join(name);
    if folder.exists() {
        return Err(Trouble::usage(
            format!("themes/{name} 已经有了；换一个名称"),
            format!("themes/{name} exists; choose another name"),
        ));
    }
    let title = new.title.as_deref().unwrap_or(name);
    for (path, text) in &SKELETON {
        let text = text.replace("{{name}}", name).replace("{{title}}", title);
        write(&folder.join(path), &text)?;
    }
    terminal.result(&format!("themes/{name}\n"))?;
    terminal.note(&match terminal.language {
        Language::Chinese => format!(
            "主题建好了：没有的文件都用默认主题的。\n  chaoyin theme check {name}      检查\n  chaoyin build --theme {name}    用它生成一次\n满意以后在 site.yaml 里写 theme: {name}"
        ),
        Language::English => format!(
            "the theme is ready; what it lacks is the default theme's:\n  chaoyin theme check {name}\n  chaoyin build --theme {name}\nthen write `theme: {name}` in site.yaml"
        ),
    });
    Ok(Ending::Done)
}

/// Every page is rendered with the theme and goes nowhere, so that its errors show.
fn examine(check: &ThemeCheck, root: PathBuf, terminal: Terminal) -> Result<Ending, Trouble> {
    workers(check.making.jobs);
    let mut request = request(&check.making, root);
    if check.name.is_some() {
        request.theme.clone_from(&check.name);
    }
    let (mut world, _) = open(&request, &mut StatMemory::default());
    let bar = Bar::new(terminal);
    let built = build(&mut world, &mut Memory::default(), &Nowhere::Whole, &bar)?;
    bar.clear();
    findings::tell(terminal, &built.findings, &world.tree);
    let pages = built.plan.outputs.len();
    terminal.note(&findings::closing(
        terminal.language,
        &built.findings,
        ("主题检查完毕", &format!("{pages} 个输出都能生成，没有问题")),
        ("the theme is checked", &format!("{pages} outputs, all is well")),
    ));
    Ok(if built.publishable() { Ending::Done } else { Ending::Errors })
}
