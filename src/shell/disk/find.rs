//! Finds a site's files: walks its source folders, and tells of what cannot be a source.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::sources::source_folders;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::Findings;
use crate::base::limits::FOLDER_DEPTH_MAX;
use crate::input::source::decode::UNREADABLE;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::CONFIGURATION;

/// A file name that is not UTF-8.
pub static NAME_NOT_UTF8: Code = Code {
    name: "SRC011",
    severity: Severity::Error,
    message: Words { zh: "文件名不是 UTF-8 编码：{name}", en: "the file name is not UTF-8: {name}" },
    help: Words {
        zh: "给文件改名；从压缩包解出的乱码文件名，请用支持 UTF-8 的工具重新解压",
        en: "rename the file, or unpack it again with a tool that knows UTF-8",
    },
    example: "（GBK 编码的文件名）",
};

/// A symbolic link to a folder that holds it, or a link inside a linked folder.
pub static LINK_LOOP: Code = Code {
    name: "SRC012",
    severity: Severity::Error,
    message: Words {
        zh: "符号链接绕成了圈：{target}", en: "the symbolic link runs in a circle: {target}"
    },
    help: Words {
        zh: "删除这个链接，或让它指向别处", en: "remove the link or point it elsewhere"
    },
    example: "ln -s . content/loop",
};

/// A symbolic link that leads out of the site.
pub static LINK_OUT: Code = Code {
    name: "SRC013",
    severity: Severity::Error,
    message: Words {
        zh: "符号链接指向站点文件夹之外：{target}",
        en: "the symbolic link leads out of the site: {target}",
    },
    help: Words {
        zh: "把文件复制到站点里来；站点之外的文件不会发布",
        en: "copy the file into the site: nothing outside is published",
    },
    example: "ln -s /etc content/etc",
};

/// A pipe, a socket or a device.
pub static SPECIAL: Code = Code {
    name: "SRC014",
    severity: Severity::Error,
    message: Words {
        zh: "不是普通文件（管道、套接字或设备）",
        en: "not a regular file (pipe, socket or device)",
    },
    help: Words { zh: "把它移出站点文件夹", en: "move it out of the site" },
    example: "mkfifo content/pipe",
};

/// Two names that are equal once composed.
pub static SAME_NAME: Code = Code {
    name: "SRC015",
    severity: Severity::Error,
    message: Words {
        zh: "两个文件名看起来一样，只是 Unicode 写法不同（NFC 与 NFD）",
        en: "two file names are equal but for their Unicode form (NFC, NFD)",
    },
    help: Words { zh: "删除或改名其中一个", en: "remove or rename one of them" },
    example: "（macOS 与 Windows 各存了一份“é.md”）",
};

/// A folder too deep.
pub static TOO_DEEP: Code = Code {
    name: "SRC016",
    severity: Severity::Error,
    message: Words { zh: "文件夹超过 {most} 层", en: "folders are nested deeper than {most}" },
    help: Words { zh: "减少文件夹层数", en: "nest fewer folders" },
    example: "（content/a/a/a/…）",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&NAME_NOT_UTF8, &LINK_LOOP, &LINK_OUT, &SPECIAL, &SAME_NAME, &TOO_DEEP];

/// What a walk found.
pub(super) struct Found {
    /// Each file in the order of the paths, and its path on disk where that differs.
    pub(super) files: Vec<(SourcePath, Option<Arc<str>>)>,
    /// Whether there are symbolic links.
    pub(super) linked: bool,
    /// What is wrong.
    pub(super) findings: Findings,
}

/// Finds the files of the site at `root`.
#[must_use]
pub(super) fn find(root: &Path) -> Found {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut walk = Walk::new(root, &real_root);
    walk.configuration();
    for folder in source_folders(root) {
        walk.folder(&folder);
    }
    walk.ended()
}

