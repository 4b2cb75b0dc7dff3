//! Pictures with captions, films, sound and files to download: what their directives become.

use std::ops::Range;

use super::address;
use super::body::{Hole, ReferenceForm, Setting};
use super::directive::Line;
use super::writer::Writer;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::Finding;
use crate::base::text::escape;

/// Sound without a transcript.
pub static NO_TRANSCRIPT: Code = Code {
    name: "MD020",
    severity: Severity::Note,
    message: Words {
        zh: "这段音频没有文字稿，听不见的读者不知道说了什么",
        en: "this sound has no transcript, so that whoever cannot hear it learns nothing",
    },
    help: Words {
        zh: "写上 transcript=\"…\"；很长的可以另写一篇，在正文里链接过去，这里写“见文字稿”",
        en: "write transcript=\"…\"; a long one may be an entry of its own that this one links to",
    },
    example: "::audio{src=\"a.mp3\" title=\"采访录音\"}",
};

/// A film of our own without captions.
pub static NO_CAPTIONS: Code = Code {
    name: "MD021",
    severity: Severity::Note,
    message: Words { zh: "这段视频没有字幕文件", en: "this film has no file of captions" },
    help: Words {
        zh: "做一个 WebVTT 字幕文件放在旁边，写上 captions=\"文件名.vtt\"；画面里已经有字幕的，把文字稿写进正文",
        en: "lay a WebVTT file beside it and write captions=\"name.vtt\"",
    },
    example: "::video{src=\"a.mp4\" title=\"开放日\"}",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&NO_TRANSCRIPT, &NO_CAPTIONS];

/// Platforms whose films a page can show in their own player, by the end of their host.
const PLATFORMS: [(&str, &str); 8] = [
    ("bilibili.com", "哔哩哔哩"),
    ("b23.tv", "哔哩哔哩"),
    ("v.qq.com", "腾讯视频"),
    ("youku.com", "优酷"),
    ("ixigua.com", "西瓜视频"),
    ("douyin.com", "抖音"),
    ("kuaishou.com", "快手"),
    ("channels.weixin.qq.com", "微信视频号"),
];

/// The platform that an address leads to; empty where it is none that is known.
fn platform(url: &str) -> &'static str {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', '?', '#', ':']).next();
    let host = host.unwrap_or_default().to_ascii_lowercase();
    let is_of = |end: &str| host == end || host.strip_suffix(end).is_some_and(|above| above.ends_with('.'));
    PLATFORMS.iter().find(|(end, _)| is_of(end)).map_or("", |(_, name)| name)
}

