//! The output folder: where it really is, what may be one, and what in it is not ours.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::lock::OWN_FOLDER;
use super::manifest::Manifests;
use super::sources::source_folders;
use super::walk;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::hash::Fingerprint;
use crate::build::published::{FILE_LIST, Owner};

/// Files in the output folder that are not ours.
pub static FOREIGN: Code = Code {
    name: "OUT030",
    severity: Severity::Error,
    message: Words {
        zh: "输出文件夹里有 {count} 个不是潮音生成的文件，例如 {example}",
        en: "the output folder holds {count} files that are not ours, such as {example}",
    },
    help: Words {
        zh: "把它们移走（要发布的放进 static/），或用 --out 换一个空文件夹；潮音不会删除别人的文件",
        en: "move them away (to static/ if they are to be published) or choose another folder with --out: nothing that is not ours is ever deleted",
    },
    example: "chaoyin build --out ~/文档",
};

/// The output folder is above the sources.
pub static HOLDS_SOURCES: Code = Code {
    name: "OUT031",
    severity: Severity::Error,
    message: Words {
        zh: "输出文件夹包含站点的源文件，整体替换会把它们删掉",
        en: "the output folder contains the site's sources, which would be deleted",
    },
    help: Words {
        zh: "用 --out 换一个文件夹，例如 public",
        en: "choose another folder with --out, such as public",
    },
    example: "chaoyin build --out .",
};

/// The output folder is inside the sources.
pub static INSIDE_SOURCES: Code = Code {
    name: "OUT032",
    severity: Severity::Error,
    message: Words {
        zh: "输出文件夹在 {folder} 里面，会被当成源文件",
        en: "the output folder lies inside {folder} and would be read as a source",
    },
    help: Words {
        zh: "用 --out 换一个文件夹，例如 public",
        en: "choose another folder with --out, such as public",
    },
    example: "chaoyin build --out content/public",
};

/// The output folder is a file.
pub static NOT_A_FOLDER: Code = Code {
    name: "OUT033",
    severity: Severity::Error,
    message: Words { zh: "输出位置不是文件夹", en: "the output is not a folder" },
    help: Words {
        zh: "用 --out 换一个位置，或把这个文件移走",
        en: "choose another with --out or move the file away",
    },
    example: "chaoyin build --out README.md",
};

/// The output folder holds another site.
pub static ANOTHER_SITE: Code = Code {
    name: "OUT034",
    severity: Severity::Error,
    message: Words {
        zh: "输出文件夹里是另一个站点：《{title}》，{url}",
        en: "the output folder holds another site: {title}, {url}",
    },
    help: Words {
        zh: "用 --out 换一个文件夹；确实要用这个站点代替它，先把原来的文件夹移走",
        en: "choose another folder with --out; where this site is to take its place, move the old folder away first",
    },
    example: "chaoyin build --out ../另一个站点/public",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&FOREIGN, &HOLDS_SOURCES, &INSIDE_SOURCES, &NOT_A_FOLDER, &ANOTHER_SITE];

/// An output folder that may be one.
#[derive(Clone, Debug)]
pub struct OutputFolder {
    /// Where it is, without links.
    pub path: PathBuf,
    /// As people wrote it.
    pub shown: String,
}

/// What an output folder holds besides the files that we own.
#[derive(Clone, Debug, Default)]
pub struct Strangers {
    /// Files that are not ours, below the folder.
    pub foreign: Vec<Arc<str>>,
    /// Files that keep an empty folder in version control: carried over.
    pub carried: Vec<Arc<str>>,
    /// Files of ours that are still there.
    pub ours: Vec<Arc<str>>,
    /// Whether all of them are known to be as the last build from here left them.
    pub untouched: bool,
    /// When it was looked; `None` where there was nothing to look at.
    looked: Option<Instant>,
}

/// How long what an output folder holds is taken for what it still holds. What somebody puts there later is not seen by
/// the build, as what comes between the last look and the exchange of the folders never is.
const LOOK_HOLDS: Duration = Duration::from_millis(400);

impl Strangers {
    /// Whether it was looked just now.
    #[must_use]
    pub fn is_of_now(&self) -> bool {
        self.looked.is_some_and(|looked| looked.elapsed() < LOOK_HOLDS)
    }
}

