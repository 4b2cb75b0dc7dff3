//! Width and height, read from a picture's first bytes.

/// Width and height of a PNG, GIF, JPEG, WebP, AVIF or SVG.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> Option<(u32, u32)> {
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
    if bytes.get(4..8) == Some(b"ftyp") {
        // The first spatial extents of an AVIF or HEIC are the picture's (ISO/IEC 23008-12, 6.5.3).
        let head = bytes.get(..bytes.len().min(4096))?;
        let at = head.windows(4).position(|name| name == b"ispe")?;
        return Some((be32(at + 8)?, be32(at + 12)?));
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
        assert_eq!(of_bytes(&png), Some((640, 400)));
        assert_eq!(of_bytes(b"<svg xmlns=\"x\" viewBox=\"0 0 320 200\">"), Some((320, 200)));
        assert_eq!(of_bytes(b"<?xml?><svg width=\"12px\" height=\"8\">"), Some((12, 8)));
        assert_eq!(of_bytes(b"GIF89a\x0a\0\x14\0"), Some((10, 20)));
        assert_eq!(of_bytes(b"\xff\xd8\xff"), None);
    }
}