impl Writer<'_> {
    /// A picture with its caption.
    pub fn figure(&mut self, line: &Line, range: &Range<usize>) {
        self.line("<figure>");
        self.picture(&address::decoded(line.get("src").trim()), line.get("alt"), "", range);
        let caption = line.get("caption");
        if !caption.is_empty() {
            self.shown(caption);
        }
        self.out.html(&figcaption(line));
        self.out.html("</figure>\n");
    }

    /// Begins a gallery.
    pub fn gallery(&mut self, line: &Line, range: &Range<usize>) {
        self.line("<figure class=\"gallery-figure\">\n<div class=\"gallery\">\n");
        let caption = figcaption(line);
        let line_end = if caption.is_empty() { "" } else { "\n" };
        self.open(line, format!("</div>\n{caption}{line_end}</figure>\n"), range);
    }

    /// A film. Nothing of it is loaded until the reader asks for it; without scripts it is a plain link.
    pub fn video(&mut self, line: &Line, range: &Range<usize>) {
        let own = line.get("src").trim();
        let number = if own.is_empty() {
            self.refer(line.get("url").trim(), ReferenceForm::Link, range)
        } else {
            self.refer(&address::decoded(own), ReferenceForm::Media, range)
        };
        self.line("<figure class=\"video\"><a class=\"video-facade\" href=\"");
        self.out.hole(Hole::Address(number));
        self.out.html("\" data-video=\"");
        self.out.hole(Hole::Address(number));
        self.out.html("\"");
        self.out.attribute("data-title", line.get("title"));
        if !own.is_empty() {
            self.captions(line, range);
        }
        self.out.html(if own.is_empty() { " rel=\"external noopener\">" } else { ">" });
        if !line.get("poster").is_empty() {
            let poster = address::decoded(line.get("poster").trim());
            let number = self.refer(&poster, ReferenceForm::Media, range);
            let setting = Setting { linked: true, ..Setting::default() };
            self.out.hole(Hole::Picture(number, setting));
            self.out.html(" alt=\"\"");
            self.out.hole(Hole::PictureEnd(number, setting));
        }
        self.shown(line.get("title"));
        let play = self.said().play;
        self.out.html(&format!("<span><span aria-hidden=\"true\">▶</span> {play}"));
        self.out.text(line.get("title"));
        self.small("video-duration", line.get("duration"));
        if own.is_empty() {
            self.small("video-platform", platform(line.get("url").trim()));
        } else {
            self.out.html(" <small>");
            self.out.hole(Hole::Size(number));
            self.out.html("</small>");
        }
        self.out.html("</span></a></figure>\n");
    }

    fn captions(&mut self, line: &Line, range: &Range<usize>) {
        let file = line.get("captions").trim();
        if file.is_empty() {
            let place = self.place(range);
            self.findings.push(Finding::new(&NO_CAPTIONS, place));
            return;
        }
        let number = self.refer(&address::decoded(file), ReferenceForm::Media, range);
        self.out.html(" data-captions=\"");
        self.out.hole(Hole::Address(number));
        self.out.html("\"");
    }

    fn small(&mut self, class: &str, text: &str) {
        if !text.is_empty() {
            self.out.html(&format!(" <span class=\"{class}\">"));
            self.out.text(text);
            self.out.html("</span>");
        }
    }

    /// Sound with its transcript; the file can be taken along.
    pub fn audio(&mut self, line: &Line, range: &Range<usize>) {
        let title = escape::html(line.get("title")).into_owned();
        let number = self.refer(&address::decoded(line.get("src").trim()), ReferenceForm::Media, range);
        self.shown(line.get("title"));
        self.line(&format!("<figure class=\"audio\"><figcaption>{title}"));
        self.small("audio-duration", line.get("duration"));
        self.out.html(&format!("</figcaption><audio controls preload=\"none\" aria-label=\"{title}\" "));
        self.out.hole(Hole::Source(number));
        self.out.html("></audio><p class=\"audio-file\"><a download href=\"");
        self.out.hole(Hole::Address(number));
        let take = self.said().take_sound;
        self.out.html(&format!("\">{take}</a> <small>"));
        self.out.hole(Hole::Size(number));
        self.out.html("</small></p>");
        let transcript = line.get("transcript");
        if transcript.is_empty() {
            let place = self.place(range);
            self.findings.push(Finding::new(&NO_TRANSCRIPT, place));
        } else {
            self.shown(transcript);
            let words = self.said().transcript;
            self.out.html(&format!("<details><summary>{words}</summary><p>"));
            self.out.text(transcript);
            self.out.html("</p></details>");
        }
        self.out.html("</figure>\n");
    }

    /// A file to download, with its type and size.
    pub fn attachment(&mut self, line: &Line, range: &Range<usize>) {
        let path = address::decoded(line.get("src").trim());
        let number = self.refer(&path, ReferenceForm::Attachment, range);
        let title = match line.get("title") {
            "" => path.rsplit('/').next().unwrap_or_default(),
            title => title,
        };
        self.line("<p><a class=\"attachment\" download href=\"");
        self.out.hole(Hole::Address(number));
        self.out.html("\"><span>");
        self.out.text(title);
        self.out.html("</span> <small>");
        self.out.hole(Hole::Size(number));
        self.out.html("</small></a></p>\n");
    }
}

/// A caption with who made the picture; empty where neither is given.
fn figcaption(line: &Line) -> String {
    let (caption, credit) = (escape::html(line.get("caption")), escape::html(line.get("credit")));
    match (caption.is_empty(), credit.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("<figcaption>{caption}</figcaption>"),
        (true, false) => format!("<figcaption><span class=\"credit\">{credit}</span></figcaption>"),
        (false, false) => {
            format!("<figcaption>{caption}<span class=\"credit\">（{credit}）</span></figcaption>")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_is_known_by_its_host_and_not_by_a_likeness() {
        for (url, name) in [
            ("https://www.bilibili.com/video/BV1xx411c7mD", "哔哩哔哩"),
            ("https://v.qq.com/x/page/a.html", "腾讯视频"),
            ("https://notbilibili.com/video/1", ""),
            ("https://example.com/?u=bilibili.com", ""),
        ] {
            assert_eq!(platform(url), name, "{url}");
        }
    }
}
