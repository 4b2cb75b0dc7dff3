//! The file form of a memory: bytes to value and back, versioned and verified.
//!
//! It comes in one index and many parts. The index holds the outputs with their traces and all small documents, and
//! is written anew; a part holds some hundred entries, or a block of the search index, and is named by what it was made
//! of, so that an edit of one entry writes two parts. Parts are read in parallel.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::memory::Memory;
use crate::base::borrowed::reading;
use crate::base::hash::Fingerprint;
use crate::input::document::entry::EntryDocument;
use crate::input::parse::ParsedMemory;
use crate::input::shelf::{Kept as KeptDocument, Shelf};
use crate::input::source::path::SourcePath;
use crate::output::imaging::album::Looked;
use crate::output::query::search::block::Block;
use crate::output::query::search::postings::SearchMemory;
use crate::output::query::trace::Asked;
use crate::output::render::Kept;

/// First bytes of every file; the number grows with each change of the form.
const MAGIC: &[u8; 8] = b"CHAOYIN\x06";

/// Identifies the program that wrote a cache: its version and its sources, which `build.rs` fingerprints. A trace
/// covers what an output asked, not the code that wrote it, so another program's outputs are never kept.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("CHAOYIN_SOURCES"));

/// Bytes before the payload: magic, program, checksum.
const HEAD_BYTES: usize = 8 + 16 + 16;

/// About how many bytes of the index an output takes.
const OUTPUT_BYTES: usize = 320;

/// About how many bytes of a part an entry takes besides its text.
const ENTRY_BYTES: usize = 1024;

/// About how many entries a part holds.
const PART_ENTRIES: usize = 128;

/// Name of a part: what it was made of.
pub type PartName = Fingerprint;

/// Entries of a part.
type Entries<'m> = Vec<(&'m SourcePath, &'m KeptDocument<EntryDocument>)>;

/// What the index holds.
#[derive(Serialize, Deserialize)]
struct Index<P, L, O, A> {
    /// Documents but entries.
    parsed: P,
    pictures: L,
    outputs: O,
    asked: A,
    outputs_of: Option<Fingerprint>,
    /// What the plan was made of, where the outputs tell it.
    planned: Option<Fingerprint>,
    checked: Option<Fingerprint>,
}

/// The index as it is read.
type WholeIndex = Index<ParsedMemory, Looked, Kept, Asked>;

/// The names of all parts. They stand by themselves, so that the parts are read beside the rest.
#[derive(Default, Serialize, Deserialize)]
struct Names {
    entries: Vec<PartName>,
    /// For each language what each block of its search index was made of.
    search: BTreeMap<String, Vec<Fingerprint>>,
}

/// A memory ready to be written.
pub struct Stored<'m> {
    /// The index: what refers to all parts, and so is written last.
    pub index: Vec<u8>,
    /// The parts.
    pub parts: Vec<Part<'m>>,
}

/// What is written together.
pub struct Part<'m> {
    /// Its name: where a file of this name is, it holds this part already.
    pub name: PartName,
    content: Content<'m>,
}

enum Content<'m> {
    Entries(Entries<'m>),
    Block(&'m Block),
}

impl Part<'_> {
    /// Its bytes; empty where they cannot be written down, which reads as no part.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match &self.content {
            Content::Entries(entries) => {
                let len = |kept: &KeptDocument<EntryDocument>| kept.document.body.pieces.stored_len();
                let lens = entries.iter().map(|(_, kept)| len(kept) + ENTRY_BYTES);
                sealed(entries, Vec::with_capacity(HEAD_BYTES + lens.sum::<usize>()))
            }
            Content::Block(block) => sealed(block, Vec::new()),
        }
    }
}

/// Divides a memory into its index and its parts.
#[must_use]
pub fn store(memory: &Memory) -> Stored<'_> {
    let mut parts = parts(&memory.parsed.entries);
    let mut names = Names { entries: parts.iter().map(|part| part.name).collect(), ..Names::default() };
    for (path, search) in &memory.search {
        let made_of = search.blocks().iter().map(|(made_of, _)| *made_of).collect();
        names.search.insert(path.clone(), made_of);
        parts.extend(search.blocks().iter().map(|(made_of, block)| Part {
            name: block_name(path, *made_of),
            content: Content::Block(block),
        }));
    }
    let index = Index {
        parsed: memory.parsed.without_entries(),
        pictures: &memory.pictures,
        outputs: &memory.outputs,
        asked: &memory.asked,
        outputs_of: memory.outputs_of,
        planned: memory.planned(),
        checked: memory.checked,
    };
    let names = sealed(&names, Vec::new());
    // Not exact, but near enough that the bytes are not moved many times while they become more.
    let mut bytes = Vec::with_capacity(names.len() + memory.outputs.len() * OUTPUT_BYTES);
    bytes.extend((names.len() as u64).to_le_bytes());
    bytes.extend(names);
    Stored { index: sealed(&index, bytes), parts }
}

