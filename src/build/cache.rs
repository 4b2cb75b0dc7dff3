//! The file form of a memory: bytes to value and back, versioned and verified.
//!
//! It comes in one index and many parts. The index holds the outputs with their traces and all small documents, and
//! is written anew; a part holds some hundred entries, or a block of the search index, and is named by what it was made
//! of, so that an edit of one entry writes two parts. Parts are read in parallel, their heads alone: the texts, which
//! stand behind, are read where somebody looks at one of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::memory::Memory;
use crate::base::apart::{Batch, Loss, reading, writing};
use crate::base::hash::Fingerprint;
use crate::input::document::entry::EntryDocument;
use crate::input::markdown::body::{Piece, Pieces};
use crate::input::parsed::ParsedMemory;
use crate::input::shelf::{Kept as KeptDocument, Shelf};
use crate::input::source::path::SourcePath;
use crate::output::imaging::album::Looked;
use crate::output::query::search::block::Block;
use crate::output::query::search::postings::SearchMemory;
use crate::output::query::trace::Asked;
use crate::output::render::Kept;

/// First bytes of every file; the number grows with each change of the form.
const MAGIC: &[u8; 8] = b"CHAOYIN\x09";

/// Identifies the program that wrote a cache: its version and its sources, which `build.rs` fingerprints. A trace
/// covers what an output asked, not the code that wrote it, so another program's outputs are never kept.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("CHAOYIN_SOURCES"));

/// Bytes before the payload: magic, program, checksum.
const HEAD_BYTES: usize = 8 + 16 + 16;

/// About how many bytes of the index an output takes.
const OUTPUT_BYTES: usize = 320;

/// Bytes before the values of a part's head: length and checksum of its texts.
const TEXTS_BYTES: usize = 8 + 16;

/// One entry of so many may be the last of its part.
const PART_ENTRIES: u64 = 96;

/// Parts that one worker reads before another may take the next.
const PARTS_AT_ONCE: usize = 4;

/// Fewest and most entries of a part, but of the last one.
const PART_ENTRIES_MIN: usize = 32;
const PART_ENTRIES_MAX: usize = 512;

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
    /// Its head, and the texts that stand behind; an empty head where they cannot be written down, which reads as no
    /// part.
    #[must_use]
    pub fn encode(&self) -> (Vec<u8>, Vec<u8>) {
        match &self.content {
            Content::Entries(entries) => {
                let lens = entries.iter().map(|(_, kept)| {
                    let body = &kept.document.body;
                    pieces_len(&body.pieces) + body.headings.stored_len()
                });
                sealed_apart(entries, lens.sum())
            }
            Content::Block(block) => sealed_apart(block, 0),
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

/// Entries without findings in the order of their paths, so that neighbours stand together. Where a part ends is told by
/// the paths around: an added entry leaves all other parts as they are.
fn parts(entries: &Shelf<EntryDocument>) -> Vec<Part<'_>> {
    let all: Entries<'_> = entries.0.iter().filter(|(_, kept)| kept.findings.is_empty()).collect();
    let mut last = 0;
    let mut goes_on = |path: &SourcePath| {
        last += 1;
        let is_end = Fingerprint::of_bytes(path.as_str().as_bytes()).short().is_multiple_of(PART_ENTRIES);
        let ends = (is_end && last >= PART_ENTRIES_MIN) || last == PART_ENTRIES_MAX;
        last = if ends { 0 } else { last };
        !ends
    };
    all.chunk_by(|(path, _), _| goes_on(path)).map(part).collect()
}

fn part<'m>(entries: &[(&'m SourcePath, &'m KeptDocument<EntryDocument>)]) -> Part<'m> {
    let made_of: Vec<_> = entries.iter().map(|(path, kept)| (path, kept.made_of)).collect();
    Part { name: Fingerprint::of(&(PROGRAM, made_of)), content: Content::Entries(entries.to_vec()) }
}

/// Two languages may have blocks of the same pages, in other writings.
fn block_name(language: &str, made_of: Fingerprint) -> PartName {
    Fingerprint::of(&(PROGRAM, "search", language, made_of))
}

/// Where the parts of a memory are kept, each in two pieces.
pub trait Parts: Send + Sync + 'static {
    /// The head of a part, and how many bytes stand behind it; `None` where there is no such part, or none that can be
    /// read.
    fn head(&self, name: PartName) -> Option<(Vec<u8>, u64)>;
    /// What stands behind its head.
    fn texts(&self, name: PartName) -> Option<Vec<u8>>;
    /// A part that is gone or damaged makes room for a whole one.
    fn discard(&self, name: PartName);
}

