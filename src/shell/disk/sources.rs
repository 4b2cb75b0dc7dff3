//! Which folders of a site hold its sources.

use std::fs;
use std::path::Path;

use crate::input::source::path::is_content_root;

/// Folders of a site that are read.
pub const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// The source folders of the site at `root`, whether or not they are there, and those of further languages.
#[must_use]
pub fn source_folders(root: &Path) -> Vec<String> {
    let mut folders: Vec<String> = FOLDERS.map(str::to_owned).to_vec();
    let names = fs::read_dir(root).into_iter().flatten().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    folders
        .extend(names.filter(|name| name != "content" && is_content_root(name) && root.join(name).is_dir()));
    folders.sort_unstable();
    folders
}
