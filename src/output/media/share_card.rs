//! Pictures that stand for entries where links to them are shared.

use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::text::nearest::nearest;
use crate::input::source::path::SourcePath;
use crate::output::family::{Draft, Family, Made};
use crate::output::query::ask::Ask;
use crate::output::query::question::Query;
use crate::output::query::share_card;
use crate::output::recipe::Subject;
use crate::output::theme::engine::Worker;

/// Share cards.
pub const FAMILY: Family = Family { name: "share_card", plan, write };

/// The font of share cards is not there.
pub static MISSING_FONT: Code = Code {
    name: "CFG010",
    severity: Severity::Error,
    message: Words {
        zh: "share_card.font：没有字体文件 content/{font}",
        en: "share_card.font: there is no font content/{font}",
    },
    help: Words {
        zh: "把 .otf、.ttf 或 .ttc 字体放进 content/，这里写它的路径，如 fonts/NotoSerifSC-Bold.otf",
        en: "lay an .otf, .ttf or .ttc font below content/ and write its path",
    },
    example: "share_card: { font: fonts/none.otf }",
};

/// A card whose font lacks characters.
pub static LACKING_GLYPHS: Code = Code {
    name: "OUT013",
    severity: Severity::Warning,
    message: Words {
        zh: "分享图的字体里没有“{characters}”，图上会缺字",
        en: "the font of share cards lacks {characters}; this card will show boxes",
    },
    help: Words {
        zh: "换一份字更全的字体（share_card.font），如思源宋体；或给这篇配一张 JPEG、PNG 封面",
        en: "take a font with more characters, or give the entry a JPEG or PNG cover",
    },
    example: "title: 𱁬之歌",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&MISSING_FONT, &LACKING_GLYPHS];

/// Most characters that one finding names.
const NAMED: usize = 12;

fn plan(ask: &Ask, draft: &mut Draft) {
    if ask.is_further() {
        return;
    }
    let answers = ask.answers();
    let context = answers.context();
    let config = &context.site.config;
    let Some(font) = share_card::font(config) else { return };
    if !context.site.assets.contains_key(&font) {
        let fonts =
            context.site.assets.keys().filter(|path| {
                ["otf", "ttf", "ttc"].contains(&path.extension().to_ascii_lowercase().as_str())
            });
        let near = nearest(font.as_str(), fonts.map(SourcePath::as_str));
        let near = near.map(|path| path.trim_start_matches("content/").to_owned());
        let place = Place::new("site.yaml", config.share_card.at.0);
        draft.findings.push(
            Finding::new(&MISSING_FONT, place).with("font", config.share_card.font.trim()).suggesting(near),
        );
        return;
    }
    let Some(characters) = context.album.get(&font).and_then(|(_, facts)| facts.characters.as_ref()) else {
        return;
    };
    for (id, card, url) in share_card::cards(&context, answers.theme()) {
        let lacking = share_card::lacking(&card, characters);
        if let Some(entry) = context.site.entries.get(id).filter(|_| !lacking.is_empty()) {
            let named: String = lacking.iter().take(NAMED).collect();
            let place = Place::new(entry.document.path.shared(), entry.document.front.title.span);
            draft.findings.push(Finding::new(&LACKING_GLYPHS, place).with("characters", named));
        }
        draft.add(&url, Subject::Rendition(card));
    }
}

fn write(worker: &Worker, subject: &Subject) -> Result<Made, Finding> {
    let Subject::Rendition(card) = subject else { return Ok(Made::Bytes(Vec::new())) };
    // The recipe says all; the question stands in the trace, since an output without one is always stale.
    worker.ask.note(Query::Asset(card.source.clone()));
    Ok(Made::Rendition(card.clone()))
}
