//! How directives are written: `::name{attributes}` and `:::name{attributes}` … `:::`.

use std::ops::Range;

use crate::base::text::scan;

/// What directives there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A picture with a caption.
    Figure,
    /// Several pictures side by side.
    Gallery,
    /// A film that loads when pressed.
    Video,
    /// Sound.
    Audio,
    /// A box.
    Callout,
    /// A file to download.
    Attachment,
    /// A card of another entry.
    Card,
}

/// A directive's description.
#[derive(Debug)]
pub struct Directive {
    /// Which.
    pub name: Name,
    /// Its names in English and Chinese.
    pub words: [&'static str; 2],
    /// Whether it holds text and ends with `:::`.
    pub container: bool,
    /// Attributes that it knows.
    pub attributes: &'static [&'static str],
    /// Attributes that it must have.
    pub required: &'static [&'static str],
}

/// Every directive.
pub const DIRECTIVES: [Directive; 7] = [
    leaf(Name::Figure, ["figure", "图"], &["src", "alt", "caption", "credit"], &["src"]),
    container(Name::Gallery, ["gallery", "图集"], &["caption", "credit"]),
    leaf(
        Name::Video,
        ["video", "视频"],
        &["url", "src", "title", "poster", "duration", "captions"],
        &["title"],
    ),
    leaf(Name::Audio, ["audio", "音频"], &["src", "title", "duration", "transcript"], &["src", "title"]),
    container(Name::Callout, ["callout", "提示"], &["type", "title"]),
    leaf(Name::Attachment, ["attachment", "附件"], &["src", "title"], &["src"]),
    leaf(Name::Card, ["card", "卡片"], &["entry"], &["entry"]),
];

const fn leaf(
    name: Name,
    words: [&'static str; 2],
    attributes: &'static [&'static str],
    required: &'static [&'static str],
) -> Directive {
    Directive { name, words, container: false, attributes, required }
}

const fn container(name: Name, words: [&'static str; 2], attributes: &'static [&'static str]) -> Directive {
    Directive { name, words, container: true, attributes, required: &[] }
}

impl Directive {
    /// How it is written, for help texts.
    #[must_use]
    pub fn form(&self) -> String {
        let attributes: Vec<String> = self.attributes.iter().map(|a| format!("{a}=\"…\"")).collect();
        let [word, _] = self.words;
        let (colons, end) = if self.container { (":::", " … :::") } else { ("::", "") };
        format!("{colons}{word}{{{}}}{end}", attributes.join(" "))
    }
}

/// A line that is written as a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Colons in front.
    pub colons: usize,
    /// Its name; empty for a line that ends a container.
    pub name: String,
    /// Attributes in written order.
    pub attributes: Vec<(String, String)>,
    /// Whether the attributes could be read.
    pub well_formed: bool,
}

impl Line {
    /// Reads one line; `None` where it is ordinary text.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        let colons = line.bytes().take_while(|b| *b == b':').count();
        if colons < 2 {
            return None;
        }
        let rest = line.get(colons..)?.trim_start();
        if rest.is_empty() {
            let end = Self { colons, name: String::new(), attributes: Vec::new(), well_formed: true };
            return (colons >= 3).then_some(end);
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let tail = tail.trim_start();
        if name.is_empty() || !(tail.is_empty() || tail.starts_with('{')) {
            return None;
        }
        let (attributes, well_formed) = match tail.strip_prefix('{') {
            None => (Vec::new(), true),
            Some(inner) => attributes(inner),
        };
        Some(Self { colons, name: name.to_owned(), attributes, well_formed })
    }

    /// The directive that it names.
    #[must_use]
    pub fn directive(&self) -> Option<&'static Directive> {
        named(&self.name)
    }

    /// An attribute's value; empty where it is not given.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }
}

/// The directive of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Directive> {
    DIRECTIVES.iter().find(|directive| directive.words.contains(&name))
}

