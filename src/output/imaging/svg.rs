//! Takes out of an SVG what could run, load or tell. The filter is `svg-hush`; here its result is compared with what
//! was written, so that an editor hears what was removed, and a harmless file is published as it is.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use svg_hush::{Filter, data_url_filter};

/// What became of an SVG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// It is published as it is.
    Harmless,
    /// It is published filtered; what was dangerous in it, in words: `script`, `onload`. Empty where it only told of
    /// the program and the machine that it was drawn with.
    Filtered(Vec<u8>, Vec<String>),
}

/// Checks an SVG.
///
/// # Errors
/// Why it is no XML.
pub fn check(bytes: &[u8]) -> Result<Checked, String> {
    let mut filter = Filter::new();
    filter.set_data_url_filter(data_url_filter::allow_standard_images);
    let mut filtered = Vec::new();
    filter.filter(bytes, &mut filtered).map_err(|error| match std::error::Error::source(&error) {
        // Without its namespace an SVG is some XML, and browsers show nothing of it.
        Some(why) if !says_namespace(bytes) => format!("xmlns=\"{NAMESPACE}\"？{why}"),
        Some(why) => why.to_string(),
        None => error.to_string(),
    })?;
    let before = Inventory::of(bytes)?;
    let after = Inventory::of(&filtered)?;
    let removed = before.without(&after);
    let dangerous: Vec<String> = removed
        .iter()
        .filter(|part| part.weight == Weight::Dangerous)
        .map(|part| part.name.clone())
        .collect();
    if dangerous.is_empty() && removed.iter().all(|part| part.weight == Weight::Harmless) && !before.entities
    {
        return Ok(Checked::Harmless);
    }
    Ok(Checked::Filtered(filtered, dangerous))
}

/// What the root of an SVG must say.
const NAMESPACE: &str = "http://www.w3.org/2000/svg";

fn says_namespace(bytes: &[u8]) -> bool {
    bytes.windows(NAMESPACE.len()).any(|window| window == NAMESPACE.as_bytes())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Nobody is hurt by it.
    Harmless,
    /// It tells of the program, the machine or the person that drew it.
    Telling,
    /// It may run or load something.
    Dangerous,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    name: String,
    weight: Weight,
}

/// Elements and attributes of an SVG, counted.
#[derive(Default)]
struct Inventory {
    parts: BTreeMap<Part, usize>,
    /// Whether it declares entities, whose text may hide anything.
    entities: bool,
}

impl Inventory {
    fn of(bytes: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(bytes);
        let mut reader = Reader::from_str(&text);
        let mut inventory = Self::default();
        let mut styled = false;
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Eof => return Ok(inventory),
                Event::DocType(declared) => {
                    inventory.entities |= declared.contains("<!ENTITY");
                }
                Event::Start(element) => {
                    inventory.element(&element);
                    styled = element.local_name().as_ref() == "style";
                }
                Event::Empty(element) => inventory.element(&element),
                Event::End(_) => styled = false,
                Event::Text(sheet) if styled => inventory.style(&sheet),
                Event::CData(sheet) if styled => inventory.style(&sheet),
                _ => {}
            }
        }
    }

    fn add(&mut self, name: &str, weight: Weight) {
        *self.parts.entry(Part { name: name.to_owned(), weight }).or_default() += 1;
    }

    /// A style sheet that loads something.
    fn style(&mut self, sheet: &str) {
        for address in outside(sheet) {
            self.add(&address, Weight::Dangerous);
        }
    }

    fn element(&mut self, element: &BytesStart<'_>) {
        let name = element.name();
        let name = name.as_ref().to_owned();
        let weight = match name.split_once(':') {
            // Drawing programs' own elements, and descriptions of the file.
            Some((prefix, _)) if prefix != "svg" => Weight::Telling,
            _ if name == "metadata" => Weight::Telling,
            _ => Weight::Dangerous,
        };
        self.add(&name.replace("svg:", ""), weight);
        for attribute in element.attributes().with_checks(false).flatten() {
            let name = attribute.key.as_ref().to_owned();
            let value = attribute.normalized_value(XmlVersion::default()).unwrap_or_default();
            self.attribute(&name, &value);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let plain = name.strip_prefix("xlink:").unwrap_or(name);
        if plain == "href" {
            if !value.trim().starts_with(['#']) {
                self.add(&format!("href={}", short(value)), Weight::Dangerous);
            }
            return;
        }
        self.style(value);
        let weight = if name.starts_with("on") {
            Weight::Dangerous
        } else if name.starts_with("xmlns:") || name.contains(':') && !name.starts_with("xml") {
            Weight::Telling
        } else {
            Weight::Harmless
        };
        // A namespace's declaration alone tells nothing: what uses it does.
        self.add(
            name,
            if name.starts_with("xmlns") || name.starts_with("xlink") { Weight::Harmless } else { weight },
        );
    }

    /// What this one has and the other has not, or has less often.
    fn without(&self, other: &Self) -> Vec<Part> {
        let fewer = |(part, count): (&Part, &usize)| {
            (other.parts.get(part).copied().unwrap_or(0) < *count).then(|| part.clone())
        };
        self.parts.iter().filter_map(fewer).collect()
    }
}