struct Walk<'r> {
    root: &'r Path,
    /// The root without links, which links must stay below.
    real_root: &'r Path,
    /// The source folder that is walked, without links, once it is known to be one of the site; no link below it may
    /// lead to it.
    real_top: Option<PathBuf>,
    files: Vec<(SourcePath, Option<Arc<str>>)>,
    findings: Findings,
    linked: bool,
}

/// A folder directly in a source folder.
struct Branch {
    path: PathBuf,
    /// Whether it is a link, or stands in a source folder that is one.
    is_linked: bool,
}

impl<'r> Walk<'r> {
    fn new(root: &'r Path, real_root: &'r Path) -> Self {
        Self {
            root,
            real_root,
            real_top: None,
            files: Vec::new(),
            findings: Findings::default(),
            linked: false,
        }
    }

    fn configuration(&mut self) {
        let disk = self.root.join(CONFIGURATION);
        if let Ok(target) = disk.canonicalize()
            && disk.is_symlink()
            && (!target.starts_with(self.real_root) || self.is_reserved(&target))
        {
            let shown = target.to_string_lossy();
            self.findings.push(Finding::new(&LINK_OUT, Place::whole(CONFIGURATION)).with("target", shown));
            return;
        }
        match fs::metadata(&disk) {
            Ok(metadata) if metadata.is_file() => {
                self.files.push((SourcePath::new(CONFIGURATION), None));
            }
            Ok(_) => self.findings.push(Finding::new(&SPECIAL, Place::whole(CONFIGURATION))),
            // That it is missing is for the configuration's reader to say.
            Err(_) => {}
        }
    }

    /// A source folder; the folders directly in it are walked in parallel.
    fn folder(&mut self, name: &str) {
        let top = self.root.join(name);
        if top.symlink_metadata().is_err() {
            return;
        }
        let mut stem = Walk::new(self.root, self.real_root);
        let branches = stem.stem(&top);
        let branches: Vec<Walk<'_>> = branches
            .into_par_iter()
            .map(|branch| {
                let real_top = stem.real_top.clone();
                let mut walk = Walk { real_top, ..Walk::new(self.root, self.real_root) };
                walk.branch(&branch);
                walk
            })
            .collect();
        for walk in std::iter::once(stem).chain(branches) {
            self.files.extend(walk.files);
            walk.findings.into_iter().for_each(|finding| self.findings.push(finding));
            self.linked |= walk.linked;
        }
    }

    /// What stands directly in a source folder; the folders in which the walk goes on.
    fn stem(&mut self, top: &Path) -> Vec<Branch> {
        let mut branches = Vec::new();
        let mut is_top_linked = false;
        for step in WalkDir::new(top).max_depth(1).follow_links(true).sort_by_file_name() {
            let Some(entry) = self.entry(step) else { continue };
            let goes_on = self.visit(&entry, entry.depth(), is_top_linked);
            if entry.depth() == 0 {
                if !goes_on {
                    break;
                }
                is_top_linked = entry.path_is_symlink();
                self.real_top = Some(top.canonicalize().unwrap_or_else(|_| top.to_owned()));
            } else if goes_on && entry.file_type().is_dir() {
                let is_linked = is_top_linked || entry.path_is_symlink();
                branches.push(Branch { path: entry.into_path(), is_linked });
            }
        }
        branches
    }

    /// All below a folder of a source folder.
    fn branch(&mut self, branch: &Branch) {
        let walk = WalkDir::new(&branch.path).min_depth(1).follow_links(true).sort_by_file_name();
        let mut steps = walk.into_iter();
        let mut linked_at = branch.is_linked.then_some(0);
        while let Some(step) = steps.next() {
            let Some(entry) = self.entry(step) else { continue };
            if linked_at.is_some_and(|depth| entry.depth() <= depth) {
                linked_at = None;
            }
            let is_folder = entry.file_type().is_dir();
            let goes_on = self.visit(&entry, entry.depth() + 1, linked_at.is_some());
            if is_folder && !goes_on {
                steps.skip_current_dir();
            } else if is_folder && entry.path_is_symlink() {
                linked_at = Some(entry.depth());
            }
        }
    }

