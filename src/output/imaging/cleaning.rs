//! Takes out what a picture tells of its maker: the place where it was taken, the camera, comments, previews. The
//! picture itself is not coded anew, and what it needs to be shown right (orientation, colour profile) stays.

use img_parts::Bytes;
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;

use super::format::Format;
use super::jpeg;

/// Chunks of a PNG that say nothing of how it is shown.
const PNG_WORDS: [[u8; 4]; 5] = [*b"eXIf", *b"tEXt", *b"zTXt", *b"iTXt", *b"tIME"];

/// The picture without its maker's traces; `None` where it has none, or where its format has no place for them.
/// `orientation` is the Exif number, 1 for upright.
#[must_use]
pub fn cleaned(bytes: &[u8], format: Format, orientation: u8) -> Option<Vec<u8>> {
    let clean = match format {
        Format::Jpeg => clean_jpeg(bytes, orientation),
        Format::Png => clean_png(bytes, orientation),
        Format::Webp => clean_webp(bytes, orientation),
        _ => None,
    }?;
    (clean != bytes).then_some(clean)
}

/// An Exif block that tells the orientation and nothing else.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif
}

fn clean_jpeg(bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    let parts = jpeg::parts(bytes)?;
    let mut clean = vec![0xff, 0xd8];
    let mut turned = orientation <= 1;
    for (marker, segment) in &parts.head {
        let stays = match marker {
            0xe2 => segment.get(4..).is_some_and(|b| b.starts_with(b"ICC_PROFILE\0")),
            // JFIF tells the density; its extension holds a preview.
            0xe0 => segment.get(4..).is_some_and(|b| b.starts_with(b"JFIF\0")),
            // Adobe's segment tells how colours are stored.
            0xee => true,
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if *marker != 0xe0 && !turned {
            turned = true;
            let exif = exif(orientation);
            clean.extend([0xff, 0xe1]);
            clean.extend(u16::try_from(exif.len() + 8).ok()?.to_be_bytes());
            clean.extend(b"Exif\0\0");
            clean.extend(exif);
        }
        if stays {
            clean.extend_from_slice(segment);
        }
    }
    clean.extend_from_slice(parts.scans);
    Some(clean)
}

fn clean_png(bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    if !png.chunks().iter().any(|chunk| PNG_WORDS.contains(&chunk.kind())) {
        return None;
    }
    png.chunks_mut().retain(|chunk| !PNG_WORDS.contains(&chunk.kind()));
    if orientation > 1 {
        png.chunks_mut().insert(1, PngChunk::new(*b"eXIf", exif(orientation).into()));
    }
    Some(png.encoder().bytes().to_vec())
}

fn clean_webp(bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    /// Bits of the extended header that announce Exif and XMP.
    const EXIF: u8 = 0x08;
    const XMP: u8 = 0x04;
    let mut webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    if !webp.has_chunk(*b"EXIF") && !webp.has_chunk(*b"XMP ") {
        return None;
    }
    webp.remove_chunks_by_id(*b"EXIF");
    webp.remove_chunks_by_id(*b"XMP ");
    let turned = orientation > 1;
    for chunk in webp.chunks_mut() {
        if chunk.id() == *b"VP8X"
            && let RiffContent::Data(head) = chunk.content_mut()
        {
            let mut bytes = head.to_vec();
            if let Some(flags) = bytes.first_mut() {
                *flags = (*flags & !(EXIF | XMP)) | if turned { EXIF } else { 0 };
            }
            *head = bytes.into();
        }
    }
    if turned {
        webp.chunks_mut().push(RiffChunk::new(*b"EXIF", RiffContent::Data(exif(orientation).into())));
    }
    Some(webp.encoder().bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::imaging::{pixels, sample};

    fn says(bytes: &[u8], word: &str) -> bool {
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    }

    #[test]
    fn a_photograph_keeps_its_pixels_and_its_orientation_and_nothing_else() {
        for orientation in 1..=8 {
            let photograph = sample::photograph(24, 16, orientation);
            let clean = cleaned(&photograph, Format::Jpeg, orientation).expect("there is something to clean");
            assert!(!says(&clean, "GPS!") && !says(&clean, "Zhang") && !says(&clean, "ftyp"));
            let (before, after) = (
                pixels::decode(&photograph, Format::Jpeg).expect("it is read"),
                pixels::decode(&clean, Format::Jpeg).expect("it is read"),
            );
            assert_eq!(after.orientation, orientation);
            assert_eq!(before.image, after.image);
            assert_eq!(cleaned(&clean, Format::Jpeg, orientation), None, "clean is clean");
        }
    }

    #[test]
    fn words_in_a_png_and_a_webp_go() {
        let mut png = Png::from_bytes(sample::png(4, 4).into()).expect("a PNG");
        png.chunks_mut().insert(1, PngChunk::new(*b"tEXt", Bytes::from_static(b"Author\0Zhang San")));
        let png = png.encoder().bytes().to_vec();
        let clean = cleaned(&png, Format::Png, 1).expect("there is something to clean");
        assert!(!says(&clean, "Zhang"));
        assert!(pixels::decode(&clean, Format::Png).is_ok());

        let mut webp = WebP::from_bytes(sample::webp(4, 4).into()).expect("a WebP");
        img_parts::ImageEXIF::set_exif(&mut webp, Some(Bytes::from_static(b"Zhang San")));
        let webp = webp.encoder().bytes().to_vec();
        assert!(says(&webp, "Zhang"));
        let clean = cleaned(&webp, Format::Webp, 1).expect("there is something to clean");
        assert!(!says(&clean, "Zhang"));
        assert!(pixels::decode(&clean, Format::Webp).is_ok());
    }
}
