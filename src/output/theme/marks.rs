//! Components that tell that they are drawn: which ones a page draws follows from its answers, so it is written down like
//! these. A call is put at the beginning of each.

use std::ops::Range;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::closure::{Defined, defined};
use super::doorway::door;

/// The function that is called; no template of a theme calls it by itself.
const FUNCTION: &str = "_drawn";

/// Registers it.
pub fn register(tera: &mut Tera) {
    tera.register_function(FUNCTION, |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        door()?.draws(kwargs.must_get("name")?);
        Ok(Value::safe_string(""))
    });
}

/// A template whose components tell that they are drawn.
#[must_use]
pub fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut from = 0;
    for (at, mark) in marks(text) {
        out.push_str(&text[from..at]);
        out.push_str(&mark);
        from = at;
    }
    out + &text[from..]
}

/// Where something in a marked template stands in the template as it was written.
#[must_use]
pub fn unmarked(text: &str, range: Range<usize>) -> Range<usize> {
    let marks = marks(text);
    let place = |place: usize| {
        let mut more = 0;
        for (at, mark) in &marks {
            if place <= at + more {
                break;
            }
            more += mark.len().min(place - at - more);
        }
        place - more
    };
    place(range.start)..place(range.end)
}

/// What is put where.
fn marks(text: &str) -> Vec<(usize, String)> {
    let mark = |Defined { name, open, .. }: Defined<'_>| {
        // Where the space behind a tag is no part of the template, it is none behind the call either.
        let end = if text[..open.end].ends_with("-%}") { "-}}" } else { "}}" };
        (open.end, format!("{{{{ {FUNCTION}(name=\"{name}\") {end}"))
    };
    defined(text).into_iter().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "甲{% component a(b = \"%}\") %}乙{{ b }}{% endcomponent a %}{%- component c() -%} 丙{# {% component d() %} #}";

    #[test]
    fn each_component_tells_its_name_first() {
        let expected = "甲{% component a(b = \"%}\") %}{{ _drawn(name=\"a\") }}乙{{ b }}{% endcomponent a %}{%- component c() -%}{{ _drawn(name=\"c\") -}} 丙{# {% component d() %} #}";
        assert_eq!(marked(TEXT), expected);
    }

    #[test]
    fn places_are_told_of_the_text_as_it_was_written() {
        let marked = marked(TEXT);
        for part in ["甲", "乙", "{{ b }}", "丙", "endcomponent a"] {
            let at = |text: &str| text.find(part).map(|at| at..at + part.len()).unwrap();
            assert_eq!(unmarked(TEXT, at(&marked)), at(TEXT), "{part}");
        }
        let call = marked.find("{{ _drawn").unwrap();
        let after = TEXT.find('乙').unwrap();
        assert_eq!(unmarked(TEXT, call..call + 9), after..after);
        assert_eq!(unmarked(TEXT, marked.len()..marked.len()), TEXT.len()..TEXT.len());
    }

    proptest! {
        #[test]
        fn any_text_can_be_marked(pieces in prop::collection::vec(
            prop::sample::select(vec![
                "{%", "%}", "{{", "}}", "{#", "#}", " component a(", ")", "-", "\"", " raw ", "endraw", "甲", "{",
            ]),
            0..40,
        )) {
            let text = pieces.concat();
            let marked = marked(&text);
            let ends = |text: &str| text.len()..text.len();
            prop_assert_eq!(unmarked(&text, ends(&marked)), ends(&text));
            let bare = marked.replace("{{ _drawn(name=\"a\") }}", "").replace("{{ _drawn(name=\"a\") -}}", "");
            prop_assert_eq!(bare, text);
        }
    }
}
