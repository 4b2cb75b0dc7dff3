//! Documents of a site of which all but some files are known to be as they were: what one save in a preview mostly is.

use std::sync::Arc;

use super::document::entry::{ColumnDocument, EntryDocument};
use super::kind::schema::Kinds;
use super::parse::{Schema, entry, kinds, upwards};
use super::parsed::{Parsed, ParsedMemory};
use super::shelf::Shelf;
use super::source::path::SourcePath;
use super::source::tree::SourceTree;
use crate::base::hash::Fingerprint;

/// What is other.
#[derive(Clone, Debug)]
pub struct Reparsed {
    /// Entries that were read anew, in path order.
    pub read: Vec<Arc<EntryDocument>>,
    /// The [outline](super::parse::Documents::outline) of all documents, which is as it was.
    pub outline: Fingerprint,
}

/// Reads the files of a tree that are others than when it was parsed last; `None` where that is not all that must be
/// done: where other things than entries differ, where anything was or is found, where an outline is another. Nothing is
/// remembered then.
#[must_use]
pub fn reparse(tree: &SourceTree, kept: &mut ParsedMemory) -> Option<Reparsed> {
    let last = kept.last.filter(|last| last.is_quiet)?;
    let changed = tree.reading.differs_from(last.reading)?;
    let kinds = kinds(tree).value;
    let mut anew = Vec::with_capacity(changed.len());
    for path in changed {
        let (before, file) = (kept.entries.0.get(path)?, tree.get(path.as_str())?);
        let schema = schema(&kept.columns, &kinds, path.folder())?;
        let read = entry(tree, (path, file), &schema, schema.made_of(file));
        if read.outline != before.outline || !read.findings.is_empty() {
            return None;
        }
        anew.push((path.clone(), read));
    }
    let read = anew.iter().map(|(_, kept)| Arc::clone(&kept.document)).collect();
    kept.entries.0.extend(anew);
    kept.last = tree.reading.number().map(|reading| Parsed { reading, ..last });
    Some(Reparsed { read, outline: last.outline })
}

/// What entries of a folder are read against: the nearest column's.
fn schema<'k>(columns: &'k Shelf<ColumnDocument>, kinds: &'k Kinds, folder: &str) -> Option<Schema<'k>> {
    upwards(folder).find_map(|at| {
        let column = columns.0.get(&SourcePath::new(&format!("{at}/_index.md")))?;
        Schema::of(&column.document, kinds)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::input::config::settings::Config;
    use crate::input::parse::parse;
    use crate::input::source::tree::Reading;

    const ENTRY: &str = "content/a/b.md";

    /// A site that was read and parsed, then read again with other texts of these files.
    fn read_again(files: &[(&str, &str)], others: &[(&str, &str)]) -> (SourceTree, ParsedMemory) {
        let (mut tree, mut kept) = (SourceTree::default(), ParsedMemory::default());
        files.iter().for_each(|(path, text)| tree.insert_text(path, text));
        tree.reading = Reading::whole();
        let _ = parse(&tree, &Config::default(), &mut kept);
        let last = tree.reading.clone();
        others.iter().for_each(|(path, text)| tree.insert_text(path, text));
        tree.reading = last.again(others.iter().map(|(path, _)| SourcePath::new(path)).collect());
        (tree, kept)
    }

    #[test]
    fn a_body_that_was_edited_is_read_and_nothing_else_is_looked_at() {
        let files = [
            ("content/a/_index.md", "---\ntitle: 栏目\nkind: commentary\n---\n"),
            (ENTRY, "---\ntitle: 一\n---\n甲\n"),
            ("content/a/c/d.md", "---\ntitle: 二\n---\n甲\n"),
        ];
        let others = [(ENTRY, "---\ntitle: 一\n---\n甲\n\n乙\n")];
        let (tree, mut kept) = read_again(&files, &others);
        let again = reparse(&tree, &mut kept).expect("nothing else is other");
        let whole = parse(&tree, &Config::default(), &mut ParsedMemory::default()).value;
        assert_eq!(again.outline, whole.outline);
        assert_eq!(again.read.iter().map(|read| read.path.as_str()).collect::<Vec<_>>(), [ENTRY]);
        let kept_now = &kept.entries.0[&SourcePath::new(ENTRY)].document;
        let parsed = parse(&tree, &Config::default(), &mut kept.clone());
        assert!(parsed.value.read.is_empty() && Arc::ptr_eq(kept_now, &again.read[0]));
        assert!(reparse(&tree, &mut kept).is_none(), "it is of the last reading by now");
    }

    #[test]
    fn what_more_than_a_body_tells_is_for_a_whole_parse() {
        let files =
            [("content/a/_index.md", "---\ntitle: 栏目\n---\n"), (ENTRY, "---\ntitle: 一\n---\n甲\n")];
        let broken = ("content/a/c.md", "---\ntitle: 一\n");
        let edited = (ENTRY, "---\ntitle: 一\n---\n甲\n\n乙\n");
        for (files, others) in [
            (files.to_vec(), vec![(ENTRY, "---\ntitle: 二\n---\n甲\n")]),
            (files.to_vec(), vec![(ENTRY, "---\ntitle: 一\n")]),
            (files.to_vec(), vec![edited, ("content/a/_index.md", "---\ntitle: 栏\n---\n")]),
            (files.to_vec(), vec![edited, ("site.yaml", "title: 测试\n")]),
            (files.to_vec(), vec![edited, ("content/a/d.md", "---\ntitle: 新\n---\n")]),
            ([&files[..], &[broken]].concat(), vec![edited]),
        ] {
            let (tree, mut kept) = read_again(&files, &others);
            assert!(reparse(&tree, &mut kept).is_none(), "{others:?}");
        }
        let (mut tree, mut kept) = read_again(&files, &[edited]);
        // Two readings later nobody knows what the first of them saw.
        tree.reading = tree.reading.again(BTreeSet::from([SourcePath::new(ENTRY)]));
        assert!(reparse(&tree, &mut kept).is_none());
        tree.reading = Reading::whole();
        assert!(reparse(&tree, &mut kept).is_none());
    }
}
