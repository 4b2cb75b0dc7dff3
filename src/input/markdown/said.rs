//! Words that the writer adds to a text, in the text's language: titles of callouts, names of tables and footnotes
//! for those who hear a page.

use crate::input::kind::field::is_chinese;
use crate::input::source::path::SourcePath;

/// The words of a language.
#[derive(Debug)]
pub struct Said {
    /// Sorts of callouts and their titles, `note` first.
    pub callouts: [(&'static str, &'static str); 6],
    /// Before a film's title.
    pub play: &'static str,
    /// A sound, to be taken along.
    pub take_sound: &'static str,
    /// What a sound says, written down.
    pub transcript: &'static str,
    /// A table.
    pub table: &'static str,
    /// Footnotes, and one of them before its number.
    pub footnotes: (&'static str, &'static str),
    /// The way back from a footnote, before and after the number of the reference.
    pub back: (&'static str, &'static str),
    /// A task of a list that is done, and one that is not.
    pub tasks: (&'static str, &'static str),
}

const CHINESE: Said = Said {
    callouts: [
        ("note", "说明"),
        ("tip", "提示"),
        ("important", "重要"),
        ("warning", "注意"),
        ("danger", "危险"),
        ("caution", "警示"),
    ],
    play: "播放视频：",
    take_sound: "下载音频",
    transcript: "文字稿",
    table: "表格",
    footnotes: ("脚注", "脚注 "),
    back: ("回到正文第 ", " 处引用"),
    tasks: ("已完成", "未完成"),
};

const ENGLISH: Said = Said {
    callouts: [
        ("note", "Note"),
        ("tip", "Tip"),
        ("important", "Important"),
        ("warning", "Take care"),
        ("danger", "Danger"),
        ("caution", "Caution"),
    ],
    play: "Play the video: ",
    take_sound: "Download the sound",
    transcript: "Transcript",
    table: "Table",
    footnotes: ("Footnotes", "Footnote "),
    back: ("Back to reference ", " in the text"),
    tasks: ("Done", "Not done"),
};

impl Said {
    /// The words for a file: of the language whose tree of content it lies in.
    #[must_use]
    pub fn of(file: &SourcePath) -> &'static Self {
        match file.root().strip_prefix("content.") {
            Some(code) if !is_chinese(code) => &ENGLISH,
            _ => &CHINESE,
        }
    }

    /// The sorts of callouts.
    pub fn sorts() -> impl Iterator<Item = &'static str> {
        CHINESE.callouts.iter().map(|(sort, _)| *sort)
    }

    /// The title of a callout that has none of its own.
    #[must_use]
    pub fn callout(&self, kind: &str) -> &'static str {
        let [(_, note), ..] = self.callouts;
        self.callouts.iter().find(|(sort, _)| *sort == kind).map_or(note, |(_, title)| title)
    }
}
