//! Links, pictures, formulas and references to footnotes.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::address;
use super::body::{Hole, ReferenceForm, Setting};
use super::directive::Name;
use super::events::{Events, alternative, between, matching_end};
use super::footnote::reference_id;
use super::math;
use super::raw::NO_ALT;
use super::writer::{Container, Writer};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;

/// A formula that cannot be read.
pub static BAD_MATH: Code = Code {
    name: "MD005",
    severity: Severity::Warning,
    message: Words { zh: "公式读不懂：{why}", en: "the formula cannot be read: {why}" },
    help: Words {
        zh: "检查花括号是否成对、命令是否拼对；不是公式的 $ 请写成 \\$",
        en: "check braces and commands; write `\\$` for a plain dollar sign",
    },
    example: "$\\nosuch{x}$",
};

/// A link without words.
pub static EMPTY_LINK: Code = Code {
    name: "MD016",
    severity: Severity::Warning,
    message: Words { zh: "链接没有文字，读屏软件读不出来", en: "the link has no words" },
    help: Words { zh: "在方括号里写上要显示的文字", en: "write its words in the brackets" },
    example: "[](a.md)",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&BAD_MATH, &EMPTY_LINK];

/// A link or picture as the parser gives it.
pub struct Target<'e> {
    /// How it is written.
    pub kind: LinkType,
    /// Its address.
    pub address: &'e str,
    /// Its title.
    pub title: &'e str,
}

impl Writer<'_> {
    /// Begins a link. `Some` gives the next event, where the link is written whole or left out.
    pub fn link(
        &mut self,
        link: &Target<'_>,
        range: &Range<usize>,
        events: &Events<'_>,
        at: usize,
    ) -> Option<usize> {
        let mail = if link.kind == LinkType::Email { "mailto:" } else { "" };
        let address = format!("{mail}{}", self.unmarked(link.address));
        if !self.plain() {
            let end = matching_end(events, at);
            if !has_words(between(events, at, end)) {
                let place = self.place(range);
                self.findings.push(Finding::new(&EMPTY_LINK, place));
            }
            if !self.address_is_safe(&address, range) {
                self.out.html("<a>");
                self.links += 1;
                return None;
            }
        }
        let wiki = matches!(link.kind, LinkType::WikiLink { .. });
        let form = if wiki { ReferenceForm::Wiki } else { ReferenceForm::Link };
        let target = if wiki { address.trim().to_owned() } else { address::decoded(&address) };
        let span = self.span(range);
        let number = self.out.refer(target, &address, form, span);
        self.out.html("<a href=\"");
        self.out.hole(Hole::Address(number));
        self.out.html("\"");
        let title = self.unmarked(link.title).into_owned();
        self.out.attribute("title", &title);
        if !self.plain() && address::is_outside(&address) {
            self.out.html(" rel=\"external noopener\"");
        }
        self.out.html(">");
        if link.kind == (LinkType::WikiLink { has_pothole: false }) {
            self.out.hole(Hole::Title(number));
            self.out.html("</a>");
            self.last = None;
            return Some(matching_end(events, at) + 1);
        }
        self.links += 1;
        None
    }

    /// Writes a picture and gives the next event.
    pub fn image(
        &mut self,
        image: &Target<'_>,
        range: &Range<usize>,
        events: &Events<'_>,
        at: usize,
    ) -> usize {
        let end = matching_end(events, at);
        let mut alt = alternative(events, at, end, self.context.prepared);
        if image.kind == (LinkType::WikiLink { has_pothole: false }) {
            // `![[a.png]]` says nothing of the picture.
            alt.clear();
        }
        let address = self.unmarked(image.address).into_owned();
        let title = self.unmarked(image.title).into_owned();
        self.last = None;
        if self.plain() {
            let span = self.span(range);
            let number = self.out.refer(address.clone(), &address, ReferenceForm::Image, span);
            self.out.html("<img ");
            self.out.hole(Hole::Source(number));
            self.out.html(" alt=\"");
            self.out.text(&alt);
            self.out.html("\"");
            self.out.attribute("title", &title);
            self.out.html(" />");
        } else {
            self.picture(&address::decoded(&address), &alt, &title, range);
        }
        end + 1
    }

    /// A picture's element.
    pub fn picture(&mut self, address: &str, alt: &str, title: &str, range: &Range<usize>) {
        if alt.trim().is_empty() {
            let place = self.place(range);
            self.findings.push(Finding::new(&NO_ALT, place));
        }
        if !self.address_is_safe(address, range) {
            self.out.text(alt);
            return;
        }
        let number = self.refer(address, ReferenceForm::Image, range);
        let setting = self.setting();
        self.out.hole(Hole::Picture(number, setting));
        self.out.html(" alt=\"");
        self.out.text(alt);
        self.out.html("\"");
        self.out.attribute("title", title);
        self.out.hole(Hole::PictureEnd(number, setting));
    }

    /// Where a picture that is written now stands.
    #[must_use]
    pub fn setting(&self) -> Setting {
        let gallery = self.containers.last().and_then(Container::directive);
        Setting {
            gallery: gallery.is_some_and(|directive| directive.name == Name::Gallery),
            linked: self.links > 0 || self.raw.iter().any(|open| open.name == "a"),
            sized: false,
        }
    }

    /// Writes a formula; one that cannot be read is shown as it is written.
    pub fn formula(&mut self, latex: &str, range: &Range<usize>, display: bool) {
        let latex = self.unmarked(latex).into_owned();
        self.last = Some('x');
        match math::mathml(&latex, display) {
            Ok(mathml) => {
                self.has_math = true;
                self.out.html(&mathml);
            }
            Err(why) => {
                let place = self.place(range);
                self.findings.push(Finding::new(&BAD_MATH, place).with("why", why));
                self.out.html("<code class=\"math-error\">");
                self.out.text(&latex);
                self.out.html("</code>");
            }
        }
    }

    /// Writes a reference to a footnote.
    pub fn footnote(&mut self, name: &str) {
        let name = self.unmarked(name).into_owned();
        let (number, time) = self.notes.refer(&name);
        let id = reference_id(number, time);
        let note = self.said().footnotes.1;
        self.out.html(&format!(
            "<sup class=\"footnote\"><a href=\"#fn-{number}\" id=\"{id}\" role=\"doc-noteref\" aria-label=\"{note}{number}\">{number}</a></sup>"
        ));
        self.anchors.push(id);
    }
}

fn has_words(events: &Events<'_>) -> bool {
    events.iter().any(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
            !text.trim().is_empty()
        }
        // Whether a picture has words is told of the picture itself.
        Event::Start(Tag::Image { .. }) | Event::InlineHtml(_) => true,
        _ => false,
    })
}
