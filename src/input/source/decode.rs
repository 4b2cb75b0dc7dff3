//! Bytes to text: UTF-8 with or without a byte-order mark, any line ends.

use std::borrow::Cow;

use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::input::source::path::SourcePath;

/// A text that is not UTF-8.
pub static NOT_UTF8: Code = Code {
    name: "SRC001",
    severity: Severity::Error,
    message: Words {
        zh: "文件不是 UTF-8 编码{guess}（第 {line} 行起）",
        en: "the file is not UTF-8{guess} (from line {line})",
    },
    help: Words {
        zh: "用编辑器“另存为”，编码选 UTF-8，再保存",
        en: "save the file again with the encoding set to UTF-8",
    },
    example: "（GBK 编码保存的 content/a.md）",
};

/// Something cannot be read.
pub static UNREADABLE: Code = Code {
    name: "SRC010",
    severity: Severity::Error,
    message: Words { zh: "读不了：{reason}", en: "cannot be read: {reason_en}" },
    help: Words {
        zh: "检查文件是否存在、权限是否允许读取；失效的链接请删除",
        en: "check that it exists and may be read; remove a link that leads nowhere",
    },
    example: "（content/a.md 没有读取权限）",
};

/// A file too large.
pub static TOO_LARGE: Code = Code {
    name: "SRC017",
    severity: Severity::Error,
    message: Words {
        zh: "文件太大：{size} MB，最多 {most} MB",
        en: "the file is too large: {size} MB, at most {most} MB",
    },
    help: Words {
        zh: "视频放到视频平台再嵌入；文字拆成几篇",
        en: "put a video on a platform and embed it; split a text",
    },
    example: "（300 MB 的 content/a.mp4）",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&NOT_UTF8, &UNREADABLE, &TOO_LARGE];

/// Decodes a source text: takes a byte-order mark off, turns CRLF and lone CR into LF.
///
/// # Errors
/// [`NOT_UTF8`] with a guess at the encoding.
pub fn decode<'b>(path: &SourcePath, bytes: &'b [u8]) -> Result<Cow<'b, str>, Finding> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // Says no more of a fault than that there is one.
    let decoded = simdutf8::basic::from_utf8(bytes);
    match decoded.or_else(|_| std::str::from_utf8(bytes)) {
        Ok(text) if memchr::memchr(b'\r', text.as_bytes()).is_some() => {
            Ok(Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")))
        }
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let line = bytes.iter().take(error.valid_up_to()).filter(|b| **b == b'\n').count() + 1;
            Err(Finding::new(&NOT_UTF8, Place::whole(path.shared()))
                .with("guess", guess(bytes))
                .with("line", line))
        }
    }
}

/// The finding for a file of `len` bytes where `most` are read.
#[must_use]
pub fn too_large(path: &SourcePath, len: u64, most: u64) -> Finding {
    const MB: u64 = 1024 * 1024;
    Finding::new(&TOO_LARGE, Place::whole(path.shared()))
        .with("size", len.div_ceil(MB))
        .with("most", most / MB)
}

/// A word on the likely encoding, ready to stand in the message; empty where nothing fits.
fn guess(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return "，看起来是 UTF-16";
    }
    if bytes.contains(&0) {
        return "，看起来是二进制文件";
    }
    let (text, _, broken) = encoding_rs::GB18030.decode(bytes);
    let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    if !broken && han > 0 { "，看起来是 GBK 编码" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::code::Language;

    fn decoded(bytes: &[u8]) -> String {
        match decode(&SourcePath::new("content/a.md"), bytes) {
            Ok(text) => text.into_owned(),
            Err(finding) => finding.message(Language::Chinese),
        }
    }

    #[test]
    fn a_mark_and_windows_line_ends_are_taken_off() {
        assert_eq!(decoded(b"\xEF\xBB\xBFa\r\nb\rc\n"), "a\nb\nc\n");
    }

    #[test]
    fn gbk_is_named() {
        let (bytes, _, _) = encoding_rs::GBK.encode("标题\n名师名生");
        assert_eq!(decoded(&bytes), "文件不是 UTF-8 编码，看起来是 GBK 编码（第 1 行起）");
    }
}
