//! A few colours that stand for a picture until it is there.

use image::DynamicImage;

use super::pixels;

/// Colours of the four corners, `0xRGB` each: top left, top right, bottom left, bottom right. The theme blends them.
pub type Corners = [u16; 4];

/// The corners' colours; `None` for a picture that one can see through, behind which they would show.
#[must_use]
pub fn corners(image: &DynamicImage) -> Option<Corners> {
    let small = pixels::resized(image, 16).ok()?;
    if small.color().has_alpha() && small.to_rgba8().pixels().any(|pixel| pixel.0[3] < 250) {
        return None;
    }
    let small = small.to_rgb8();
    let (width, height) = small.dimensions();
    let mean = |right: bool, below: bool| {
        let (mut sum, mut count) = ([0u32; 3], 0);
        for (x, y, pixel) in small.enumerate_pixels() {
            let inside = |at: u32, of: u32, far: bool| of < 2 || (at >= of.div_ceil(2)) == far;
            if inside(x, width, right) && inside(y, height, below) {
                for (sum, channel) in sum.iter_mut().zip(pixel.0) {
                    *sum += u32::from(channel);
                }
                count += 1;
            }
        }
        sum.iter().fold(0, |colour, sum| {
            // To the nearest of 16 steps.
            let step = (sum / u32::max(count, 1) + 8) / 17;
            colour << 4 | u16::try_from(step.min(15)).unwrap_or(15)
        })
    };
    Some([mean(false, false), mean(true, false), mean(false, true), mean(true, true)])
}

/// The colours as custom properties for a `style` attribute: `--a:#9bd;--b:#9bd;…`.
#[must_use]
pub fn style(corners: &Corners) -> String {
    let [a, b, c, d] = corners;
    format!("--a:#{a:03x};--b:#{b:03x};--c:#{c:03x};--d:#{d:03x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};

    #[test]
    fn each_corner_has_its_colour() {
        let image = RgbImage::from_fn(40, 40, |x, y| {
            Rgb([if x < 20 { 255 } else { 0 }, if y < 20 { 255 } else { 0 }, 0])
        });
        let corners = corners(&DynamicImage::from(image)).expect("it is opaque");
        assert_eq!(style(&corners), "--a:#ff0;--b:#0f0;--c:#f00;--d:#000");
        let dot = RgbImage::from_pixel(1, 1, Rgb([17, 17, 17]));
        assert_eq!(style(&super::corners(&DynamicImage::from(dot)).expect("it is opaque")).len(), 35);
    }
}
