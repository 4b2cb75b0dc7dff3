//! Which widths a picture is offered in.

use super::facts::Facts;
use super::rendition::{Form, Rendition};
use crate::base::hash::Fingerprint;
use crate::input::config::settings::ImageSettings;
use crate::input::source::path::SourcePath;

/// The renditions of a picture, of each format from the narrowest; none where it is small or cannot be scaled.
#[must_use]
pub fn renditions(
    settings: &ImageSettings,
    facts: &Facts,
    source: &SourcePath,
    print: Fingerprint,
) -> Vec<Rendition> {
    if !facts.is_scalable() {
        return Vec::new();
    }
    let one = |form| Rendition { source: source.clone(), print, form };
    let mut widths = widths(&settings.widths, facts.width);
    if widths.is_empty() && facts.motion.is_some() {
        // What moves needs a picture that does not, whatever its size.
        widths.push(facts.width);
    }
    let mut all: Vec<Rendition> =
        widths.iter().map(|width| one(Form::Webp(*width, settings.quality))).collect();
    // Drawings are coded without loss in WebP, which few photographs' coders beat.
    if settings.avif && facts.suits_avif {
        all.extend(widths.iter().map(|width| one(Form::Avif(*width, settings.avif_quality))));
    }
    if facts.moves_as_webp() {
        all.push(one(Form::Moving(settings.quality)));
    }
    all
}

/// Of the wished widths those that are narrower than the picture, and its own width where that is no more than the
/// widest and well above the next. A picture less than half as wide as the narrowest needs no other.
fn widths(wished: &[u32], width: u32) -> Vec<u32> {
    let Some((narrowest, widest)) = wished.first().zip(wished.last()) else { return Vec::new() };
    if width < narrowest / 2 {
        return Vec::new();
    }
    let mut widths: Vec<u32> = wished.iter().copied().filter(|wish| *wish < width).collect();
    if width <= *widest {
        // Two widths that differ by a tenth are one to the eye, and the larger serves both.
        widths.retain(|wish| u64::from(*wish) * 10 <= u64::from(width) * 9);
        widths.push(width);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_never_enlarged_and_never_offered_twice_in_like_widths() {
        for (width, expected) in [
            (4000, vec![480, 800, 1200, 1600]),
            (1600, vec![480, 800, 1200, 1600]),
            (1250, vec![480, 800, 1250]),
            (500, vec![500]),
            (300, vec![300]),
            (200, vec![]),
        ] {
            assert_eq!(widths(&[480, 800, 1200, 1600], width), expected, "{width}");
        }
        assert_eq!(widths(&[], 4000), Vec::<u32>::new());
    }
}
