//! Addresses: who stands where, and that no two stand at one place.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::reference::{OtherPage, Resolved};
use crate::base::diagnostic::code::{Code, Severity, Words};
use crate::base::diagnostic::finding::{Finding, Place};
use crate::base::diagnostic::outcome::{Findings, Outcome};

/// Two pages at one address.
pub static SAME_ADDRESS: Code = Code {
    name: "OUT001",
    severity: Severity::Error,
    message: Words {
        zh: "网址 {url} 用了两次：{first}和{second}",
        en: "the address {url} is taken twice: by {first} and {second}",
    },
    help: Words {
        zh: "给其中一个另写 slug（网址不分大小写，同音的中文名称也会相同）",
        en: "give one of them another slug (addresses are equal whatever their case, as are names of one sound)",
    },
    example: "content/a/明.md 和 content/a/名.md",
};

/// Codes of this module.
pub const CODES: &[&Code] = &[&SAME_ADDRESS];

/// Something that wants to stand at an address.
#[derive(Clone, Debug)]
pub struct Claim<'c> {
    /// Site path.
    pub url: Cow<'c, str>,
    /// What stands there.
    pub to: Resolved,
    /// Where it is written; `None` for what the program makes.
    pub place: Option<Place>,
    /// What it is, for messages: a file or `标签页`.
    pub what: Cow<'c, str>,
}

/// What stands at each address.
#[derive(Debug, Default)]
pub struct Addresses {
    by_url: HashMap<String, usize, FixedState>,
    standing: Vec<Resolved>,
}

impl Addresses {
    /// What stands at a site path, with or without its last `/`, whatever its case.
    #[must_use]
    pub fn at(&self, url: &str) -> Option<&Resolved> {
        let folded = folded(url);
        let found = match self.by_url.get(folded.as_ref()) {
            Some(found) => Some(found),
            None if !folded.ends_with('/') => self.by_url.get(&format!("{folded}/")),
            None => None,
        };
        self.standing.get(*found?)
    }
}

/// The pages of the main language, to which links of a further one lead where that has no such page.
#[derive(Debug, Default)]
pub struct Beside {
    by_url: HashMap<String, OtherPage, FixedState>,
    by_reference: HashMap<String, OtherPage, FixedState>,
}

impl Beside {
    /// One more page; the first at an address stays.
    pub fn enter(&mut self, url: &str, reference: Option<&str>, title: &str) {
        let page = OtherPage { url: url.to_owned(), title: title.to_owned() };
        if let Some(reference) = reference {
            self.by_reference.entry(reference.to_owned()).or_insert_with(|| page.clone());
        }
        self.by_url.entry(folded(url).into_owned()).or_insert(page);
    }

    /// The page at a site path, with or without its last `/`.
    #[must_use]
    pub fn at(&self, url: &str, anchor: Option<&str>) -> Option<Resolved> {
        let folded = folded(url);
        let found = self.by_url.get(folded.as_ref());
        let found = found.or_else(|| self.by_url.get(&format!("{}/", folded.trim_end_matches('/'))))?;
        Some(elsewhere(found, anchor))
    }

    /// The page that editors refer to so.
    #[must_use]
    pub fn named(&self, reference: &str, anchor: Option<&str>) -> Option<Resolved> {
        self.by_reference.get(reference).map(|page| elsewhere(page, anchor))
    }
}

fn elsewhere(page: &OtherPage, anchor: Option<&str>) -> Resolved {
    let mut page = page.clone();
    if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
        page.url = format!("{}#{anchor}", page.url);
    }
    Resolved::Elsewhere(page)
}

/// Two addresses that differ only in case are one on Windows and macOS, where sites are previewed and mirrored.
fn folded(url: &str) -> Cow<'_, str> {
    if url.chars().any(char::is_uppercase) { Cow::Owned(url.to_lowercase()) } else { Cow::Borrowed(url) }
}

/// Gives each claim its address, first come first served.
#[must_use]
pub fn settle(claims: Vec<Claim<'_>>) -> Outcome<Addresses> {
    let mut findings = Findings::default();
    let mut by_url = HashMap::with_capacity_and_hasher(claims.len(), FixedState::default());
    for (n, claim) in claims.iter().enumerate() {
        let url = folded(&claim.url);
        match by_url.get(url.as_ref()).and_then(|at: &usize| claims.get(*at)) {
            None => drop(by_url.insert(url.into_owned(), n)),
            // Two names of one thing: an alias that is the page's own address.
            Some(other) if other.to == claim.to => {}
            Some(other) => findings.extend(clash(other, claim)),
        }
    }
    let standing = claims.into_iter().map(|claim| claim.to).collect();
    Outcome::new(Addresses { by_url, standing }, findings)
}

fn clash(first: &Claim<'_>, second: &Claim<'_>) -> Option<Finding> {
    let (place, related) = match (&second.place, &first.place) {
        (Some(place), related) => (place, related.as_ref()),
        (None, Some(place)) => (place, None),
        (None, None) => return None,
    };
    let finding = Finding::new(&SAME_ADDRESS, place.clone())
        .with("url", &second.url)
        .with("first", &first.what)
        .with("second", &second.what);
    Some(match related {
        Some(related) => finding.related(related.clone()),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::id::EntryId;

    fn claim<'c>(url: &'c str, file: Option<&'c str>) -> Claim<'c> {
        let to = file.map_or(Resolved::Page(url.to_owned()), |f| Resolved::Entry(EntryId::of(f), None));
        Claim { url: url.into(), to, place: file.map(Place::whole), what: file.unwrap_or("程序").into() }
    }

    #[test]
    fn a_clash_names_both_places() {
        for (second, place, related) in [
            (claim("/a/", Some("c/y.md")), "c/y.md", Some("c/x.md")),
            (claim("/A/", Some("c/y.md")), "c/y.md", Some("c/x.md")),
            (claim("/a/", None), "c/x.md", None),
        ] {
            let outcome = settle(vec![claim("/a/", Some("c/x.md")), second]);
            let found: Vec<_> = outcome.findings.iter().collect();
            assert_eq!(found.len(), 1);
            assert_eq!((found[0].code.name, &*found[0].place.file), ("OUT001", place));
            assert_eq!(found[0].related.as_ref().map(|p| &*p.file), related);
        }
    }

    #[test]
    fn an_address_is_found_without_its_last_slash() {
        let addresses = settle(vec![claim("/a/", Some("c/x.md"))]).value;
        assert!(
            addresses.at("/a").is_some() && addresses.at("/A/").is_some() && addresses.at("/b/").is_none()
        );
    }
}
