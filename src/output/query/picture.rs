//! Pictures: address, size, other widths, colours; and how they are published.

use super::answer::{AssetView, Picture};
use super::context::Context;
use crate::base::hash::Fingerprint;
use crate::input::source::path::SourcePath;
use crate::output::imaging::facts::Facts;
use crate::output::imaging::motion::Motion;
use crate::output::imaging::rendition::{Form, Rendition};
use crate::output::imaging::{ladder, placeholder};

/// Pixels across that suit a reader of whom nothing is known.
const MIDDLING: u32 = 1200;

/// How a source file is published.
pub enum Published {
    /// Byte for byte.
    AsItIs(Fingerprint),
    /// Without what it tells of its maker.
    Cleaned(Rendition),
}

/// How a source file is published.
#[must_use]
pub fn published(context: &Context<'_>, path: &SourcePath) -> Published {
    match context.album.get(path) {
        Some((print, facts)) if facts.cleaned => {
            Published::Cleaned(Rendition { source: path.clone(), print: *print, form: Form::Clean })
        }
        _ => Published::AsItIs(
            context.site.assets.get(path).map_or_else(Fingerprint::default, |a| a.fingerprint),
        ),
    }
}

/// The pictures that are made from one, from the narrowest.
#[must_use]
pub fn renditions(context: &Context<'_>, path: &SourcePath) -> Vec<Rendition> {
    let Some((print, facts)) = context.album.get(path) else { return Vec::new() };
    ladder::renditions(&context.site.config.images, facts, path, *print)
}

/// A picture with its size where its format is known.
#[must_use]
pub fn picture(context: &Context<'_>, path: &SourcePath, alt: &str) -> Picture {
    let facts = context.album.get(path).map(|(_, facts)| facts);
    let placeholders = context.site.config.images.placeholders;
    let corners = facts.and_then(|facts| facts.corners.as_ref()).filter(|_| placeholders);
    let renditions = renditions(context, path);
    Picture {
        url: still(context, path, &renditions).unwrap_or_else(|| context.asset(path)),
        alt: alt.to_owned(),
        width: facts.map_or(0, |facts| facts.width),
        height: facts.map_or(0, |facts| facts.height),
        srcset: srcset(context, path, &renditions, |form| matches!(form, Form::Webp(..))),
        avif: srcset(context, path, &renditions, |form| matches!(form, Form::Avif(..))),
        colours: corners.map_or_else(String::new, placeholder::style),
    }
}

/// The address of a width that suits any reader: the widest up to 1200 pixels, else the picture itself.
#[must_use]
pub fn middling(context: &Context<'_>, path: &SourcePath) -> String {
    if motion(context, path).is_some() {
        // A reader of feeds cannot press what stands still.
        return context.asset(path);
    }
    let of_source = crate::site::url::of_asset(path);
    let fits = |rendition: &Rendition| matches!(rendition.form, Form::Webp(width, _) if width <= MIDDLING);
    match renditions(context, path).iter().rfind(|rendition| fits(rendition)) {
        Some(rendition) => context.root_href(&rendition.url(&of_source)),
        None => context.asset(path),
    }
}

/// The widest picture that stands still of one that moves.
fn still(context: &Context<'_>, path: &SourcePath, renditions: &[Rendition]) -> Option<String> {
    motion(context, path)?;
    let of_source = crate::site::url::of_asset(path);
    let widest = renditions.iter().rfind(|rendition| matches!(rendition.form, Form::Webp(..)))?;
    Some(context.root_href(&widest.url(&of_source)))
}

/// How a picture moves, and how it is shown moving.
#[must_use]
pub fn moving(context: &Context<'_>, path: &SourcePath) -> Option<Moving> {
    let motion = motion(context, path)?;
    let original = context.asset(path);
    let of_source = crate::site::url::of_asset(path);
    let again = renditions(context, path).into_iter().find(|r| matches!(r.form, Form::Moving(_)));
    let shown =
        again.map_or_else(|| original.clone(), |rendition| context.root_href(&rendition.url(&of_source)));
    let seconds = motion.milliseconds.div_ceil(1000);
    let words = context.said().motion(seconds, &asset(context, path).words);
    Some(Moving { original, shown, words })
}

/// A picture that moves.
pub struct Moving {
    /// Address of the file as its editor gave it.
    pub original: String,
    /// Address of the same motion in fewer bytes; the file's own where there is no other.
    pub shown: String,
    /// `3 秒，GIF，1.2 MB`.
    pub words: String,
}

fn motion(context: &Context<'_>, path: &SourcePath) -> Option<Motion> {
    context.album.get(path).and_then(|(_, facts)| facts.motion)
}

fn srcset(
    context: &Context<'_>,
    path: &SourcePath,
    renditions: &[Rendition],
    is_wanted: fn(&Form) -> bool,
) -> String {
    let of_source = crate::site::url::of_asset(path);
    let one = |rendition: &Rendition| match rendition.form {
        // A comma or a space would end an address here; `escape::url_path` leaves neither.
        Form::Webp(width, _) | Form::Avif(width, _) => {
            Some(format!("{} {width}w", context.root_href(&rendition.url(&of_source)).replace(',', "%2C")))
        }
        Form::Clean | Form::Moving(_) | Form::Card(_) => None,
    };
    let wanted = renditions.iter().filter(|rendition| is_wanted(&rendition.form));
    wanted.filter_map(one).collect::<Vec<_>>().join(", ")
}

/// An asset with its words.
#[must_use]
pub fn asset(context: &Context<'_>, path: &SourcePath) -> AssetView {
    let bytes = context.site.assets.get(path).map_or(0, |a| a.len);
    let (width, height) = size(context, path);
    let extension = path.extension().to_ascii_uppercase();
    AssetView {
        url: context.asset(path),
        bytes,
        words: context.said().file(&extension, &bytes_in_words(bytes)),
        width,
        height,
    }
}

/// Bytes as people say them.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
pub fn bytes_in_words(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

fn size(context: &Context<'_>, path: &SourcePath) -> (u32, u32) {
    context.album.get(path).map_or((0, 0), |(_, Facts { width, height, .. })| (*width, *height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_said_as_people_say_them() {
        assert_eq!(bytes_in_words(2048), "2 KB");
        assert_eq!(bytes_in_words(3 * 1_048_576 / 2), "1.5 MB");
    }
}
