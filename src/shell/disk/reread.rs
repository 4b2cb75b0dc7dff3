//! Reads again what a watcher says has changed: at large sites looking at every file takes longer than all the rest.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::find::is_passed_over;
use super::near::Near;
use super::read::{Disk, StatMemory, Taken, take};
use super::reader::{Bytes, Origin, Source};
use crate::input::source::path::SourcePath;
use crate::input::source::tree::{OnDemand, Reader, SourceFile};

/// What may have changed since the last reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is not known what.
    Anything,
    /// Files or folders at these whole paths.
    At(BTreeSet<PathBuf>),
}

impl Changed {
    /// This and that.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::At(mut paths), Self::At(others)) => {
                paths.extend(others);
                Self::At(paths)
            }
            _ => Self::Anything,
        }
    }
}

/// Brings a site that was read without findings up to date, of which what is at `changed` may be other by now.
///
/// Whether anything is other now; `None` where that is not enough to know, and all must be read: where a file came or
/// went, where links give one file several paths, where something cannot be read. The site is then as it was.
#[must_use]
pub fn reread(root: &Path, disk: &mut Disk, memory: &mut StatMemory, changed: &Changed) -> Option<bool> {
    let Changed::At(changed) = changed else { return None };
    if memory.linked {
        return None;
    }
    let mut taken = Vec::new();
    for path in changed {
        match again(root, disk, memory, path) {
            Again::Same => {}
            Again::Other(path, taking) => taken.push((path, *taking)),
            Again::Unknown => return None,
        }
    }
    let mut newer = Vec::new();
    for (path, Taken { file: source, stat, settled, .. }) in taken {
        if settled {
            // As after `StatMemory::let_go`, which so has nothing to look for.
            let bytes = source.bytes.clone().filter(|_| !path.is_entry());
            memory.files.insert(path.clone(), (stat, SourceFile { bytes, ..source.clone() }));
        } else {
            memory.files.remove(&path);
        }
        if disk.tree.get(path.as_str()).is_some_and(|last| last.fingerprint == source.fingerprint) {
            continue;
        }
        let origin = Origin::Disk(source.disk_name.clone());
        newer.push((path.clone(), Source { origin, fingerprint: source.fingerprint }));
        disk.tree.files.insert(path, source);
    }
    if newer.is_empty() {
        return Some(false);
    }
    disk.tree.reading = disk.tree.reading.again(newer.iter().map(|(path, _)| path.clone()).collect());
    disk.reader = Arc::new(disk.reader.with(newer));
    disk.tree.on_demand = OnDemand(Some(Arc::clone(&disk.reader) as Arc<dyn Reader>));
    Some(true)
}

/// What one told path means.
enum Again {
    /// Nothing of the site.
    Same,
    /// A file of the site with its bytes of now.
    Other(SourcePath, Box<Taken>),
    /// More than one file.
    Unknown,
}

fn again(root: &Path, disk: &Disk, memory: &StatMemory, file: &Path) -> Again {
    let names = file.strip_prefix(root).ok().and_then(|below| below.iter().map(|n| n.to_str()).collect());
    let names: Option<Vec<&str>> = names;
    let Some(names) = names else { return Again::Unknown };
    if names.iter().any(|name| is_passed_over(name)) {
        return Again::Same;
    }
    let path = SourcePath::new(&names.join("/"));
    let known = disk.reader.known(&path);
    let is_its_file = matches!(&known, Some((Bytes::Disk(known), _)) if known == file);
    let is_gone = file.symlink_metadata().is_err();
    let is_file = file.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    match (is_its_file, is_file) {
        (false, _) if is_gone && known.is_none() && !is_folder_of(disk, &path) => Again::Same,
        (true, true) => {
            let disk_name = disk.tree.get(path.as_str()).and_then(|source| source.disk_name.clone());
            match take(&Near::new(root), &path, disk_name, memory, &mut Vec::new()) {
                Ok(taken) if !taken.shared => Again::Other(path, Box::new(taken)),
                _ => Again::Unknown,
            }
        }
        _ => Again::Unknown,
    }
}

