//! What a template is made of besides itself: what it extends and includes, and the components that it calls, with all
//! that these name in turn; and which values of the frame all of them show.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use memchr::{memchr2_iter, memmem};

use crate::base::diagnostic::span::Span;
use crate::output::query::tags::{Tag, tags};
use crate::output::query::uses::{Speech, word};

/// Templates by name.
pub type Texts<'t> = BTreeMap<&'t str, &'t str>;

/// A piece of a template: what stands in none of its blocks and components, one of its blocks without those in it, or a
/// component: known everywhere by its own name, whichever file it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part<'t> {
    /// A template.
    Template(&'t str),
    /// A block of a template.
    Block(&'t str, &'t str),
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
    extends: Option<&'t str>,
    others: BTreeSet<Part<'t>>,
    frame: Option<BTreeSet<&'t str>>,
    speech: Arc<Speech>,
}

/// A theme's templates in parts.
struct Parts<'t> {
    /// What each of them names.
    names: BTreeMap<Part<'t>, Names<'t>>,
    /// The blocks of templates.
    blocks: BTreeMap<&'t str, Vec<Block<'t>>>,
}

/// What all templates are made of.
pub struct Closures<'t> {
    /// By name.
    pub templates: BTreeMap<&'t str, Closure<'t>>,
    /// The texts of components, by name, and which parts they name.
    pub components: BTreeMap<&'t str, (Vec<&'t str>, BTreeSet<Part<'t>>)>,
}

/// What each template is made of, and each component.
#[must_use]
pub fn closures<'t>(texts: &Texts<'t>) -> Closures<'t> {
    let mut parts: BTreeMap<Part<'t>, Vec<&'t str>> = BTreeMap::new();
    let mut blocks = BTreeMap::new();
    for (name, text) in texts {
        let (rest, components) = split(text);
        for (component, text) in components {
            parts.entry(Part::Component(component)).or_default().push(text);
        }
        let (rest, own) = apart(&rest);
        parts.insert(Part::Template(name), rest);
        for block in &own {
            parts.entry(Part::Block(name, block.name)).or_default().extend(&block.texts);
        }
        blocks.insert(*name, own);
    }
    let names = parts.iter().map(|(part, texts)| (*part, names(texts, &parts))).collect();
    let parts = Parts { names, blocks };
    let component = |(part, names): (&Part<'t>, &Names<'t>)| match part {
        Part::Component(name) => Some((*name, (names.texts.clone(), names.others.clone()))),
        Part::Template(_) | Part::Block(..) => None,
    };
    Closures {
        templates: texts.keys().map(|name| (*name, parts.closure(name))).collect(),
        components: parts.names.iter().filter_map(component).collect(),
    }
}

impl<'t> Parts<'t> {
    fn closure(&self, name: &'t str) -> Closure<'t> {
        let frame = Some(BTreeSet::new());
        let mut closure = Closure { parts: BTreeMap::new(), frame, speech: Vec::new() };
        let mut open: Vec<Part<'t>> =
            self.rendered(name).iter().flat_map(|part| self.take(*part, &mut closure)).collect();
        let mut whole = BTreeSet::new();
        while let Some(next) = open.pop() {
            // What is included is taken with all of its blocks, and with all that it extends.
            if let Part::Template(name) = next {
                if !whole.insert(name) {
                    continue;
                }
                let blocks = self.blocks.get(name).into_iter().flatten();
                open.extend(blocks.map(|block| Part::Block(name, block.name)));
                open.extend(self.extends(name).map(Part::Template));
            }
            open.extend(self.take(next, &mut closure));
        }
        closure
    }

    /// Takes a part, unless it is there already; comes back with the parts that it names.
    fn take(&self, part: Part<'t>, closure: &mut Closure<'t>) -> Vec<Part<'t>> {
        let Some(names) = self.names.get(&part).filter(|_| !closure.parts.contains_key(&part)) else {
            return Vec::new();
        };
        closure.parts.insert(part, names.texts.clone());
        closure.frame = closure.frame.take().zip(names.frame.as_ref()).map(|(mut all, more)| {
            all.extend(more.iter().copied());
            all
        });
        closure.speech.push(Arc::clone(&names.speech));
        names.others.iter().copied().collect()
    }

