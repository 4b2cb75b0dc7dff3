//! What a tree of ours held when a build left it: the next build looks only into the folders that were changed since.
//!
//! A folder in which a file comes to stand or goes is changed by that. So one whose change is older than the word holds
//! what the word says, which is the tree's own list and what was carried over.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::kept::replace;
use super::near::Near;
use super::stat::{Sort, Stat};
use super::walk;
use crate::base::hash::Fingerprint;
use crate::build::published::{FILE_LIST, Published};

/// The word on one tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When, by the clock of the file system, in nanoseconds since 1970.
    at_ns: i128,
    /// The files, in order.
    pub files: Vec<Arc<str>>,
    /// Those of them that are not the very files of the tree beside, of which this one is the base.
    pub apart: BTreeSet<String>,
}

/// The list of a tree's files.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Fingerprint of its text.
    print: Fingerprint,
    /// What it says.
    pub published: Arc<Published>,
}

impl Listed {
    /// Reads a list; `None` where there is none, or it is not whole. Where it says what `other` says, that is shared.
    #[must_use]
    pub fn read(path: &Path, other: Option<&Self>) -> Option<Self> {
        let text = text_of_list(path)?;
        let print = Fingerprint::of_bytes(text.as_bytes());
        match other.filter(|other| other.print == print) {
            Some(other) => Some(other.clone()),
            None => Some(Self { print, published: Arc::new(Published::decode(&text)?) }),
        }
    }
}

/// What a tree holds now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// The files, in order.
    pub files: Vec<Arc<str>>,
    /// Folders that were changed, or may have been; the empty path is the tree itself.
    changed: BTreeSet<String>,
}

impl Now {
    /// Whether a name was surely not given to another file since.
    #[must_use]
    pub fn has_kept(&self, file: &str) -> bool {
        self.changed.is_empty() || !self.changed.contains(folder_of(file))
    }
}

impl Seen {
    /// Reads the word on a tree that has this list; `None` where there is none, or where it is on another list.
    #[must_use]
    pub fn read(word: &Path, list: &Listed) -> Option<Self> {
        let word = fs::read_to_string(word).ok()?;
        let (at, rest) = word.split_once('\n')?;
        let (print, rest) = rest.split_once('\n')?;
        let (carried, apart) = rest.split_once("\n\n")?;
        if list.print.to_string() != print {
            return None;
        }
        let published = &list.published;
        let further = [FILE_LIST].into_iter().chain(carried.lines()).map(Arc::from);
        let mut files: Vec<Arc<str>> = published.paths().cloned().chain(further).collect();
        // Nearly in order as it is.
        files.sort();
        Some(Self { at_ns: at.parse().ok()?, files, apart: apart.lines().map(str::to_owned).collect() })
    }

    /// Writes down that `tree` holds what its list says, and what was carried over, and nothing else; and which of
    /// its files stand `apart`.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn write(word: &Path, tree: &Path, carried: &[Arc<str>], apart: &[Arc<str>]) -> io::Result<()> {
        // Without a list, or with a name that would read as two, the next build looks for itself.
        let Some(text) = text_of_list(&tree.join(FILE_LIST)) else { return forget(word) };
        if carried.iter().chain(apart).any(|path| path.contains(['\n', '\r'])) {
            return forget(word);
        }
        // The file system's own clock, which may be another machine's; written down, so that a copy of the word is not
        // younger than the word.
        replace(word, b"")?;
        let at = Stat::of(&fs::metadata(word)?).changed_ns;
        let list = Fingerprint::of_bytes(text.as_bytes());
        let word_now = format!("{at}\n{list}\n{}\n\n{}", lines(carried), lines(apart));
        replace(word, word_now.as_bytes())
    }

    /// What the tree holds now, as [`walk::files`] tells it.
    ///
    /// # Errors
    /// What the operating system says of the first folder that cannot be read.
    pub fn now(&self, tree: &Path, passed_over: fn(&str) -> bool) -> io::Result<Now> {
        let folders = folders(&self.files);
        // In the same tick of the clock something may have come later.
        let near = Near::new(tree);
        let is_older = |folder: &str| {
            let found = near.look(folder);
            found.is_ok_and(|found| found.sort == Sort::Folder && found.stat.changed_ns < self.at_ns)
        };
        let changed: BTreeSet<&str> =
            folders.par_iter().copied().filter(|folder| !is_older(folder)).collect();
        if changed.is_empty() {
            return Ok(Now { files: self.files.clone(), changed: BTreeSet::new() });
        }
        let is_as_it_was = |file: &&Arc<str>| !changed.contains(folder_of(file));
        let mut files: Vec<Arc<str>> = self.files.iter().filter(is_as_it_was).cloned().collect();
        let is_known = |folder: &str| folders.binary_search(&folder).is_ok();
        let found = changed.par_iter().map(|folder| walk::level(tree, folder, passed_over, &is_known));
        let found = found.collect::<io::Result<Vec<_>>>()?.into_iter().flatten();
        files.extend(found.map(Arc::from));
        files.sort();
        Ok(Now { files, changed: changed.into_iter().map(str::to_owned).collect() })
    }
}

fn lines(paths: &[Arc<str>]) -> String {
    paths.iter().map(|path| &**path).collect::<Vec<_>>().join("\n")
}

