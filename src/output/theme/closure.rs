//! What a template is made of besides itself: what it extends and includes, and the components that it calls, with all
//! that these name in turn; and which values of the frame all of them show.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::span::Span;

/// Templates by name.
pub type Texts<'t> = BTreeMap<&'t str, &'t str>;

/// What one template names.
struct Names<'t> {
    others: BTreeSet<&'t str>,
    frame: Option<BTreeSet<&'t str>>,
}

/// Names of templates with what each is made of, itself included, and the keys of the frame that it shows; `None` where
/// it does with the frame as a whole what cannot be told from its text.
#[must_use]
pub fn closures<'t>(texts: &Texts<'t>) -> BTreeMap<&'t str, (BTreeSet<&'t str>, Option<BTreeSet<&'t str>>)> {
    // A component is known by its own name, whichever file it stands in.
    let mut defined: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, text) in texts {
        for component in components(text) {
            defined.entry(component).or_default().insert(name);
        }
    }
    let all: BTreeMap<&str, Names<'t>> =
        texts.iter().map(|(name, text)| (*name, names(text, &defined))).collect();
    let closure = |name: &'t str| {
        let (mut closure, mut open) = (BTreeSet::new(), vec![name]);
        let mut frame = Some(BTreeSet::new());
        while let Some(next) = open.pop() {
            let Some(names) = all.get(next).filter(|_| closure.insert(next)) else { continue };
            open.extend(names.others.iter().copied());
            frame = frame.zip(names.frame.as_ref()).map(|(mut all, more)| {
                all.extend(more.iter().copied());
                all
            });
        }
        (closure, frame)
    };
    texts.keys().map(|name| (*name, closure(name))).collect()
}

fn names<'t>(text: &'t str, defined: &BTreeMap<&str, BTreeSet<&'t str>>) -> Names<'t> {
    let named = named(text).into_iter().map(|(name, _)| name);
    let called = called(text).filter_map(|component| defined.get(component)).flatten().copied();
    Names { others: named.chain(called).collect(), frame: frame_keys(text) }
}

/// The templates that a text extends or includes.
#[must_use]
pub fn named(text: &str) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    for word in ["extends", "include"] {
        for (at, _) in text.match_indices(word) {
            let before = text[..at].trim_end();
            if !(before.ends_with("{%") || before.ends_with("{%-")) {
                continue;
            }
            let rest = &text[at + word.len()..];
            let Some(open) = rest.find('"').filter(|n| rest[..*n].trim().is_empty()) else { continue };
            let Some(close) = rest[open + 1..].find('"') else { continue };
            let start = at + word.len() + open + 1;
            found.push((&text[start..start + close], Span::new(start, start + close)));
        }
    }
    found
}

/// Names of the components that a template defines.
pub fn components(text: &str) -> impl Iterator<Item = &str> {
    let named = text.split("component ").skip(1).filter_map(|rest| Some(rest.split_once('(')?.0.trim()));
    named.filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))
}

/// Words that may be calls of components: behind `<`, and alone between quotes, as `shared` is told them.
pub fn called(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['<', '"']).filter_map(|(at, mark)| {
        let rest = &text[at + 1..];
        let word = word(rest);
        let follows = rest.get(word.len()..)?.chars().next()?;
        let is_call = if mark == "<" { !follows.is_alphanumeric() } else { follows == '"' };
        (is_call && !word.is_empty()).then_some(word)
    })
}

/// The word that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// The keys of the frame that a text shows: `title` of `frame.title`. Handing it on as an argument of that name shows
/// nothing yet.
fn frame_keys(text: &str) -> Option<BTreeSet<&str>> {
    const NAME: &str = "frame";
    let mut keys = BTreeSet::new();
    for (at, _) in text.match_indices(NAME) {
        let (before, after) = (&text[..at], &text[at + NAME.len()..]);
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
        if before.ends_with(is_part)
            || after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'))
        {
            continue;
        }
        if let Some(key) = after.strip_prefix("?.").or_else(|| after.strip_prefix('.')) {
            keys.insert(word(key));
            continue;
        }
        let (left, right) = (before.trim_end(), after.trim_start());
        let is_name = right.starts_with('=') && !right.starts_with("==");
        let is_handed_on = left.strip_suffix('{').unwrap_or(left).strip_suffix("frame=").is_some();
        let tag = left.rsplit("{%").next().unwrap_or_default();
        let is_declared = tag.trim_start_matches('-').trim_start().starts_with("component ");
        if !(is_name || is_handed_on || is_declared) {
            return None;
        }
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closure(
        texts: &[(&'static str, &'static str)],
        of: &str,
    ) -> (Vec<&'static str>, Option<Vec<&'static str>>) {
        let texts: Texts<'static> = texts.iter().copied().collect();
        let mut all = closures(&texts);
        let (closure, frame) = all.remove(of).unwrap();
        (closure.into_iter().collect(), frame.map(|keys| keys.into_iter().collect()))
    }

    #[test]
    fn a_template_is_made_of_what_it_names_and_no_more() {
        let texts = [
            ("a", "{% extends \"base\" %}{{ <card of={x} /> }}{{ frame.title }}"),
            ("base", "{%- include \"head\" -%}{{ shared(component=\"foot\", frame=frame) }}"),
            ("head", "{{ frame?.icp }}"),
            ("cards", "{% component card(of) %}{{ <badge /> }}{% endcomponent card %}"),
            ("badges", "{% component badge() %}{% endcomponent badge %}"),
            ("feet", "{% component foot(frame) %}{{ frame.year }}<iframe></iframe>{% endcomponent foot %}"),
            ("other", "{% component other(of) %}{{ frame.menu }}{% endcomponent other %}"),
        ];
        let (closure, frame) = closure(&texts, "a");
        assert_eq!(closure, ["a", "badges", "base", "cards", "feet", "head"]);
        assert_eq!(frame.unwrap(), ["icp", "title", "year"]);
    }

    #[test]
    fn what_is_done_with_the_frame_as_a_whole_cannot_be_told() {
        for (text, told) in [
            ("{{ frame | json }}", false),
            ("{% for key, value in frame %}{% endfor %}", false),
            ("{{ <a of={frame} /> }}", false),
            ("{{ frame[key] }}", false),
            ("{{ <a frame={frame} /> }}", true),
            ("{{ meta.frame }}{{ frames }}", true),
            ("{% include \"partials/frame.html\" %}", true),
        ] {
            assert_eq!(frame_keys(text).is_some(), told, "{text}");
        }
    }
}
