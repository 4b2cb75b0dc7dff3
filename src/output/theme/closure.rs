//! What a template is made of besides itself: what it extends and includes, and the components that it calls, with all
//! that these name in turn; and which values of the frame all of them show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use memchr::{memchr2_iter, memmem};

use crate::base::diagnostic::span::Span;
use crate::output::query::uses::{Speech, word};

/// Templates by name.
pub type Texts<'t> = BTreeMap<&'t str, &'t str>;

/// A template without the components that it defines, or one of these: known everywhere by its own name, whichever file
/// it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part<'t> {
    /// A template.
    Template(&'t str),
    /// A component.
    Component(&'t str),
}

/// What a template is made of.
#[derive(Clone, Debug, Default)]
pub struct Closure<'t> {
    /// The parts with their texts.
    pub parts: BTreeMap<Part<'t>, Vec<&'t str>>,
    /// The keys of the frame that they show; `None` where something is done with the frame as a whole, of which their
    /// texts do not tell what it shows.
    pub frame: Option<BTreeSet<&'t str>>,
    /// What tells what each of them may use of mappings.
    pub speech: Vec<Arc<Speech>>,
}

/// What one part names.
struct Names<'t> {
    texts: Vec<&'t str>,
    others: BTreeSet<Part<'t>>,
    frame: Option<BTreeSet<&'t str>>,
    speech: Arc<Speech>,
}

/// What each template is made of.
#[must_use]
pub fn closures<'t>(texts: &Texts<'t>) -> BTreeMap<&'t str, Closure<'t>> {
    let mut parts: BTreeMap<Part<'t>, Vec<&'t str>> = BTreeMap::new();
    for (name, text) in texts {
        let (rest, components) = split(text);
        parts.insert(Part::Template(name), rest);
        for (component, text) in components {
            parts.entry(Part::Component(component)).or_default().push(text);
        }
    }
    let all: BTreeMap<Part<'t>, Names<'t>> =
        parts.iter().map(|(part, texts)| (*part, names(texts, &parts))).collect();
    let closure = |name: &'t str| {
        let frame = Some(BTreeSet::new());
        let mut closure = Closure { parts: BTreeMap::new(), frame, speech: Vec::new() };
        let mut open = vec![Part::Template(name)];
        while let Some(next) = open.pop() {
            let Some(names) = all.get(&next).filter(|_| !closure.parts.contains_key(&next)) else { continue };
            closure.parts.insert(next, names.texts.clone());
            open.extend(names.others.iter().copied());
            closure.frame = closure.frame.zip(names.frame.as_ref()).map(|(mut all, more)| {
                all.extend(more.iter().copied());
                all
            });
            closure.speech.push(Arc::clone(&names.speech));
        }
        closure
    };
    texts.keys().map(|name| (*name, closure(name))).collect()
}

/// The templates that an engine must have to render these: they and those that they extend and include, and those that
/// define a component which one of them calls, in turn.
#[must_use]
pub fn files(texts: &Texts<'_>, wanted: &BTreeSet<String>) -> BTreeSet<String> {
    let mut defining: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, text) in texts {
        for component in components(text) {
            defining.entry(component).or_default().push(name);
        }
    }
    let mut files = BTreeSet::new();
    let mut open: Vec<&str> = wanted.iter().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        let Some(text) = texts.get(name) else { continue };
        if !files.insert(name.to_owned()) {
            continue;
        }
        open.extend(named(text).into_iter().map(|(name, _)| name));
        open.extend(called(text).filter_map(|component| defining.get(component)).flatten());
        if calls_by_computed_name(text) {
            open.extend(defining.values().flatten());
        }
    }
    files
}

fn names<'t>(texts: &[&'t str], parts: &BTreeMap<Part<'t>, Vec<&'t str>>) -> Names<'t> {
    let named = texts.iter().flat_map(|text| named(text)).map(|(name, _)| Part::Template(name));
    let called = texts.iter().flat_map(|text| called(text)).map(Part::Component);
    let any = texts.iter().any(|text| calls_by_computed_name(text));
    let any = parts.keys().copied().filter(|part| any && matches!(part, Part::Component(_)));
    let others = named.chain(called).filter(|part| parts.contains_key(part)).chain(any).collect();
    let frame = texts.iter().try_fold(BTreeSet::new(), |mut all, text| {
        all.extend(frame_keys(text)?);
        Some(all)
    });
    Names { texts: texts.to_vec(), others, frame, speech: Arc::new(Speech::of(texts)) }
}

