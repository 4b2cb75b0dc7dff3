//! One build at a time in one site: the second waits.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Name of the folder of our own in a site's root: lock, cache, manifests. Never published.
pub const OWN_FOLDER: &str = ".chaoyin";

/// The lock of a site; let go when dropped, and by the operating system when the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the site at `root`. Where another build holds it, calls `waiting` once and waits.
    ///
    /// # Errors
    /// Where the folder or the file cannot be made.
    pub fn take(root: &Path, waiting: impl FnOnce()) -> io::Result<Self> {
        let path = own_folder(root)?.join("lock");
        let mut file = File::options().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting();
                file.lock()?;
            }
            // Some network file systems know no locks; a build there is better than none.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // For people who look; the lock itself is the operating system's.
        file.set_len(0)?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Self { _file: file })
    }
}

/// Makes our folder in a site's root, which version control passes over.
///
/// # Errors
/// What the operating system says.
pub fn own_folder(root: &Path) -> io::Result<PathBuf> {
    let folder = root.join(OWN_FOLDER);
    if !folder.is_dir() {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(".gitignore"), "*\n")?;
    }
    Ok(folder)
}
