//! Walks a site and reads it: every path, length and fingerprint; the bytes of texts.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};
use xxhash_rust::xxh3::Xxh3;

use super::reader::{DiskReader, Known, Origin};
use super::sources::source_folders;
use super::stat::{Near, Sort, Standing, Stat};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::limits::{ASSET_BYTES_MAX, FOLDER_DEPTH_MAX, SOURCE_TEXT_BYTES_MAX};
use crate::input::source::decode::{UNREADABLE, too_large};
use crate::input::source::path::{SourcePath, is_content_root};
use crate::input::source::tree::{CONFIGURATION, OnDemand, Reader, SourceFile, SourceTree};
use crate::output::theme::builtin;

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

/// A site as read: its files, and the way to its assets' bytes.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Every file.
    pub tree: SourceTree,
    /// Gives bytes on demand.
    pub reader: Arc<DiskReader>,
}

/// Files as read the last time, to be known again by their stat alone: only what changed is read.
#[derive(Clone, Debug, Default)]
pub struct StatMemory {
    pub(super) files: BTreeMap<SourcePath, (Stat, SourceFile)>,
    /// Whether any file was not known.
    fresh: bool,
    /// Whether some file stands in the site under several paths, or also outside: a change of one then says nothing of
    /// the others.
    pub(super) linked: bool,
}

impl StatMemory {
    /// Whether it knows more than before the last reading.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Lets go of the bytes of entries; a document that is kept is not read again, and any other on demand.
    pub fn let_go(&mut self) {
        let held = self.files.iter_mut().filter(|(_, (_, file))| file.bytes.is_some());
        held.filter(|(path, _)| path.is_entry()).for_each(|(_, (_, file))| file.bytes = None);
    }

    /// What another process needs to know the entries again. Their bytes are not among it: a document that is kept
    /// is read from the cache, and any other on demand.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let entries = self.files.iter().filter(|(path, _)| path.is_entry());
        let stats: Vec<_> = entries.map(|(path, (stat, file))| (path, stat, file.fingerprint)).collect();
        let payload = postcard::to_stdvec(&stats).unwrap_or_default();
        let checksum = Fingerprint::of_bytes(&payload).0.to_le_bytes();
        [&checksum[..], &payload].concat()
    }

    /// The same from another process; empty where the bytes are damaged.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Self {
        let Some((checksum, payload)) = bytes.split_first_chunk::<16>() else { return Self::default() };
        if *checksum != Fingerprint::of_bytes(payload).0.to_le_bytes() {
            return Self::default();
        }
        let stats: Vec<(SourcePath, Stat, Fingerprint)> = postcard::from_bytes(payload).unwrap_or_default();
        let file = |(path, stat, fingerprint): (SourcePath, Stat, Fingerprint)| {
            (path, (stat, SourceFile { len: stat.len, fingerprint, bytes: None, disk_name: None }))
        };
        Self { files: stats.into_iter().map(file).collect(), ..Self::default() }
    }
}

/// Reads the site at `root`: the embedded theme, and over it the site's own files.
///
/// All that cannot be read is a finding; the site may be edited while it is read.
#[must_use]
pub fn read(root: &Path, memory: &mut StatMemory) -> Outcome<Disk> {
    let mut walk = Walk::new(root);
    walk.configuration();
    for folder in source_folders(root) {
        walk.folder(&folder);
    }
    let (found, linked, mut findings) = walk.ended();
    let near = Near::new(root);
    let taken: Vec<_> = found
        .into_par_iter()
        .map(|(path, found)| {
            let standing = near.look_through(found.disk_name.as_deref().unwrap_or(path.as_str()));
            (take(&path, &found, standing, memory), path, found)
        })
        .collect();

    let mut tree = SourceTree::default();
    builtin::overlay(&mut tree);
    let known = |(path, file): (&SourcePath, &SourceFile)| {
        let origin = Origin::Memory(Arc::clone(file.bytes.as_ref()?));
        Some((path.clone(), Known { origin, fingerprint: file.fingerprint }))
    };
    let mut places: BTreeMap<SourcePath, Known> = tree.files.iter().filter_map(known).collect();
    // In the order of their paths, so that each map is made in one go.
    let (mut next, mut origins, mut files) = (Vec::new(), Vec::new(), Vec::new());
    (memory.fresh, memory.linked) = (false, linked);
    for (taken, path, found) in taken {
        match taken {
            Ok(Taken { file, stat, settled, known, shared }) => {
                memory.fresh |= !known;
                memory.linked |= shared;
                if settled {
                    next.push((path.clone(), (stat, file.clone())));
                }
                let origin = Origin::Disk(found.disk);
                origins.push((path.clone(), Known { origin, fingerprint: file.fingerprint }));
                files.push((path, file));
            }
            Err(finding) => findings.push(finding),
        }
    }
    places.append(&mut origins.into_iter().collect());
    tree.files.append(&mut files.into_iter().collect());
    memory.files = next.into_iter().collect();
    let reader = Arc::new(DiskReader::new(places));
    tree.on_demand = OnDemand(Some(Arc::clone(&reader) as Arc<dyn Reader>));
    Outcome::new(Disk { tree, reader }, findings)
}

