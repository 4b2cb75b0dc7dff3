//! Every event of the parser in turn.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

use super::events::{Events, between, matching_end, next_char, only_pictures};
use super::inline::Target;
use super::soft_break;
use super::writer::Writer;

impl Writer<'_> {
    /// Writes all events.
    pub fn run(&mut self, events: &Events<'_>) {
        let mut at = 0;
        while at < events.len() {
            // Every step goes on, whatever it met.
            at = self.event(events, at).max(at + 1);
        }
        self.close_containers();
        self.close_raw_to(0);
        self.write_notes();
    }

    fn event(&mut self, events: &Events<'_>, at: usize) -> usize {
        let Some((event, range)) = events.get(at) else { return at + 1 };
        match event {
            Event::Start(tag) => return self.start(tag, range, events, at),
            Event::End(end) => self.end(*end),
            Event::Text(text) => {
                let text = self.context.prepared.unmarked(text);
                if !self.plain() && text.starts_with("::") {
                    self.tell_of_directive(&text, range);
                }
                self.shown(&text);
                self.out.text(&text);
            }
            Event::Code(text) => {
                let text = self.context.prepared.unmarked(text);
                self.shown(&text);
                self.out.html("<code>");
                self.out.text(&text);
                self.out.html("</code>");
            }
            Event::InlineMath(latex) => self.formula(latex, range, false),
            Event::DisplayMath(latex) => self.formula(latex, range, true),
            Event::Html(raw) | Event::InlineHtml(raw) => self.raw_html(raw, range),
            Event::FootnoteReference(name) => self.footnote(name),
            Event::SoftBreak => {
                let next = next_char(events, at + 1, self.context.prepared);
                if self.plain() || !soft_break::vanishes(self.last, next) {
                    self.out.html("\n");
                }
            }
            Event::HardBreak => {
                self.out.html(if self.plain() { "<br />\n" } else { "<br>\n" });
                self.last = None;
            }
            Event::Rule => self.line(if self.plain() { "<hr />\n" } else { "<hr>\n" }),
            Event::TaskListMarker(done) => {
                let (is_done, is_open) = self.said().tasks;
                let (checked, label) = if *done { (" checked", is_done) } else { ("", is_open) };
                self.out
                    .html(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
            }
        }
        at + 1
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, events: &Events<'_>, at: usize) -> usize {
        if let Some(next) = self.whole(tag, range, events, at) {
            return next;
        }
        self.bases.push(self.raw.len());
        if is_nesting(tag.to_end()) && self.is_too_deep(range) {
            return at + 1;
        }
        match tag {
            Tag::Paragraph => self.line("<p>"),
            Tag::Heading { level, id, .. } => self.heading(*level, id.as_deref(), range, events, at),
            Tag::BlockQuote(kind) => self.quote(*kind),
            Tag::List(None) => self.line("<ul>\n"),
            Tag::List(Some(1)) => self.line("<ol>\n"),
            Tag::List(Some(first)) => self.line(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.item(events, at),
            Tag::FootnoteDefinition(name) => {
                let place = self.place(range);
                let name = self.unmarked(name).into_owned();
                self.notes.begin(&name, place);
                self.out.begin_aside();
            }
            Tag::DefinitionList => self.line("<dl>\n"),
            Tag::DefinitionListTitle => self.line("<dt>"),
            Tag::DefinitionListDefinition => self.line("<dd>"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => self.row(true),
            Tag::TableRow => self.row(false),
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.out.html("<em>"),
            Tag::Strong => self.out.html("<strong>"),
            Tag::Strikethrough => self.out.html("<del>"),
            Tag::Superscript => self.out.html("<sup>"),
            Tag::Subscript => self.out.html("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                let link = Target { kind: *link_type, address: dest_url, title };
                if let Some(next) = self.link(&link, range, events, at) {
                    self.bases.pop();
                    return next;
                }
            }
            Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
        at + 1
    }

    /// Writes what is written as a whole, and gives the next event.
    fn whole(
        &mut self,
        tag: &Tag<'_>,
        range: &Range<usize>,
        events: &Events<'_>,
        at: usize,
    ) -> Option<usize> {
        match tag {
            Tag::Image { link_type, dest_url, title, .. } => {
                let image = Target { kind: *link_type, address: dest_url, title };
                Some(self.image(&image, range, events, at))
            }
            Tag::CodeBlock(kind) => Some(self.code_block(kind, range, events, at)),
            Tag::HtmlBlock => {
                // Read as one: an element or a comment may go on over many lines.
                let end = matching_end(events, at);
                let mut raw = String::new();
                for (event, _) in between(events, at, end) {
                    if let Event::Html(part) | Event::Text(part) = event {
                        raw.push_str(part);
                    }
                }
                self.out.fresh_line();
                self.raw_html(&raw, range);
                self.last = None;
                Some(end + 1)
            }
            Tag::Paragraph if !self.plain() => {
                let end = matching_end(events, at);
                if self.directive(range) {
                    return Some(end + 1);
                }
                self.keep_lead(events, at, end);
                only_pictures(events, at, end).then(|| {
                    self.pictures(events, at, end);
                    end + 1
                })
            }
            _ => None,
        }
    }

    fn end(&mut self, end: TagEnd) {
        self.close_containers();
        let deep = is_nesting(end) && self.depth() > crate::base::limits::MARKDOWN_DEPTH_MAX && !self.plain();
        let base = self.bases.pop().unwrap_or(0);
        self.close_raw_to(base);
        if deep {
            return;
        }
        match end {
            TagEnd::Paragraph => self.out.html("</p>\n"),
            TagEnd::Heading(level) => self.out.html(&format!("</h{}>\n", level as u8)),
            TagEnd::BlockQuote(_) => {
                let alert = self.quotes.pop().unwrap_or(false);
                self.line(if alert { "</aside>\n" } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {}
            TagEnd::List(true) => self.out.html("</ol>\n"),
            TagEnd::List(false) => self.out.html("</ul>\n"),
            TagEnd::Item => self.out.html("</li>\n"),
            TagEnd::FootnoteDefinition => {
                let pieces = self.out.end_aside();
                self.notes.end(pieces);
            }
            TagEnd::DefinitionList => self.line("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.html("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.html("</dd>\n"),
            TagEnd::Table => {
                self.table = None;
                self.out.html(if self.plain() { "</tbody></table>\n" } else { "</tbody></table></div>\n" });
            }
            TagEnd::TableHead => self.out.html("</tr></thead><tbody>\n"),
            TagEnd::TableRow => self.out.html("</tr>\n"),
            TagEnd::TableCell => {
                let head = self.table.as_ref().is_some_and(|table| table.head);
                self.out.html(if head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.out.html("</em>"),
            TagEnd::Strong => self.out.html("</strong>"),
            TagEnd::Strikethrough => self.out.html("</del>"),
            TagEnd::Superscript => self.out.html("</sup>"),
            TagEnd::Subscript => self.out.html("</sub>"),
            TagEnd::Link => {
                self.links = self.links.saturating_sub(1);
                self.out.html("</a>");
            }
        }
        if !is_nesting(end) || matches!(end, TagEnd::Item) {
            self.last = None;
        }
    }

    fn item(&mut self, events: &Events<'_>, at: usize) {
        let next = |n: usize| events.get(at + n).map(|(event, _)| event);
        let marked = matches!(
            (next(1), next(2)),
            (Some(Event::TaskListMarker(_)), _)
                | (Some(Event::Start(Tag::Paragraph)), Some(Event::TaskListMarker(_)))
        );
        self.line(if marked && !self.plain() { "<li class=\"task-list-item\">" } else { "<li>" });
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let kind = kind.filter(|_| !self.plain()).map(|kind| match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        });
        self.quotes.push(kind.is_some());
        match kind {
            Some(kind) => self.begin_callout(kind, self.said().callout(kind)),
            None => self.line("<blockquote>\n"),
        }
    }
}

/// Whether an element may hold others of its kind, so that depth must be bounded.
fn is_nesting(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
    )
}
