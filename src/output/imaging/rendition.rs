//! How a picture is made from another: the recipe of a rendition.

use serde::{Deserialize, Serialize};

use super::pixels::{self, Pixels};
use super::share_card::{self, Words};
use super::{avif, cleaning, motion, svg};
use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::output::imaging::format::Format;

/// Grows when the same recipe gives other bytes, so that kept renditions are made anew.
const MAKING: u32 = 2;

/// What is made of a picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Form {
    /// The picture itself without what it tells of its maker, or without what could run in it.
    Clean,
    /// WebP of a width and a quality from 1 to 100.
    Webp(u32, u8),
    /// AVIF of a width and a quality from 1 to 100.
    Avif(u32, u8),
    /// What moves, as WebP of a quality from 1 to 100.
    Moving(u8),
    /// A share card, whose source is the font that it is set in.
    Card(Box<Words>),
}

/// A picture made from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Rendition {
    /// The picture that it is made from.
    pub source: SourcePath,
    /// Fingerprint of that picture's bytes.
    pub print: Fingerprint,
    /// What is made of it.
    pub form: Form,
}

impl Rendition {
    /// What its bytes are kept by: the source's bytes and the form, not where the source stands.
    #[must_use]
    pub fn key(&self) -> Fingerprint {
        Fingerprint::of(&(MAKING, self.print, &self.form))
    }

    /// Its site path, given its source's: `/a/tu.jpg.3f2a91c0.800w.webp`. The fingerprint lets servers and readers
    /// keep it for ever.
    #[must_use]
    pub fn url(&self, of_source: &str) -> String {
        match &self.form {
            Form::Clean | Form::Card(_) => of_source.to_owned(),
            Form::Webp(width, _) => self.named(of_source, &format!("{width}w.webp")),
            Form::Avif(width, _) => self.named(of_source, &format!("{width}w.avif")),
            Form::Moving(_) => self.named(of_source, "moving.webp"),
        }
    }

    fn named(&self, of_source: &str, tail: &str) -> String {
        format!("{of_source}.{:08x}.{tail}", self.key().short() >> 32)
    }

    /// Makes it. `pixels` are asked for only where they are needed.
    ///
    /// # Errors
    /// Why it cannot be made, in the coder's words.
    pub fn make<P: AsRef<Pixels>>(
        &self,
        bytes: &[u8],
        pixels: impl FnOnce(Format) -> Result<P, String>,
    ) -> Result<Vec<u8>, String> {
        let format = || Format::of_bytes(bytes).ok_or("no picture");
        match &self.form {
            Form::Webp(width, quality) => pixels::webp(pixels(format()?)?.as_ref(), *width, *quality),
            Form::Avif(width, quality) => avif::avif(pixels(format()?)?.as_ref(), *width, *quality),
            Form::Moving(quality) => motion::webp(bytes, format()?, *quality),
            Form::Card(words) => share_card::draw(bytes, words),
            Form::Clean if format()? == Format::Svg => match svg::check(bytes)? {
                svg::Checked::Harmless => Ok(bytes.to_vec()),
                svg::Checked::Filtered(filtered, _) => Ok(filtered),
            },
            Form::Clean => {
                let orientation = pixels(format()?)?.as_ref().orientation;
                Ok(cleaning::cleaned(bytes, format()?, orientation).unwrap_or_else(|| bytes.to_vec()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::output::imaging::sample;

    fn made(bytes: &[u8], form: Form) -> Vec<u8> {
        let print = Fingerprint::of_bytes(bytes);
        let rendition = Rendition { source: SourcePath::new("content/a.jpg"), print, form };
        rendition.make(bytes, |format| pixels::decode(bytes, format).map(Arc::new)).expect("it is made")
    }

    #[test]
    fn a_rendition_is_upright_scaled_and_silent() {
        let photograph = sample::photograph(600, 400, 6);
        let webp = made(&photograph, Form::Webp(200, 80));
        let image = pixels::decode(&webp, Format::Webp).expect("it is read").image.to_rgb8();
        assert_eq!(image.dimensions(), (200, 300));
        // Orientation 6 is a quarter turn: what was left is above.
        assert!(image.get_pixel(100, 10).0[0] > 100, "{:?}", image.get_pixel(100, 10));
        assert!(image.get_pixel(100, 290).0[2] > 100, "{:?}", image.get_pixel(100, 290));
        assert!(!webp.windows(4).any(|window| window == b"GPS!" || window == b"EXIF"));
        assert_eq!(webp, made(&photograph, Form::Webp(200, 80)));
    }

    #[test]
    fn its_name_tells_width_and_recipe() {
        let of = |form| {
            let source = SourcePath::new("content/a/tu.jpg");
            Rendition { source, print: Fingerprint(1), form }.url("/a/tu.jpg")
        };
        assert_eq!(of(Form::Clean), "/a/tu.jpg");
        let (first, second) = (of(Form::Webp(800, 80)), of(Form::Webp(800, 60)));
        assert!(first.starts_with("/a/tu.jpg.") && first.ends_with(".800w.webp"), "{first}");
        assert_ne!(first, second);
    }
}
