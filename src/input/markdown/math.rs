//! Formulas as MathML, which browsers show without JavaScript.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::event::Content;
use pulldown_latex::{Event, Parser, Storage, push_mathml};

use crate::base::limits::{MATH_BYTES_MAX, MATH_DEPTH_MAX};

/// A formula as MathML; `Err` says what is wrong with it.
///
/// # Errors
/// The first thing that the reader of formulas does not understand.
pub fn mathml(latex: &str, display: bool) -> Result<String, String> {
    if latex.len() > MATH_BYTES_MAX {
        return Err(format!("> {MATH_BYTES_MAX} B"));
    }
    if depth(latex) > MATH_DEPTH_MAX {
        return Err(format!("{{{{{{… > {MATH_DEPTH_MAX}"));
    }
    if let Some(name) = refused(latex) {
        return Err(name.to_owned());
    }
    let storage = Storage::new();
    let events: Result<Vec<Event<'_>>, _> = Parser::new(latex, &storage).collect();
    let events = events.map_err(|error| plain(&error.to_string()))?;
    // The writer of formulas puts names of functions into the page as they are, so they could carry elements.
    let carries = |event: &Event<'_>| matches!(event, Event::Content(Content::Function(name)) if name.contains(['<', '>', '&']));
    if events.iter().any(carries) {
        return Err("\\operatorname{<}".to_owned());
    }
    let config = RenderConfig {
        display_mode: if display { DisplayMode::Block } else { DisplayMode::Inline },
        ..RenderConfig::default()
    };
    let mut out = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut out, events, config).map_err(|error| error.to_string())?;
    Ok(whole_parts(&escaped(&out)))
}

/// What the reader of formulas says, in plain words where they are known.
fn plain(error: &str) -> String {
    let said = error.lines().next().unwrap_or_default().trim_start_matches("parsing error: ");
    let known = [
        ("unknown primitive command", "没有这个命令"),
        ("unknown environment", "没有这种环境"),
        ("unbalanced", "括号没有成对"),
        ("unclosed", "括号没有成对"),
        ("end of input", "没有写完"),
        ("subscript", "上标或下标重复"),
        ("superscript", "上标或下标重复"),
    ];
    known
        .iter()
        .find(|(word, _)| said.contains(word))
        .map_or_else(|| said.to_owned(), |(_, zh)| (*zh).to_owned())
}

/// Escapes the `<` and `&` that the writer of formulas leaves as they are in its operators.
fn escaped(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len() + 16);
    let mut chars = mathml.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '<' if !(next.is_ascii_alphabetic() || next == '/') => out.push_str("&lt;"),
            '&' if !(next.is_ascii_alphabetic() || next == '#') => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// The thin space that the writer of formulas sets before a function.
const THIN: &str = "<mspace width=\"0.1667em\" />";

/// Takes the thin space before a function out of elements that count their parts (`MathML` Core 3.4): it was one part too
/// many. Before the base of a script it goes in front of the whole; in a script or a fraction TeX sets none.
fn whole_parts(mathml: &str) -> String {
    const SCRIPTS: [&str; 6] = ["msub", "msup", "msubsup", "munder", "mover", "munderover"];
    if !mathml.contains(THIN) {
        return mathml.to_owned();
    }
    let mut out = String::with_capacity(mathml.len());
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut rest = mathml;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (within, begun) = open.last().copied().unwrap_or_default();
        let script = SCRIPTS.contains(&within);
        if rest.strip_prefix(THIN).is_some_and(|then| then.starts_with("<mi"))
            && (script || matches!(within, "mfrac" | "mroot"))
        {
            if script && out.len() == begun + within.len() + 2 {
                out.insert_str(begun, THIN);
            }
            rest = &rest[THIN.len()..];
            continue;
        }
        let tag = &rest[..=rest.find('>').unwrap_or(rest.len() - 1)];
        if tag.starts_with("</") {
            open.pop();
        } else if !tag.ends_with("/>") {
            let name = tag[1..].split([' ', '>']).next().unwrap_or_default();
            open.push((name, out.len()));
        }
        out.push_str(tag);
        rest = &rest[tag.len()..];
    }
    out.push_str(rest);
    out
}