/// What a style sheet or a value loads from outside of the file: `url(https://…)`, `@import`.
fn outside(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<String> = lower
        .split("url(")
        .skip(1)
        .map(|rest| rest.split(')').next().unwrap_or_default().trim().trim_matches(['"', '\'']).trim())
        .filter(|address| !address.starts_with('#') && !address.starts_with("data:image/"))
        .map(|address| format!("url({})", short(address)))
        .collect();
    found.extend(lower.matches("@import").map(str::to_owned));
    found
}

fn short(text: &str) -> String {
    crate::base::text::width::truncate(text.trim(), 40).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removed(inside: &str) -> Option<Vec<String>> {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" viewBox=\"0 0 8 8\">{inside}</svg>"
        );
        match check(svg.as_bytes()).expect("it is XML") {
            Checked::Harmless => None,
            Checked::Filtered(bytes, removed) => {
                let text = String::from_utf8(bytes).expect("it is UTF-8");
                for danger in ["script", "onload", "evil", "foreignObject", "zhang"] {
                    assert!(!text.contains(danger), "{text}");
                }
                Some(removed)
            }
        }
    }

    #[test]
    fn what_runs_or_loads_is_taken_out_and_named() {
        let nothing: Vec<String> = Vec::new();
        for (inside, expected) in [
            ("<rect width=\"8\" height=\"8\" fill=\"#075\"/>", None),
            ("<title>图</title><text x=\"1\" y=\"2\" aria-hidden=\"true\" class=\"a\">潮音</text>", None),
            ("<style>.a{fill:url(#g)}</style><use href=\"#a\"/>", None),
            ("<script>alert(1)</script>", Some(vec!["script".to_owned()])),
            ("<g onload=\"alert(1)\"/>", Some(vec!["onload".to_owned()])),
            (
                "<foreignObject><p>x</p></foreignObject>",
                Some(vec!["foreignObject".to_owned(), "p".to_owned()]),
            ),
            (
                "<image href=\"https://evil.example/a.png\"/>",
                Some(vec!["href=https://evil.example/a.png".to_owned()]),
            ),
            (
                "<rect style=\"fill:url(https://evil.example/x)\"/>",
                Some(vec!["url(https://evil.example/x)".to_owned()]),
            ),
            ("<rect inkscape:label=\"/home/zhang/a.svg\"/>", Some(nothing)),
        ] {
            assert_eq!(removed(inside), expected, "{inside}");
        }
    }

    #[test]
    fn what_is_no_xml_is_told() {
        assert!(check(b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>").is_err());
    }
}