/// A file that the walk found.
pub(super) struct Found {
    pub(super) disk: PathBuf,
    pub(super) disk_name: Option<Arc<str>>,
}

struct Walk<'r> {
    root: &'r Path,
    /// The root without links, which links must stay below.
    real_root: PathBuf,
    found: Vec<(SourcePath, Found)>,
    findings: Findings,
    /// Whether there are symbolic links.
    linked: bool,
}

impl<'r> Walk<'r> {
    fn new(root: &'r Path) -> Self {
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Self { root, real_root, found: Vec::new(), findings: Findings::default(), linked: false }
    }

    fn configuration(&mut self) {
        let disk = self.root.join(CONFIGURATION);
        if let Ok(target) = disk.canonicalize()
            && disk.is_symlink()
            && (!target.starts_with(&self.real_root) || self.is_reserved(&target))
        {
            let shown = target.to_string_lossy();
            self.findings.push(Finding::new(&LINK_OUT, Place::whole(CONFIGURATION)).with("target", shown));
            return;
        }
        match fs::metadata(&disk) {
            Ok(metadata) if metadata.is_file() => {
                self.found.push((SourcePath::new(CONFIGURATION), Found { disk, disk_name: None }));
            }
            Ok(_) => self.findings.push(Finding::new(&SPECIAL, Place::whole(CONFIGURATION))),
            // That it is missing is for the configuration's reader to say.
            Err(_) => {}
        }
    }

    fn folder(&mut self, name: &str) {
        let top = self.root.join(name);
        if top.symlink_metadata().is_err() {
            return;
        }
        let mut steps = WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
        let mut linked_at = None;
        while let Some(step) = steps.next() {
            let entry = match step {
                Ok(entry) => entry,
                Err(error) => {
                    self.stumble(&error);
                    continue;
                }
            };
            if linked_at.is_some_and(|depth| entry.depth() <= depth) {
                linked_at = None;
            }
            let is_folder = entry.file_type().is_dir();
            let goes_on = self.visit(&entry, linked_at.is_some());
            if is_folder && !goes_on {
                steps.skip_current_dir();
            } else if is_folder && entry.path_is_symlink() {
                linked_at = Some(entry.depth());
            }
        }
    }

    /// Whether the walk goes on below.
    fn visit(&mut self, entry: &DirEntry, inside_link: bool) -> bool {
        if entry.depth() > 0 && is_passed_over(&entry.file_name().to_string_lossy()) {
            return false;
        }
        self.linked |= entry.path_is_symlink();
        let Some(path) = self.relative(entry.path()) else {
            let place = Place::whole(self.shown(entry.path()));
            let name = entry.file_name().to_string_lossy();
            self.findings.push(Finding::new(&NAME_NOT_UTF8, place).with("name", name));
            return false;
        };
        if entry.path_is_symlink() && !self.allows_link(entry, &path, inside_link) {
            return false;
        }
        let kind = entry.file_type();
        if kind.is_dir() {
            if entry.depth() > FOLDER_DEPTH_MAX {
                let finding = Finding::new(&TOO_DEEP, Place::whole(path.as_str()));
                self.findings.push(finding.with("most", FOLDER_DEPTH_MAX));
                return false;
            }
        } else if kind.is_file() {
            self.add(&path, entry.path());
        } else {
            self.findings.push(Finding::new(&SPECIAL, Place::whole(path.as_str())));
        }
        true
    }

    fn add(&mut self, written: &str, disk: &Path) {
        let path = SourcePath::new(written);
        let disk_name = (path.as_str() != written).then(|| Arc::from(written));
        self.found.push((path, Found { disk: disk.to_owned(), disk_name }));
    }