/// A text without the components that it defines, in pieces, and these by name.
fn split(text: &str) -> (Vec<&str>, Vec<(&str, &str)>) {
    const OPEN: &str = "component ";
    const CLOSE: &str = "endcomponent";
    let (mut rest, mut components) = (Vec::new(), Vec::new());
    let mut from = 0;
    while let Some(at) = text[from..].find(OPEN).map(|n| from + n) {
        let is_tag = text[..at].trim_end().trim_end_matches('-').ends_with("{%");
        let name = word(&text[at + OPEN.len()..]);
        let end = text[at..].find(CLOSE).and_then(|n| Some(at + n + text[at + n..].find("%}")? + 2));
        let (Some(end), true, false) = (end, is_tag, name.is_empty()) else { break };
        rest.push(&text[from..at]);
        components.push((name, &text[at..end]));
        from = end;
    }
    rest.push(&text[from..]);
    (rest, components)
}

/// The templates that a text extends or includes.
#[must_use]
pub fn named(text: &str) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    for word in ["extends", "include"] {
        for at in memmem::find_iter(text.as_bytes(), word) {
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
    split(text).1.into_iter().map(|(name, _)| name)
}

/// Words that may be calls of components: behind `<`, and alone between quotes, as `shared` is told them.
pub fn called(text: &str) -> impl Iterator<Item = &str> {
    memchr2_iter(b'<', b'"', text.as_bytes()).filter_map(|at| {
        let rest = &text[at + 1..];
        let word = word(rest);
        let follows = rest.get(word.len()..)?.chars().next()?;
        let is_call = if text[at..].starts_with('<') { !follows.is_alphanumeric() } else { follows == '"' };
        (is_call && !word.is_empty()).then_some(word)
    })
}

/// Whether a text puts the name of a component together, so that it may be any.
fn calls_by_computed_name(text: &str) -> bool {
    text.match_indices("component=").any(|(at, name)| {
        let value = text[at + name.len()..].trim_start();
        let rest = value.strip_prefix('"').and_then(|value| value.split_once('"')).map(|(_, rest)| rest);
        !rest.is_some_and(|rest| rest.trim_start().starts_with([',', ')']))
    })
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

    #[test]
    fn a_template_is_made_of_what_it_names_and_no_more() {
        let texts: Texts<'_> = [
            ("a", "{% extends \"base\" %}{{ <card of={x} /> }}{{ frame.title }}"),
            ("base", "{%- include \"head\" -%}{{ shared(component=\"foot\", frame=frame) }}"),
            ("head", "{{ frame?.icp }}"),
            (
                "cards",
                "甲{% component card(of) %}{{ <badge /> }}{% endcomponent card %}乙{% component badge() %}{% endcomponent badge %}{% component tile(of) %}{{ frame.menu }}{% endcomponent tile %}",
            ),
            ("feet", "{% component foot(frame) %}{{ frame.year }}<iframe></iframe>{% endcomponent foot %}"),
        ]
        .into();
        let all = closures(&texts);
        let parts: Vec<Part<'_>> = all["a"].parts.keys().copied().collect();
        let expected = [
            Part::Template("a"),
            Part::Template("base"),
            Part::Template("head"),
            Part::Component("badge"),
            Part::Component("card"),
            Part::Component("foot"),
        ];
        assert_eq!(parts, expected);
        let frame: Vec<&str> = all["a"].frame.iter().flatten().copied().collect();
        assert_eq!(frame, ["icp", "title", "year"]);
        assert_eq!(components(texts["cards"]).collect::<Vec<_>>(), ["card", "badge", "tile"]);
        assert_eq!(split("甲{% component a() %}乙{% endcomponent a %}丙").0.concat(), "甲{% 丙");
    }

    #[test]
    fn a_name_that_is_put_together_may_be_any_component() {
        for (call, parts) in [
            ("shared(component=\"card\", card=card)", 2),
            ("shared(component=\"card\")", 2),
            ("shared(component=\"card_\" ~ kind, card=card)", 3),
            ("shared(component=name, card=card)", 3),
        ] {
            let template = format!("{{{{ {call} }}}}");
            let components = "{% component card(card) %}{% endcomponent card %}{% component card_b(card) %}{% endcomponent card_b %}";
            let texts: Texts<'_> = [("a", template.as_str()), ("b", components)].into();
            assert_eq!(closures(&texts)["a"].parts.len(), parts, "{call}");
        }
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