    fn extends(&self, name: &'t str) -> Option<&'t str> {
        self.names.get(&Part::Template(name))?.extends.filter(|name| self.blocks.contains_key(name))
    }

    /// The parts of a template and of those that it extends, but for blocks that are written over.
    fn rendered(&self, name: &'t str) -> Vec<Part<'t>> {
        let mut chain = vec![name];
        while let Some(above) =
            chain.last().and_then(|name| self.extends(name)).filter(|name| !chain.contains(name))
        {
            chain.push(above);
        }
        let blocks_of = |name: &'t str| self.blocks.get(name).map(Vec::as_slice).unwrap_or_default();
        let is_of_one = |block: &str| {
            chain.iter().flat_map(|name| blocks_of(name)).filter(|other| other.name == block).count() == 1
        };
        let mut parts = Vec::new();
        let mut written_over: BTreeSet<&str> = BTreeSet::new();
        for name in &chain {
            parts.push(Part::Template(name));
            let is_rendered = |block: &&Block<'t>| {
                // Where nobody else knows a block, it stands nowhere but in the one around it.
                let around = block.around.filter(|_| is_of_one(block.name));
                !written_over.contains(block.name)
                    && !around.is_some_and(|around| written_over.contains(around))
            };
            let rendered = blocks_of(name).iter().filter(is_rendered);
            parts.extend(rendered.map(|block| Part::Block(name, block.name)));
            let over = blocks_of(name).iter().filter(|block| !block.calls_super).map(|block| block.name);
            written_over.extend(over.collect::<Vec<_>>());
        }
        parts
    }
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
    let of = |word| texts.iter().flat_map(move |text| named_by(text, word)).map(|(name, _)| name);
    let called = texts.iter().flat_map(|text| called(text)).map(Part::Component);
    let any = texts.iter().any(|text| calls_by_computed_name(text));
    let any = parts.keys().copied().filter(|part| any && matches!(part, Part::Component(_)));
    let included = of(INCLUDE).map(Part::Template);
    let others = included.chain(called).filter(|part| parts.contains_key(part)).chain(any).collect();
    let frame = texts.iter().try_fold(BTreeSet::new(), |mut all, text| {
        all.extend(frame_keys(text)?);
        Some(all)
    });
    let extends = of(EXTENDS).next();
    Names { texts: texts.to_vec(), extends, others, frame, speech: Arc::new(Speech::of(texts)) }
}

/// A text without the components that it defines, in pieces, and these by name.
fn split(text: &str) -> (Vec<&str>, Vec<(&str, &str)>) {
    let (mut rest, mut components) = (Vec::new(), Vec::new());
    let mut from = 0;
    for Defined { name, word, whole, .. } in defined(text) {
        rest.push(&text[from..word]);
        components.push((name, &text[word..whole.end]));
        from = whole.end;
    }
    rest.push(&text[from..]);
    (rest, components)
}

/// A block of a template.
struct Block<'t> {
    name: &'t str,
    /// Its text without the blocks in it, in pieces.
    texts: Vec<&'t str>,
    /// The block that it stands in.
    around: Option<&'t str>,
    /// Whether it may show what it is written over.
    calls_super: bool,
}

/// Texts of a template without its blocks, in pieces, and these. Where they are not closed as they are opened, nothing is
/// told apart.
fn apart<'t>(texts: &[&'t str]) -> (Vec<&'t str>, Vec<Block<'t>>) {
    let (mut rest, mut blocks) = (Vec::new(), Vec::<Block<'t>>::new());
    // Places in `blocks` of those that are open.
    let mut open: Vec<usize> = Vec::new();
    for text in texts {
        let mut from = 0;
        for Tag { at, inner, .. } in tags(text).into_iter().filter(|tag| tag.is_tag) {
            let name = inner.strip_prefix("block ").map(|name| word(name.trim_start()));
            if name.is_none() && word(inner) != "endblock" {
                continue;
            }
            let piece = &text[from..at.start];
            match open.last().and_then(|n| blocks.get_mut(*n)) {
                Some(block) => block.texts.push(piece),
                None => rest.push(piece),
            }
            from = at.start;
            if let Some(name) = name {
                let around = open.last().and_then(|n| blocks.get(*n)).map(|block| block.name);
                open.push(blocks.len());
                blocks.push(Block { name, texts: Vec::new(), around, calls_super: false });
            } else if open.pop().is_none() {
                return (texts.to_vec(), Vec::new());
            }
        }
        match open.last().and_then(|n| blocks.get_mut(*n)) {
            Some(block) => block.texts.push(&text[from..]),
            None => rest.push(&text[from..]),
        }
    }
    if !open.is_empty() {
        return (texts.to_vec(), Vec::new());
    }
    for block in &mut blocks {
        block.calls_super = block.texts.iter().any(|text| text.contains("super"));
    }
    (rest, blocks)
}

const EXTENDS: &str = "extends";
const INCLUDE: &str = "include";

/// The templates that a text extends or includes.
#[must_use]
pub fn named(text: &str) -> Vec<(&str, Span)> {
    [EXTENDS, INCLUDE].into_iter().flat_map(|word| named_by(text, word)).collect()
}

/// The templates that a text names behind a word.
fn named_by<'t>(text: &'t str, word: &str) -> Vec<(&'t str, Span)> {
    let mut found = Vec::new();
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
    found
}

