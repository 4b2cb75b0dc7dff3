//! Looks at all pictures of a site, and tells what is wrong with them.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::facts::{Facts, Trouble};
use super::format::Format;
use super::store::Store;
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::hash::Fingerprint;
use crate::base::limits::PICTURE_PIXELS_MAX;
use crate::input::source::path::SourcePath;
use crate::input::source::tree::Reader;

/// A picture that cannot be read.
pub static BROKEN: Code = Code {
    name: "SRC040",
    severity: Severity::Error,
    message: Words {
        zh: "这张图片打不开：内容不完整，或者不是图片{why}",
        en: "this picture cannot be read: it is cut short or no picture{why}",
    },
    help: Words {
        zh: "用看图软件打开试试，再重新导出或重新下载一份",
        en: "open it in a viewer, then export or download it again",
    },
    example: "（只下载了一半的 a.jpg）",
};

/// A picture with too many pixels.
pub static GIANT: Code = Code {
    name: "SRC041",
    severity: Severity::Error,
    message: Words {
        zh: "图片太大：{width}×{height} 像素，最多 {most} 万像素",
        en: "the picture is too large: {width}×{height} pixels, at most {most}0,000",
    },
    help: Words {
        zh: "缩小到长边 4000 像素以内，手机才打得开",
        en: "scale it to 4000 pixels or less, or phones cannot open it",
    },
    example: "（30000×20000 像素的 a.png）",
};

/// A picture whose name says another format.
pub static WRONG_NAME: Code = Code {
    name: "SRC042",
    severity: Severity::Warning,
    message: Words {
        zh: "文件名写的是 .{written}，内容其实是 {format}",
        en: "the name says .{written}, the contents are {format}",
    },
    help: Words {
        zh: "把扩展名改成 .{extension}，并改掉引用它的地方；有的服务器会因此打不开图片",
        en: "rename it to .{extension} where it is used too; some servers would not show it",
    },
    example: "（改名为 a.png 的 JPEG）",
};

/// A JPEG in print colours.
pub static PRINT_COLOURS: Code = Code {
    name: "SRC043",
    severity: Severity::Warning,
    message: Words {
        zh: "图片是印刷用的 CMYK 颜色，屏幕上会偏色",
        en: "the picture is in print colours (CMYK), which screens show wrong",
    },
    help: Words { zh: "另存为 sRGB（RGB 颜色）的 JPEG", en: "save it as a JPEG in sRGB" },
    example: "（从印刷稿导出的 a.jpg）",
};

/// A picture that browsers do not show.
pub static UNSHOWN: Code = Code {
    name: "SRC044",
    severity: Severity::Error,
    message: Words {
        zh: "{format} 图片大多数浏览器不显示",
        en: "most browsers do not show {format} pictures",
    },
    help: Words {
        zh: "另存为 JPEG；苹果手机可在“设置 › 相机 › 格式”里选“兼容性最佳”",
        en: "save it as a JPEG; on an iPhone choose Settings › Camera › Formats › Most Compatible",
    },
    example: "（手机拍的 a.heic）",
};

/// An animation of many bytes.
pub static HEAVY_ANIMATION: Code = Code {
    name: "SRC045",
    severity: Severity::Warning,
    message: Words {
        zh: "动图有 {size} MB，读者的流量会心疼", en: "the animation has {size} MB"
    },
    help: Words {
        zh: "换成视频（::video），大小通常只有十分之一；或减少帧数、缩小尺寸",
        en: "make it a film (::video), a tenth of the size, or drop frames and scale it down",
    },
    example: "（3 MB 的 a.gif）",
};

/// An SVG that was published without what could run in it.
pub static UNSAFE_SVG: Code = Code {
    name: "SRC046",
    severity: Severity::Warning,
    message: Words {
        zh: "SVG 里的 {removed} 不安全，发布时已去掉",
        en: "{removed} in this SVG is not safe and was left out",
    },
    help: Words {
        zh: "用绘图软件重新导出“普通 SVG”；外部图片要嵌进文件里",
        en: "export it as plain SVG, with pictures embedded",
    },
    example: "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
};

/// Codes of this module.
pub const CODES: &[&Code] =
    &[&BROKEN, &GIANT, &WRONG_NAME, &PRINT_COLOURS, &UNSHOWN, &HEAVY_ANIMATION, &UNSAFE_SVG];

/// Grows when the same bytes tell other facts.
const LOOKING: u32 = 1;

/// Most parts of an SVG that one finding names.
const REMOVED_SHOWN: usize = 5;

