//! Looking around among the parser's events.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::prepared::Prepared;
use super::soft_break;

/// Events and where each stands in the prepared text.
pub type Events<'e> = [(Event<'e>, Range<usize>)];

/// The event that ends what starts at `at`.
#[must_use]
pub fn matching_end(events: &Events<'_>, at: usize) -> usize {
    let mut depth = 0usize;
    for (n, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return n;
                }
            }
            _ => {}
        }
    }
    events.len()
}

/// The events between two places.
#[must_use]
pub fn between<'a, 'e>(events: &'a Events<'e>, at: usize, end: usize) -> &'a Events<'e> {
    events.get(at + 1..end).unwrap_or_default()
}

/// The text between two events, marks taken out.
#[must_use]
pub fn plain_text(events: &Events<'_>, at: usize, end: usize, prepared: &Prepared) -> String {
    let mut text = String::new();
    let inner = between(events, at, end);
    for (n, (event, _)) in inner.iter().enumerate() {
        match event {
            Event::Text(part) | Event::Code(part) | Event::InlineMath(part) | Event::DisplayMath(part) => {
                text.push_str(&prepared.unmarked(part));
            }
            Event::SoftBreak | Event::HardBreak
                if !soft_break::vanishes(text.chars().next_back(), next_char(inner, n + 1, prepared)) =>
            {
                text.push(' ');
            }
            _ => {}
        }
    }
    text
}

/// The alternative text of a picture, as CommonMark's reference gives it.
#[must_use]
pub fn alternative(events: &Events<'_>, at: usize, end: usize, prepared: &Prepared) -> String {
    let mut text = String::new();
    for (event, _) in between(events, at, end) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::InlineHtml(part) | Event::InlineMath(part) => {
                text.push_str(&prepared.unmarked(part));
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// The first character that is shown from `at` on, emphasis and links looked through.
#[must_use]
pub fn next_char(events: &Events<'_>, at: usize, prepared: &Prepared) -> Option<char> {
    for (event, _) in events.iter().skip(at) {
        match event {
            Event::Text(text) | Event::Code(text) => match prepared.first_char(text) {
                None => {}
                first => return first,
            },
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => return None,
        }
    }
    None
}

/// Whether nothing but pictures stands between two events.
#[must_use]
pub fn only_pictures(events: &Events<'_>, at: usize, end: usize) -> bool {
    let mut pictures = 0;
    let mut depth = 0usize;
    for (event, _) in between(events, at, end) {
        match event {
            Event::Start(Tag::Image { .. }) => {
                depth += 1;
                pictures += 1;
            }
            Event::End(TagEnd::Image) => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            Event::SoftBreak | Event::HardBreak => {}
            Event::Text(text) if text.trim().is_empty() => {}
            _ => return false,
        }
    }
    pictures > 0
}
