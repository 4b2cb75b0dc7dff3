//! A folder below which many files are looked at, read and made: the way down to it is gone once, which at thousands of
//! files is half the time of looking at them.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

use super::stat::Standing;
use crate::base::hash::Fingerprint;

/// So much of a large file is read at once.
const PIECE_BYTES: usize = 128 * 1024;

/// A folder, opened where the system has such a thing.
#[derive(Debug)]
pub struct Near {
    path: PathBuf,
    #[cfg(unix)]
    folder: Option<std::os::fd::OwnedFd>,
}

impl Near {
    /// The folder at a path, which need not be there.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        #[cfg(unix)]
        {
            use rustix::fs::{Mode, OFlags, open};
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            Self { path: path.to_owned(), folder: open(path, flags, Mode::empty()).ok() }
        }
        #[cfg(not(unix))]
        Self { path: path.to_owned() }
    }

    fn whole(&self, below: &str) -> PathBuf {
        self.path.join(below)
    }

    /// What stands at a path below, a link being a link; the empty path is the folder itself.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn look(&self, below: &str) -> io::Result<Standing> {
        #[cfg(unix)]
        if let Some(folder) = self.folder_of(below) {
            return look_at(folder, below, rustix::fs::AtFlags::SYMLINK_NOFOLLOW);
        }
        fs::symlink_metadata(self.whole(below)).map(|metadata| Standing::of(&metadata))
    }

    /// What stands at a path below, links being what they lead to.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn look_through(&self, below: &str) -> io::Result<Standing> {
        #[cfg(unix)]
        if let Some(folder) = self.folder_of(below) {
            return look_at(folder, below, rustix::fs::AtFlags::empty());
        }
        fs::metadata(self.whole(below)).map(|metadata| Standing::of(&metadata))
    }

    /// Opens a file below for reading.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn open(&self, below: &str) -> io::Result<File> {
        #[cfg(unix)]
        if let Some(folder) = self.folder_of(below) {
            use rustix::fs::{Mode, OFlags};
            return open_at(folder, below, OFlags::RDONLY, Mode::empty());
        }
        File::open(self.whole(below))
    }

    /// Makes a file below, where nothing stands yet, for writing.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn create_new(&self, below: &str) -> io::Result<File> {
        #[cfg(unix)]
        if let Some(folder) = self.folder_of(below) {
            use rustix::fs::{Mode, OFlags};
            // As `File::create_new` does.
            let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
            return open_at(folder, below, flags, Mode::from_raw_mode(0o666));
        }
        File::create_new(self.whole(below))
    }

    /// Makes a folder below, in one that is there.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn create_dir(&self, below: &str) -> io::Result<()> {
        #[cfg(unix)]
        if let Some(folder) = self.folder_of(below) {
            let mode = rustix::fs::Mode::from_raw_mode(0o777);
            return again_where_interrupted(|| rustix::fs::mkdirat(folder, below, mode));
        }
        fs::create_dir(self.whole(below))
    }

    /// Gives the file at a path below `from` the same path below this folder as well.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn link(&self, from: &Self, below: &str) -> io::Result<()> {
        #[cfg(unix)]
        if let (Some(folder), Some(from)) = (self.folder_of(below), from.folder_of(below)) {
            let flags = rustix::fs::AtFlags::empty();
            return again_where_interrupted(|| rustix::fs::linkat(from, below, folder, below, flags));
        }
        fs::hard_link(from.whole(below), self.whole(below))
    }

    #[cfg(unix)]
    fn folder_of(&self, below: &str) -> Option<&std::os::fd::OwnedFd> {
        self.folder.as_ref().filter(|_| !below.is_empty())
    }
}

