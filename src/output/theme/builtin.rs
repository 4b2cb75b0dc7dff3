//! The default theme, compiled in.

use rust_embed::RustEmbed;

use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::{SourceFile, SourceTree};

/// Name of the theme that is compiled in.
pub const NAME: &str = "portal";

#[derive(RustEmbed)]
#[folder = "themes/portal"]
struct Portal;

/// Names of its templates, as others extend and replace them.
pub fn template_names() -> impl Iterator<Item = String> {
    Portal::iter().filter_map(|name| {
        let name = name.strip_prefix("templates/")?;
        name.ends_with(".html").then(|| name.to_owned())
    })
}

/// Whether a file of the default theme, by its path in it, is as it was compiled in.
#[must_use]
pub fn is_original(inner: &str, print: Fingerprint) -> bool {
    Portal::get(inner).is_some_and(|file| Fingerprint::of_bytes(&file.data) == print)
}

/// Adds the files of the default theme; the site's own file of the same path stays.
pub fn overlay(tree: &mut SourceTree) {
    for name in Portal::iter() {
        let path = SourcePath::new(&format!("themes/{NAME}/{name}"));
        if tree.get(path.as_str()).is_some() {
            continue;
        }
        let Some(file) = Portal::get(&name) else { continue };
        let len = file.data.len() as u64;
        let fingerprint = Fingerprint::of_bytes(&file.data);
        tree.files
            .insert(path, SourceFile { len, fingerprint, bytes: Some(file.data.into()), disk_name: None });
    }
}
