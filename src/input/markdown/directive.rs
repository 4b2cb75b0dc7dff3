//! `::name{attributes}` and `:::name{attributes}` … `:::`.

use std::ops::Range;

/// What directives there are; names in both languages.
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

/// Every directive: names, whether it holds text, attributes, those that it needs.
pub const DIRECTIVES: [Directive; 7] = [
    Directive {
        name: Name::Figure,
        words: ["figure", "图"],
        container: false,
        attributes: &["src", "alt", "caption", "width"],
        required: &["src"],
    },
    Directive {
        name: Name::Gallery,
        words: ["gallery", "图集"],
        container: true,
        attributes: &["caption"],
        required: &[],
    },
    Directive {
        name: Name::Video,
        words: ["video", "视频"],
        container: false,
        attributes: &["url", "title", "poster", "duration"],
        required: &["url", "title"],
    },
    Directive {
        name: Name::Audio,
        words: ["audio", "音频"],
        container: false,
        attributes: &["src", "title", "transcript"],
        required: &["src", "title"],
    },
    Directive {
        name: Name::Callout,
        words: ["callout", "提示"],
        container: true,
        attributes: &["type", "title"],
        required: &[],
    },
    Directive {
        name: Name::Attachment,
        words: ["attachment", "附件"],
        container: false,
        attributes: &["src", "title"],
        required: &["src"],
    },
    Directive {
        name: Name::Card,
        words: ["card", "卡片"],
        container: false,
        attributes: &["entry"],
        required: &["entry"],
    },
];

/// A directive's description.
pub struct Directive {
    /// Which.
    pub name: Name,
    /// Its names.
    pub words: [&'static str; 2],
    /// Whether it holds text and ends with `:::`.
    pub container: bool,
    /// Attributes that it knows.
    pub attributes: &'static [&'static str],
    /// Attributes that it must have.
    pub required: &'static [&'static str],
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
        if colons < 2 || line.contains('\n') {
            return None;
        }
        let rest = line[colons..].trim_start();
        if rest.is_empty() {
            return (colons >= 3).then(|| Self {
                colons,
                name: String::new(),
                attributes: Vec::new(),
                well_formed: true,
            });
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
        let (name, tail) = (rest[..end].to_owned(), rest[end..].trim());
        if name.is_empty() || !(tail.is_empty() || tail.starts_with('{')) {
            return None;
        }
        let (attributes, well_formed) = match tail.strip_prefix('{').map(|t| t.strip_suffix('}')) {
            None => (Vec::new(), true),
            Some(Some(inner)) => attributes(inner),
            Some(None) => (Vec::new(), false),
        };
        Some(Self { colons, name, attributes, well_formed })
    }

    /// The directive that it names.
    #[must_use]
    pub fn directive(&self) -> Option<&'static Directive> {
        DIRECTIVES.iter().find(|d| d.words.contains(&self.name.as_str()))
    }

    /// An attribute's value; empty where it is not given.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }
}

/// `key="value" key='value' key=value`; curly quotes are understood, since word processors put them in.
fn attributes(text: &str) -> (Vec<(String, String)>, bool) {
    let mut list = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let Some(equals) = rest.find('=') else { return (list, false) };
        let key = rest[..equals].trim().to_owned();
        let after = rest[equals + 1..].trim_start();
        let close = match after.chars().next() {
            Some('"') => Some('"'),
            Some('\'') => Some('\''),
            Some('“' | '”') => Some('”'),
            _ => None,
        };
        let (value, left) = match close {
            Some(close) => {
                let inner = &after[after.chars().next().map_or(0, char::len_utf8)..];
                let Some(end) = inner.find(close) else { return (list, false) };
                (&inner[..end], &inner[end + close.len_utf8()..])
            }
            None => {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                (&after[..end], &after[end..])
            }
        };
        list.push((key, value.to_owned()));
        rest = left.trim_start();
    }
    (list, true)
}

/// Every line written as a directive, as a range of bytes; lines inside fenced code are left out.
#[must_use]
pub fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    if !text.contains("::") {
        return lines;
    }
    let mut fence: Option<(u8, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '>', '\t']);
        let byte = inner.bytes().next().unwrap_or(b' ');
        let run = inner.bytes().take_while(|b| *b == byte).count();
        match fence {
            Some((open, len)) => {
                if byte == open && run >= len && inner[run..].trim().is_empty() {
                    fence = None;
                }
            }
            None if matches!(byte, b'`' | b'~') && run >= 3 => fence = Some((byte, run)),
            None => {
                let indent = line.len() - line.trim_start_matches(' ').len();
                if indent < 4 && line.trim_start_matches(' ').starts_with("::") && Line::parse(line).is_some()
                {
                    lines.push(at..at + line.len());
                }
            }
        }
        at += line.len();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_with_its_attributes() {
        let line = Line::parse("::figure{src=\"a.svg\" alt=“图 一” width=60}").expect("a directive");
        assert_eq!((line.colons, line.name.as_str()), (2, "figure"));
        assert_eq!((line.get("src"), line.get("alt"), line.get("width")), ("a.svg", "图 一", "60"));
        assert_eq!(Line::parse(":::").map(|l| l.name), Some(String::new()));
        assert_eq!(Line::parse("::: 提示").map(|l| l.name).as_deref(), Some("提示"));
        assert_eq!(Line::parse("std::fmt::Write"), None);
        assert_eq!(Line::parse("::"), None);
        assert_eq!(Line::parse("::figure{src=\"a}").map(|l| l.well_formed), Some(false));
    }

    #[test]
    fn lines_in_code_are_left_alone() {
        assert_eq!(lines("甲\n::: callout\n乙\n:::\n"), [4..16, 20..24]);
        assert!(lines("```\n:::callout\n```\n").is_empty());
    }
}