/// Reads a file that its stat told to have `len` bytes into `buffer`, from its beginning: all of it, whatever its length
/// is by now.
///
/// # Errors
/// What the operating system says.
pub fn read_whole(mut file: File, len: u64, buffer: &mut Vec<u8>) -> io::Result<&[u8]> {
    // With room for one more byte, a file of the told length is at its end after one call.
    let expected = usize::try_from(len).map_err(io::Error::other)?;
    let mut filled = 0;
    buffer.resize(buffer.len().max(expected.saturating_add(1)), 0);
    loop {
        if filled == buffer.len() {
            buffer.resize(2 * filled, 0);
        }
        let room = buffer.get_mut(filled..).unwrap_or_default();
        let offered = room.len();
        match file.read(room) {
            Ok(0) => break,
            Ok(read) => {
                filled += read;
                if filled == expected && read < offered {
                    break;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(buffer.get(..filled).unwrap_or_default())
}

/// Length and fingerprint of a file that its stat told to have `len` bytes. `buffer` is room to read in.
///
/// # Errors
/// What the operating system says.
pub fn fingerprint_of_file(file: File, len: u64, buffer: &mut Vec<u8>) -> io::Result<(u64, Fingerprint)> {
    if len < PIECE_BYTES as u64 {
        let bytes = read_whole(file, len, buffer)?;
        return Ok((bytes.len() as u64, Fingerprint::of_bytes(bytes)));
    }
    copy_whole(file, &mut io::sink(), buffer)
}

/// Copies a file a piece at a time, since assets may be large: length and fingerprint of what was copied come back.
/// `buffer` is room to read in.
///
/// # Errors
/// What the operating system says.
pub fn copy_whole(
    mut file: File,
    to: &mut impl io::Write,
    buffer: &mut Vec<u8>,
) -> io::Result<(u64, Fingerprint)> {
    let mut hasher = Xxh3::new();
    buffer.resize(buffer.len().max(PIECE_BYTES), 0);
    let mut len = 0;
    loop {
        let read = match file.read(buffer) {
            Ok(0) => break,
            Ok(read) => buffer.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(read);
        to.write_all(read)?;
        len += read.len() as u64;
    }
    Ok((len, Fingerprint(hasher.digest128())))
}

#[cfg(unix)]
fn look_at(folder: &std::os::fd::OwnedFd, below: &str, flags: rustix::fs::AtFlags) -> io::Result<Standing> {
    rustix::fs::statat(folder, below, flags).map(|found| Standing::of_raw(&found)).map_err(io::Error::from)
}

#[cfg(unix)]
fn open_at(
    folder: &std::os::fd::OwnedFd,
    below: &str,
    flags: rustix::fs::OFlags,
    mode: rustix::fs::Mode,
) -> io::Result<File> {
    let flags = flags | rustix::fs::OFlags::CLOEXEC;
    again_where_interrupted(|| rustix::fs::openat(folder, below, flags, mode)).map(File::from)
}

#[cfg(unix)]
fn again_where_interrupted<T>(call: impl FnMut() -> rustix::io::Result<T>) -> io::Result<T> {
    rustix::io::retry_on_intr(call).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use std::fs::Metadata;
    use std::io::Write as _;
    use std::time::{Duration, SystemTime};

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

    #[test]
    fn what_is_made_near_stands_there_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        for root in [folder.path().to_owned(), folder.path().join("later")] {
            // Of a folder that is not there yet, the whole paths are taken.
            let near = Near::new(&root);
            fs::create_dir_all(&root).unwrap();
            assert_eq!(near.create_new("夹/a").unwrap_err().kind(), io::ErrorKind::NotFound);
            near.create_dir("夹").unwrap();
            assert_eq!(near.create_dir("夹").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
            near.create_new("夹/a").unwrap().write_all("字".as_bytes()).unwrap();
            assert_eq!(near.create_new("夹/a").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read(near.whole("夹/a")).unwrap(), "字".as_bytes());
            assert_eq!(io::read_to_string(near.open("夹/a").unwrap()).unwrap(), "字");
            let plain = root.join("夹/b");
            fs::write(&plain, "").unwrap();
            let beside = folder.path().join("beside");
            fs::create_dir_all(beside.join("夹")).unwrap();
            Near::new(&beside).link(&near, "夹/a").unwrap();
            assert_eq!(Near::new(&beside).look("夹/a").unwrap(), near.look("夹/a").unwrap());
            fs::remove_dir_all(beside).unwrap();
            assert_eq!(
                fs::metadata(plain).unwrap().permissions(),
                fs::metadata(root.join("夹/a")).unwrap().permissions()
            );
        }
    }

    #[test]
    fn a_file_is_read_whole_whatever_was_told_of_its_length() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let mut buffer = Vec::new();
        for bytes in [vec![], vec![7], (0..200_000).map(|n| (n % 251) as u8).collect::<Vec<u8>>()] {
            fs::write(&path, &bytes).unwrap();
            let len = bytes.len() as u64;
            for told in [len, 0, len / 2, len + 1, 2 * len + 1000] {
                let read = read_whole(File::open(&path).unwrap(), told, &mut buffer).unwrap();
                assert!(read == bytes, "{told} told of {len}");
                let print = fingerprint_of_file(File::open(&path).unwrap(), told, &mut buffer).unwrap();
                assert_eq!(print, (len, Fingerprint::of_bytes(&bytes)), "{told} told of {len}");
            }
        }
    }
}