/// The memory that an index and its parts hold; `None` where the index is cut short, altered, or written by another
/// program. A part that is gone only means that its entries are read again. Texts that turn out to be gone when they are
/// looked at are told as a [loss](ParsedMemory::loss).
pub fn recall(index: &[u8], parts: impl Parts) -> Option<Memory> {
    let (len, rest) = index.split_first_chunk::<8>()?;
    let (names, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*len)).ok()?)?;
    let names: Names = opened(names)?;
    let parts = Recalling { parts: Arc::new(parts), loss: Loss::default() };
    let (index, (entries, search)) = rayon::join(
        || opened(rest).map(of_index),
        || rayon::join(|| parts.entries(&names.entries), || parts.search(&names.search)),
    );
    let mut memory = index?;
    memory.parsed.entries = entries;
    memory.parsed.loss = parts.loss;
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

/// Parts that are read.
struct Recalling<P> {
    parts: Arc<P>,
    loss: Loss,
}

impl<P: Parts> Recalling<P> {
    fn part<T: DeserializeOwned>(&self, name: PartName) -> Option<T> {
        let value = self.parts.head(name).and_then(|(head, behind)| self.opened(name, &head, behind));
        // What is damaged would be taken for whole where parts are written, since it has the name.
        if value.is_none() {
            self.parts.discard(name);
        }
        value
    }

    fn opened<T: DeserializeOwned>(&self, name: PartName, head: &[u8], behind: u64) -> Option<T> {
        let (len, rest) = unsealed(head)?.split_first_chunk::<8>()?;
        let (checksum, values) = rest.split_first_chunk::<16>()?;
        let (len, checksum) = (u64::from_le_bytes(*len), *checksum);
        if len != behind {
            return None;
        }
        let parts = Arc::clone(&self.parts);
        let bring = move || {
            let texts = parts.texts(name)?;
            if checksum == Fingerprint::of_bytes(&texts).0.to_le_bytes() {
                return Some(texts);
            }
            parts.discard(name);
            None
        };
        let batch = Batch::new(usize::try_from(len).ok()?, self.loss.clone(), bring);
        reading(Arc::new(batch), || postcard::from_bytes(values).ok())
    }

