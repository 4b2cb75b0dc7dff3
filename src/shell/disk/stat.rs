//! What the file system says of a file, to know it again without reading it.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// Length, time and identity of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stat {
    /// Bytes.
    pub len: u64,
    /// Last change, in nanoseconds since 1970.
    pub changed_ns: i128,
    /// Number of the file in its file system; 0 where there is none.
    pub inode: u64,
}

/// A file whose change is younger than this when it is read may change again within the same tick of the file
/// system's clock, so that its stat would not show it.
const TICK: Duration = Duration::from_millis(100);

impl Stat {
    /// Of a file's metadata.
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        let changed = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let changed_ns = match changed.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
            Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
        };
        Self { len: metadata.len(), changed_ns, inode: inode(metadata) }
    }

    /// Whether the same stat later will mean the same bytes: the change lies long enough before `now`.
    #[must_use]
    pub fn settled(&self, now: SystemTime) -> bool {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let now = i128::try_from(now.as_nanos()).unwrap_or(i128::MAX);
        let tick = i128::try_from(TICK.as_nanos()).unwrap_or(i128::MAX);
        self.changed_ns.saturating_add(tick) < now
    }
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it is.
    pub sort: Sort,
    /// By which it is known again.
    pub stat: Stat,
    /// Whether it has further names, under which it may change too; never where the system does not tell.
    pub has_other_names: bool,
}

/// What can stand at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, a pipe, a socket, a device.
    Other,
}

impl Standing {
    /// Of a path's metadata.
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        let sort = match metadata {
            file if file.is_file() => Sort::File,
            folder if folder.is_dir() => Sort::Folder,
            _ => Sort::Other,
        };
        Self { sort, stat: Stat::of(metadata), has_other_names: has_other_names(metadata) }
    }
}

/// A folder below which many paths are looked at: the way down to it is gone once, which at thousands of files is half
/// the time of looking at them.
pub struct Near<'p> {
    path: &'p Path,
    #[cfg(unix)]
    folder: Option<std::os::fd::OwnedFd>,
}

impl<'p> Near<'p> {
    /// The folder at a path, which need not be there.
    #[must_use]
    pub fn new(path: &'p Path) -> Self {
        #[cfg(unix)]
        {
            use rustix::fs::{Mode, OFlags, open};
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            Self { path, folder: open(path, flags, Mode::empty()).ok() }
        }
        #[cfg(not(unix))]
        Self { path }
    }

    /// What stands at a path below, a link being a link; the empty path is the folder itself.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn look(&self, below: &str) -> io::Result<Standing> {
        #[cfg(unix)]
        if let Some(folder) = self.folder.as_ref().filter(|_| !below.is_empty()) {
            return look_at(folder, below, rustix::fs::AtFlags::SYMLINK_NOFOLLOW);
        }
        fs::symlink_metadata(self.path.join(below)).map(|metadata| Standing::of(&metadata))
    }

    /// What stands at a path below, links being what they lead to.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn look_through(&self, below: &str) -> io::Result<Standing> {
        #[cfg(unix)]
        if let Some(folder) = self.folder.as_ref().filter(|_| !below.is_empty()) {
            return look_at(folder, below, rustix::fs::AtFlags::empty());
        }
        fs::metadata(self.path.join(below)).map(|metadata| Standing::of(&metadata))
    }
}

#[cfg(unix)]
fn look_at(folder: &std::os::fd::OwnedFd, below: &str, flags: rustix::fs::AtFlags) -> io::Result<Standing> {
    use rustix::fs::{FileType, statat};
    let found = statat(folder, below, flags)?;
    let sort = match FileType::from_raw_mode(found.st_mode) {
        FileType::RegularFile => Sort::File,
        FileType::Directory => Sort::Folder,
        _ => Sort::Other,
    };
    let changed_ns = i128::from(found.st_mtime) * 1_000_000_000 + i128::from(found.st_mtime_nsec);
    let len = u64::try_from(found.st_size).unwrap_or_default();
    let stat = Stat { len, changed_ns, inode: found.st_ino };
    Ok(Standing { sort, stat, has_other_names: found.st_nlink > 1 })
}

#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_at_from_near_is_what_its_path_tells() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("夹/b")).unwrap();
        fs::write(root.join("夹/b/c.txt"), "字").unwrap();
        fs::hard_link(root.join("夹/b/c.txt"), root.join("d.txt")).unwrap();
        fs::write(root.join("old.txt"), "").unwrap();
        let before_1970 = SystemTime::UNIX_EPOCH - Duration::from_millis(1500);
        fs::File::options()
            .write(true)
            .open(root.join("old.txt"))
            .unwrap()
            .set_modified(before_1970)
            .unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("夹/b/c.txt", root.join("link")).unwrap();
        let near = Near::new(root);
        for below in ["", "夹", "夹/b", "夹/b/c.txt", "d.txt", "old.txt", "link", "夹/none", "d.txt/x"] {
            let told = |metadata: io::Result<Metadata>| metadata.map(|metadata| Standing::of(&metadata)).ok();
            assert_eq!(near.look(below).ok(), told(fs::symlink_metadata(root.join(below))), "{below}");
            assert_eq!(near.look_through(below).ok(), told(fs::metadata(root.join(below))), "{below}");
        }
        let none = root.join("none");
        assert!(Near::new(&none).look("a").is_err());
    }
}