/// Entries without findings, by a hash of their path: an added entry leaves the others where they are.
fn parts(entries: &Shelf<EntryDocument>) -> Vec<Part<'_>> {
    let count = entries.0.len().div_ceil(PART_ENTRIES).next_power_of_two();
    let mut parts: Vec<Entries<'_>> = Vec::new();
    parts.resize_with(count, Vec::new);
    for (path, kept) in entries.0.iter().filter(|(_, kept)| kept.findings.is_empty()) {
        let at = Fingerprint::of_bytes(path.as_str().as_bytes()).short() % count as u64;
        if let Some(part) = usize::try_from(at).ok().and_then(|at| parts.get_mut(at)) {
            part.push((path, kept));
        }
    }
    let named = |entries: &Entries<'_>| -> PartName {
        let made_of: Vec<_> = entries.iter().map(|(path, kept)| (path, kept.made_of)).collect();
        Fingerprint::of(&(PROGRAM, made_of))
    };
    parts
        .into_iter()
        .filter(|entries| !entries.is_empty())
        .map(|entries| Part { name: named(&entries), content: Content::Entries(entries) })
        .collect()
}

/// Two languages may have blocks of the same pages, in other writings.
fn block_name(language: &str, made_of: Fingerprint) -> PartName {
    Fingerprint::of(&(PROGRAM, "search", language, made_of))
}

/// The memory that an index and its parts hold; `None` where the index is cut short, altered, or written by another
/// program. A part that is gone only means that its entries are read again; of
/// one that is damaged, `damaged` is told.
pub fn recall<B: Into<Bytes> + Send>(
    index: &[u8],
    read: impl Fn(PartName) -> Option<B> + Sync,
    damaged: impl Fn(PartName) + Sync,
) -> Option<Memory> {
    let (len, rest) = index.split_first_chunk::<8>()?;
    let (names, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*len)).ok()?)?;
    let names: Names = opened(names)?;
    let parts = Parts { read, damaged };
    let (index, (entries, search)) = rayon::join(
        || opened(rest).map(of_index),
        || rayon::join(|| parts.entries(&names.entries), || parts.search(&names.search)),
    );
    let mut memory = index?;
    memory.parsed.entries = entries;
    memory.search = search;
    Some(memory)
}

/// The memory that an index holds, without its parts.
fn of_index(index: WholeIndex) -> Memory {
    let mut memory = Memory {
        parsed: index.parsed,
        pictures: index.pictures,
        outputs: index.outputs,
        asked: index.asked,
        outputs_of: index.outputs_of,
        checked: index.checked,
        ..Memory::default()
    };
    if let Some(made_of) = index.planned {
        memory.plan_as_published(made_of);
    }
    memory
}

/// Where parts come from.
struct Parts<R, D> {
    read: R,
    damaged: D,
}

impl<B: Into<Bytes> + Send, R: Fn(PartName) -> Option<B> + Sync, D: Fn(PartName) + Sync> Parts<R, D> {
    fn part<T: DeserializeOwned>(&self, name: PartName) -> Option<T> {
        let part = reading((self.read)(name)?.into(), |bytes| opened(bytes));
        if part.is_none() {
            (self.damaged)(name);
        }
        part
    }

    fn entries(&self, names: &[PartName]) -> Shelf<EntryDocument> {
        type Read = Vec<(SourcePath, KeptDocument<EntryDocument>)>;
        let entries: Vec<_> =
            names.par_iter().filter_map(|name| self.part::<Read>(*name)).flatten_iter().collect();
        Shelf(entries.into_iter().collect::<BTreeMap<_, _>>())
    }

    fn search(&self, languages: &BTreeMap<String, Vec<Fingerprint>>) -> BTreeMap<String, SearchMemory> {
        let block = |path: &str, made_of: Fingerprint| match self.part(block_name(path, made_of)) {
            Some(block) => (made_of, Arc::new(block)),
            // Its place stays, and nothing is made of that.
            None => (Fingerprint::default(), Arc::default()),
        };
        let memory = |(path, made_of): (&String, &Vec<Fingerprint>)| {
            let blocks = made_of.par_iter().map(|made_of| block(path, *made_of)).collect();
            (path.clone(), SearchMemory::of_blocks(blocks))
        };
        languages.iter().map(memory).collect()
    }
}

