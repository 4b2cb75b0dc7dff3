//! Pixels to AVIF: a fifth to a third fewer bytes than WebP at the same look, and ten times the work.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, Rgba, RgbaImage};
use ravif::{BitDepth, Encoder, Img, RGB8, RGBA8};

use super::pixels::{self, Pixels};

/// The encoder's effort, from 1 (a minute for a picture) to 10. Measured on photographs of 800 pixels, 9 takes half as
/// long again as 10 for a tenth to a fifth fewer bytes; 8 and below take several times as long for hardly anything.
const SPEED: u8 = 9;

/// The picture at a width as AVIF, in sRGB: the container that is written here has no place for a colour profile.
///
/// # Errors
/// What the encoder says.
pub fn avif(pixels: &Pixels, width: u32, quality: u8) -> Result<Vec<u8>, String> {
    let small = pixels::resized(&pixels.image, width)?;
    let small =
        if pixels.profile.as_deref().is_some_and(is_display_p3) { from_display_p3(small) } else { small };
    catch_unwind(AssertUnwindSafe(|| coded(&small, quality)))
        .unwrap_or_else(|_| Err("the encoder failed".to_owned()))
}

/// Whether AVIF can say the colours of a picture with this profile.
#[must_use]
pub fn can_say(profile: Option<&[u8]>) -> bool {
    profile.is_none_or(is_display_p3)
}

fn coded(image: &DynamicImage, quality: u8) -> Result<Vec<u8>, String> {
    // One thread and so one tile: the bytes must not depend on the machine. Pictures are made side by side anyway.
    let encoder = Encoder::new()
        .with_quality(f32::from(quality.clamp(1, 100)))
        .with_alpha_quality(f32::from(quality.clamp(1, 100)))
        .with_speed(SPEED)
        .with_bit_depth(BitDepth::Eight)
        .with_num_threads(Some(1));
    let (width, height) = (image.width() as usize, image.height() as usize);
    let coded = match image {
        DynamicImage::ImageRgb8(rgb) => {
            let pixels: Vec<RGB8> = rgb.pixels().map(|pixel| RGB8::from(pixel.0)).collect();
            encoder.encode_rgb(Img::new(&pixels, width, height))
        }
        other => {
            let pixels: Vec<RGBA8> = other.to_rgba8().pixels().map(|pixel| RGBA8::from(pixel.0)).collect();
            encoder.encode_rgba(Img::new(&pixels, width, height))
        }
    };
    coded.map(|coded| coded.avif_file).map_err(|error| error.to_string())
}

/// Whether a profile is Display P3, which phones of one maker write into each photograph.
fn is_display_p3(profile: &[u8]) -> bool {
    let wide: Vec<u8> = "Display P3".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let says = |words: &[u8]| profile.windows(words.len()).any(|window| window == words);
    says(b"Display P3") || says(&wide)
}

/// Linear Display P3 to linear sRGB (CSS Color 4, both with white D65 and the same curve).
const TO_SRGB: [[f32; 3]; 3] = [
    [1.224_940_2, -0.224_940_2, 0.0],
    [-0.042_056_955, 1.042_057, 0.0],
    [-0.019_637_555, -0.078_636_04, 1.098_273_6],
];

/// Colours that sRGB has not become the nearest that it has.
fn from_display_p3(image: DynamicImage) -> DynamicImage {
    let linear: Vec<f32> = (0..=255u8).map(|value| to_linear(f32::from(value) / 255.0)).collect();
    let of = |value: u8| linear.get(usize::from(value)).copied().unwrap_or(0.0);
    let alpha = image.color().has_alpha();
    let mut pixels: RgbaImage = image.into_rgba8();
    for Rgba([red, green, blue, _]) in pixels.pixels_mut() {
        let colour = [of(*red), of(*green), of(*blue)];
        let [r, g, b] =
            TO_SRGB.map(|row| row.iter().zip(colour).map(|(part, value)| part * value).sum::<f32>());
        (*red, *green, *blue) = (to_byte(r), to_byte(g), to_byte(b));
    }
    let pixels = DynamicImage::from(pixels);
    if alpha { pixels } else { DynamicImage::from(pixels.into_rgb8()) }
}

fn to_linear(value: f32) -> f32 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and 255")]
fn to_byte(linear: f32) -> u8 {
    let linear = linear.clamp(0.0, 1.0);
    let value = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::imaging::format::Format;
    use crate::output::imaging::{sample, size};

    fn pixels(bytes: &[u8]) -> Pixels {
        pixels::decode(bytes, Format::of_bytes(bytes).expect("a picture")).expect("it is read")
    }

    #[test]
    fn it_is_scaled_and_smaller_and_the_same_twice() {
        let photograph = sample::jpeg(320, 240);
        let made = avif(&pixels(&photograph), 160, 60).expect("it is coded");
        assert_eq!(Format::of_bytes(&made), Some(Format::Avif));
        assert_eq!(size::of_bytes(&made), Some((160, 120)));
        assert!(made.len() < photograph.len());
        assert_eq!(made, avif(&pixels(&photograph), 160, 60).expect("it is coded"));
        let through = avif(&pixels(&sample::png(20, 20)), 20, 60).expect("it is coded");
        assert_eq!(size::of_bytes(&through), Some((20, 20)));
    }

    #[test]
    fn grey_is_grey_in_both_and_a_deep_red_is_held_in_bounds() {
        let of = |colour: [u8; 3]| {
            let image = DynamicImage::from(image::RgbImage::from_pixel(1, 1, image::Rgb(colour)));
            from_display_p3(image).to_rgb8().get_pixel(0, 0).0
        };
        assert_eq!(of([128, 128, 128]), [128, 128, 128]);
        assert_eq!(of([255, 0, 0]), [255, 0, 0]);
        assert_eq!(of([200, 100, 50]), [215, 93, 31]);
    }
}
