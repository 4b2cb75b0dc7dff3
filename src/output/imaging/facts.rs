//! What is known of a picture: a function of its bytes alone, kept with their fingerprint.

use serde::{Deserialize, Serialize};

use super::cleaning;
use super::format::Format;
use super::jpeg;
use super::pixels::{self, Pixels};
use super::placeholder::{self, Corners};
use super::size;
use super::svg::{self, Checked};
use crate::base::limits::PICTURE_PIXELS_MAX;

/// A picture, looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What the bytes are; `None` where they are no picture.
    pub format: Option<Format>,
    /// Pixels across as it is shown; 0 where unknown.
    pub width: u32,
    /// Pixels down as it is shown; 0 where unknown.
    pub height: u32,
    /// Colours that stand for it until it is loaded.
    pub corners: Option<Corners>,
    /// Whether it is an animation.
    pub moves: bool,
    /// Whether it has so few bytes that other widths would save none.
    pub light: bool,
    /// Whether it is published cleaned and not as it is.
    pub cleaned: bool,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
}

/// Something wrong with a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// It cannot be read; why.
    Unreadable(String),
    /// It has too many pixels.
    Giant,
    /// Its colours are for print.
    PrintColours,
    /// Browsers do not show its format.
    Unshown,
    /// An animation of many bytes.
    Heavy(u64),
    /// What was taken out of it.
    Removed(Vec<String>),
}

/// A picture of fewer bytes is loaded in a moment on any network, and drawings of so few seldom become smaller.
const LIGHT_BYTES: u64 = 24 * 1024;

/// An animation of more bytes than this is told: a film of the same length has a tenth.
const ANIMATION_BYTES: u64 = 1024 * 1024;

impl Facts {
    /// Looks at a picture.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let Some(format) = Format::of_bytes(bytes) else {
            let troubles = vec![Trouble::Unreadable(if bytes.is_empty() { "0 B" } else { "" }.to_owned())];
            return Self { troubles, ..Self::default() };
        };
        let (width, height) = size::of_bytes(bytes).unwrap_or((0, 0));
        let mut facts = Self { format: Some(format), width, height, ..Self::default() };
        match format {
            Format::Svg => facts.look_at_drawing(bytes),
            Format::Heic | Format::Tiff => facts.troubles.push(Trouble::Unshown),
            Format::Avif | Format::Bmp => {}
            _ if u64::from(width) * u64::from(height) > PICTURE_PIXELS_MAX => {
                facts.troubles.push(Trouble::Giant);
            }
            _ => facts.look_at_pixels(bytes, format),
        }
        facts
    }

    /// Whether smaller copies are made of it.
    #[must_use]
    pub fn is_scalable(&self) -> bool {
        let is_whole = |t: &Trouble| !matches!(t, Trouble::Unreadable(_) | Trouble::Giant | Trouble::Unshown);
        self.format.is_some_and(Format::has_pixels)
            && !self.moves
            && !self.light
            && self.troubles.iter().all(is_whole)
    }

    fn look_at_drawing(&mut self, bytes: &[u8]) {
        match svg::check(bytes) {
            Ok(Checked::Harmless) => {}
            Ok(Checked::Filtered(_, removed)) => {
                self.cleaned = true;
                if !removed.is_empty() {
                    self.troubles.push(Trouble::Removed(removed));
                }
            }
            Err(why) => self.troubles.push(Trouble::Unreadable(why)),
        }
    }

    fn look_at_pixels(&mut self, bytes: &[u8], format: Format) {
        let parts = (format == Format::Jpeg).then(|| jpeg::parts(bytes)).flatten();
        if parts.as_ref().and_then(jpeg::Parts::components) == Some(4) {
            self.troubles.push(Trouble::PrintColours);
        }
        self.moves = moves(bytes, format);
        match pixels::decode(bytes, format) {
            // Decoders fill in what is missing with grey, as browsers do; an editor wants to know.
            Ok(_) if parts.is_some_and(|parts| !parts.whole) => {
                self.troubles.push(Trouble::Unreadable("unexpected end of file".to_owned()));
            }
            Ok(pixels) => self.measure(bytes, format, &pixels),
            Err(why) => self.troubles.push(Trouble::Unreadable(why)),
        }
    }

    fn measure(&mut self, bytes: &[u8], format: Format, pixels: &Pixels) {
        (self.width, self.height) = (pixels.image.width(), pixels.image.height());
        self.cleaned = cleaning::cleaned(bytes, format, pixels.orientation).is_some();
        let len = bytes.len() as u64;
        self.light = len < LIGHT_BYTES;
        if !self.moves {
            self.corners = placeholder::corners(&pixels.image);
        } else if len > ANIMATION_BYTES {
            self.troubles.push(Trouble::Heavy(len));
        }
    }
}

