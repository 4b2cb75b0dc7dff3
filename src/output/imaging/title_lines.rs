//! Breaks a title into lines: no line begins with what may not begin one, words stay whole, lines are of like length.

/// What may not begin a line (Requirements for Chinese Text Layout, 3.1.4), with what goes with it in Latin text.
const NOT_FIRST: &str = "，。、；：？！…—～·・）〕］｝〉》」』】〗”’%‰℃,.;:?!)]}";

/// What may not end a line.
pub const NOT_LAST: &str = "（〔［｛〈《「『【〖“‘([{";

/// What is shown for the rest of a title that is too long for its lines.
const REST: char = '…';

/// A title broken into at most `lines_max` lines no wider than `width`, each measured by `measure`; `None` where it
/// does not fit.
#[must_use]
pub fn fitted(
    title: &str,
    width: f32,
    lines_max: usize,
    measure: &dyn Fn(&str) -> f32,
) -> Option<Vec<String>> {
    let pieces = pieces(title);
    let greedy = filled(&pieces, width, measure)?;
    if greedy.len() > lines_max {
        return None;
    }
    // The narrowest measure that needs no more lines makes them of like length: a last line of one character is a
    // blot.
    let (mut low, mut high) = (width / 3.0, width);
    for _ in 0..12 {
        let middle = f32::midpoint(low, high);
        match filled(&pieces, middle, measure) {
            Some(lines) if lines.len() <= greedy.len() => high = middle,
            _ => low = middle,
        }
    }
    filled(&pieces, high, measure)
}

/// The same, the end left out where the title does not fit.
#[must_use]
pub fn shortened(title: &str, width: f32, lines_max: usize, measure: &dyn Fn(&str) -> f32) -> Vec<String> {
    let characters: Vec<char> = title.chars().collect();
    let shown = |count: usize| -> Option<Vec<String>> {
        let mut text: String = characters.get(..count)?.iter().collect();
        if count < characters.len() {
            text = text.trim_end_matches(|c: char| c.is_whitespace() || NOT_LAST.contains(c)).to_owned();
            text.push(REST);
        }
        fitted(&text, width, lines_max, measure)
    };
    let longest = (0..=characters.len()).rev().find_map(shown);
    longest.unwrap_or_else(|| vec![REST.to_string()])
}

/// Fills lines one after the other; `None` where a piece is wider than a line.
fn filled(pieces: &[String], width: f32, measure: &dyn Fn(&str) -> f32) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces {
        let longer = format!("{line}{piece}");
        if measure(longer.trim_end()) <= width {
            line = longer;
            continue;
        }
        if measure(piece.trim_end()) > width {
            return None;
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        piece.trim_start().clone_into(&mut line);
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    Some(lines)
}

/// What no line break may part, in order: a Han character with its punctuation, a word with the space behind it.
fn pieces(title: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last: Option<char> = None;
    for character in title.chars() {
        let parts = last.is_some_and(|last| may_part(last, character));
        match pieces.last_mut() {
            Some(piece) if !parts => piece.push(character),
            _ => pieces.push(character.to_string()),
        }
        last = Some(character);
    }
    pieces
}

fn may_part(last: char, next: char) -> bool {
    if next.is_whitespace() || NOT_FIRST.contains(next) || NOT_LAST.contains(last) {
        return false;
    }
    if last.is_whitespace() {
        return true;
    }
    let is_word = |c: char| c.is_alphanumeric() && !is_wide(c);
    !(is_word(last) && is_word(next)) && (is_wide(last) || is_wide(next))
}

fn is_wide(character: char) -> bool {
    unicode_width::UnicodeWidthChar::width(character) == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Han characters are 2 wide, others 1.
    fn measure(text: &str) -> f32 {
        text.chars().map(|c| if is_wide(c) || "“”‘’…—·".contains(c) { 2.0 } else { 1.0 }).sum()
    }

    fn check(title: &str, width: f32, expected: &[&str]) {
        assert_eq!(fitted(title, width, 3, &measure).as_deref().unwrap_or_default(), expected, "{title}");
    }

    #[test]
    fn lines_are_of_like_length_and_keep_the_rules_of_their_ends() {
        check("潮起东海", 20.0, &["潮起东海"]);
        check("一二三四五六七八九十一", 20.0, &["一二三四五六", "七八九十一"]);
        check("他说：“知行合一”，不是口号。", 16.0, &["他说：“知行合", "一”，不是口号。"]);
        check("《明夷待访录》与黄宗羲", 14.0, &["《明夷待访", "录》与黄宗羲"]);
        check("用 Rust 写一个网站", 12.0, &["用 Rust 写", "一个网站"]);
        check("谣言——为什么跑得快", 12.0, &["谣言——为", "什么跑得快"]);
    }

    #[test]
    fn no_line_begins_or_ends_with_what_may_not() {
        let title = "“新媒体·新青年”（第三届）网络文化节：作品征集，开始了！——给每一位同学的一封信…";
        for width in 8..60u8 {
            for line in fitted(title, f32::from(width), 99, &measure).unwrap_or_default() {
                let (first, last) = (line.chars().next().unwrap(), line.chars().next_back().unwrap());
                assert!(!NOT_FIRST.contains(first) && !NOT_LAST.contains(last), "{width}: {line}");
                assert!(measure(&line) <= f32::from(width), "{width}: {line}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_shortened() {
        assert_eq!(fitted("一二三四五六七八九十", 4.0, 3, &measure), None);
        assert_eq!(shortened("一二三四五六七八九十", 6.0, 2, &measure), ["一二三", "四五…"]);
        assert_eq!(shortened("supercalifragilistic", 6.0, 2, &measure), ["supe…"]);
        assert_eq!(shortened("", 6.0, 2, &measure), Vec::<String>::new());
    }
}