    fn entries(&self, names: &[PartName]) -> Shelf<EntryDocument> {
        type Read = Vec<(SourcePath, KeptDocument<EntryDocument>)>;
        // The index is read meanwhile: whoever is done with it takes a share of what is left.
        let read = names.par_iter().with_max_len(PARTS_AT_ONCE);
        let entries: Vec<_> = read.filter_map(|name| self.part::<Read>(*name)).flatten_iter().collect();
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

/// About how many bytes pieces take, and seldom more.
fn pieces_len(pieces: &Pieces) -> usize {
    let len = |piece: &Piece| if let Piece::Html(html) = piece { html.len() + 8 } else { 8 };
    pieces.made().map_or(pieces.stored_len(), |made| made.iter().map(len).sum())
}

/// Behind these bytes a value with a head that tells what it is and whether it is whole.
fn sealed(value: &impl Serialize, bytes: Vec<u8>) -> Vec<u8> {
    sealed_with(bytes, |bytes| postcard::to_extend(value, bytes).ok())
}

/// The same of a value of which texts stand apart, about so many bytes of them; these come back beside.
fn sealed_apart(value: &impl Serialize, texts_len: usize) -> (Vec<u8>, Vec<u8>) {
    let mut texts = Vec::new();
    let head = sealed_with(Vec::new(), |mut bytes| {
        let from = bytes.len();
        bytes.resize(from + TEXTS_BYTES, 0);
        let room = Vec::with_capacity(texts_len);
        let (written, apart) = writing(room, || postcard::to_extend(value, bytes));
        let mut bytes = written.ok()?;
        texts = apart;
        let (len, checksum) = bytes.get_mut(from..)?.get_mut(..TEXTS_BYTES)?.split_first_chunk_mut::<8>()?;
        *len = (texts.len() as u64).to_le_bytes();
        checksum.copy_from_slice(&Fingerprint::of_bytes(&texts).0.to_le_bytes());
        Some(bytes)
    });
    (head, texts)
}

fn sealed_with(mut bytes: Vec<u8>, write: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let from = bytes.len();
    bytes.resize(from + HEAD_BYTES, 0);
    let Some(mut bytes) = write(bytes) else { return Vec::new() };
    let (head, payload) = bytes.split_at_mut(from + HEAD_BYTES);
    let head = head.split_at_mut(from).1;
    let checksum = Fingerprint::of_bytes(payload).0.to_le_bytes();
    let program = program().0.to_le_bytes();
    for (to, from) in head.iter_mut().zip(MAGIC.iter().chain(&program).chain(&checksum)) {
        *to = *from;
    }
    bytes
}

/// What stands behind a head that tells of a whole payload of this program.
fn unsealed(bytes: &[u8]) -> Option<&[u8]> {
    let (magic, rest) = bytes.split_first_chunk::<8>()?;
    let (wrote, rest) = rest.split_first_chunk::<16>()?;
    let (checksum, payload) = rest.split_first_chunk::<16>()?;
    let holds = magic == MAGIC
        && *wrote == program().0.to_le_bytes()
        && *checksum == Fingerprint::of_bytes(payload).0.to_le_bytes();
    holds.then_some(payload)
}

fn opened<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Option<T> {
    postcard::from_bytes(unsealed(bytes)?).ok()
}

/// Fingerprint of the program's version and sources.
#[must_use]
pub fn program() -> Fingerprint {
    Fingerprint::of_bytes(PROGRAM.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, MutexGuard};

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

    /// Parts by name: head and texts.
    type Pieces = BTreeMap<PartName, (Vec<u8>, Vec<u8>)>;

    #[derive(Clone, Default)]
    struct InMemory(Arc<Mutex<Pieces>>);

    impl InMemory {
        fn all(&self) -> MutexGuard<'_, Pieces> {
            self.0.lock().unwrap()
        }
    }

    impl Parts for InMemory {
        fn head(&self, name: PartName) -> Option<(Vec<u8>, u64)> {
            self.all().get(&name).map(|(head, texts)| (head.clone(), texts.len() as u64))
        }

        fn texts(&self, name: PartName) -> Option<Vec<u8>> {
            self.all().get(&name).map(|(_, texts)| texts.clone())
        }

        fn discard(&self, name: PartName) {
            self.all().remove(&name);
        }
    }

    fn recalled(index: &[u8], parts: &InMemory) -> Option<Memory> {
        recall(index, parts.clone())
    }

    fn encoded(memory: &Memory) -> (Vec<u8>, InMemory) {
        let stored = store(memory);
        let parts = stored.parts.iter().map(|part| (part.name, part.encode())).collect();
        (stored.index, InMemory(Arc::new(Mutex::new(parts))))
    }

    #[test]
    fn what_was_stored_is_recalled() {
        let memory = memory(3 * PART_ENTRIES_MAX, "**末篇。**");
        let (index, parts) = encoded(&memory);
        let again = recalled(&index, &parts).expect("it is whole");
        assert_eq!(again.parsed.entries.0.len(), 3 * PART_ENTRIES_MAX);
        for (path, kept) in &memory.parsed.entries.0 {
            let other = &again.parsed.entries.0[path];
            assert_eq!((&other.document, other.made_of), (&kept.document, kept.made_of));
        }
        let twice = encoded(&again);
        assert!(twice.0 == index && *twice.1.all() == *parts.all(), "it is written as it was read");
        assert!(!again.parsed.loss.is_told());
    }

    #[test]
    fn an_edited_or_an_added_entry_makes_few_new_parts() {
        let new = |before: &Memory, after: &Memory| {
            let ((_, before), (_, after)) = (encoded(before), encoded(after));
            let (before, after) = (before.all(), after.all());
            assert!(before.len() > 3, "{}", before.len());
            after.keys().filter(|name| !before.contains_key(*name)).count()
        };
        let entries = 2 * PART_ENTRIES_MAX;
        assert_eq!(new(&memory(entries, "甲"), &memory(entries, "乙")), 1);
        // The text of what was the last one is another too.
        assert!((1..=4).contains(&new(&memory(entries, "甲"), &memory(entries + 1, "甲"))));
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
        type Deed = fn(&mut (Vec<u8>, Vec<u8>));
        let deeds: [(Deed, usize); 4] = [
            (|_| {}, 1),
            (|(head, _)| *head.last_mut().unwrap() ^= 1, 0),
            (|(head, _)| head.truncate(30), 0),
            (|(_, texts)| texts.truncate(texts.len() - 1), 0),
        ];
        for (deed, left) in deeds {
            let (index, parts) = encoded(&memory(1, "甲"));
            parts.all().values_mut().for_each(deed);
            let again = recalled(&index, &parts).expect("the index is whole");
            assert_eq!((again.parsed.entries.0.len(), parts.all().len()), (left, left));
        }
        let (index, _) = encoded(&memory(1, "甲"));
        assert!(recalled(&index, &InMemory::default()).unwrap().parsed.entries.0.is_empty());
    }

    #[test]
    fn texts_that_are_damaged_are_a_loss_when_they_are_looked_at() {
        let (index, parts) = encoded(&memory(1, "甲"));
        parts.all().values_mut().for_each(|(_, texts)| *texts.last_mut().unwrap() ^= 1);
        let again = recalled(&index, &parts).unwrap();
        let body = &again.parsed.entries.0.values().next().unwrap().document.body;
        assert!(!again.parsed.loss.is_told() && parts.all().len() == 1);
        assert!(body.pieces.is_empty() && again.parsed.loss.is_told() && parts.all().is_empty());
    }
}
