//! Pictures that move: how long, counted without reading a pixel, and the same motion as WebP.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::{AnimationDecoder as _, DynamicImage, Frame};
use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;
use serde::{Deserialize, Serialize};

use super::format::Format;
use crate::base::limits::{ANIMATION_DECODED_BYTES_MAX, ANIMATION_FRAMES_MAX};

/// Browsers take a frame that asks for less for one of a tenth of a second.
const FRAME_MILLISECONDS_MIN: u32 = 11;
const FRAME_MILLISECONDS_ELSE: u32 = 100;

/// The motion of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Motion {
    /// How many frames it has, at least two.
    pub frames: u32,
    /// How long they take once.
    pub milliseconds: u64,
}

impl Motion {
    /// The motion of a picture; `None` where it stands still.
    #[must_use]
    pub fn of(bytes: &[u8], format: Format) -> Option<Self> {
        let frames = match format {
            Format::Gif => of_gif(bytes),
            Format::Png => of_png(bytes),
            Format::Webp => of_webp(bytes),
            _ => None,
        }?;
        let milliseconds = frames.iter().map(|each| u64::from(shown(*each))).sum();
        let frames = u32::try_from(frames.len()).unwrap_or(u32::MAX);
        (frames > 1).then_some(Self { frames, milliseconds })
    }

    /// Whether all its frames can be held at once, so that the motion can be coded anew.
    #[must_use]
    pub fn is_bounded(self, width: u32, height: u32) -> bool {
        let bytes = u64::from(width) * u64::from(height) * 4 * u64::from(self.frames);
        self.frames <= ANIMATION_FRAMES_MAX && bytes <= ANIMATION_DECODED_BYTES_MAX
    }
}

fn shown(milliseconds: u32) -> u32 {
    if milliseconds < FRAME_MILLISECONDS_MIN { FRAME_MILLISECONDS_ELSE } else { milliseconds }
}

/// Milliseconds of each frame.
fn of_gif(bytes: &[u8]) -> Option<Vec<u32>> {
    let mut options = gif::DecodeOptions::new();
    options.skip_frame_decoding(true);
    let mut decoder = options.read_info(Cursor::new(bytes)).ok()?;
    let mut frames = Vec::new();
    while let Ok(Some(frame)) = decoder.next_frame_info() {
        frames.push(u32::from(frame.delay) * 10);
    }
    Some(frames)
}

fn of_png(bytes: &[u8]) -> Option<Vec<u32>> {
    let png = Png::from_bytes(img_parts::Bytes::copy_from_slice(bytes)).ok()?;
    let one = |contents: &[u8]| {
        let number = |at: usize| Some(u32::from(u16::from_be_bytes(*contents.get(at..)?.first_chunk()?)));
        // A denominator of 0 stands for hundredths (PNG, third edition, 11.3.6.2).
        let parts = match number(22)? {
            0 => 100,
            parts => parts,
        };
        Some(number(20)? * 1000 / parts)
    };
    let controls = png.chunks().iter().filter(|chunk| chunk.kind() == *b"fcTL");
    Some(controls.filter_map(|chunk| one(chunk.contents())).collect())
}

fn of_webp(bytes: &[u8]) -> Option<Vec<u32>> {
    let webp = WebP::from_bytes(img_parts::Bytes::copy_from_slice(bytes)).ok()?;
    let one = |content: &RiffContent| match content {
        RiffContent::Data(frame) => {
            let [a, b, c] = *frame.get(12..)?.first_chunk()?;
            Some(u32::from_le_bytes([a, b, c, 0]))
        }
        RiffContent::List { .. } => None,
    };
    Some(webp.chunks().iter().filter(|c| c.id() == *b"ANMF").filter_map(|c| one(c.content())).collect())
}

/// The motion as WebP: about half of a GIF's bytes.
///
/// # Errors
/// Why it cannot be read, or what the encoder says.
pub fn webp(bytes: &[u8], format: Format, quality: u8) -> Result<Vec<u8>, String> {
    // A decoder's panic is its fault; here it is one more picture that cannot be read.
    let frames = catch_unwind(AssertUnwindSafe(|| frames(bytes, format)))
        .unwrap_or_else(|_| Err("the decoder failed".to_owned()))?;
    let lossy = coded(&frames, quality, false)?;
    if lossy.len() <= bytes.len() {
        return Ok(lossy);
    }
    // Drawings of few colours: what lossy coding smears takes more than the drawing itself.
    let lossless = coded(&frames, quality, true)?;
    Ok(if lossless.len() < lossy.len() { lossless } else { lossy })
}

