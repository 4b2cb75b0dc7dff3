//! The decoded text of a source, for the lines that findings show.

use crate::input::source::decode::decode;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::SourceTree;

/// A file's text as spans count it; `None` for assets and what is not UTF-8.
#[must_use]
pub fn text(tree: &SourceTree, path: &str) -> Option<String> {
    let bytes = tree.get(path)?.bytes.as_ref()?;
    decode(&SourcePath::new(path), bytes).ok().map(std::borrow::Cow::into_owned)
}