/// Facts by the fingerprint of a picture's bytes: what one build leaves to the next.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Looked(pub BTreeMap<Fingerprint, Facts>);

/// The pictures of a site by path.
#[derive(Clone, Debug, Default)]
pub struct Album {
    /// Fingerprints of their bytes, and what is known of them.
    pub pictures: BTreeMap<SourcePath, (Fingerprint, Facts)>,
}

impl Album {
    /// A picture.
    #[must_use]
    pub fn get(&self, path: &SourcePath) -> Option<&(Fingerprint, Facts)> {
        self.pictures.get(path)
    }

    /// Fingerprint of all that is known.
    #[must_use]
    pub fn print(&self) -> Fingerprint {
        let known: Vec<_> = self.pictures.iter().map(|(path, (print, _))| (path, print)).collect();
        Fingerprint::of(&(LOOKING, known))
    }
}

/// Looks at the pictures among some assets. What was looked at before is not read again. `progress` is told how many
/// are done.
pub fn look(
    assets: &[(SourcePath, Fingerprint)],
    reader: &dyn Reader,
    store: &dyn Store,
    looked: &mut Looked,
    progress: &(dyn Fn(usize) + Sync),
) -> Outcome<Album> {
    let last = std::mem::take(&mut looked.0);
    let done = AtomicUsize::new(0);
    let known: Vec<(&SourcePath, Fingerprint, io::Result<Facts>)> = assets
        .par_iter()
        .filter(|(path, _)| Format::of_extension(path.extension()).is_some())
        .map(|(path, print)| {
            let facts = last.get(print).cloned().map_or_else(|| look_at(path, *print, reader, store), Ok);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            (path, *print, facts)
        })
        .collect();
    let mut album = Album::default();
    let mut findings = Findings::default();
    for (path, print, facts) in known {
        match facts {
            Ok(facts) => {
                findings.extend(tell(path, &facts));
                looked.0.insert(print, facts.clone());
                album.pictures.insert(path.clone(), (print, facts));
            }
            Err(error) => findings.push(broken(path, &error.to_string())),
        }
    }
    Outcome::new(album, findings)
}

/// What the facts of a picture are kept by in a store.
#[must_use]
pub fn facts_key(print: Fingerprint) -> Fingerprint {
    Fingerprint::of(&("facts", LOOKING, print))
}

fn look_at(
    path: &SourcePath,
    print: Fingerprint,
    reader: &dyn Reader,
    store: &dyn Store,
) -> io::Result<Facts> {
    let key = facts_key(print);
    if let Some(facts) = store.get(key).and_then(|bytes| postcard::from_bytes(&bytes).ok()) {
        return Ok(facts);
    }
    let bytes: Arc<[u8]> = reader.read(path)?;
    let facts = Facts::of(&bytes);
    // Only what takes long is kept apart: drawings are looked at in no time.
    if facts.format.is_some_and(Format::has_pixels)
        && let Ok(bytes) = postcard::to_stdvec(&facts)
    {
        store.put(key, &bytes);
    }
    Ok(facts)
}

fn broken(path: &SourcePath, why: &str) -> Finding {
    let why = if why.is_empty() { String::new() } else { format!("（{why}）") };
    Finding::new(&BROKEN, Place::whole(path.shared())).with("why", why)
}

fn tell(path: &SourcePath, facts: &Facts) -> Findings {
    let mut findings = Findings::default();
    let at = |code| Finding::new(code, Place::whole(path.shared()));
    let format = facts.format.map_or("", Format::words);
    for trouble in &facts.troubles {
        findings.push(match trouble {
            Trouble::Unreadable(why) => broken(path, why),
            Trouble::Giant => at(&GIANT)
                .with("width", facts.width)
                .with("height", facts.height)
                .with("most", PICTURE_PIXELS_MAX / 10_000),
            Trouble::PrintColours => at(&PRINT_COLOURS),
            Trouble::Unshown => at(&UNSHOWN).with("format", format),
            Trouble::Heavy(bytes) => at(&HEAVY_ANIMATION)
                .with("size", format!("{}.{}", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20)),
            Trouble::Removed(parts) => {
                let shown: Vec<&str> = parts.iter().take(REMOVED_SHOWN).map(String::as_str).collect();
                at(&UNSAFE_SVG).with("removed", shown.join("、"))
            }
        });
    }
    let written = Format::of_extension(path.extension());
    if let Some(format) = facts.format.filter(|format| Some(*format) != written) {
        findings.push(
            at(&WRONG_NAME)
                .with("written", path.extension())
                .with("format", format.words())
                .with("extension", format.extension()),
        );
    }
    findings
}
