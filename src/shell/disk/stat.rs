//! What the file system says of a file, to know it again without reading it.

use std::fs::Metadata;
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

    /// Whether this is the stat of a copy that kept the length and the moment of change of a file with that one, as an
    /// archive keeps them. A moment in whole seconds tells nothing: many archives keep no more, and two builds may fall
    /// into one second.
    #[must_use]
    pub fn is_of_copy(&self, of: &Self) -> bool {
        self.len == of.len && self.changed_ns == of.changed_ns && of.changed_ns % 1_000_000_000 != 0
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

    /// Of what the system itself tells.
    #[cfg(unix)]
    #[must_use]
    pub fn of_raw(found: &rustix::fs::Stat) -> Self {
        use rustix::fs::FileType;
        let sort = match FileType::from_raw_mode(found.st_mode) {
            FileType::RegularFile => Sort::File,
            FileType::Directory => Sort::Folder,
            _ => Sort::Other,
        };
        let changed_ns = i128::from(found.st_mtime) * 1_000_000_000 + i128::from(found.st_mtime_nsec);
        let len = u64::try_from(found.st_size).unwrap_or_default();
        let stat = Stat { len, changed_ns, inode: found.st_ino };
        Self { sort, stat, has_other_names: found.st_nlink > 1 }
    }
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
    fn a_copy_is_known_by_its_length_and_its_moment_to_the_nanosecond() {
        let of = Stat { len: 7, changed_ns: 1_700_000_000_000_000_123, inode: 1 };
        let check = |stat: Stat, is_copy: bool| assert_eq!(stat.is_of_copy(&of), is_copy, "{stat:?}");
        check(Stat { inode: 2, ..of }, true);
        check(Stat { inode: 2, len: 8, ..of }, false);
        check(Stat { inode: 2, changed_ns: of.changed_ns + 1, ..of }, false);
        let second = Stat { changed_ns: 1_700_000_000_000_000_000, ..of };
        assert!(!Stat { inode: 2, ..second }.is_of_copy(&second));
    }
}
