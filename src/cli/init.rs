//! `chaoyin init DIR`: a new site, ready to build.

use std::fs;
use std::io;
use std::path::Path;

use super::args::Init;
use super::ending::{Ending, Trouble};
use super::terminal::Terminal;
use crate::base::diagnostic::code::Language;
use crate::shell::clock;

/// The files of a new site. `{{title}}`, `{{today}}` and `{{version}}` are filled in.
const SKELETON: [(&str, &str); 16] = [
    ("site.yaml", include_str!("skeleton/site.yaml")),
    (".gitignore", include_str!("skeleton/gitignore")),
    ("README.md", include_str!("skeleton/README.md")),
    ("content/_index.md", include_str!("skeleton/home.md")),
    ("content/units.yaml", include_str!("skeleton/units.yaml")),
    ("content/about.md", include_str!("skeleton/about.md")),
    ("content/tongzhi/_index.md", include_str!("skeleton/notices.md")),
    ("content/tongzhi/huan-ying.md", include_str!("skeleton/welcome.md")),
    ("content/mingshi/_index.md", include_str!("skeleton/people.md")),
    ("content/mingshi/wang-yangming.md", include_str!("skeleton/person.md")),
    ("content/progress/_index.md", include_str!("skeleton/progress.md")),
    ("content/progress/table-1.yaml", include_str!("skeleton/table.yaml")),
    ("content/matrix/_index.md", include_str!("skeleton/matrix.md")),
    ("content/matrix/accounts.yaml", include_str!("skeleton/accounts.yaml")),
    (".github/workflows/site.yml", include_str!("skeleton/github.yml")),
    (".gitlab-ci.yml", include_str!("skeleton/gitlab.yml")),
];

/// Makes a site.
///
/// # Errors
/// [`Trouble`] where the folder holds something already, or the machine fails.
pub fn run(init: &Init, terminal: Terminal) -> Result<Ending, Trouble> {
    let folder = &init.folder;
    refuse_unless_empty(folder)?;
    let today = clock::today("Asia/Shanghai").to_string();
    let title = serde_json::to_string(&init.title).map_err(io::Error::other)?;
    for (path, text) in &SKELETON {
        let text = text.replace("{{title}}", &title).replace("{{today}}", &today);
        let text = text.replace("{{version}}", env!("CARGO_PKG_VERSION"));
        write(&folder.join(path), &text)?;
    }
    let shown = folder.display();
    terminal.result(&format!("{shown}\n"))?;
    terminal.note(&match terminal.language {
        Language::Chinese => format!(
            "新站点建好了。接下来：\n  cd {shown}\n  chaoyin serve --open    边写边看\n  chaoyin build           生成到 public/\n先改 site.yaml 里的名称、网址和单位。"
        ),
        Language::English => {
            format!("the site is ready:\n  cd {shown}\n  chaoyin serve --open\n  chaoyin build")
        }
    });
    Ok(Ending::Done)
}

/// A folder that holds nothing but a repository's own files may become a site.
fn refuse_unless_empty(folder: &Path) -> Result<(), Trouble> {
    let below = match fs::read_dir(folder) {
        Ok(below) => below,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Trouble::at(folder, error)),
    };
    for entry in below {
        let name = entry.map_err(|error| Trouble::at(folder, error))?.file_name();
        if name != ".git" {
            let (folder, name) = (folder.display(), name.display());
            return Err(Trouble::usage(
                format!("{folder} 不是空的（里面有 {name}）；换一个新文件夹，免得覆盖已有的文件"),
                format!("{folder} is not empty (it holds {name}); choose a new folder"),
            ));
        }
    }
    Ok(())
}

/// Writes a file of a skeleton, with the folders that it stands in.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    let write = || {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, text)
    };
    write().map_err(|error| Trouble::at(path, error))
}
