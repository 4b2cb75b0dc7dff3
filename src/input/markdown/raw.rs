//! Raw HTML written into a body: sanitised, balanced, its addresses turned into references.

use std::ops::Range;

use super::address;
use super::body::{Hole, ReferenceForm, Setting};
use super::html::{self, Part, Tag};
use super::writer::{RawElement, Writer};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::base::text::width;

/// HTML that could do harm.
pub static UNSAFE_HTML: Code = Code {
    name: "MD003",
    severity: Severity::Warning,
    message: Words {
        zh: "HTML 里的 {what} 不允许，已去掉",
        en: "{what} is not allowed in HTML; it is taken out",
    },
    help: Words {
        zh: "改用 Markdown 或指令（如 ::video）；脚本、样式和内嵌框架不能写进正文",
        en: "use Markdown or a directive such as ::video",
    },
    example: "<script>alert(1)</script>",
};

/// An address that runs code.
pub static UNSAFE_ADDRESS: Code = Code {
    name: "MD004",
    severity: Severity::Error,
    message: Words { zh: "链接地址 `{address}` 不安全", en: "the address `{address}` is not safe" },
    help: Words {
        zh: "链接只能是站内路径，或 http、https、mailto 开头的地址；自己电脑上的文件先放到本文件旁边，再写它的文件名",
        en: "use a path, or an http, https or mailto address; put a file of your own computer beside this one first",
    },
    example: "[点这里](javascript:alert(1))",
};

/// A picture that says nothing to who does not see it.
pub static NO_ALT: Code = Code {
    name: "MD007",
    severity: Severity::Warning,
    message: Words { zh: "图片没有文字说明", en: "the picture has no text alternative" },
    help: Words {
        zh: "在方括号里或 alt=\"…\" 写一句图里有什么",
        en: "say in the brackets or in alt=\"…\" what it shows",
    },
    example: "![](a.png)",
};

/// An element of raw HTML that does not begin or end where it should.
pub static UNBALANCED_HTML: Code = Code {
    name: "MD009",
    severity: Severity::Warning,
    message: Words {
        zh: "HTML 标签 <{name}> 没有成对，已补上或略去",
        en: "the element <{name}> has no begin or no end; it is closed or left out",
    },
    help: Words {
        zh: "在同一段、同一个列表项或引用里写上开头和结尾",
        en: "begin and end it in the same paragraph, list item or quote",
    },
    example: "<b>粗",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&UNSAFE_HTML, &UNSAFE_ADDRESS, &NO_ALT, &UNBALANCED_HTML];