/// How deep a formula may be nested, at most.
fn depth(latex: &str) -> usize {
    let mut open = 0usize;
    let mut deepest = 0;
    for byte in latex.bytes() {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest + latex.matches("\\left").count() + latex.matches("\\begin").count()
}

/// The first command that is refused: those that define others, since a few of them can stand for a formula without
/// end and one formula does not see another's anyway; and `\char`, on which the reader of formulas stumbles.
fn refused(latex: &str) -> Option<&'static str> {
    [
        "\\def",
        "\\edef",
        "\\gdef",
        "\\xdef",
        "\\let",
        "\\futurelet",
        "\\newcommand",
        "\\renewcommand",
        "\\providecommand",
        "\\char",
    ]
    .into_iter()
    .find(|name| {
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphabetic());
        latex.match_indices(name).any(|(at, _)| latex.get(at + name.len()..).is_some_and(ends))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_with_a_script_stays_one_part_of_its_formula() {
        let check = |latex: &str, expected: &str| {
            let made = mathml(latex, false).unwrap_or_else(|why| panic!("{latex}: {why}"));
            let inner = made.trim_start_matches("<math display=\"inline\">").trim_end_matches("</math>");
            assert_eq!(inner.replace("<mspace width=\"0.1667em\" />", "_"), expected, "{latex}");
        };
        check("L\\log_2", "<mi>L</mi>_<msub><mi>log</mi><mn>2</mn></msub>");
        check("2\\lim_n", "<mn>2</mn>_<msub><mi>lim</mi><mi>n</mi></msub>");
        check("x_\\sin", "<msub><mi>x</mi><mi>sin</mi></msub>");
        check("\\frac 1\\log", "<mfrac><mn>1</mn><mi>log</mi></mfrac>");
        check("x_{2\\sin}", "<msub><mi>x</mi><mrow><mn>2</mn>_<mi>sin</mi></mrow></msub>");
        check("x_\\,", "<msub><mi>x</mi><mspace width=\"0.16666667em\" /></msub>");
    }

    #[test]
    fn a_formula_is_mathml_and_a_broken_one_says_so() {
        assert!(mathml("H = L \\log_2 N", true).is_ok_and(|m| m.starts_with("<math") && m.contains("block")));
        assert!(mathml("\\text{<b>甲}", false).is_ok_and(|m| m.contains("甲") && !m.contains("<b>")));
        assert!(mathml("a<b\\&c", false).is_ok_and(|m| m.contains("<mo>&lt;</mo>") && m.contains("&amp;<")));
        for broken in [
            "\\frac{1",
            "\\nosuch",
            "{{",
            "\\begin{matrix} a",
            "a_b_c",
            "\\def\\a{b}\\a",
            "\\operatorname{<img src=x onerror=a>}",
        ] {
            assert!(mathml(broken, false).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_hostile_formula_is_refused() {
        for hostile in [
            "{".repeat(100_000),
            "{".repeat(5000) + &"}".repeat(5000),
            "\\left(".repeat(1000) + &"\\right)".repeat(1000),
        ] {
            assert!(mathml(&hostile, false).is_err());
        }
    }

    proptest::proptest! {
        #[test]
        fn no_formula_panics(parts in proptest::collection::vec(proptest::sample::select(vec![
            "a", "1", "{", "}", "_", "^", "\\frac", "\\left", "\\right", "(", ")", ".", "|", "&", "\\\\", "\\begin{matrix}",
            "\\end{matrix}", "\\begin{array}", "{c|l}", "\\sqrt", "[", "]", "\\text", "中", "'", "\\sum", "\\limits", " ",
            "\\color", "{red}", "\\mathbb", "#1", "\\over", "\\hline", "\\genfrac", "~", "%", "\\char",
            "\\middle", "\\not", "\\overset", "\\underbrace", "\\binom", "\\operatorname", "\\rule", "1em", "\\kern", "\\unicode",
        ]), 0..12)) {
            let _ = mathml(&parts.concat(), true);
        }
    }
}
