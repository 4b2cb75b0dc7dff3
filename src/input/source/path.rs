//! A source file's path from the site's root.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A path from the site's root: `/` between names, NFC, never absolute, never with `.` or `..`.
///
/// Names are NFC so that a link typed on Windows finds a file saved on macOS; where the name on disk differs, the
/// tree keeps it with the file.
#[derive(Clone, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::derived_hash_with_manual_eq, reason = "one text is equal to itself either way")]
pub struct SourcePath(Arc<str>);

// The stages share their paths, so that most comparisons need not look at the text.
impl PartialEq for SourcePath {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Ord for SourcePath {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for SourcePath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl SourcePath {
    /// Makes a path from text whose separators are `/`; normalises to NFC.
    #[must_use]
    pub fn new(path: &str) -> Self {
        if path.is_ascii() || is_nfc_quick(path.chars()) == IsNormalized::Yes {
            Self(path.into())
        } else {
            Self(path.nfc().collect::<String>().into())
        }
    }

    /// The whole path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as shared text, for a finding's place.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// The folder that holds it, without a trailing `/`; empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |n| &self.0[..n])
    }

    /// The first name: `content`, `content.en`, `themes`.
    #[must_use]
    pub fn root(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The path below its first name.
    #[must_use]
    pub fn below_root(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, rest)| rest)
    }

    /// The last name.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The last name without its extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rfind('.').filter(|n| *n > 0).map_or(name, |n| &name[..n])
    }

    /// The extension without its dot, empty where there is none.
    #[must_use]
    pub fn extension(&self) -> &str {
        let name = self.file_name();
        name.rfind('.').filter(|n| *n > 0).map_or("", |n| &name[n + 1..])
    }

    /// Whether a file is an entry, or is to be one.
    #[must_use]
    pub fn is_entry(&self) -> bool {
        is_content_root(self.root()) && self.extension() == "md" && self.file_name() != "_index.md"
    }

    /// Resolves a relative reference written in this file (`../a/b.md`, `b.md`, `/images/x.png` from the
    /// content root `content`). `None` where it leads out of the tree.
    #[must_use]
    pub fn join(&self, reference: &str) -> Option<Self> {
        let (base, reference) = match reference.strip_prefix('/') {
            Some(rest) => (self.0.split('/').next().unwrap_or_default(), rest),
            None => (self.folder(), reference),
        };
        let mut names: Vec<&str> = base.split('/').filter(|n| !n.is_empty()).collect();
        for name in reference.split('/') {
            match name {
                "" | "." => {}
                ".." => {
                    names.pop()?;
                }
                name => names.push(name),
            }
        }
        Some(Self::new(&names.join("/")))
    }
}

/// Whether a top folder holds content: `content`, or `content.en` of a further language.
#[must_use]
pub fn is_content_root(name: &str) -> bool {
    name == "content"
        || name.strip_prefix("content.").is_some_and(|code| !code.is_empty() && !code.contains('/'))
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_resolves_from_its_file_and_never_leaves_the_tree() {
        let from = SourcePath::new("content/mingshi/a.md");
        let joined = |r: &str| from.join(r).map(|p| p.as_str().to_owned());
        assert_eq!(joined("b.md").as_deref(), Some("content/mingshi/b.md"));
        assert_eq!(joined("../kecheng/x/01.md").as_deref(), Some("content/kecheng/x/01.md"));
        assert_eq!(joined("/images/x.png").as_deref(), Some("content/images/x.png"));
        assert_eq!(joined("../../../etc/passwd"), None);
    }

    #[test]
    fn names_are_nfc() {
        assert_eq!(SourcePath::new("cafe\u{301}.md"), SourcePath::new("caf\u{e9}.md"));
    }
}
