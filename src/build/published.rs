//! What a published site consists of, as a text that lies in its output folder: which files are ours, which site they
//! belong to, and what each page was about. It outlives the cache: without it nothing would tell our files from
//! others', nor a page that is gone from one that never was.

use std::fmt::Write as _;

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

/// What a page that people may have linked is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An entry.
    Entry(EntryId),
    /// A column.
    Column(ColumnId),
    /// A task, a table, a unit: named by its address.
    Itself,
}

/// A file of a published site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFile {
    /// Its path below the output folder.
    pub path: String,
    /// What it is about, where it is a page whose address should stay.
    pub about: Option<About>,
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
    /// Of a page's subject; `None` where its address comes and goes with what it lists, or is no page's.
    #[must_use]
    pub fn of(path: &str, subject: &Subject) -> Option<Self> {
        if !path.ends_with("index.html") {
            return None;
        }
        match subject {
            Subject::Entry(id) => Some(Self::Entry(*id)),
            Subject::Column(id, 1) => Some(Self::Column(*id)),
            Subject::Task(_) | Subject::Table(_) | Subject::Unit(_, 1) => Some(Self::Itself),
            _ => None,
        }
    }

    fn word(about: Option<Self>) -> String {
        match about {
            Some(Self::Entry(EntryId(id))) => format!("entry:{id:016x}"),
            Some(Self::Column(ColumnId(id))) => format!("column:{id:016x}"),
            Some(Self::Itself) => "page".to_owned(),
            None => "-".to_owned(),
        }
    }

    fn read(word: &str) -> Option<Option<Self>> {
        let id = |id: &str| u64::from_str_radix(id, 16).ok();
        Some(match word.split_once(':') {
            Some(("entry", name)) => Some(Self::Entry(EntryId(id(name)?))),
            Some(("column", name)) => Some(Self::Column(ColumnId(id(name)?))),
            None if word == "page" => Some(Self::Itself),
            None if word == "-" => None,
            _ => return None,
        })
    }
}

impl Published {
    /// What a build publishes.
    #[must_use]
    pub fn of(plan: &Plan, config: &Config) -> Self {
        let file = |(path, recipe): (&OutputPath, &Recipe)| PublishedFile {
            path: path.to_string(),
            about: About::of(path.as_str(), &recipe.subject),
        };
        Self { owner: Owner::of(config), files: plan.outputs.iter().map(file).collect() }
    }

    /// What the memory of a build published.
    #[must_use]
    pub fn of_memory(outputs: &Kept) -> Self {
        let file = |(path, output): (&OutputPath, &KeptOutput)| PublishedFile {
            path: path.to_string(),
            about: About::of(path.as_str(), &output.recipe.subject),
        };
        Self { owner: Owner::default(), files: outputs.iter().map(file).collect() }
    }

    /// Whether a file of this path is one of them.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        path == FILE_LIST || self.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok()
    }

    /// Paths of all files but the list itself, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.path.as_str())
    }

    /// The pages whose addresses should stay, by path.
    pub fn pages(&self) -> impl Iterator<Item = (&str, About)> {
        self.files.iter().filter_map(|file| Some((file.path.as_str(), file.about?)))
    }

    /// The text that lies in the output folder. The same site gives the same text.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut lines = format!("site\t{}\t{}\n", self.owner.title, self.owner.base_url);
        for file in &self.files {
            // A path has no backslash, so this can be read back.
            let path = file.path.replace('\n', "\\n").replace('\r', "\\r");
            let _ = writeln!(lines, "{}\t{path}", About::word(file.about));
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
                path.replace("\\n", "\n").replace("\\r", "\r")
            } else {
                path.to_owned()
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
        let file = |path: &str, about| PublishedFile { path: path.to_owned(), about };
        Published {
            owner: Owner { title: "测 试".into(), base_url: "https://a.example".into() },
            files: vec![
                file("a/b/index.html", Some(About::Entry(EntryId(7)))),
                file("a/index.html", Some(About::Column(ColumnId::of("a")))),
                file("a/x\n\ry z.txt", None),
                file("jinzhan/4-4/index.html", Some(About::Itself)),
                file("style.css", None),
            ],
        }
    }

    #[test]
    fn what_was_written_is_read_and_knows_its_files() {
        let text = published().encode();
        let read = Published::decode(&text).expect("it is whole");
        assert_eq!(read, published());
        assert!(read.has("a/x\n\ry z.txt") && read.has("style.css") && read.has(FILE_LIST));
        assert!(!read.has("a/x") && !read.has("a"));
        assert_eq!(read.pages().map(|(path, _)| path).count(), 3);
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