impl Writer<'_> {
    /// Writes raw HTML.
    pub fn raw_html(&mut self, raw: &str, range: &Range<usize>) {
        let raw = self.unmarked(raw).into_owned();
        if self.plain() {
            self.out.html(&raw);
            return;
        }
        let mut removed: Vec<String> = Vec::new();
        let parts = html::parts(&raw);
        if parts.iter().all(|part| matches!(part, Part::Text(text) if text.trim().is_empty())) {
            return;
        }
        for part in parts {
            match part {
                Part::Text(text) => {
                    self.shown(&text);
                    self.out.html(&text);
                }
                Part::Removed(what) => {
                    if !removed.contains(&what) {
                        removed.push(what);
                    }
                }
                Part::Open(tag) => self.raw_open(&tag, range),
                Part::Close(name) => self.raw_close(&name, range),
            }
        }
        // The end of what was taken out is no second finding.
        removed.retain(|what| !raw.starts_with("</") || !what.starts_with('<'));
        for what in removed {
            let place = self.place(range);
            self.findings.push(Finding::new(&UNSAFE_HTML, place).with("what", format!("`{what}`")));
        }
    }

    fn raw_open(&mut self, tag: &Tag, range: &Range<usize>) {
        let base = self.bases.last().copied().unwrap_or(0);
        if self.raw.len() > base && self.raw.last().is_some_and(|open| html::ends(&open.name, &tag.name)) {
            self.close_last_raw(false);
        }
        if tag.name == "img" {
            self.raw_picture(tag, range);
            return;
        }
        self.out.html("<");
        self.out.html(&tag.name);
        for (name, value) in &tag.attributes {
            self.raw_attribute(tag, name, value, range);
        }
        if matches!(tag.name.as_str(), "audio" | "video") && tag.get("preload").is_none() {
            self.out.html(" preload=\"none\"");
        }
        if tag.name == "a" && tag.get("href").is_some_and(address::is_outside) {
            self.out.html(" rel=\"external noopener\"");
        }
        self.out.html(">");
        if !tag.is_void() {
            let place = self.place(range);
            self.raw.push(RawElement { name: tag.name.clone(), place });
        }
    }

    /// A picture's element, which is made like one of Markdown's.
    fn raw_picture(&mut self, tag: &Tag, range: &Range<usize>) {
        if tag.get("alt").is_none_or(|alt| alt.trim().is_empty()) {
            let place = self.place(range);
            self.findings.push(Finding::new(&NO_ALT, place));
        }
        let address = tag.get("src").unwrap_or_default().trim();
        if address.is_empty() || !self.address_is_safe(address, range) {
            self.out.text(tag.get("alt").unwrap_or_default());
            return;
        }
        let number = self.refer(&address::decoded(address), ReferenceForm::Image, range);
        let sized = tag.get("width").or_else(|| tag.get("height")).is_some();
        let setting = Setting { sized, ..self.setting() };
        self.out.hole(Hole::Picture(number, setting));
        for (name, value) in tag.attributes.iter().filter(|(name, _)| name != "src") {
            self.raw_attribute(tag, name, value, range);
        }
        self.out.hole(Hole::PictureEnd(number, setting));
    }

    fn raw_attribute(&mut self, tag: &Tag, name: &str, value: &str, range: &Range<usize>) {
        let form = match (tag.name.as_str(), name) {
            ("a", "href") => ReferenceForm::Link,
            ("audio" | "video" | "source" | "track", "src") | ("video", "poster") => ReferenceForm::Media,
            (_, "href" | "src" | "poster") => return,
            (_, "cite") if !address::is_safe(value) => return,
            (element, "id" | "name") => {
                if !value.is_empty() && (name == "id" || element == "a") {
                    self.anchors.push(value.to_owned());
                    self.out.attribute("id", value);
                }
                return;
            }
            _ => {
                // An empty value is written out too: `open`, `alt=""`.
                self.out.html(" ");
                self.out.html(name);
                self.out.html("=\"");
                self.out.text(value);
                self.out.html("\"");
                return;
            }
        };
        let value = value.trim();
        if !self.address_is_safe(value, range) {
            return;
        }
        let number = self.refer(&address::decoded(value), form, range);
        self.out.html(" ");
        self.out.html(name);
        self.out.html("=\"");
        self.out.hole(Hole::Address(number));
        self.out.html("\"");
    }

    /// Whether an address may be written; an unsafe one is a finding.
    pub fn address_is_safe(&mut self, address: &str, range: &Range<usize>) -> bool {
        let safe = address::is_safe(address);
        if !safe {
            let place = self.place(range);
            let shown = width::truncate(address, 60);
            self.findings.push(Finding::new(&UNSAFE_ADDRESS, place).with("address", shown));
        }
        safe
    }

    fn raw_close(&mut self, name: &str, range: &Range<usize>) {
        let base = self.bases.last().copied().unwrap_or(0);
        let at = self.raw.iter().rposition(|open| open.name == name).filter(|at| *at >= base);
        match at {
            Some(at) => {
                self.close_raw_to(at + 1);
                self.close_last_raw(false);
            }
            None if html::ends_by_itself(name) => {}
            None => {
                let place = self.place(range);
                self.findings.push(Finding::new(&UNBALANCED_HTML, place).with("name", name));
            }
        }
    }

    /// Closes raw elements until `base` of them are open, each a finding where its end was forgotten.
    pub fn close_raw_to(&mut self, base: usize) {
        while self.raw.len() > base {
            self.close_last_raw(true);
        }
    }

    fn close_last_raw(&mut self, forgotten: bool) {
        let Some(element) = self.raw.pop() else { return };
        self.out.html("</");
        self.out.html(&element.name);
        self.out.html(">");
        if forgotten && !html::ends_by_itself(&element.name) {
            self.findings.push(Finding::new(&UNBALANCED_HTML, element.place).with("name", element.name));
        }
    }
}
