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

    /// Whether the same stat later will mean the same bytes: the change lies long enough before `now`.
    #[must_use]
    pub fn settled(&self, now: SystemTime) -> bool {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let now = i128::try_from(now.as_nanos()).unwrap_or(i128::MAX);
        let tick = i128::try_from(TICK.as_nanos()).unwrap_or(i128::MAX);
        self.changed_ns.saturating_add(tick) < now
    }
}

/// Whether a file has further names, under which it may change too.
#[cfg(unix)]
#[must_use]
pub fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

/// Whether a file has further names; here it cannot be told.
#[cfg(not(unix))]
#[must_use]
pub fn has_other_names(_: &Metadata) -> bool {
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
