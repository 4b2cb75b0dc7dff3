//! Every file of a tree, its folders looked at in parallel.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

/// A folder with fewer folders in it is gone through by one worker.
const SHARED_FROM: usize = 16;

/// The files below `tree`, with `/`, in order. Links are files. Of what stands directly in `tree`, names that
/// `passed_over` says are left out, with all below.
///
/// # Errors
/// What the operating system says of the first folder that cannot be read.
pub fn files(tree: &Path, passed_over: fn(&str) -> bool) -> io::Result<Vec<String>> {
    let mut files = below(tree, "", passed_over)?;
    files.sort_unstable();
    Ok(files)
}

fn below(folder: &Path, prefix: &str, passed_over: fn(&str) -> bool) -> io::Result<Vec<String>> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if passed_over(&name) {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            folders.push((entry.path(), path + "/"));
        } else {
            files.push(path);
        }
    }
    let all = |_: &str| false;
    if folders.len() < SHARED_FROM {
        for (folder, prefix) in folders {
            files.extend(below(&folder, &prefix, all)?);
        }
    } else {
        let further: Vec<Vec<String>> = folders
            .into_par_iter()
            .map(|(folder, prefix)| below(&folder, &prefix, all))
            .collect::<io::Result<_>>()?;
        files.extend(further.into_iter().flatten());
    }
    Ok(files)
}

/// The files directly in one folder of a tree, with their paths below the tree, and all below the folders in it that
/// `is_known` does not say; none where it is no folder any more. What `passed_over` says of is left out of the tree
/// itself.
///
/// # Errors
/// What the operating system says.
pub fn level(
    tree: &Path,
    folder: &str,
    passed_over: fn(&str) -> bool,
    is_known: &dyn Fn(&str) -> bool,
) -> io::Result<Vec<String>> {
    let at = tree.join(folder);
    if !at.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(at)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if folder.is_empty() && passed_over(&name) {
            continue;
        }
        let path = if folder.is_empty() { name.into_owned() } else { format!("{folder}/{name}") };
        if !entry.file_type()?.is_dir() {
            files.push(path);
        } else if !is_known(&path) {
            files.extend(below(&entry.path(), &(path + "/"), |_| false)?);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_in_order() {
        let tree = tempfile::tempdir().unwrap();
        let mut expected = vec!["a.txt".to_owned(), "b/.keep".to_owned()];
        expected.extend((10..40).map(|n| format!("c/{n}/index.html")));
        for path in expected.iter().map(String::as_str).chain([".git/HEAD"]) {
            let path = tree.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        assert_eq!(files(tree.path(), |name| name == ".git").unwrap(), expected);
        assert!(files(&tree.path().join("nowhere"), |_| false).is_err());
    }
}