/// Whether files of the site lie below a path.
fn is_folder_of(disk: &Disk, path: &SourcePath) -> bool {
    disk.tree.below(path.as_str()).next().is_some()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::shell::disk::read::read;

    /// Reads a site of two files, lets `edit` change it and tell what changed, and compares reading again with reading
    /// anew.
    fn check(edit: impl FnOnce(&Path) -> Vec<&'static str>, expected: Option<bool>) {
        let site = tempfile::tempdir().unwrap();
        let root = site.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("content/a")).unwrap();
        for (path, text) in [("site.yaml", "title: 甲\n"), ("content/a/x.md", "一"), ("content/a/y.md", "二")]
        {
            fs::write(root.join(path), text).unwrap();
        }
        let mut memory = StatMemory::default();
        let mut disk = read(&root, &mut memory).value;
        let changed = Changed::At(edit(&root).into_iter().map(|path| root.join(path)).collect());
        assert_eq!(reread(&root, &mut disk, &mut memory, &changed), expected);
        if expected.is_some() {
            let anew = read(&root, &mut StatMemory::default()).value;
            let prints = |disk: &Disk| -> Vec<_> {
                disk.tree.files.iter().map(|(path, file)| (path.clone(), file.fingerprint)).collect()
            };
            assert_eq!(prints(&disk), prints(&anew));
            for path in anew.tree.files.keys() {
                assert_eq!(disk.reader.read(path).unwrap(), anew.reader.read(path).unwrap(), "{path}");
            }
        }
    }

    fn write(root: &Path, path: &str, text: &str) {
        fs::write(root.join(path), text).unwrap();
    }

    #[test]
    fn a_file_that_was_written_over_or_replaced_is_read_again() {
        check(|_| vec![], Some(false));
        check(|_| vec!["content/a/x.md", "nothing"], Some(false));
        let written = |root: &Path| {
            write(root, "content/a/x.md", "三");
            write(root, "site.yaml", "title: 乙\n");
            vec!["content/a/x.md", "site.yaml", "content/a/x.md~", ".x.md.swp"]
        };
        check(written, Some(true));
        let replaced = |root: &Path| {
            write(root, "content/a/new", "四");
            fs::rename(root.join("content/a/new"), root.join("content/a/y.md")).unwrap();
            vec!["content/a/new", "content/a/y.md"]
        };
        check(replaced, Some(true));
    }

    #[test]
    fn what_came_and_went_is_left_to_a_whole_reading() {
        let came = |root: &Path| {
            write(root, "content/a/z.md", "三");
            vec!["content/a/z.md"]
        };
        check(came, None);
        let went = |root: &Path| {
            fs::remove_file(root.join("content/a/x.md")).unwrap();
            vec!["content/a/x.md"]
        };
        check(went, None);
        let folder = |root: &Path| {
            fs::remove_dir_all(root.join("content/a")).unwrap();
            vec!["content/a"]
        };
        check(folder, None);
        check(|_| vec!["content/a"], None);
        let theme = |root: &Path| {
            fs::create_dir_all(root.join("themes/portal/templates")).unwrap();
            write(root, "themes/portal/templates/base.html", "");
            vec!["themes/portal/templates/base.html"]
        };
        check(theme, None);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_two_names_is_left_to_a_whole_reading() {
        let linked = |root: &Path| {
            fs::hard_link(root.join("content/a/x.md"), root.join("other")).unwrap();
            write(root, "content/a/x.md", "三");
            vec!["content/a/x.md"]
        };
        check(linked, None);
        let site = tempfile::tempdir().unwrap();
        let root = site.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("content")).unwrap();
        write(&root, "content/x.md", "一");
        std::os::unix::fs::symlink("x.md", root.join("content/y.md")).unwrap();
        let mut memory = StatMemory::default();
        let mut disk = read(&root, &mut memory).value;
        let changed = Changed::At([root.join("content/x.md")].into());
        assert_eq!(reread(&root, &mut disk, &mut memory, &changed), None);
    }
}
