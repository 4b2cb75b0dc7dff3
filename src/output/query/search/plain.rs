//! HTML to the text that readers see: blocks on lines of their own, marks within a line left out.

/// Elements that do not part the words around them. The same list stands in `search.js`.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby", "s",
    "samp", "small", "span", "strong", "sub", "sup", "u", "wbr",
];

/// Elements whose content is not read.
const UNREAD: [&str; 3] = ["script", "style", "svg"];

/// Takes HTML in pieces, which may be cut anywhere in a tag.
#[derive(Default)]
pub struct Plain {
    text: String,
    tag: Option<String>,
    quote: Option<char>,
    unread: Option<String>,
}

impl Plain {
    /// Takes a piece of HTML.
    pub fn html(&mut self, mut html: &str) {
        while !html.is_empty() {
            html = match self.tag.take() {
                None => self.until_tag(html),
                Some(tag) => self.within_tag(tag, html),
            };
        }
    }

    /// Takes text as it is.
    pub fn text(&mut self, text: &str) {
        if self.tag.is_none() && self.unread.is_none() {
            self.text.push_str(text);
        }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    fn until_tag<'h>(&mut self, html: &'h str) -> &'h str {
        let (text, rest) = match html.split_once('<') {
            Some((text, rest)) => {
                self.tag = Some(String::new());
                (text, rest)
            }
            None => (html, ""),
        };
        if self.unread.is_none() {
            unescape(text, &mut self.text);
        }
        rest
    }

    fn within_tag<'h>(&mut self, mut tag: String, html: &'h str) -> &'h str {
        let mut naming = !tag.ends_with(' ');
        for (at, c) in html.char_indices() {
            match (self.quote, c) {
                (Some(quote), c) if c == quote => self.quote = None,
                (None, '"' | '\'') => self.quote = Some(c),
                (None, '>') => {
                    self.end_tag(tag.trim_end());
                    return html.get(at + 1..).unwrap_or_default();
                }
                (None, c) if naming && (c.is_ascii_alphanumeric() || (c == '/' && tag.is_empty())) => {
                    tag.push(c.to_ascii_lowercase());
                }
                (None, _) if naming => {
                    tag.push(' ');
                    naming = false;
                }
                _ => {}
            }
        }
        self.tag = Some(tag);
        ""
    }

    fn end_tag(&mut self, tag: &str) {
        let name = tag.trim_start_matches('/');
        match &self.unread {
            Some(unread) if tag.starts_with('/') && unread == name => self.unread = None,
            Some(_) => return,
            None if UNREAD.contains(&tag) => self.unread = Some(tag.to_owned()),
            None => {}
        }
        if !INLINE.contains(&name) {
            self.text.push('\n');
        }
    }
}

/// Writes a text with its character references undone: those that we write ourselves.
fn unescape(mut text: &str, out: &mut String) {
    while let Some((before, rest)) = text.split_once('&') {
        out.push_str(before);
        let reference = rest.split_once(';').filter(|(name, _)| name.len() <= 8);
        let Some((c, after)) = reference.and_then(|(name, after)| Some((referred(name)?, after))) else {
            out.push('&');
            text = rest;
            continue;
        };
        out.push(c);
        text = after;
    }
    out.push_str(text);
}

fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pieces: &[&str], expected: &str) {
        let mut plain = Plain::default();
        pieces.iter().for_each(|p| plain.html(p));
        assert_eq!(plain.finish(), expected);
    }

    #[test]
    fn blocks_part_words_and_marks_do_not() {
        check(&["<p>王<strong>阳</strong>明</p><p>心学</p>"], "\n王阳明\n\n心学\n");
        check(&["甲<br>乙"], "甲\n乙");
        check(&["<a href=\"", "\">甲</a>乙"], "甲乙");
        check(&["<img alt=\"a>b\" ", "src=\"x\">丙"], "\n丙");
        // A body is cut around the attributes of its pictures.
        check(&["甲", "<img", " alt=\"海浪\"", ">", "乙"], "甲\n乙");
        check(&["a &lt;b&gt; &amp;&#39;&#x4E2D; & c&d;"], "a <b> &'中 & c&d;");
        check(&["<style>p{}</style>甲<svg><text>乙</text></svg>丙"], "\n\n甲\n\n丙");
    }
}
