//! What is known of a picture: a function of its bytes alone, kept with their fingerprint.

use serde::{Deserialize, Serialize};

use super::avif;
use super::cleaning;
use super::format::Format;
use super::jpeg;
use super::motion::Motion;
use super::pixels::{self, Pixels};
use super::placeholder::{self, Corners};
use super::size;
use super::svg::{self, Checked};
use super::typeface::{Coverage, Typeface};
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
    /// How it moves; `None` where it stands still.
    pub motion: Option<Motion>,
    /// Whether it is a photograph in colours that AVIF can say.
    pub suits_avif: bool,
    /// Whether it has so few bytes that other widths would save none.
    pub light: bool,
    /// Whether it is published cleaned and not as it is.
    pub cleaned: bool,
    /// The characters of a font.
    pub characters: Option<Coverage>,
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
    /// It is no font; why.
    NoFont(String),
    /// Its colours are for print.
    PrintColours,
    /// Browsers do not show its format.
    Unshown,
    /// An animation of many bytes.
    Heavy(u64),
    /// An animation of so many frames that it cannot be coded anew.
    Long(Motion),
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

    /// Looks at a font.
    #[must_use]
    pub fn of_font(bytes: &[u8]) -> Self {
        match Typeface::read(bytes) {
            Ok(typeface) => Self { characters: Some(typeface.coverage()), ..Self::default() },
            Err(why) => Self { troubles: vec![Trouble::NoFont(why)], ..Self::default() },
        }
    }

    /// Whether smaller copies are made of it.
    #[must_use]
    pub fn is_scalable(&self) -> bool {
        let is_whole = |t: &Trouble| !matches!(t, Trouble::Unreadable(_) | Trouble::Giant | Trouble::Unshown);
        self.format.is_some_and(Format::has_pixels)
            && (!self.light || self.motion.is_some())
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
        self.motion = Motion::of(bytes, format);
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
        self.suits_avif = !pixels.drawn && avif::can_say(pixels.profile.as_deref());
        self.corners = placeholder::corners(&pixels.image);
        let Some(motion) = self.motion else { return };
        if len > ANIMATION_BYTES {
            self.troubles.push(Trouble::Heavy(len));
        }
        if !motion.is_bounded(self.width, self.height) {
            self.troubles.push(Trouble::Long(motion));
        }
    }

    /// Whether its motion is offered as WebP besides.
    #[must_use]
    pub fn moves_as_webp(&self) -> bool {
        let recodable = matches!(self.format, Some(Format::Gif | Format::Png));
        recodable && self.motion.is_some_and(|motion| motion.is_bounded(self.width, self.height))
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
    fn an_animation_has_a_still_picture_and_the_same_motion_in_fewer_bytes() {
        let facts = check(&sample::animation(6, 2), (6, 6), &[]);
        assert!(facts.motion.is_some() && facts.is_scalable() && facts.moves_as_webp());
        let still = Facts::of(&sample::animation(6, 1));
        assert!(still.motion.is_none() && !still.is_scalable() && !still.moves_as_webp());
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
