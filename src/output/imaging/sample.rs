//! Small pictures for tests, made on the spot.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::pixels::{self, Pixels};

/// Left red, right blue, darker below.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        // Grain, as a camera's: without it a JPEG weighs next to nothing.
        let grain = (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)).wrapping_mul(2_654_435_761) >> 27;
        let shade = u8::try_from(224 - y * 96 / height + grain).unwrap_or(0);
        if x < width / 2 { Rgb([shade, 0, 0]) } else { Rgb([0, 0, shade]) }
    })
}

/// A JPEG with nothing but its pixels.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture(width, height)).expect("it is coded");
    bytes
}

/// A JPEG as phones make them: an orientation and, further on, what tells the place (here the letters `GPS!`), a
/// comment, and a second file behind the first.
pub fn photograph(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let plain = jpeg(width, height);
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS!");
    let mut bytes = plain[..2].to_vec();
    for (marker, content) in [(0xe1, &exif[..]), (0xfe, b"by Zhang San")] {
        bytes.extend([0xff, marker]);
        bytes.extend(u16::try_from(content.len() + 2).expect("short").to_be_bytes());
        bytes.extend(content);
    }
    bytes.extend(&plain[2..]);
    bytes.extend(b"....ftypmp42 GPS! film");
    bytes
}

/// A PNG that one can half see through.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = RgbaImage::from_pixel(width, height, Rgba([0, 120, 120, 128]));
    DynamicImage::from(image).write_to(&mut bytes, ImageFormat::Png).expect("it is coded");
    bytes.into_inner()
}

/// A GIF.
pub fn animation(side: u32, frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for n in 0..frames {
        let colour = Rgba([u8::try_from(n * 40).unwrap_or(255), 0, 0, 255]);
        encoder.encode_frame(Frame::new(RgbaImage::from_pixel(side, side, colour))).expect("it is coded");
    }
    drop(encoder);
    bytes
}

/// A WebP.
pub fn webp(width: u32, height: u32) -> Vec<u8> {
    let image = DynamicImage::from(picture(width, height));
    pixels::webp(&Pixels { image, profile: None, drawn: false, orientation: 1 }, width, 80)
        .expect("it is coded")
}
