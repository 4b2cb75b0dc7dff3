//! Style sheets and scripts without what only their authors read: comments, indentation, needless spaces.
//!
//! Names stay, so that a reader's browser shows what the theme says; compression makes up for most of that. No
//! minifying crate serves: lightningcss and oxc each weigh as much as a third of the program, and the small ones break
//! template literals or `calc()`. What cannot be read with certainty is left as it is.

use std::iter::Peekable;
use std::str::CharIndices;

/// A theme's file, made small where it is a style sheet or a script that is not small already.
#[must_use]
pub fn file(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let (stem, extension) = name.rsplit_once('.')?;
    let minify = match extension {
        "css" => css,
        "js" | "mjs" => js,
        _ => return None,
    };
    if stem.ends_with(".min") {
        return None;
    }
    minify(std::str::from_utf8(bytes).ok()?).map(String::into_bytes)
}

/// A style sheet; `None` where a string or comment does not end.
#[must_use]
pub fn css(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    let mut gap = false;
    while let Some((at, c)) = chars.next() {
        match c {
            c if c.is_ascii_whitespace() => gap = true,
            '/' if next_is(&mut chars, '*') => {
                skip_block(&mut chars)?;
                gap = true;
            }
            _ => {
                if std::mem::take(&mut gap) && css_needs_space(&out, c) {
                    out.push(' ');
                }
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(c);
                if matches!(c, '"' | '\'') {
                    copy_string(text, at, c, &mut chars, &mut out)?;
                } else if c == '(' && out.ends_with("url(") {
                    copy_until(&mut chars, ')', &mut out);
                }
            }
        }
    }
    Some(out)
}

fn css_needs_space(out: &str, next: char) -> bool {
    !(out.is_empty()
        || out.ends_with(['{', '}', ';', ',', '(', '[', ':'])
        || matches!(next, '{' | '}' | ';' | ',' | ')' | ']'))
}

/// What stood between two tokens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

/// A script; `None` where it cannot be read with certainty.
#[must_use]
pub fn js(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    let mut gap = Gap::None;
    while let Some((at, c)) = chars.next() {
        match c {
            '\n' | '\r' => gap = Gap::Line,
            c if c.is_whitespace() => gap = gap.max(Gap::Space),
            '/' if next_is(&mut chars, '/') => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            '/' if next_is(&mut chars, '*') => {
                gap = gap.max(if skip_block(&mut chars)? { Gap::Line } else { Gap::Space });
            }
            _ => {
                let before = out.len();
                js_gap(std::mem::replace(&mut gap, Gap::None), c, &mut out);
                let begins_regex = c == '/' && regex_may_begin(out.get(..before).unwrap_or_default());
                out.push(c);
                match c {
                    '"' | '\'' => copy_string(text, at, c, &mut chars, &mut out)?,
                    '`' => copy_template(&mut chars, &mut out)?,
                    '/' if begins_regex => copy_regex(&mut chars, &mut out)?,
                    _ => {}
                }
            }
        }
    }
    Some(out)
}

fn js_gap(gap: Gap, next: char, out: &mut String) {
    let Some(last) = out.chars().next_back() else { return };
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '\\' | '@') || !c.is_ascii();
    match gap {
        Gap::None => {}
        // A line's end may end a statement, unless what stands before or after it cannot.
        Gap::Line if matches!(last, '{' | '(' | '[' | ',' | ';') || matches!(next, '}' | ')' | ']') => {}
        Gap::Line => out.push('\n'),
        Gap::Space => {
            let joined = (word(last) && word(next))
                || (matches!(last, '+' | '-') && last == next)
                || last == '/'
                || next == '/'
                || (last.is_ascii_digit() && next == '.')
                || (last == '<' && next == '!')
                || (last == '-' && next == '>');
            if joined {
                out.push(' ');
            }
        }
    }
}

/// Whether `/` after this begins a regular expression and does not divide.
fn regex_may_begin(before: &str) -> bool {
    let before = before.trim_end();
    let Some(last) = before.chars().next_back() else { return true };
    if "(,=:[!&|?{};+-*%~^<>".contains(last) {
        return true;
    }
    let start =
        before.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.'))).map_or(0, |n| n + 1);
    matches!(
        before.get(start..).unwrap_or_default(),
        "return"
            | "typeof"
            | "case"
            | "in"
            | "of"
            | "delete"
            | "void"
            | "throw"
            | "new"
            | "else"
            | "do"
            | "yield"
            | "await"
            | "instanceof"
    )
}

type Chars<'t> = Peekable<CharIndices<'t>>;

fn next_is(chars: &mut Chars<'_>, wanted: char) -> bool {
    chars.peek().is_some_and(|(_, c)| *c == wanted)
}

/// Passes a `/*` comment over; says whether it held a line's end.
fn skip_block(chars: &mut Chars<'_>) -> Option<bool> {
    chars.next();
    let mut lines = false;
    loop {
        match chars.next()?.1 {
            '*' if next_is(chars, '/') => {
                chars.next();
                return Some(lines);
            }
            '\n' => lines = true,
            _ => {}
        }
    }
}

