//! A site taken up again where only the words of some bodies are others: what one edit in a preview mostly is.

use std::sync::Arc;

use super::id::EntryId;
use super::model::Site;
use super::print::seal;
use crate::input::document::entry::EntryDocument;

/// Entries of a site whose documents were read anew: position and new document. Of documents without an entry (drafts,
/// another language's) nothing is told.
#[must_use]
pub fn others(site: &Site, read: &[Arc<EntryDocument>]) -> Vec<(usize, Arc<EntryDocument>)> {
    let entry = |document: &Arc<EntryDocument>| {
        let n = site.entries.position(EntryId::of(document.path.as_str()))?;
        Some((n, Arc::clone(document)))
    };
    read.iter().filter_map(entry).collect()
}

/// The site with other documents of the same [outlines](EntryDocument::outline): nothing but these entries' own pages
/// shows a difference.
pub fn renew(site: &mut Site, others: Vec<(usize, Arc<EntryDocument>)>) {
    let places: Vec<usize> = others.iter().map(|(n, _)| *n).collect();
    for (n, document) in others {
        if let Some(entry) = site.entries.each_mut().get_mut(n) {
            entry.document = document;
        }
    }
    seal::seal_articles(site, &places);
}
