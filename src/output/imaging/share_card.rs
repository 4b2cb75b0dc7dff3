//! The picture that stands for an entry where a link to it is shared: its title, its column and the site's name, drawn
//! with a font of the site's own. Chat programs take no SVG, and fetch no font.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use serde::{Deserialize, Serialize};
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use super::title_lines;
use super::typeface::Typeface;

/// Pixels across and down: what Open Graph readers show uncut, 1.91 to 1.
pub const WIDTH: u32 = 1200;
/// Pixels down.
pub const HEIGHT: u32 = 630;

/// What stands between the words and the edge, in pixels.
const MARGIN: f32 = 88.0;

/// Sizes of the title, largest first: the first that fits is taken.
const TITLE_SIZES: [f32; 6] = [104.0, 92.0, 82.0, 72.0, 64.0, 56.0];

/// Most lines of a title.
const LINES_MAX: usize = 3;

/// Lines of a title are this far from each other, in sizes.
const LEADING: f32 = 1.34;

/// What a card says and in which colours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Words {
    /// The entry's title.
    pub title: String,
    /// Its column's.
    pub column: String,
    /// The site's name.
    pub site: String,
    /// The school's name; may be empty.
    pub organisation: String,
    /// In the theme's colours.
    pub colours: Colours,
}

/// Colours as `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Colours {
    /// Behind everything.
    pub paper: u32,
    /// Of the title.
    pub ink: u32,
    /// Of lesser words.
    pub ink_soft: u32,
    /// Of the wave and the site's name.
    pub main: u32,
    /// Of the column's mark.
    pub seal: u32,
}

/// Draws a card as PNG.
///
/// # Errors
/// Why the font cannot be read, or the picture not be written.
pub fn draw(font: &[u8], words: &Words) -> Result<Vec<u8>, String> {
    let typeface = Typeface::read(font)?;
    let mut card = Card { typeface, pixels: Pixmap::new(WIDTH, HEIGHT).ok_or("no memory")? };
    card.pixels.fill(colour(words.colours.paper));
    card.column(words);
    card.title(words);
    card.foot(words);
    card.png()
}

struct Card<'f> {
    typeface: Typeface<'f>,
    pixels: Pixmap,
}

impl Card<'_> {
    fn column(&mut self, words: &Words) {
        const SIZE: f32 = 38.0;
        if let Some(mark) = Rect::from_xywh(MARGIN, 92.0, 10.0, 40.0) {
            self.pixels.fill_rect(mark, &paint(words.colours.seal), Transform::identity(), None);
        }
        let measure = |text: &str| self.typeface.width(text) * SIZE;
        let line = title_lines::shortened(&words.column, width() - 40.0, 1, &measure);
        for line in line {
            self.text(&line, SIZE, (MARGIN + 32.0, 126.0), words.colours.ink_soft);
        }
    }

    /// The title between the column and the wave, in the largest size in which it fits.
    fn title(&mut self, words: &Words) {
        const MIDDLE: f32 = 312.0;
        let fits = |size: f32| {
            let measure = |text: &str| self.typeface.width(text) * size;
            title_lines::fitted(&words.title, width(), LINES_MAX, &measure).map(|lines| (size, lines))
        };
        // A short title in one line need not be the largest; two lines read better than three small ones.
        let (size, lines) = TITLE_SIZES.into_iter().find_map(fits).unwrap_or_else(|| {
            let size = TITLE_SIZES.last().copied().unwrap_or(56.0);
            let measure = |text: &str| self.typeface.width(text) * size;
            (size, title_lines::shortened(&words.title, width(), LINES_MAX, &measure))
        });
        let count = f32::from(u8::try_from(lines.len()).unwrap_or(u8::MAX));
        // The first baseline: lines hang around the middle; Han characters stand about 0.88 above their baseline.
        let mut y = MIDDLE - (count - 1.0) * size * LEADING / 2.0 + size * 0.38;
        for line in &lines {
            let x = MARGIN - self.empty_half(line) * size;
            self.text(line, size, (x, y), words.colours.ink);
            y += size * LEADING;
        }
    }

    /// The empty left half of an opening mark that begins a line: clreq 3.1.6 takes it away, so that lines begin one
    /// below the other.
    fn empty_half(&self, line: &str) -> f32 {
        let first = line.chars().next().filter(|first| title_lines::NOT_LAST.contains(*first));
        if first.is_some_and(|first| self.typeface.advance(first) > 0.9) { 0.5 } else { 0.0 }
    }

    /// The wave, below it the site's name on the left and the school's on the right.
    fn foot(&mut self, words: &Words) {
        const BASELINE: f32 = 566.0;
        if let Some(wave) = wave() {
            let stroke = Stroke { width: 3.0, ..Stroke::default() };
            let paint = paint(words.colours.main);
            self.pixels.stroke_path(&wave, &paint, &stroke, Transform::identity(), None);
        }
        self.text(&words.site, 40.0, (MARGIN, BASELINE), words.colours.main);
        if words.organisation != words.site {
            let name = self.typeface.width(&words.site) * 40.0;
            let school = self.typeface.width(&words.organisation) * 32.0;
            if name + school + 48.0 <= width() {
                let x = MARGIN + width() - school;
                self.text(&words.organisation, 32.0, (x, BASELINE), words.colours.ink_soft);
            }
        }
    }

    fn text(&mut self, text: &str, size: f32, at: (f32, f32), ink: u32) {
        if let Some(outline) = self.typeface.outline(text, size, at) {
            self.pixels.fill_path(&outline, &paint(ink), FillRule::Winding, Transform::identity(), None);
        }
    }

    fn png(&self) -> Result<Vec<u8>, String> {
        // Nothing shows through: three channels say all.
        let pixels: Vec<u8> = self
            .pixels
            .pixels()
            .iter()
            .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
            .collect();
        let mut bytes = Vec::new();
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive)
            .write_image(&pixels, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
            .map_err(|error| error.to_string())?;
        Ok(bytes)
    }
}

/// How wide words may be.
fn width() -> f32 {
    f32::from(u16::try_from(WIDTH).unwrap_or(u16::MAX)) - 2.0 * MARGIN
}

/// The theme's one ornament, from edge to edge.
fn wave() -> Option<Path> {
    const Y: f32 = 484.0;
    const HALF: f32 = 50.0;
    const HEIGHT: f32 = 14.0;
    let mut path = PathBuilder::new();
    path.move_to(0.0, Y);
    let mut up = true;
    let mut x = 0.0;
    while x < 1200.0 {
        let peak = if up { Y - HEIGHT } else { Y + HEIGHT };
        path.quad_to(x + HALF / 2.0, peak, x + HALF, Y);
        x += HALF;
        up = !up;
    }
    path.finish()
}

fn colour(of: u32) -> Color {
    let [_, red, green, blue] = of.to_be_bytes();
    Color::from_rgba8(red, green, blue, 255)
}

fn paint(of: u32) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(colour(of));
    paint.anti_alias = true;
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_font_is_told() {
        let colours = Colours { paper: 0xff_ffff, ink: 0, ink_soft: 0, main: 0, seal: 0 };
        let words = Words {
            title: "潮".to_owned(),
            column: String::new(),
            site: String::new(),
            organisation: String::new(),
            colours,
        };
        assert!(draw(b"no font", &words).is_err());
    }
}
