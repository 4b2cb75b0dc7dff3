//! Text as a YAML scalar: plain where it reads back as the same text, between double quotes else.

use std::fmt::Write as _;

use super::node::Value;
use super::read::read;
use crate::input::source::path::SourcePath;

/// A text as a scalar on one line, safe in block and in flow style alike. Control characters are left out, since no
/// value may hold them.
#[must_use]
pub fn scalar(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if is_plain(&text) { text } else { quoted(&text) }
}

/// A list of texts in flow style: `[宣传部, 学工部]`.
#[must_use]
pub fn flow_list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    format!("[{}]", texts.into_iter().map(scalar).collect::<Vec<_>>().join(", "))
}

/// Whether the reader itself takes the text for just this text, within brackets and without.
fn is_plain(text: &str) -> bool {
    if text.is_empty() || text.trim() != text || text.contains(['\n', '\t', ',', '[', ']', '{', '}']) {
        return false;
    }
    // What YAML gives a meaning at the start of a scalar, or reserves.
    if text.starts_with(['-', '?', ':', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '='])
        || text.ends_with(':')
        || text.contains(": ")
        || text.contains(" #")
    {
        return false;
    }
    let path = SourcePath::new("scalar");
    let alone = read(&format!("a: {text}\n"), 0, &path).value;
    alone.and_then(|node| node.get("a").map(|n| n.value == Value::Text(text.to_owned()))).unwrap_or(false)
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // Line separators would be folded, a byte-order mark dropped.
            '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_quoted_only_where_it_must_be() {
        for (text, expected) in [
            ("名师名生", "名师名生"),
            ("“名师名生”专栏", "“名师名生”专栏"),
            ("12", "\"12\""),
            ("true", "\"true\""),
            ("a: b", "\"a: b\""),
            ("甲, 乙", "\"甲, 乙\""),
            ("一\n二", "\"一\\n二\""),
            ("", "\"\""),
            ("https://example.edu.cn/a", "https://example.edu.cn/a"),
        ] {
            assert_eq!(scalar(text), expected);
        }
    }

    proptest! {
        #[test]
        fn every_text_reads_back_as_itself(text in "[^\\p{Cc}]{0,20}|[-:#\\[\\]{},\"'\\\\ a0~.\n]{0,8}") {
            let file = format!("a: {}\nb: [{}]\n", scalar(&text), scalar(&text));
            let node = read(&file, 0, &SourcePath::new("a.yaml")).value.expect("it is YAML");
            prop_assert_eq!(node.get("a").map(|n| &n.value), Some(&Value::Text(text.clone())), "{}", file);
            let Some(Value::List(list)) = node.get("b").map(|n| &n.value) else { panic!("a list") };
            prop_assert_eq!(&list[0].value, &Value::Text(text));
        }
    }
}
