//! Paragraphs, headings, code, tables and the list of footnotes.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Tag};

use super::body::{Heading, Piece};
use super::code::{self, CodeInfo};
use super::events::{Events, between, matching_end, plain_text};
use super::footnote::reference_id;
use super::inline::Target;
use super::said::Said;
use super::writer::{Table, Writer};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::base::text::nearest::nearest;
use crate::base::text::{escape, width};

/// A language that has no highlighting.
pub static UNKNOWN_LANGUAGE: Code = Code {
    name: "MD006",
    severity: Severity::Note,
    message: Words {
        zh: "代码块的语言 `{language}` 没有高亮",
        en: "there is no highlighting for `{language}`",
    },
    help: Words {
        zh: "检查拼写；普通文字写 text", en: "check the spelling; write `text` for plain text"
    },
    example: "```pyton\nprint(1)\n```",
};

/// A word behind a code block's language that means nothing.
pub static UNKNOWN_FENCE_WORD: Code = Code {
    name: "MD014",
    severity: Severity::Warning,
    message: Words {
        zh: "代码块开头的 `{word}` 看不懂", en: "`{word}` means nothing behind a code fence"
    },
    help: Words {
        zh: "可以写要突出的行 {2,4-5}、行号 linenos、标题 title=\"…\"",
        en: "write marked lines {2,4-5}, linenos or title=\"…\"",
    },
    example: "```rust linenum\nfn main() {}\n```",
};

/// A footnote that nothing refers to.
pub static UNUSED_NOTE: Code = Code {
    name: "MD015",
    severity: Severity::Warning,
    message: Words {
        zh: "脚注 [^{name}] 没有被引用，不会显示",
        en: "nothing refers to the footnote [^{name}]; it is not shown",
    },
    help: Words {
        zh: "在正文里写上 [^{name}]，或删去这条脚注",
        en: "refer to it with [^{name}], or remove it",
    },
    example: "正文\n\n[^注]: 没有人提到的脚注",
};

/// An id that another heading has already.
pub static TAKEN_ID: Code = Code {
    name: "MD017",
    severity: Severity::Warning,
    message: Words {
        zh: "标题的锚点 {id} 已经用过，这里改为 {given}",
        en: "the id {id} is taken; this heading gets {given}",
    },
    help: Words { zh: "换一个锚点", en: "choose another id" },
    example: "## 甲 {#a}\n\n## 乙 {#a}",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNKNOWN_LANGUAGE, &UNKNOWN_FENCE_WORD, &UNUSED_NOTE, &TAKEN_ID];

/// Most characters of a lead.
const LEAD_CHARACTERS: usize = 200;