    /// Whether the walk goes on below; `depth` is counted from the source folder.
    fn visit(&mut self, entry: &DirEntry, depth: usize, inside_link: bool) -> bool {
        if depth > 0 && is_passed_over(&entry.file_name().to_string_lossy()) {
            return false;
        }
        self.linked |= entry.path_is_symlink();
        let Some(written) = self.relative(entry.path()) else {
            let place = Place::whole(self.shown(entry.path()));
            let name = entry.file_name().to_string_lossy();
            self.findings.push(Finding::new(&NAME_NOT_UTF8, place).with("name", name));
            return false;
        };
        let written = if cfg!(windows) { written.replace('\\', "/").into() } else { Cow::Borrowed(written) };
        if entry.path_is_symlink() && !self.allows_link(entry, &written, inside_link) {
            return false;
        }
        let kind = entry.file_type();
        if kind.is_dir() {
            if depth > FOLDER_DEPTH_MAX {
                let finding = Finding::new(&TOO_DEEP, Place::whole(&*written));
                self.findings.push(finding.with("most", FOLDER_DEPTH_MAX));
                return false;
            }
        } else if kind.is_file() {
            let path = SourcePath::new(&written);
            let disk_name = (path.as_str() != written).then(|| Arc::from(&*written));
            self.files.push((path, disk_name));
        } else {
            self.findings.push(Finding::new(&SPECIAL, Place::whole(&*written)));
        }
        true
    }

    /// Of two files of one path the first that was met stays.
    fn ended(self) -> Found {
        let Self { mut files, linked, mut findings, .. } = self;
        // Nearly in order as it is.
        files.sort_by(|a, b| a.0.cmp(&b.0));
        files.dedup_by(|(path, second), (same, first)| {
            if path != same {
                return false;
            }
            let name = |disk_name: &Option<Arc<str>>| disk_name.clone().unwrap_or_else(|| path.shared());
            let finding = Finding::new(&SAME_NAME, Place::whole(name(second)));
            findings.push(finding.related(Place::whole(name(first))));
            true
        });
        Found { files, linked, findings }
    }

    /// Whether a link stays in the site. Inside a linked folder no further link to a folder is followed: chains of
    /// them would multiply the tree without ever closing a circle.
    fn allows_link(&mut self, entry: &DirEntry, path: &str, inside_link: bool) -> bool {
        let target = match entry.path().canonicalize() {
            Ok(target) => target,
            Err(error) => {
                self.unreadable(path, &error);
                return false;
            }
        };
        let shown = target.to_string_lossy().into_owned();
        if self.real_top.as_ref() == Some(&target) {
            // The walk of a branch does not know what stands above it.
            let shown = self.shown(target.strip_prefix(self.real_root).unwrap_or(&target));
            self.findings.push(Finding::new(&LINK_LOOP, Place::whole(path)).with("target", shown));
            return false;
        }
        let code = if !target.starts_with(self.real_root) || self.is_reserved(&target) {
            &LINK_OUT
        } else if inside_link && entry.file_type().is_dir() {
            &LINK_LOOP
        } else {
            return true;
        };
        self.findings.push(Finding::new(code, Place::whole(path)).with("target", shown));
        false
    }

    /// Whether a link's target is a part of the root that is none of the site: `.git`, `.chaoyin` …
    fn is_reserved(&self, target: &Path) -> bool {
        let Ok(below) = target.strip_prefix(self.real_root) else { return true };
        below.components().any(|name| name.as_os_str().to_string_lossy().starts_with('.'))
    }

    /// What a step of a walk came to; where it stumbled, that is told.
    fn entry(&mut self, step: walkdir::Result<DirEntry>) -> Option<DirEntry> {
        let error = match step {
            Ok(entry) => return Some(entry),
            Err(error) => error,
        };
        let shown = error.path().map(|path| self.shown(path)).unwrap_or_default();
        if let Some(ancestor) = error.loop_ancestor() {
            let target = self.shown(ancestor);
            self.findings.push(Finding::new(&LINK_LOOP, Place::whole(shown)).with("target", target));
        } else if let Some(error) = error.io_error() {
            self.unreadable(&shown, error);
        }
        None
    }

