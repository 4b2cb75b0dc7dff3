//! A font file: which characters it has, how wide they are, and their outlines.

use serde::{Deserialize, Serialize};
use tiny_skia::{Path, PathBuilder, Transform};
use ttf_parser::{Face, GlyphId, OutlineBuilder, PlatformId, Tag, name_id};

/// Titles are set bold where a font can be either.
const WEIGHT: f32 = 700.0;

/// A font for one card or many.
pub struct Typeface<'b> {
    face: Face<'b>,
}

/// The characters of a font as ranges, first and last, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage(Vec<(u32, u32)>);

impl Coverage {
    /// Whether the font has a character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        let after = self.0.partition_point(|(first, _)| *first <= code);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| code <= *last)
    }

    fn of(mut codes: Vec<u32>) -> Self {
        codes.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for code in codes {
            match ranges.last_mut() {
                Some((_, last)) if code <= last.saturating_add(1) => *last = code,
                _ => ranges.push((code, code)),
            }
        }
        Self(ranges)
    }
}

impl<'b> Typeface<'b> {
    /// Reads a font: OpenType, TrueType, or of a collection the face for simplified Chinese.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(bytes: &'b [u8]) -> Result<Self, String> {
        let faces = ttf_parser::fonts_in_collection(bytes).unwrap_or(1);
        let of_collection =
            (0..faces).find(|n| Face::parse(bytes, *n).is_ok_and(|face| is_simplified(&face)));
        let mut face = Face::parse(bytes, of_collection.unwrap_or(0)).map_err(|error| error.to_string())?;
        // A font without this axis has its one weight.
        let _ = face.set_variation(Tag::from_bytes(b"wght"), WEIGHT);
        Ok(Self { face })
    }

    /// The characters that it has.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let mut codes = Vec::new();
        let tables = self.face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
        for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
            table.codepoints(|code| {
                if table.glyph_index(code).is_some_and(|glyph| glyph.0 != 0) {
                    codes.push(code);
                }
            });
        }
        Coverage::of(codes)
    }

    /// How far a character goes on at a size of 1.
    #[must_use]
    pub fn advance(&self, character: char) -> f32 {
        let glyph = self.face.glyph_index(character).unwrap_or(GlyphId(0));
        f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) / f32::from(self.face.units_per_em())
    }

    /// How wide a text is at a size of 1.
    #[must_use]
    pub fn width(&self, text: &str) -> f32 {
        text.chars().map(|character| self.advance(character)).sum()
    }

    /// The outline of a text that begins at `x` on the baseline `y`; `None` where it has no ink.
    #[must_use]
    pub fn outline(&self, text: &str, size: f32, (x, y): (f32, f32)) -> Option<Path> {
        let scale = size / f32::from(self.face.units_per_em());
        let mut whole = PathBuilder::new();
        let mut at = x;
        for character in text.chars() {
            let mut pen = Pen(PathBuilder::new());
            let glyph = self.face.glyph_index(character).unwrap_or(GlyphId(0));
            if self.face.outline_glyph(glyph, &mut pen).is_some()
                && let Some(path) = pen.0.finish()
                // A font's y goes up, a picture's goes down.
                && let Some(path) = path.transform(Transform::from_row(scale, 0.0, 0.0, -scale, at, y))
            {
                whole.push_path(&path);
            }
            at += self.advance(character) * size;
        }
        whole.finish()
    }
}

/// Whether a face of a collection says that its forms are those of the mainland.
fn is_simplified(face: &Face<'_>) -> bool {
    let families = face.names().into_iter().filter(|name| name.name_id == name_id::FAMILY);
    families
        .filter(|name| name.platform_id == PlatformId::Windows || name.is_unicode())
        .filter_map(|name| name.to_string())
        .any(|family| family.split([' ', '-']).any(|word| word == "SC" || word == "GB" || word == "CN"))
}

struct Pen(PathBuilder);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_ends_and_nothing_beside_them() {
        let coverage = Coverage::of(vec![0x4e01, 0x41, 0x4e00, 0x43, 0x41]);
        assert_eq!(coverage.0, [(0x41, 0x41), (0x43, 0x43), (0x4e00, 0x4e01)]);
        let has = ['@', 'A', 'B', 'C', '一', '丁', '丂'].map(|c| coverage.has(c));
        assert_eq!(has, [false, true, false, true, true, true, false]);
    }

    #[test]
    fn what_is_no_font_is_told() {
        assert!(Typeface::read(b"").is_err());
        assert!(Typeface::read(b"OTTO<html>").is_err());
    }
}