impl OutputFolder {
    /// Finds the output folder `out` of the site at `root` and looks whether it may be one.
    ///
    /// # Errors
    /// What the operating system says, or the finding that refuses the folder.
    pub fn resolve(root: &Path, out: &Path) -> io::Result<Result<Self, Finding>> {
        let shown = out.to_string_lossy().into_owned();
        let refused = |code: &'static Code| Finding::new(code, Place::whole(shown.as_str()));
        let path = real(out)?;
        if out.symlink_metadata().is_ok() && !path.is_dir() {
            return Ok(Err(refused(&NOT_A_FOLDER)));
        }
        let root = real(root)?;
        if root.starts_with(&path) {
            return Ok(Err(refused(&HOLDS_SOURCES)));
        }
        for name in source_folders(&root).iter().map(String::as_str).chain([".git", OWN_FOLDER]) {
            let folder = real(&root.join(name))?;
            if path.starts_with(&folder) {
                return Ok(Err(refused(&INSIDE_SOURCES).with("folder", name)));
            }
            if folder.starts_with(&path) {
                return Ok(Err(refused(&HOLDS_SOURCES)));
            }
        }
        Ok(Ok(Self { path, shown }))
    }

    /// A short name for this folder among those of the site at `root`. A folder in the site is named from its root,
    /// so that a site that was moved still knows its output.
    #[must_use]
    pub fn key(&self, root: &Path) -> String {
        let name = self.path.strip_prefix(root).unwrap_or(&self.path).to_string_lossy();
        format!("{:016x}", Fingerprint::of_bytes(name.as_bytes()).short())
    }

    /// Looks through the folder for what is not ours.
    ///
    /// # Errors
    /// Where a folder in it cannot be read: what is not seen cannot be said to be ours.
    pub fn strangers(&self, known: &Manifests) -> io::Result<Strangers> {
        let mut strangers = Strangers::default();
        if !self.path.exists() {
            return Ok(strangers);
        }
        strangers.looked = Some(Instant::now());
        let is_passed_over = |name: &str| name == ".git";
        let files = match &known.seen {
            Some(seen) => seen.now(&self.path, is_passed_over)?.files,
            None => walk::files(&self.path, is_passed_over)?.into_iter().map(Arc::from).collect(),
        };
        // Both lists are in order.
        let mut listed = known.published().map(|published| published.paths().peekable());
        for below in files {
            let name = below.rsplit('/').next().unwrap_or_default();
            let is_listed = listed.as_mut().is_some_and(|listed| {
                while listed.next_if(|path| **path < below).is_some() {}
                *below == *FILE_LIST || listed.peek().is_some_and(|path| **path == below)
            });
            if is_listed {
                strangers.ours.push(below);
            } else if matches!(name, ".keep" | ".gitkeep") {
                strangers.carried.push(below);
            } else {
                strangers.foreign.push(below);
            }
        }
        Ok(strangers)
    }

    /// The finding that refuses a folder with another site's output. One that was last written from here is this
    /// site's, whatever it is called by now.
    #[must_use]
    pub fn belongs_to_another(&self, known: &Manifests, site: &Owner) -> Option<Finding> {
        let owner = &known.published()?.owner;
        if known.written.is_some() || owner.is(site) {
            return None;
        }
        let finding = Finding::new(&ANOTHER_SITE, Place::whole(self.shown.as_str()));
        Some(finding.with("title", &owner.title).with("url", &owner.base_url))
    }

    /// The finding that refuses a folder with foreign files; `None` where there are none.
    #[must_use]
    pub fn refusal(&self, foreign: &[Arc<str>]) -> Option<Finding> {
        let example = foreign.first()?;
        let finding = Finding::new(&FOREIGN, Place::whole(self.shown.as_str()));
        Some(finding.with("count", foreign.len()).with("example", &**example))
    }
}

/// A path without links and `..`, also where its last parts do not exist yet.
fn real(path: &Path) -> io::Result<PathBuf> {
    let mut real = std::env::current_dir()?.canonicalize()?;
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            part => {
                real.push(part);
                match fs::canonicalize(&real) {
                    Ok(found) => real = found,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok(real)
}
