//! What a published site consists of, as a text that lies in its output folder: which files are ours, which site they
//! belong to, and what each page was about. It outlives the cache: without it nothing would tell our files from
//! others', nor a page that is gone from one that never was.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::base::hash::Fingerprint;
use crate::input::config::settings::Config;
use crate::output::plan::Plan;
use crate::output::recipe::{OutputPath, Recipe, Subject};
use crate::output::render::{Kept, KeptOutput};
use crate::site::id::{ColumnId, EntryId};

/// Name of the file in the output folder.
pub const FILE_LIST: &str = ".chaoyin-files";

/// First words of the text; the number grows with each change of its form.
const HEAD: &str = "chaoyin-files 1";

/// Which site a tree of files belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// Its title.
    pub title: String,
    /// Its address.
    pub base_url: String,
}

/// What a published file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An entry.
    Entry(EntryId),
    /// A column.
    Column(ColumnId),
    /// A task, a table, a unit: named by its address.
    Itself,
    /// No page, or one that comes and goes with what it lists.
    Passing,
}

/// A file of a published site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFile {
    /// Its path below the output folder.
    pub path: Arc<str>,
    /// What it is about.
    pub about: About,
}

/// A published site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Whose files they are.
    pub owner: Owner,
    /// The files, by path.
    files: Vec<PublishedFile>,
}

impl Owner {
    /// The site of this configuration.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { title: one_line(&config.title), base_url: one_line(&config.base_url) }
    }

    /// Whether both are one site, of which the title or the address may have changed.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        // The address that is meant where none is configured names no site.
        let named = self.base_url != Config::default().base_url;
        self.title == other.title || (named && self.base_url == other.base_url)
    }
}

impl About {
    /// Of an output at this path.
    #[must_use]
    pub fn of(path: &str, subject: &Subject) -> Self {
        match subject {
            _ if !path.ends_with("index.html") => Self::Passing,
            Subject::Entry(id) => Self::Entry(*id),
            Subject::Column(id, 1) => Self::Column(*id),
            Subject::Task(_) | Subject::Table(_) | Subject::Unit(_, 1) => Self::Itself,
            _ => Self::Passing,
        }
    }

    fn word(self) -> String {
        match self {
            Self::Entry(EntryId(id)) => format!("entry:{id:016x}"),
            Self::Column(ColumnId(id)) => format!("column:{id:016x}"),
            Self::Itself => "page".to_owned(),
            Self::Passing => "-".to_owned(),
        }
    }

    fn read(word: &str) -> Option<Self> {
        let id = |id: &str| u64::from_str_radix(id, 16).ok();
        match word.split_once(':') {
            Some(("entry", name)) => Some(Self::Entry(EntryId(id(name)?))),
            Some(("column", name)) => Some(Self::Column(ColumnId(id(name)?))),
            None if word == "page" => Some(Self::Itself),
            None if word == "-" => Some(Self::Passing),
            _ => None,
        }
    }
}

impl Published {
    /// What a build publishes.
    #[must_use]
    pub fn of(plan: &Plan, config: &Config) -> Self {
        let file = |(path, recipe): (&OutputPath, &Recipe)| PublishedFile {
            path: path.shared(),
            about: About::of(path.as_str(), &recipe.subject),
        };
        Self { owner: Owner::of(config), files: plan.outputs.iter().map(file).collect() }
    }

    /// What the memory of a build published.
    #[must_use]
    pub fn of_memory(outputs: &Kept) -> Self {
        let file = |(path, output): (&OutputPath, &KeptOutput)| PublishedFile {
            path: path.shared(),
            about: About::of(path.as_str(), &output.recipe.subject),
        };
        Self { owner: Owner::default(), files: outputs.iter().map(file).collect() }
    }

    /// Paths of all files but the list itself, in order.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<str>> {
        self.files.iter().map(|file| &file.path)
    }

    /// The pages whose addresses should stay, by path.
    pub fn pages(&self) -> impl Iterator<Item = (&str, About)> {
        let stays = self.files.iter().filter(|file| file.about != About::Passing);
        stays.map(|file| (&*file.path, file.about))
    }

    /// The text that lies in the output folder. The same site gives the same text.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut lines = format!("site\t{}\t{}\n", self.owner.title, self.owner.base_url);
        for file in &self.files {
            // A path has no backslash, so this can be read back.
            let path = if file.path.contains(['\n', '\r']) {
                &*file.path.replace('\n', "\\n").replace('\r', "\\r")
            } else {
                &*file.path
            };
            let _ = writeln!(lines, "{}\t{path}", file.about.word());
        }
        format!("{HEAD} {:032x}\n{lines}", Fingerprint::of_bytes(lines.as_bytes()).0)
    }

    /// Reads the text; `None` where it is not whole.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        // Version control may have changed the ends of lines.
        let text = if text.contains('\r') { &text.replace("\r\n", "\n") } else { text };
        let (head, lines) = text.split_once('\n')?;
        let checksum = u128::from_str_radix(head.strip_prefix(HEAD)?.trim(), 16).ok()?;
        if checksum != Fingerprint::of_bytes(lines.as_bytes()).0 {
            return None;
        }
        let (site, files) = lines.split_once('\n')?;
        let (title, base_url) = site.strip_prefix("site\t")?.split_once('\t')?;
        let file = |line: &str| {
            let (word, path) = line.split_once('\t')?;
            let path = if path.contains('\\') {
                path.replace("\\n", "\n").replace("\\r", "\r").into()
            } else {
                path.into()
            };
            Some(PublishedFile { path, about: About::read(word)? })
        };
        let files = files.split_terminator('\n').map(file).collect::<Option<_>>()?;
        Some(Self { owner: Owner { title: title.to_owned(), base_url: base_url.to_owned() }, files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published() -> Published {
        let file = |path: &str, about| PublishedFile { path: path.into(), about };
        Published {
            owner: Owner { title: "测 试".into(), base_url: "https://a.example".into() },
            files: vec![
                file("a/b/index.html", About::Entry(EntryId(7))),
                file("a/index.html", About::Column(ColumnId::of("a"))),
                file("a/x\n\ry z.txt", About::Passing),
                file("jinzhan/4-4/index.html", About::Itself),
                file("style.css", About::Passing),
            ],
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let text = published().encode();
        let read = Published::decode(&text).expect("it is whole");
        assert_eq!(read, published());
        assert!(read.paths().is_sorted() && read.paths().any(|path| **path == *"a/x\n\ry z.txt"));
        assert_eq!(read.pages().count(), 3);
        assert_eq!(Published::decode(&Published::default().encode()), Some(Published::default()));
    }

    #[test]
    fn a_text_that_is_cut_or_altered_is_none() {
        let text = published().encode();
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            assert_eq!(Published::decode(&text[..at]), None, "cut at {at}");
        }
        assert_eq!(Published::decode(&text.replace("style", "stale")), None);
        assert_eq!(Published::decode(&text.replace('\n', "\r\n")), Some(published()));
    }

    #[test]
    fn a_site_is_known_by_its_title_or_its_address() {
        let owner = |title: &str, url: &str| Owner { title: title.into(), base_url: url.into() };
        for (one, other, same) in [
            (owner("甲", ""), owner("甲", "https://a.example"), true),
            (owner("甲", "https://a.example"), owner("乙", "https://a.example"), true),
            (owner("甲", &Config::default().base_url), owner("乙", &Config::default().base_url), false),
            (owner("甲", "https://a.example"), owner("乙", "https://b.example"), false),
        ] {
            assert_eq!(one.is(&other), same, "{one:?} {other:?}");
        }
    }
}