/// Behind these bytes a value with a head that tells what it is and whether it is whole.
fn sealed(value: &impl Serialize, mut bytes: Vec<u8>) -> Vec<u8> {
    let from = bytes.len();
    bytes.resize(from + HEAD_BYTES, 0);
    let Ok(mut bytes) = postcard::to_extend(value, bytes) else { return Vec::new() };
    let (head, payload) = bytes.split_at_mut(from + HEAD_BYTES);
    let head = head.split_at_mut(from).1;
    let checksum = Fingerprint::of_bytes(payload).0.to_le_bytes();
    let program = program().0.to_le_bytes();
    for (to, from) in head.iter_mut().zip(MAGIC.iter().chain(&program).chain(&checksum)) {
        *to = *from;
    }
    bytes
}

fn opened<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Option<T> {
    let (magic, rest) = bytes.split_first_chunk::<8>()?;
    let (wrote, rest) = rest.split_first_chunk::<16>()?;
    let (checksum, payload) = rest.split_first_chunk::<16>()?;
    let holds = magic == MAGIC
        && *wrote == program().0.to_le_bytes()
        && *checksum == Fingerprint::of_bytes(payload).0.to_le_bytes();
    if holds { postcard::from_bytes(payload).ok() } else { None }
}

/// Fingerprint of the program's version and sources.
#[must_use]
pub fn program() -> Fingerprint {
    Fingerprint::of_bytes(PROGRAM.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::config::settings::Config;
    use crate::input::parse::parse;
    use crate::input::source::tree::SourceTree;

    /// A memory of so many entries, the last of which has this text.
    fn memory(entries: usize, last: &str) -> Memory {
        let mut tree = SourceTree::default();
        for n in 1..=entries {
            let text = if n == entries { last } else { "正文" };
            tree.insert_text(&format!("content/a/{n}.md"), &format!("---\ntitle: 第{n}篇\n---\n{text}\n"));
        }
        let mut memory = Memory::default();
        assert!(parse(&tree, &Config::default(), &mut memory.parsed).findings.is_empty());
        memory
    }

    fn recalled(index: &[u8], parts: &BTreeMap<PartName, Vec<u8>>) -> Option<Memory> {
        recall(index, |name| parts.get(&name).cloned(), |_| {})
    }

    fn encoded(memory: &Memory) -> (Vec<u8>, BTreeMap<PartName, Vec<u8>>) {
        let stored = store(memory);
        (stored.index, stored.parts.iter().map(|part| (part.name, part.encode())).collect())
    }

    #[test]
    fn what_was_stored_is_recalled() {
        let memory = memory(3 * PART_ENTRIES, "**末篇。**");
        let (index, parts) = encoded(&memory);
        let again = recalled(&index, &parts).expect("it is whole");
        assert_eq!(again.parsed.entries.0.len(), 3 * PART_ENTRIES);
        for (path, kept) in &memory.parsed.entries.0 {
            let other = &again.parsed.entries.0[path];
            assert_eq!((&other.document, other.made_of), (&kept.document, kept.made_of));
        }
        let twice = encoded(&again);
        assert!(twice == (index, parts), "what is not looked at is written as it was read");
    }

    #[test]
    fn an_edited_entry_makes_one_new_part() {
        let (_, before) = encoded(&memory(3 * PART_ENTRIES, "甲"));
        let (_, after) = encoded(&memory(3 * PART_ENTRIES, "乙"));
        assert_eq!(after.keys().filter(|name| !before.contains_key(*name)).count(), 1);
        assert!(before.len() > 1);
    }

    #[test]
    fn altered_bytes_are_no_memory() {
        let (whole, parts) = encoded(&memory(1, "甲"));
        for at in 0..whole.len() {
            let mut altered = whole.clone();
            altered[at] ^= 0x40;
            assert!(recalled(&altered, &parts).is_none(), "byte {at} was altered");
            assert!(recalled(&whole[..at], &parts).is_none(), "cut at {at}");
        }
        assert!(recalled(b"", &parts).is_none());
    }

    #[test]
    fn a_part_that_is_gone_or_damaged_is_passed_over() {
        let (index, mut parts) = encoded(&memory(1, "甲"));
        let left = |parts: &BTreeMap<_, _>| {
            recalled(&index, parts).expect("the index is whole").parsed.entries.0.len()
        };
        assert_eq!(left(&parts), 1);
        parts.values_mut().for_each(|bytes| *bytes.last_mut().unwrap() ^= 1);
        assert_eq!(left(&parts), 0);
        parts.clear();
        assert_eq!(left(&parts), 0);
    }
}