/// Unsays a word.
///
/// # Errors
/// What the operating system says.
pub fn forget(word: &Path) -> io::Result<()> {
    match fs::remove_file(word) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Where the word on a tree stands: beside a file or folder of ours that has the tree's name.
#[must_use]
pub fn word_of(own: &Path) -> PathBuf {
    let name = own.file_name().unwrap_or_default().to_string_lossy();
    own.with_file_name(format!("seen-{name}"))
}

fn text_of_list(path: &Path) -> Option<String> {
    // A pipe of that name would wait for ever.
    path.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
    fs::read_to_string(path).ok()
}

/// The folder that a file stands in; the empty path is the tree itself.
fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folders that hold files, and those that hold these, in order; `files` are in order too.
fn folders(files: &[Arc<str>]) -> Vec<&str> {
    let mut folders = vec![""];
    let mut last = "";
    for file in files {
        let mut path = folder_of(file);
        // A folder above the last one was met with it.
        let is_met = |path: &str| {
            let below = last.strip_prefix(path);
            path.is_empty() || below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
        };
        let folder = path;
        while !is_met(path) {
            folders.push(path);
            path = folder_of(path);
        }
        last = folder;
    }
    folders.sort_unstable();
    folders.dedup();
    folders
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    /// A tree with a list of these files, and the word on it.
    fn tree(files: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let tree = folder.path().join("tree");
        let mut lines = "site\t甲\t\n".to_owned();
        for file in files {
            let path = tree.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
            lines += &format!("-\t{file}\n");
        }
        let head = format!("chaoyin-files 1 {:032x}\n", Fingerprint::of_bytes(lines.as_bytes()).0);
        fs::write(tree.join(FILE_LIST), head + &lines).unwrap();
        (folder, tree)
    }

    fn read(word: &Path, tree: &Path) -> Option<Seen> {
        Seen::read(word, &Listed::read(&tree.join(FILE_LIST), None)?)
    }

    #[test]
    fn a_tree_is_told_as_a_walk_tells_it_whatever_was_done_to_it() {
        let files = ["a/b/c.txt", "a/b/d.txt", "a/e.txt", "f/g/h/i.txt", "j.txt"];
        type Deed = fn(&Path) -> io::Result<()>;
        // What is done, and how many of the files stand in folders that were not changed by it.
        let deeds: [(Deed, usize); 9] = [
            (|_| Ok(()), 5),
            (|tree| fs::write(tree.join("a/b/new.txt"), ""), 3),
            (|tree| fs::remove_file(tree.join("a/b/c.txt")), 3),
            (
                |tree| {
                    fs::create_dir_all(tree.join("k/l")).and_then(|()| fs::write(tree.join("k/l/m.txt"), ""))
                },
                4,
            ),
            (|tree| fs::create_dir(tree.join("f/g/empty")), 5),
            (|tree| fs::remove_dir_all(tree.join("f")), 3),
            (|tree| fs::remove_dir_all(tree.join("a/b")).and_then(|()| fs::write(tree.join("a/b"), "")), 2),
            (|tree| fs::rename(tree.join("f/g"), tree.join("a/g")), 3),
            (
                |tree| fs::create_dir(tree.join(".git")).and_then(|()| fs::write(tree.join(".git/HEAD"), "")),
                4,
            ),
        ];
        for (n, (deed, kept)) in deeds.into_iter().enumerate() {
            let (folder, tree) = tree(&files);
            let word = word_of(&folder.path().join("tree"));
            // Folders that are surely older than the word.
            let long_ago = SystemTime::now() - Duration::from_secs(60);
            for path in folders(&files.map(Arc::from)) {
                fs::File::open(tree.join(path)).unwrap().set_modified(long_ago).unwrap();
            }
            Seen::write(&word, &tree, &[], &[]).unwrap();
            let seen = read(&word, &tree).unwrap();
            deed(&tree).unwrap();
            let is_passed_over = |name: &str| name == ".git";
            let walked = walk::files(&tree, is_passed_over).unwrap();
            let now = seen.now(&tree, is_passed_over).unwrap();
            assert_eq!(now.files.iter().map(|file| &**file).collect::<Vec<_>>(), walked, "deed {n}");
            let as_before = |file: &&str| now.has_kept(file);
            assert_eq!(files.iter().copied().filter(as_before).count(), kept, "deed {n}");
        }
    }

    #[test]
    fn folders_are_those_of_files_and_above() {
        for (files, expected) in [
            (&[][..], &[""][..]),
            (&["a.txt"], &[""]),
            (&["a/b/c.txt", "a/b/d.txt", "a/e.txt"], &["", "a", "a/b"]),
            (&["a-b/c.txt", "a/b.txt", "a/b/c.txt", "ab/c.txt"], &["", "a", "a-b", "a/b", "ab"]),
            (
                &["a/b/c/d.txt", "a/x/c.txt", "e/b/c/d.txt"],
                &["", "a", "a/b", "a/b/c", "a/x", "e", "e/b", "e/b/c"],
            ),
            // A file between those of one folder.
            (&["a/b.txt", "a/b/c.txt", "a/c.txt"], &["", "a", "a/b"]),
        ] {
            let files: Vec<Arc<str>> = files.iter().copied().map(Arc::from).collect();
            assert_eq!(folders(&files), expected);
        }
    }

    #[test]
    fn a_word_on_another_tree_says_nothing() {
        let (folder, tree) = tree(&["a.txt"]);
        let word = word_of(&folder.path().join("tree"));
        Seen::write(&word, &tree, &["b/.keep".into()], &["a.txt".into()]).unwrap();
        let seen = read(&word, &tree).unwrap();
        assert_eq!(seen.files, [FILE_LIST, "a.txt", "b/.keep"].map(Arc::from));
        assert_eq!(seen.apart, BTreeSet::from(["a.txt".to_owned()]));
        Seen::write(&word, &tree, &["two\nlines".into()], &[]).unwrap();
        assert_eq!(read(&word, &tree), None);
        Seen::write(&word, &tree, &[], &[]).unwrap();
        fs::write(tree.join(FILE_LIST), "another").unwrap();
        assert_eq!(read(&word, &tree), None);
    }
}