/// Whether a picture has more than one frame.
fn moves(bytes: &[u8], format: Format) -> bool {
    use image::AnimationDecoder as _;
    use image::codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder};
    let bytes = std::io::Cursor::new(bytes);
    match format {
        Format::Gif => GifDecoder::new(bytes).is_ok_and(|gif| gif.into_frames().take(2).count() > 1),
        Format::Png => PngDecoder::new(bytes).and_then(|png| png.is_apng()).unwrap_or(false),
        Format::Webp => WebPDecoder::new(bytes).is_ok_and(|webp| webp.has_animation()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::imaging::sample;

    fn check(bytes: &[u8], size: (u32, u32), troubles: &[Trouble]) -> Facts {
        let facts = Facts::of(bytes);
        assert_eq!(((facts.width, facts.height), &facts.troubles[..]), (size, troubles));
        facts
    }

    #[test]
    fn a_turned_photograph_is_measured_upright_and_told_without_its_place() {
        let photograph = sample::photograph(600, 400, 6);
        assert!(photograph.windows(4).any(|window| window == b"GPS!"));
        let facts = check(&photograph, (400, 600), &[]);
        assert!(facts.cleaned && facts.is_scalable());
        assert!(!Facts::of(&sample::photograph(60, 40, 6)).is_scalable(), "it is light");
        assert!(!Facts::of(&sample::jpeg(60, 40)).cleaned, "nothing is in it");
    }

    #[test]
    fn what_cannot_be_read_is_told_and_not_scaled() {
        let whole = sample::jpeg(64, 64);
        let cut = "unexpected end of file".to_owned();
        let facts = check(&whole[..whole.len() / 2 + 200], (64, 64), &[Trouble::Unreadable(cut)]);
        assert!(!facts.is_scalable());
        check(b"<!doctype html><p>404", (0, 0), &[Trouble::Unreadable(String::new())]);
        check(b"", (0, 0), &[Trouble::Unreadable("0 B".to_owned())]);
        assert!(matches!(Facts::of(&sample::png(8, 8)[..40]).troubles[..], [Trouble::Unreadable(_)]));
    }

    #[test]
    fn a_small_file_that_claims_a_giant_picture_is_not_decoded() {
        let mut bomb = sample::png(8, 8);
        bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        check(&bomb, (65535, 65535), &[Trouble::Giant]);
    }

    #[test]
    fn an_animation_moves_and_stays_as_it_is() {
        let facts = check(&sample::animation(6, 2), (6, 6), &[]);
        assert!(facts.moves && !facts.is_scalable() && facts.corners.is_none());
        assert!(!Facts::of(&sample::animation(6, 1)).moves);
    }

    #[test]
    fn a_picture_that_one_can_see_through_has_no_colours_in_its_place() {
        assert_eq!(Facts::of(&sample::png(8, 8)).corners, None);
        assert!(Facts::of(&sample::jpeg(8, 8)).corners.is_some());
    }

    #[test]
    fn no_bytes_make_it_panic() {
        for whole in
            [sample::photograph(20, 20, 3), sample::png(9, 9), sample::animation(5, 2), sample::webp(20, 20)]
        {
            for at in 0..whole.len().min(600) {
                let mut altered = whole.clone();
                altered[at] ^= 0xa5;
                let facts = Facts::of(&altered);
                assert!(!facts.is_scalable() || facts.width < 65_536, "{facts:?}");
                let _ = Facts::of(&whole[..at]);
            }
        }
    }
}