    fn unreadable(&mut self, path: &str, error: &io::Error) {
        self.findings.push(unreadable(path, error));
    }

    /// The path below the root as the system writes it; `None` where it is not UTF-8.
    fn relative<'p>(&self, path: &'p Path) -> Option<&'p str> {
        // The walk began at a name joined to the root, so that its paths begin with the root's very bytes.
        let root = self.root.as_os_str().as_encoded_bytes();
        let below = std::str::from_utf8(path.as_os_str().as_encoded_bytes().strip_prefix(root)?).ok()?;
        Some(below.strip_prefix(MAIN_SEPARATOR).unwrap_or(below))
    }

    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}

/// That a file cannot be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Finding {
    let plain = match error.kind() {
        io::ErrorKind::NotFound => "找不到它，可能是失效的链接".to_owned(),
        io::ErrorKind::PermissionDenied => "没有读取的权限".to_owned(),
        _ => error.to_string(),
    };
    Finding::new(&UNREADABLE, Place::whole(path)).with("reason", plain).with("reason_en", error)
}

/// Hidden files and what editors and systems leave behind.
pub(super) fn is_passed_over(name: &str) -> bool {
    let hidden = name.starts_with('.') && name != ".well-known";
    let leftover = name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini" | "__MACOSX")
        || [".swp", ".swo", ".tmp", ".crdownload"].iter().any(|end| name.ends_with(end));
    hidden || leftover
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// What is found at a root where these files are, and these links.
    fn found(files: &[&str], links: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let site = tempfile::tempdir().unwrap();
        let root = site.path().canonicalize().unwrap();
        for file in files {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), "").unwrap();
        }
        for (at, target) in links {
            fs::create_dir_all(root.join(at).parent().unwrap()).unwrap();
            symlink(root.join(target), root.join(at)).unwrap();
        }
        let found = find(&root);
        let told = |finding: &Finding| format!("{} {}", finding.code.name, finding.place.file);
        (
            found.files.iter().map(|(path, _)| path.to_string()).collect(),
            found.findings.iter().map(told).collect(),
        )
    }

    #[test]
    fn links_lead_nowhere_else_and_in_no_circle() {
        let files = ["content/a.md", "content/b/c.md", "content/b/d/e.md"];
        let base = files.map(str::to_owned);
        for (links, further, told) in [
            // To the folder that is walked, to one above the link, to a branch beside.
            (&[("content/b/up", "content")][..], &[][..], &["SRC012 content/b/up"][..]),
            (&[("content/b/d/up", "content")], &[], &["SRC012 content/b/d/up"]),
            (&[("content/b/d/up", "content/b")], &[], &["SRC012 content/b/d/up"]),
            (&[("content/z", "content/b/d")], &["content/z/e.md"], &[]),
            (&[("content/b/z", "content/b/d")], &["content/b/z/e.md"], &[]),
            // Out of the site.
            (&[("content/z", "/etc")], &[], &["SRC013 content/z"]),
            (&[("static", "/etc")], &[], &["SRC013 static"]),
            // A whole source folder elsewhere in the site; in a linked folder no further folder is followed.
            (&[("static", "content/b")], &["static/c.md", "static/d/e.md"], &[]),
            (
                &[("other/x/link", "content/b"), ("other/link", "content/b"), ("static", "other")],
                &[],
                &["SRC012 static/link", "SRC012 static/x/link"],
            ),
        ] {
            let mut expected: Vec<String> =
                base.iter().cloned().chain(further.iter().map(|path| (*path).to_owned())).collect();
            let (mut paths, mut findings) = found(&files, links);
            paths.sort();
            findings.sort();
            expected.sort();
            assert_eq!(
                (paths, findings),
                (expected, told.iter().map(|t| (*t).to_owned()).collect()),
                "{links:?}"
            );
        }
    }
}
