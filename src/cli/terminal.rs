//! Where words go: results to standard output, everything else to standard error.

use std::io::{self, IsTerminal as _, Write as _};

use anstream::ColorChoice;
use unicode_width::UnicodeWidthStr as _;

use super::args::{Color, Common, Lang};
use crate::base::diagnostic::code::Language;

/// The terminal as the user wants it.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Language of messages.
    pub language: Language,
    /// Whether only results, warnings and errors are told.
    pub quiet: bool,
}

impl Terminal {
    /// As the arguments and the environment ask.
    #[must_use]
    pub fn new(common: &Common) -> Self {
        match common.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
        .write_global();
        let language = match common.lang {
            Some(Lang::Zh) => Language::Chinese,
            Some(Lang::En) => Language::English,
            None => language_of_environment(),
        };
        Self { language, quiet: common.quiet }
    }

    /// One of two texts.
    #[must_use]
    pub fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// Writes a result.
    ///
    /// # Errors
    /// What the operating system says; a broken pipe among it.
    pub fn result(&self, text: &str) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Tells how it goes; not with `--quiet`.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.tell(text);
        }
    }

    /// Tells what must be seen.
    pub fn tell(&self, text: &str) {
        // Where standard error is gone there is nobody to tell.
        let _ = writeln!(anstream::stderr().lock(), "{text}");
    }

    /// Whether progress can be drawn.
    #[must_use]
    pub fn draws(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }
}

/// English where the locale says so by name, Chinese else: the program is for Chinese editors, whose servers and
/// continuous integration often run in no locale at all.
#[must_use]
pub fn language_of_environment() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("en") { Language::English } else { Language::Chinese }
}

/// Lines of cells, each column as wide as its widest cell, a Chinese character counting two.
#[must_use]
pub fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width_of =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width_of(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The first `columns` columns of a text, with an ellipsis where it was cut.
#[must_use]
pub fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if kept.width() + unicode_width::UnicodeWidthChar::width(c).unwrap_or(0) + 1 > columns {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_cells_align_by_width() {
        let rows = [vec!["名".to_owned(), "x".to_owned()], vec!["abc".to_owned(), "y".to_owned()]];
        assert_eq!(aligned(&rows), "名   x\nabc  y\n");
    }

    #[test]
    fn a_cut_text_fits() {
        assert_eq!(cut("名师名生", 8), "名师名生");
        assert_eq!(cut("名师名生", 7), "名师名…");
        assert_eq!(cut("名师名生", 6), "名师…");
    }
}