    /// What was found, in the order of the paths, whether there are symbolic links, and what is wrong. Of two files of
    /// one path the first that was met stays.
    fn ended(self) -> (Vec<(SourcePath, Found)>, bool, Findings) {
        let Self { mut found, linked, mut findings, .. } = self;
        // Nearly in order as it is.
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.dedup_by(|(path, second), (same, first)| {
            if path != same {
                return false;
            }
            let name = |found: &Found| found.disk_name.clone().unwrap_or_else(|| path.shared());
            let finding = Finding::new(&SAME_NAME, Place::whole(name(second)));
            findings.push(finding.related(Place::whole(name(first))));
            true
        });
        (found, linked, findings)
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
        let code = if !target.starts_with(&self.real_root) || self.is_reserved(&target) {
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
        let Ok(below) = target.strip_prefix(&self.real_root) else { return true };
        below.components().any(|name| name.as_os_str().to_string_lossy().starts_with('.'))
    }

    fn stumble(&mut self, error: &walkdir::Error) {
        let shown = error.path().map(|path| self.shown(path)).unwrap_or_default();
        if let Some(ancestor) = error.loop_ancestor() {
            let target = self.shown(ancestor);
            self.findings.push(Finding::new(&LINK_LOOP, Place::whole(shown)).with("target", target));
        } else if let Some(error) = error.io_error() {
            self.unreadable(&shown, error);
        }
    }

    fn unreadable(&mut self, path: &str, error: &io::Error) {
        self.findings.push(unreadable(path, error));
    }

    /// The path below the root with `/`; `None` where it is not UTF-8.
    fn relative(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(self.root).ok()?.to_str()?;
        Some(if cfg!(windows) { below.replace('\\', "/") } else { below.to_owned() })
    }

    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}

fn unreadable(path: &str, error: &io::Error) -> Finding {
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

/// Whether a file's bytes are kept in the tree: what the stages read as text, and all of a theme.
fn is_text(path: &SourcePath) -> bool {
    let whole = path.as_str();
    whole == CONFIGURATION
        || whole.starts_with("themes/")
        || (is_content_root(path.root()) && matches!(path.extension(), "md" | "yaml" | "yml"))
}

/// A file that was read, or known by its stat.
pub(super) struct Taken {
    pub(super) file: SourceFile,
    pub(super) stat: Stat,
    /// Whether the same stat will mean the same bytes.
    pub(super) settled: bool,
    /// Whether its stat was enough.
    known: bool,
    /// Whether it has further names.
    pub(super) shared: bool,
}

/// Reads a file that was found, and at which this stands now; where its stat is known, it is not read.
pub(super) fn take(
    path: &SourcePath,
    found: &Found,
    standing: io::Result<Standing>,
    memory: &StatMemory,
) -> Result<Taken, Finding> {
    let failed = |error: io::Error| unreadable(path.as_str(), &error);
    let Standing { sort, stat, has_other_names: shared } = standing.map_err(failed)?;
    if sort != Sort::File {
        // It took the file's place since the walk; opening a pipe would wait for ever.
        return Err(Finding::new(&SPECIAL, Place::whole(path.shared())));
    }
    if let Some((_, file)) = memory.files.get(path).filter(|(kept, _)| *kept == stat) {
        let file = SourceFile { disk_name: found.disk_name.clone(), ..file.clone() };
        return Ok(Taken { file, stat, settled: true, known: true, shared });
    }
    let text = is_text(path);
    let most = if text { SOURCE_TEXT_BYTES_MAX } else { ASSET_BYTES_MAX };
    if stat.len > most {
        return Err(too_large(path, stat.len, most));
    }
    let settled = stat.settled(SystemTime::now());
    let (len, fingerprint, bytes) = if text {
        let bytes: Arc<[u8]> = fs::read(&found.disk).map_err(failed)?.into();
        (bytes.len() as u64, Fingerprint::of_bytes(&bytes), Some(bytes))
    } else {
        let (len, fingerprint) = fingerprint_of_file(&found.disk).map_err(failed)?;
        (len, fingerprint, None)
    };
    let file = SourceFile { len, fingerprint, bytes, disk_name: found.disk_name.clone() };
    Ok(Taken { file, stat, settled, known: false, shared })
}

/// Length and fingerprint of a file, a piece at a time: assets may be large.
///
/// # Errors
/// What the operating system says.
pub fn fingerprint_of_file(path: &Path) -> io::Result<(u64, Fingerprint)> {
    let mut file = fs::File::open(path)?;
    let mut hasher = Xxh3::new();
    let mut piece = vec![0; 128 * 1024];
    let mut len = 0;
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(piece.get(..read).unwrap_or_default());
        len += read as u64;
    }
    Ok((len, Fingerprint(hasher.digest128())))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;

    /// Writes a file that was last changed so long ago.
    fn write(root: &Path, path: &str, text: &str, ago: Duration) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        // One moment for all calls of a test, so that a rewritten file can look untouched.
        let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let moment = if ago.is_zero() { SystemTime::now() } else { noon };
        File::options().write(true).open(&path).unwrap().set_modified(moment).unwrap();
    }

