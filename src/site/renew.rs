//! A site taken up again where only the words of some bodies are others: what one edit in a preview mostly is.

use std::sync::Arc;

use super::model::Site;
use super::print::seal;
use crate::input::document::entry::EntryDocument;

/// Entries of a site whose documents are others by now: position and new document. Both are in path order; of
/// documents without an entry (drafts) nothing is told.
#[must_use]
pub fn others(site: &Site, documents: &[Arc<EntryDocument>]) -> Vec<(usize, Arc<EntryDocument>)> {
    let mut documents = documents.iter();
    let mut others = Vec::new();
    for (n, entry) in site.entries.iter().enumerate() {
        let document = documents.find(|document| document.path == entry.document.path);
        if let Some(document) = document.filter(|document| !Arc::ptr_eq(document, &entry.document)) {
            others.push((n, Arc::clone(document)));
        }
    }
    others
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