/// Copies a string from after its opening quote; `None` where its line ends first.
fn copy_string(text: &str, from: usize, quote: char, chars: &mut Chars<'_>, out: &mut String) -> Option<()> {
    loop {
        let (at, c) = chars.next()?;
        match c {
            '\\' => drop(chars.next()?),
            '\n' => return None,
            c if c == quote => {
                out.push_str(text.get(from + 1..=at)?);
                return Some(());
            }
            _ => {}
        }
    }
}

fn copy_until(chars: &mut Chars<'_>, end: char, out: &mut String) {
    // A quoted address is read as a string by the caller.
    if chars.peek().is_some_and(|(_, c)| matches!(c, '"' | '\'') || c.is_ascii_whitespace()) {
        return;
    }
    for (_, c) in chars.by_ref() {
        out.push(c);
        if c == end {
            return;
        }
    }
}

/// Copies a template literal from after its opening mark, with the expressions in it as they are.
fn copy_template(chars: &mut Chars<'_>, out: &mut String) -> Option<()> {
    loop {
        let (_, c) = chars.next()?;
        out.push(c);
        match c {
            '\\' => out.push(chars.next()?.1),
            '`' => return Some(()),
            '$' if next_is(chars, '{') => {
                out.push(chars.next()?.1);
                copy_expression(chars, out)?;
            }
            _ => {}
        }
    }
}

/// Copies to the brace that ends an expression of a template literal.
fn copy_expression(chars: &mut Chars<'_>, out: &mut String) -> Option<()> {
    let mut depth = 1usize;
    while depth > 0 {
        let (_, c) = chars.next()?;
        out.push(c);
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '`' => copy_template(chars, out)?,
            '"' | '\'' => loop {
                let (_, inner) = chars.next()?;
                out.push(inner);
                match inner {
                    '\\' => out.push(chars.next()?.1),
                    '\n' => return None,
                    inner if inner == c => break,
                    _ => {}
                }
            },
            _ => {}
        }
    }
    Some(())
}

/// Copies a regular expression from after its opening `/`.
fn copy_regex(chars: &mut Chars<'_>, out: &mut String) -> Option<()> {
    let mut class = false;
    loop {
        let (_, c) = chars.next()?;
        out.push(c);
        match c {
            '\\' => out.push(chars.next()?.1),
            '\n' => return None,
            '[' => class = true,
            ']' => class = false,
            '/' if !class => return Some(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(minify: fn(&str) -> Option<String>, text: &str, wanted: &str) {
        assert_eq!(minify(text).as_deref(), Some(wanted), "{text}");
    }

    #[test]
    fn a_style_sheet_keeps_every_space_that_means_something() {
        for (text, wanted) in [
            ("/* note */\na { color : red ; }\n", "a{color :red}"),
            ("a :hover, b:hover > c { x: calc(1px + 2px) ; }", "a :hover,b:hover > c{x:calc(1px + 2px)}"),
            (
                "@media (min-width: 40rem) and (hover) { a { b: c } }",
                "@media (min-width:40rem) and (hover){a{b:c}}",
            ),
            ("a::after { content: \" /* no */ \\\" ; \"; }", "a::after{content:\" /* no */ \\\" ; \"}"),
            ("a { b: url( x y ) } c { d: url(/*x*/;) }", "a{b:url(x y)}c{d:url(/*x*/;)}"),
            ("a { --x: 1px 2px; margin: -1px auto }", "a{--x:1px 2px;margin:-1px auto}"),
        ] {
            check(css, text, wanted);
        }
    }

    #[test]
    fn a_script_keeps_what_it_does() {
        for (text, wanted) in [
            ("// note\nconst a = 1; // more\n\n  let b = a + +a;", "const a=1;let b=a+ +a;"),
            ("let a = 1\nlet b = 2", "let a=1\nlet b=2"),
            ("f(() => {\n  return a / 2 // x\n})", "f(()=>{return a / 2})"),
            (
                "x = /a'[/]\\/b/.test(y) ? 'a // b' : `c  // ${d ? `e  ${\"}\"}` : 1}  f`",
                "x= /a'[/]\\/b/.test(y)?'a // b':`c  // ${d ? `e  ${\"}\"}` : 1}  f`",
            ),
            ("return /x/g in y", "return /x/g in y"),
            ("a = b /* one */ + c", "a=b+c"),
            ("字 = \"文  字\" ; 甲 in 乙", "字=\"文  字\";甲 in 乙"),
        ] {
            check(js, text, wanted);
        }
    }

    #[test]
    fn what_does_not_end_is_left_as_it_is() {
        for text in ["a = 'x\n'", "/* x", "`${a", "x = /a"] {
            assert_eq!(js(text), None, "{text}");
        }
        assert_eq!(css("a { content: \"x"), None);
        assert_eq!(file("a.min.js", b"a = 1"), None);
        assert_eq!(file("a.svg", b"<svg> </svg>"), None);
    }
}
