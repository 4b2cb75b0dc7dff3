//! Bytes to pixels, upright, within bounds; and pixels to WebP.

use std::collections::HashSet;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x4;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage};
use img_parts::{Bytes, ImageICC};

use super::format::Format;
use crate::base::limits::PICTURE_DECODED_BYTES_MAX;

/// Colour profiles larger than this are left out: they are printers' ones.
const PROFILE_BYTES_MAX: usize = 8 * 1024;

/// A picture of no more colours is a drawing or a chart; photographs have tens of thousands.
const DRAWN_COLOURS_MAX: usize = 1024;

/// A picture's pixels.
pub struct Pixels {
    /// The picture, upright.
    pub image: DynamicImage,
    /// Its colour profile, where it is not sRGB.
    pub profile: Option<Vec<u8>>,
    /// Whether it is drawn and not photographed: it has few colours, whose edges lossy coding would smear.
    pub drawn: bool,
    /// How it was turned: the Exif number, 1 for upright.
    pub orientation: u8,
}

/// Reads a picture's pixels.
///
/// # Errors
/// Why it cannot be read, in the decoder's words.
pub fn decode(bytes: &[u8], format: Format) -> Result<Pixels, String> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::Webp => ImageFormat::WebP,
        other => return Err(other.words().to_owned()),
    };
    // A decoder's panic is its fault; here it is one more picture that cannot be read.
    catch_unwind(AssertUnwindSafe(|| read(bytes, format)))
        .unwrap_or_else(|_| Err("the decoder failed".to_owned()))
}

fn read(bytes: &[u8], format: ImageFormat) -> Result<Pixels, String> {
    let words = |error: image::ImageError| error.to_string();
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(PICTURE_DECODED_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(words)?;
    limits.reserve(decoder.total_bytes()).map_err(words)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| is_worth_keeping(profile));
    let mut image = DynamicImage::from_decoder(decoder).map_err(words)?;
    image.apply_orientation(orientation);
    let drawn = matches!(format, ImageFormat::Png | ImageFormat::Gif) && has_few_colours(&image);
    Ok(Pixels { image, profile, drawn, orientation: orientation.to_exif() })
}

fn has_few_colours(image: &DynamicImage) -> bool {
    let mut colours = HashSet::new();
    image.to_rgba8().pixels().all(|pixel| {
        colours.len() <= DRAWN_COLOURS_MAX && {
            colours.insert(pixel.0);
            true
        }
    })
}

/// Whether a profile says that the colours are others than sRGB's, which stand for themselves.
fn is_worth_keeping(profile: &[u8]) -> bool {
    let is_srgb = profile.windows(4).any(|window| window == b"sRGB")
        || profile.windows(7).any(|window| window == b"s\0R\0G\0B");
    profile.len() <= PROFILE_BYTES_MAX && profile.get(16..20) == Some(b"RGB ") && !is_srgb
}

/// The picture at a width, eight bits a channel; never larger than it is.
///
/// # Errors
/// What the resizer says.
pub fn resized(image: &DynamicImage, width: u32) -> Result<DynamicImage, String> {
    let has_alpha = image.color().has_alpha();
    if width >= image.width() {
        return Ok(if has_alpha { image.to_rgba8().into() } else { image.to_rgb8().into() });
    }
    let small = DynamicImage::from(shrunk(&image.to_rgba8(), width, has_alpha)?);
    Ok(if has_alpha { small } else { small.into_rgb8().into() })
}

/// A picture at a width. All are resized as pixels of one sort: each sort that the resizer knows brings a megabyte of
/// code, its own choice among all of them three.
fn shrunk(whole: &RgbaImage, width: u32, has_alpha: bool) -> Result<RgbaImage, String> {
    let (width, height) = (width.max(1), height_at(whole.width(), whole.height(), width));
    let mut small = RgbaImage::new(width, height);
    let from = TypedImageRef::<U8x4>::from_buffer(whole.width(), whole.height(), whole)
        .map_err(|error| error.to_string())?;
    let mut to =
        TypedImage::<U8x4>::from_buffer(width, height, &mut small).map_err(|error| error.to_string())?;
    let options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).use_alpha(has_alpha);
    Resizer::new().resize_typed(&from, &mut to, &options).map_err(|error| error.to_string())?;
    Ok(small)
}

/// The height that keeps the proportions at a width, at least 1.
#[must_use]
pub fn height_at(width: u32, height: u32, at: u32) -> u32 {
    let (width, height, at) = (u64::from(width.max(1)), u64::from(height), u64::from(at));
    u32::try_from((height * at + width / 2) / width).unwrap_or(u32::MAX).max(1)
}

/// The picture at a width as WebP.
///
/// # Errors
/// What the encoder says.
pub fn webp(pixels: &Pixels, width: u32, quality: u8) -> Result<Vec<u8>, String> {
    let small = resized(&pixels.image, width)?;
    let mut bytes = coded(&small, quality, false)?;
    if pixels.drawn {
        let without_loss = coded(&small, quality, true)?;
        if without_loss.len() <= bytes.len() {
            bytes = without_loss;
        }
    }
    let Some(profile) = &pixels.profile else { return Ok(bytes) };
    let mut webp = img_parts::webp::WebP::from_bytes(bytes.into()).map_err(|error| error.to_string())?;
    webp.set_icc_profile(Some(Bytes::copy_from_slice(profile)));
    Ok(webp.encoder().bytes().to_vec())
}

fn coded(image: &DynamicImage, quality: u8, lossless: bool) -> Result<Vec<u8>, String> {
    let mut config = webp::WebPConfig::new().map_err(|()| "libwebp".to_owned())?;
    config.lossless = i32::from(lossless);
    // Without loss, quality is the effort.
    config.quality = if lossless { 75.0 } else { f32::from(quality) };
    config.method = 4;
    config.use_sharp_yuv = 1;
    config.thread_level = 0;
    let encoder = match image {
        DynamicImage::ImageRgba8(rgba) => webp::Encoder::from_rgba(rgba, rgba.width(), rgba.height()),
        DynamicImage::ImageRgb8(rgb) => webp::Encoder::from_rgb(rgb, rgb.width(), rgb.height()),
        _ => return Err("libwebp".to_owned()),
    };
    encoder.encode_advanced(&config).map(|bytes| bytes.to_vec()).map_err(|error| format!("{error:?}"))
}