impl Writer<'_> {
    /// Keeps the first paragraph's text for summaries.
    pub fn keep_lead(&mut self, events: &Events<'_>, at: usize, end: usize) {
        let aside = !self.containers.is_empty() || !self.quotes.is_empty() || self.notes.is_inside();
        if self.lead.is_some() || aside {
            return;
        }
        let text = plain_text(events, at, end, self.context.prepared);
        if !text.trim().is_empty() {
            self.lead = Some(width::truncate(text.trim(), LEAD_CHARACTERS).into_owned());
        }
    }

    /// A paragraph of nothing but pictures: each is a figure of its own.
    pub fn pictures(&mut self, events: &Events<'_>, at: usize, end: usize) {
        let mut n = at + 1;
        while n < end {
            let Some((Event::Start(Tag::Image { link_type, dest_url, title, .. }), range)) = events.get(n)
            else {
                n += 1;
                continue;
            };
            self.line("<figure>");
            n = self.image(&Target { kind: *link_type, address: dest_url, title: "" }, range, events, n);
            if !title.is_empty() {
                let title = self.unmarked(title).into_owned();
                self.out.html("<figcaption>");
                self.out.text(&title);
                self.out.html("</figcaption>");
            }
            self.out.html("</figure>\n");
        }
    }

    /// Begins a heading.
    pub fn heading(
        &mut self,
        level: HeadingLevel,
        written: Option<&str>,
        range: &Range<usize>,
        events: &Events<'_>,
        at: usize,
    ) {
        let number = level as u8;
        if self.plain() {
            self.line(&format!("<h{number}>"));
            return;
        }
        let text = plain_text(events, at, matching_end(events, at), self.context.prepared);
        let written = written.map(|id| self.unmarked(id).into_owned());
        let id = self.ids.give(&text, written.as_deref());
        if let Some(written) = written.filter(|written| *written != id) {
            let place = self.place(range);
            self.findings.push(Finding::new(&TAKEN_ID, place).with("id", written).with("given", &id));
        }
        self.line(&format!("<h{number} id=\"{}\">", escape::html(&id)));
        let span = self.span(range);
        self.headings.push(Heading { level: number, id, text, span });
    }

    /// Writes a code block and gives the next event.
    pub fn code_block(
        &mut self,
        kind: &CodeBlockKind<'_>,
        range: &Range<usize>,
        events: &Events<'_>,
        at: usize,
    ) -> usize {
        let end = matching_end(events, at);
        let mut text = String::new();
        for (event, _) in between(events, at, end) {
            if let Event::Text(part) = event {
                text.push_str(&self.unmarked(part));
            }
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => Some(self.unmarked(info).into_owned()),
            CodeBlockKind::Indented => None,
        };
        self.out.fresh_line();
        match info {
            info if self.plain() => {
                let info = info.unwrap_or_default();
                match info.split(char::is_whitespace).next().unwrap_or_default() {
                    "" => self.out.html("<pre><code>"),
                    word => self.out.html(&format!("<pre><code class=\"language-{}\">", escape::html(word))),
                }
                self.out.text(&text);
                self.out.html("</code></pre>\n");
            }
            None => self.out.html(&code::bare_block(&text)),
            Some(info) => self.fenced(&CodeInfo::parse(&info), &text, range),
        }
        end + 1
    }

    fn fenced(&mut self, info: &CodeInfo, text: &str, range: &Range<usize>) {
        let block = code::block(info, text);
        self.has_code |= block.highlighted;
        self.out.html(&block.html);
        let first_line = || {
            let text = self.context.prepared.text.get(range.clone()).unwrap_or_default();
            self.place(&(range.start..range.start + text.find('\n').unwrap_or(text.len())))
        };
        let mut found: Vec<Finding> = info
            .unknown
            .iter()
            .map(|word| {
                let near = nearest(word, CodeInfo::WORDS);
                Finding::new(&UNKNOWN_FENCE_WORD, first_line()).with("word", word).suggesting(near)
            })
            .collect();
        if block.unknown {
            let near = nearest(&info.language, code::languages());
            found.push(
                Finding::new(&UNKNOWN_LANGUAGE, first_line())
                    .with("language", &info.language)
                    .suggesting(near),
            );
        }
        self.findings.extend(found);
    }

    /// Begins a table.
    pub fn table(&mut self, alignments: &[Alignment]) {
        self.table = Some(Table { alignments: alignments.to_vec(), cell: 0, head: false });
        if self.plain() {
            self.line("<table>");
        } else {
            let label = self.said().table;
            self.line(&format!(
                "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>"
            ));
        }
    }

    /// Begins a row.
    pub fn row(&mut self, head: bool) {
        if let Some(table) = &mut self.table {
            table.head = head;
            table.cell = 0;
        }
        self.out.html(if head { "<thead><tr>" } else { "<tr>" });
    }

    /// Begins a cell.
    pub fn cell(&mut self) {
        let plain = self.plain();
        let Some(table) = &mut self.table else { return };
        let name = match (table.head, plain) {
            (true, false) => "th scope=\"col\"",
            (true, true) => "th",
            (false, _) => "td",
        };
        let align = match table.alignments.get(table.cell) {
            Some(Alignment::Left) => " style=\"text-align: left\"",
            Some(Alignment::Center) => " style=\"text-align: center\"",
            Some(Alignment::Right) => " style=\"text-align: right\"",
            _ => "",
        };
        table.cell += 1;
        self.out.html(&format!("<{name}{align}>"));
    }

    /// Writes the footnotes that were referred to.
    pub fn write_notes(&mut self) {
        let (used, unused) = self.notes.take();
        for note in unused {
            self.findings.push(Finding::new(&UNUSED_NOTE, note.place).with("name", note.name));
        }
        if used.is_empty() {
            return;
        }
        let Said { footnotes: (footnotes, _), back: (before, after), .. } = self.said();
        self.line(&format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{footnotes}\">\n<ol>\n"
        ));
        for (number, times, mut note) in used {
            let id = format!("fn-{number}");
            self.out.html(&format!("<li id=\"{id}\" value=\"{number}\">\n"));
            self.anchors.push(id);
            // The way back stands at the end of the note's last paragraph.
            let inside = match note.pieces.last_mut() {
                Some(Piece::Html(html)) if html.ends_with("</p>\n") => {
                    html.truncate(html.len() - "</p>\n".len());
                    true
                }
                _ => false,
            };
            self.out.pieces(note.pieces);
            for time in 1..=times {
                let mark = if time > 1 { format!("↩<sup>{time}</sup>") } else { "↩".to_owned() };
                self.out.html(&format!(
                    " <a href=\"#{}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"{before}{time}{after}\">{mark}</a>",
                    reference_id(number, time)
                ));
            }
            self.out.html(if inside { "</p>\n</li>\n" } else { "\n</li>\n" });
        }
        self.out.html("</ol>\n</section>\n");
    }
}
