//! Share cards: which entries have one, and what it says.

use super::context::Context;
use super::theme_files::ThemeFiles;
use crate::input::config::settings::Config;
use crate::input::source::path::SourcePath;
use crate::output::imaging::format::Format;
use crate::output::imaging::rendition::{Form, Rendition};
use crate::output::imaging::share_card::{Colours, Words};
use crate::output::imaging::typeface::Coverage;
use crate::site::entry::Entry;
use crate::site::id::EntryId;

/// Style sheets of a theme that may say its colours, those of a child theme first.
const SHEETS: [&str; 2] = ["css/theme.css", "css/site.css"];

/// The font that cards are set in, as configured; `None` where the site wants none.
#[must_use]
pub fn font(config: &Config) -> Option<SourcePath> {
    let written = config.share_card.font.trim().trim_start_matches('/');
    (!written.is_empty()).then(|| SourcePath::new(&format!("content/{written}")))
}

/// An entry's card and its site path; `None` where it has a cover that can be shared, or the site has no font.
#[must_use]
pub fn card(context: &Context<'_>, theme: &ThemeFiles, id: EntryId) -> Option<(Rendition, String)> {
    let entry = context.site.entries.get(id)?;
    // The font is of the main language, whose characters it was chosen for.
    if picture(context, entry).is_some() || !context.site.config.path.is_empty() {
        return None;
    }
    let source = font(&context.site.config)?;
    let (print, facts) = context.album.get(&source)?;
    facts.characters.as_ref()?;
    let words = Box::new(words(context, theme, entry));
    Some((Rendition { source, print: *print, form: Form::Card(words) }, url(entry)))
}

/// Every entry's card.
#[must_use]
pub fn cards(context: &Context<'_>, theme: &ThemeFiles) -> Vec<(EntryId, Rendition, String)> {
    let of = |entry: &Entry| card(context, theme, entry.id).map(|(card, url)| (entry.id, card, url));
    context.site.entries.iter().filter_map(of).collect()
}

/// A card's site path. It stays when the title changes: whoever shared the page links to it.
fn url(entry: &Entry) -> String {
    let folder = entry.url.strip_suffix("index.html").unwrap_or(&entry.url);
    format!("{}/share-card.png", folder.trim_end_matches('/'))
}

/// An entry's own cover, where chat programs and search engines show pictures of its format.
#[must_use]
pub fn picture<'c>(context: &Context<'c>, entry: &'c Entry) -> Option<&'c SourcePath> {
    let cover = entry.cover.as_ref()?;
    let format = context.album.get(cover).and_then(|(_, facts)| facts.format)?;
    matches!(format, Format::Jpeg | Format::Png | Format::Gif | Format::Webp).then_some(cover)
}

fn words(context: &Context<'_>, theme: &ThemeFiles, entry: &Entry) -> Words {
    let config = &context.site.config;
    let column = context.site.columns.get(entry.column);
    Words {
        title: entry.document.front.title.value.clone(),
        column: column.map_or_else(String::new, |c| c.document.front.title.value.clone()),
        site: config.title.clone(),
        organisation: config.organisation.name.clone(),
        colours: colours(theme),
    }
}

/// Characters of a card that its font lacks, each once, in order.
#[must_use]
pub fn lacking(card: &Rendition, characters: &Coverage) -> Vec<char> {
    let Form::Card(words) = &card.form else { return Vec::new() };
    let mut lacking = Vec::new();
    for character in [&words.title, &words.column].into_iter().flat_map(|text| text.chars()) {
        if !character.is_whitespace() && !characters.has(character) && !lacking.contains(&character) {
            lacking.push(character);
        }
    }
    lacking
}

/// The theme's colours on paper: the first value of each custom property. A theme that names none gets the portal's.
fn colours(theme: &ThemeFiles) -> Colours {
    let of = |name: &str, otherwise: u32| {
        let sheets = SHEETS.iter().filter_map(|sheet| theme.statics.get(*sheet));
        let mut texts = sheets.filter_map(|file| std::str::from_utf8(&file.bytes).ok());
        texts.find_map(|text| custom_property(text, name)).unwrap_or(otherwise)
    };
    Colours {
        paper: of("paper", 0xfd_fcf9),
        ink: of("ink", 0x16_292f),
        ink_soft: of("ink-soft", 0x46_595f),
        main: of("main", 0x0f_4c5c),
        seal: of("seal", 0xa8_3226),
    }
}

/// The first `--name: #rrggbb` or `#rgb` of a style sheet.
fn custom_property(sheet: &str, name: &str) -> Option<u32> {
    let property = format!("--{name}:");
    let value = sheet.split(property.as_str()).nth(1)?.trim_start().strip_prefix('#')?;
    let digits: String = value.chars().take_while(char::is_ascii_hexdigit).collect();
    match digits.len() {
        6 => u32::from_str_radix(&digits, 16).ok(),
        3 => {
            u32::from_str_radix(&digits.chars().flat_map(|digit| [digit, digit]).collect::<String>(), 16).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_says_its_colours_in_its_style_sheet() {
        let sheet = ":root{--ink:#16292f;--ink-soft:#46595f;--paper: #FFF;--main:teal}";
        for (name, colour) in [
            ("ink", Some(0x16_292f)),
            ("ink-soft", Some(0x46_595f)),
            ("paper", Some(0xff_ffff)),
            ("main", None),
            ("seal", None),
        ] {
            assert_eq!(custom_property(sheet, name), colour, "{name}");
        }
    }
}