fn frames(bytes: &[u8], format: Format) -> Result<Vec<Frame>, String> {
    let words = |error: image::ImageError| error.to_string();
    let bytes = Cursor::new(bytes);
    let frames = match format {
        Format::Gif => GifDecoder::new(bytes).map_err(words)?.into_frames(),
        Format::Png => PngDecoder::new(bytes).and_then(PngDecoder::apng).map_err(words)?.into_frames(),
        other => return Err(other.words().to_owned()),
    };
    let mut held: Vec<Frame> = Vec::new();
    let mut left = ANIMATION_DECODED_BYTES_MAX;
    for frame in frames.take(ANIMATION_FRAMES_MAX as usize) {
        let frame = frame.map_err(words)?;
        left = left.checked_sub(frame.buffer().len() as u64).ok_or("too many frames")?;
        held.push(frame);
    }
    Ok(held)
}

fn coded(frames: &[Frame], quality: u8, lossless: bool) -> Result<Vec<u8>, String> {
    let first = frames.first().ok_or("no frames")?.buffer();
    let mut config = webp::WebPConfig::new().map_err(|()| "libwebp".to_owned())?;
    config.lossless = i32::from(lossless);
    config.quality = if lossless { 75.0 } else { f32::from(quality) };
    config.method = 4;
    config.thread_level = 0;
    let opaque = frames.iter().all(|frame| frame.buffer().pixels().all(|pixel| pixel.0[3] == 255));
    let pictures: Vec<DynamicImage> = frames
        .iter()
        .map(|frame| DynamicImage::from(frame.buffer().clone()))
        .map(|image| if opaque { DynamicImage::from(image.into_rgb8()) } else { image })
        .collect();
    let mut encoder = webp::AnimEncoder::new(first.width(), first.height(), &config);
    let mut at: i32 = 0;
    for (frame, picture) in frames.iter().zip(&pictures) {
        let (bytes, layout) = match picture {
            DynamicImage::ImageRgb8(rgb) => (rgb.as_raw(), webp::PixelLayout::Rgb),
            DynamicImage::ImageRgba8(rgba) => (rgba.as_raw(), webp::PixelLayout::Rgba),
            _ => return Err("libwebp".to_owned()),
        };
        let (width, height) = (picture.width(), picture.height());
        encoder.add_frame(webp::AnimFrame::new(bytes, layout, width, height, at, None));
        let (parts, of) = frame.delay().numer_denom_ms();
        at = at.saturating_add(i32::try_from(shown(parts / of.max(1))).unwrap_or(i32::MAX));
    }
    encoder.try_encode().map(|bytes| bytes.to_vec()).map_err(|error| format!("{error:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::imaging::{pixels, sample};

    #[test]
    fn frames_are_counted_and_their_times_are_those_that_browsers_show() {
        assert_eq!(Motion::of(&sample::animation(6, 1), Format::Gif), None);
        let motion = Motion::of(&sample::animation(6, 3), Format::Gif).expect("it moves");
        // The sample says no time: a tenth of a second each.
        assert_eq!(motion, Motion { frames: 3, milliseconds: 300 });
        assert_eq!(Motion::of(&sample::png(8, 8), Format::Png), None);
        assert_eq!(Motion::of(&sample::webp(8, 8), Format::Webp), None);
    }

    #[test]
    fn the_same_motion_is_webp() {
        let gif = sample::animation(64, 4);
        let made = webp(&gif, Format::Gif, 80).expect("it is coded");
        let motion = Motion::of(&made, Format::Webp).expect("it moves");
        assert_eq!((motion.frames, motion.milliseconds / 100), (4, 4));
        assert_eq!(made, webp(&gif, Format::Gif, 80).expect("it is coded"));
        let first = pixels::decode(&made, Format::Webp).expect("it is read").image;
        assert_eq!((first.width(), first.height()), (64, 64));
    }

    #[test]
    fn what_would_fill_the_memory_is_known_before_it_is_read() {
        let motion = Motion { frames: 100, milliseconds: 0 };
        assert!(motion.is_bounded(800, 600));
        assert!(!motion.is_bounded(4000, 3000));
        assert!(!Motion { frames: ANIMATION_FRAMES_MAX + 1, milliseconds: 0 }.is_bounded(1, 1));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let whole = sample::animation(5, 3);
        for at in 0..whole.len() {
            let mut altered = whole.clone();
            altered[at] ^= 0x5a;
            let _ = (Motion::of(&altered, Format::Gif), webp(&altered, Format::Gif, 80));
            let _ = (Motion::of(&whole[..at], Format::Gif), webp(&whole[..at], Format::Gif, 80));
        }
    }
}
