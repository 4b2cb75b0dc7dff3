//! An editor's own file, rewritten in one step.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Puts new bytes in the place of a file that still holds `old`. Links are followed, so that they stay links; the
/// permissions stay; a reader sees the whole old file or the whole new one.
///
/// # Errors
/// What the operating system says; [`Interrupted`](io::ErrorKind::Interrupted) where somebody changed the file
/// meanwhile.
pub fn rewrite(path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
    let path = path.canonicalize()?;
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let write = || -> io::Result<()> {
        let mut file = File::create_new(&beside)?;
        file.write_all(new)?;
        file.set_permissions(fs::metadata(&path)?.permissions())?;
        file.sync_all()?;
        if fs::read(&path)? != old {
            return Err(io::ErrorKind::Interrupted.into());
        }
        fs::rename(&beside, &path)
    };
    let written = write();
    if written.is_err() {
        // Where it was not even made there is nothing to remove.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_rewritten_only_where_it_is_as_it_was_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("表.yaml");
        fs::write(&path, "一").expect("it is written");
        rewrite(&path, "一".as_bytes(), "二".as_bytes()).expect("it is rewritten");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "二");
        let error = rewrite(&path, "一".as_bytes(), "三".as_bytes()).expect_err("it was changed meanwhile");
        assert_eq!(error.kind(), io::ErrorKind::Interrupted);
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "二");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