/// `key="value" key='value' key=value}` and whether all of it could be read. Curly quotes are understood, since word
/// processors put them in; `\"` is a quote inside quotes.
fn attributes(text: &str) -> (Vec<(String, String)>, bool) {
    let mut list: Vec<(String, String)> = Vec::new();
    let mut rest = text.trim_start();
    loop {
        if let Some(after) = rest.strip_prefix('}') {
            return (list, after.trim().is_empty());
        }
        let Some((key, after)) = rest.split_once('=') else { return (list, false) };
        let key = key.trim();
        let Some((value, left)) = value(after.trim_start()) else { return (list, false) };
        if key.is_empty() || key.contains(['"', '}', ' ']) || list.iter().any(|(k, _)| k == key) {
            return (list, false);
        }
        list.push((key.to_owned(), value));
        rest = left.trim_start();
    }
}

fn value(text: &str) -> Option<(String, &str)> {
    let mut chars = text.char_indices();
    let close = match chars.next().map(|(_, c)| c) {
        Some('“' | '”') => '”',
        Some(quote @ ('"' | '\'')) => quote,
        _ => {
            let end = text.find(|c: char| c.is_whitespace() || c == '}')?;
            let (value, left) = text.split_at(end);
            return Some((value.to_owned(), left));
        }
    };
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in chars {
        match c {
            '\\' if !escaped => escaped = true,
            c if c == close && !escaped => return Some((value, text.get(at + c.len_utf8()..)?)),
            c => {
                if escaped && c != close && c != '\\' {
                    value.push('\\');
                }
                value.push(c);
                escaped = false;
            }
        }
    }
    None
}

/// A line of a text that is written as a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The directive without what stands before it, as bytes of the text.
    pub range: Range<usize>,
    /// First byte of its line.
    pub line_start: usize,
    /// Quote marks and spaces before it.
    pub prefix: String,
}

/// Every line written as a directive, wherever it stands.
#[must_use]
pub fn lines(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    if !text.contains("::") {
        return found;
    }
    let mut at = 0;
    for line in scan::lines(text) {
        let inner = line.trim_start_matches([' ', '>', '\t']);
        if inner.starts_with("::") && Line::parse(inner).is_some() {
            let indent = line.len() - inner.len();
            found.push(Written {
                range: at + indent..at + indent + inner.trim_end().len(),
                line_start: at,
                prefix: line.get(..indent).unwrap_or_default().to_owned(),
            });
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_with_its_attributes() {
        let line = Line::parse("::figure{src=\"a.svg\" alt=“图 一” caption='甲}乙'}").expect("a directive");
        assert_eq!((line.colons, line.name.as_str()), (2, "figure"));
        assert_eq!((line.get("src"), line.get("alt"), line.get("caption")), ("a.svg", "图 一", "甲}乙"));
        assert_eq!(
            Line::parse("::图{alt=\"说\\\"好\\\"\"}").map(|l| l.get("alt").to_owned()),
            Some("说\"好\"".to_owned())
        );
        assert_eq!(Line::parse(":::").map(|l| l.name), Some(String::new()));
        assert_eq!(Line::parse("::: 提示").map(|l| l.name).as_deref(), Some("提示"));
        assert_eq!(
            Line::parse("::card{entry=a/b}").map(|l| l.get("entry").to_owned()).as_deref(),
            Some("a/b")
        );
    }

    #[test]
    fn broken_attributes_are_known_as_such_and_other_text_is_left_alone() {
        for line in ["std::fmt::Write", "::", "：：图", "::figure 后文", ":: ，"] {
            assert_eq!(Line::parse(line), None, "{line}");
        }
        for line in [
            "::figure{src=\"a}",
            "::figure{src=\"a\"} 后文",
            "::figure{src}",
            "::figure{src=\"a\" src=\"b\"}",
            "::figure{=\"a\"}",
            "::figure{",
        ] {
            assert_eq!(Line::parse(line).map(|l| l.well_formed), Some(false), "{line}");
        }
    }

    #[test]
    fn lines_are_found_behind_quote_marks() {
        let found = lines("甲\n> :::callout\n乙\n:::\n");
        let ranges: Vec<_> = found.iter().map(|w| (w.range.clone(), w.prefix.as_str())).collect();
        assert_eq!(ranges, [(6..16, "> "), (21..24, "")]);
    }
}
