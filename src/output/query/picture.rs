//! Pictures: address and size, read from the file's first bytes.

use super::answer::{AssetView, Picture};
use super::context::Context;
use crate::input::source::path::SourcePath;

/// A picture with its size where its format is known.
#[must_use]
pub fn picture(context: &Context<'_>, path: &SourcePath, alt: &str) -> Picture {
    let (width, height) = size(context, path);
    Picture { url: context.asset(path), alt: alt.to_owned(), width, height }
}

/// An asset with its words.
#[must_use]
pub fn asset(context: &Context<'_>, path: &SourcePath) -> AssetView {
    let bytes = context.site.assets.get(path).map_or(0, |a| a.len);
    let (width, height) = size(context, path);
    let kind = match path.extension().to_ascii_uppercase() {
        extension if extension.is_empty() => "文件".to_owned(),
        extension => extension,
    };
    AssetView {
        url: context.asset(path),
        bytes,
        words: format!("{kind}，{}", bytes_in_words(bytes)),
        width,
        height,
    }
}

/// Bytes as people say them.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
pub fn bytes_in_words(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

fn size(context: &Context<'_>, path: &SourcePath) -> (u32, u32) {
    if !matches!(
        path.extension().to_ascii_lowercase().as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg"
    ) {
        return (0, 0);
    }
    // A picture that cannot be read was told by the walk; here it only has no size.
    context.reader.read(path).ok().and_then(|bytes| dimensions(&bytes)).unwrap_or((0, 0))
}

/// Width and height of a PNG, GIF, JPEG, WebP or SVG.
#[must_use]
pub fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let be16 = |at: usize| Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let be32 = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let le16 = |at: usize| Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some((be32(16)?, be32(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        return Some((le16(6)?, le16(8)?));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        let le24 = |at: usize| Some(le16(at)? + (u32::from(*bytes.get(at + 2)?) << 16));
        return match bytes.get(12..16)? {
            b"VP8 " => Some((le16(26)? & 0x3fff, le16(28)? & 0x3fff)),
            b"VP8L" => {
                let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
                Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
            }
            b"VP8X" => Some((le24(24)? + 1, le24(27)? + 1)),
            _ => None,
        };
    }
    if bytes.starts_with(&[0xff, 0xd8]) {
        let mut at = 2;
        while *bytes.get(at)? == 0xff {
            let marker = *bytes.get(at + 1)?;
            if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                return Some((be16(at + 7)?, be16(at + 5)?));
            }
            at += 2 + usize::try_from(be16(at + 2)?).ok()?;
        }
        return None;
    }
    svg(bytes)
}

fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes.get(..bytes.len().min(4096))?).ok().or_else(|| {
        let cut = bytes.get(..4096.min(bytes.len()))?;
        std::str::from_utf8(cut).err().and_then(|e| std::str::from_utf8(cut.get(..e.valid_up_to())?).ok())
    })?;
    let tag = text.get(text.find("<svg")?..)?;
    let tag = tag.get(..tag.find('>')?)?;
    let attribute = |name: &str| -> Option<&str> {
        let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        tag.get(at..).and_then(|rest| rest.split('"').next())
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels, held in bounds")]
    let pixels = |text: &str| -> Option<u32> {
        text.trim_end_matches("px").trim().parse::<f64>().ok().map(|n| n.clamp(0.0, 100_000.0).round() as u32)
    };
    if let (Some(width), Some(height)) =
        (attribute("width").and_then(pixels), attribute("height").and_then(pixels))
    {
        return Some((width, height));
    }
    let numbers: Vec<u32> =
        attribute("viewBox")?.split([' ', ',']).filter(|s| !s.is_empty()).filter_map(pixels).collect();
    match numbers[..] {
        [_, _, width, height] => Some((width, height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_the_first_bytes() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 2, 128, 0, 0, 1, 144]);
        assert_eq!(dimensions(&png), Some((640, 400)));
        assert_eq!(dimensions(b"<svg xmlns=\"x\" viewBox=\"0 0 320 200\">"), Some((320, 200)));
        assert_eq!(dimensions(b"<?xml?><svg width=\"12px\" height=\"8\">"), Some((12, 8)));
        assert_eq!(dimensions(b"GIF89a\x0a\0\x14\0"), Some((10, 20)));
        assert_eq!(dimensions(b"\xff\xd8\xff"), None);
        assert_eq!(bytes_in_words(2048), "2 KB");
    }
}