/// Names of the components that a template defines.
pub fn components(text: &str) -> impl Iterator<Item = &str> {
    defined(text).into_iter().map(|defined| defined.name)
}

/// A component where it is defined.
pub struct Defined<'t> {
    /// Its name.
    pub name: &'t str,
    /// Where its name stands.
    pub at: Span,
    /// Where the word stands that the tag begins with.
    word: usize,
    /// The tag that opens it.
    pub open: Range<usize>,
    /// All of it.
    whole: Range<usize>,
}

/// The components that a text defines, in order.
#[must_use]
pub fn defined(text: &str) -> Vec<Defined<'_>> {
    const WORD: &str = "component ";
    let mut found = Vec::new();
    // Few templates define any.
    if memmem::find(text.as_bytes(), WORD.as_bytes()).is_none() {
        return found;
    }
    let mut tags = tags(text).into_iter().filter(|tag| tag.is_tag);
    while let Some(Tag { at: open, inner, .. }) = tags.next() {
        let name = inner.strip_prefix(WORD).map(|rest| word(rest.trim_start())).unwrap_or_default();
        let Some(begin) = text[open.clone()].find(WORD).filter(|_| !name.is_empty()) else { continue };
        let begin = open.start + begin;
        let behind = &text[begin + WORD.len()..];
        let at = begin + WORD.len() + behind.len() - behind.trim_start().len();
        let end = tags.find(|tag| word(tag.inner) == "endcomponent").map_or(text.len(), |tag| tag.at.end);
        let whole = open.start..end;
        found.push(Defined { name, at: Span::new(at, at + name.len()), word: begin, open, whole });
    }
    found
}

/// A text without the definitions of some components.
#[must_use]
pub fn without(text: &str, components: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for Defined { whole, .. } in defined(text).into_iter().filter(|one| components.contains(one.name)) {
        out.push_str(&text[from..whole.start]);
        from = whole.end;
    }
    out + &text[from..]
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
        let all = closures(&texts).templates;
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
    fn blocks_that_are_written_over_are_no_part_of_a_template() {
        let texts: Texts<'_> = [
            ("base", "{% block head %}H{% endblock %}{% block main %}M{% block deep %}D{% endblock deep %}{% endblock main %}{% block foot %}F{% endblock %}"),
            ("list", "{% extends \"base\" %}{% block main %}L{% block rows %}R{% include \"part\" %}{% endblock rows %}{% endblock main %}"),
            ("own", "{% extends \"list\" %}{% block rows %}O{% endblock %}{% block foot %}{{ super() }}{% endblock %}"),
            ("deep", "{% extends \"list\" %}{% block deep %}X{% endblock %}{# {% block head %}{% endblock %} #}"),
            ("part", "{% extends \"base\" %}"),
            ("page", "{% include \"own\" %}"),
            ("open", "{% extends \"base\" %}{% block head %}"),
            ("raw", "{% extends \"base\" %}{% raw %}{% block head %}{% endblock %}{% endraw %}"),
        ]
        .into();
        let all = closures(&texts).templates;
        let check = |name: &str, expected: &str| {
            let part = |part: &Part<'_>| match part {
                Part::Template(name) | Part::Component(name) => (*name).to_owned(),
                Part::Block(name, block) => format!("{name}.{block}"),
            };
            assert_eq!(all[name].parts.keys().map(part).collect::<Vec<_>>().join(" "), expected, "{name}");
        };
        check("base", "base base.deep base.foot base.head base.main");
        check("list", "base list part base.deep base.foot base.head base.main list.main list.rows");
        check("own", "base list own base.foot base.head list.main own.foot own.rows");
        check(
            "deep",
            "base deep list part base.deep base.foot base.head base.main deep.deep list.main list.rows",
        );
        check(
            "page",
            "base list own page part base.deep base.foot base.head base.main list.main list.rows own.foot own.rows",
        );
        check("open", "base open base.deep base.foot base.head base.main");
        check("raw", "base raw base.deep base.foot base.head base.main");
    }

    #[test]
    fn definitions_of_components_can_be_taken_out() {
        let text = "甲{%- component a(b = \"%}\") -%}乙{% endcomponent a %}丙{# {% component d() %} #}{% component  c() %}丁{% endcomponent c %}";
        let names: Vec<_> = defined(text)
            .into_iter()
            .map(|Defined { name, at, .. }| (name, &text[at.start as usize..at.end as usize]))
            .collect();
        assert_eq!(names, [("a", "a"), ("c", "c")]);
        let left = |names: &[&str]| without(text, &names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(left(&["x"]), text);
        assert_eq!(left(&["a", "c"]), "甲丙{# {% component d() %} #}");
        assert_eq!(left(&["c"]).len(), text.len() - "{% component  c() %}丁{% endcomponent c %}".len());
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
            assert_eq!(closures(&texts).templates["a"].parts.len(), parts, "{call}");
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
