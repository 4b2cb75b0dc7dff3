//! Ids of headings: readable, unique in their text, made in linear time.

use std::collections::{HashMap, HashSet};

/// Gives out ids.
#[derive(Default)]
pub struct Ids {
    used: HashSet<String>,
    next: HashMap<String, u32>,
}

impl Ids {
    /// An id for a heading's text, or the one that is written (`{#id}`), made unique with `-1`, `-2` ….
    pub fn give(&mut self, text: &str, written: Option<&str>) -> String {
        let base = match written {
            Some(id) => id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect(),
            None => slug(text),
        };
        let base = match base.as_str() {
            "" => "section".to_owned(),
            // Footnotes have ids of this form.
            id if id.starts_with("fn-") || id.starts_with("fnref-") => format!("section-{id}"),
            _ => base,
        };
        if self.used.insert(base.clone()) {
            return base;
        }
        // The counter goes on where it stopped, so that 20,000 equal headings are not a quadratic search.
        let counter = self.next.entry(base.clone()).or_insert(0);
        loop {
            *counter += 1;
            let id = format!("{base}-{counter}");
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Letters, digits and Han characters stay; everything else is a `-`.
fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || c == '_' {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_unique() {
        let mut ids = Ids::default();
        let given: Vec<String> =
            ["第二步：查来源", "A & B", "A & B", "a-b-1", "！"].iter().map(|t| ids.give(t, None)).collect();
        assert_eq!(given, ["第二步-查来源", "a-b", "a-b-1", "a-b-1-1", "section"]);
        assert_eq!(ids.give("任意", Some("mine")), "mine");
        assert_eq!(ids.give("fn 1", None), "section-fn-1");
    }
}