    fn text(root: &Path, memory: &mut StatMemory, path: &str) -> String {
        let disk = read(root, memory).value;
        let file = disk.tree.get(path).unwrap();
        let bytes = disk.reader.read(&SourcePath::new(path)).unwrap();
        assert_eq!(file.len, bytes.len() as u64);
        String::from_utf8(file.bytes.clone().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn a_file_that_looks_untouched_is_not_read_again_unless_it_changed_just_now() {
        let site = tempfile::tempdir().unwrap();
        let (root, path) = (site.path(), "content/a.md");
        for (ago, seen) in [(Duration::from_secs(60), "aa"), (Duration::ZERO, "bb")] {
            let memory = &mut StatMemory::default();
            write(root, path, "aa", ago);
            assert_eq!(text(root, memory, path), "aa");
            write(root, path, "bb", ago);
            assert_eq!(text(root, memory, path), seen);
        }
    }

    #[test]
    fn another_process_knows_entries_by_their_stat_and_reads_them_on_demand() {
        let site = tempfile::tempdir().unwrap();
        write(site.path(), "content/a.md", "aa", Duration::from_secs(60));
        write(site.path(), "content/_index.md", "aa", Duration::from_secs(60));
        let mut memory = StatMemory::default();
        let _ = read(site.path(), &mut memory);
        assert!(memory.is_fresh());
        let bytes = memory.encode();
        let mut memory = StatMemory::decode(&bytes);
        let tree = read(site.path(), &mut memory).value.tree;
        let path = SourcePath::new("content/a.md");
        let file = tree.get("content/a.md").unwrap();
        assert!(file.bytes.is_none() && tree.get("content/_index.md").unwrap().bytes.is_some());
        assert_eq!(tree.bytes(&path, file).as_deref(), Some(&b"aa"[..]));
        fs::write(site.path().join("content/a.md"), "bb").unwrap();
        assert_eq!(tree.bytes(&path, file), None, "it is another file by now");
        assert!(StatMemory::decode(&bytes[1..]).files.is_empty());
    }

    #[test]
    fn a_file_of_another_length_is_read_again() {
        let site = tempfile::tempdir().unwrap();
        let memory = &mut StatMemory::default();
        write(site.path(), "content/a.md", "aa", Duration::from_secs(60));
        text(site.path(), memory, "content/a.md");
        write(site.path(), "content/a.md", "bbb", Duration::from_secs(60));
        assert_eq!(text(site.path(), memory, "content/a.md"), "bbb");
    }

    #[test]
    fn assets_have_fingerprints_and_no_bytes_in_the_tree() {
        let site = tempfile::tempdir().unwrap();
        write(site.path(), "content/a.png", "picture", Duration::ZERO);
        let disk = read(site.path(), &mut StatMemory::default()).value;
        let file = disk.tree.get("content/a.png").unwrap();
        assert!(file.bytes.is_none());
        assert_eq!(file.fingerprint, Fingerprint::of_bytes(b"picture"));
    }

    #[test]
    fn a_file_too_large_and_a_folder_too_deep_are_findings() {
        let site = tempfile::tempdir().unwrap();
        write(site.path(), "content/a.md", "x", Duration::ZERO);
        File::options()
            .write(true)
            .open(site.path().join("content/a.md"))
            .unwrap()
            .set_len(SOURCE_TEXT_BYTES_MAX + 1)
            .unwrap();
        write(
            site.path(),
            &format!("content/{}x.md", "d/".repeat(FOLDER_DEPTH_MAX + 1)),
            "x",
            Duration::ZERO,
        );
        let read = read(site.path(), &mut StatMemory::default());
        let codes: Vec<&str> = read.findings.iter().map(|finding| finding.code.name).collect();
        assert_eq!(codes, ["SRC016", "SRC017"]);
        assert!(read.value.tree.files.keys().all(|path| path.as_str().starts_with("themes/")));
    }
}
