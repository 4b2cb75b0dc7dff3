//! `theme.yaml`: what a theme is called and who may use it.

use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::input::source::decode::decode;
use crate::input::source::path::SourcePath;
use crate::input::yaml;
use crate::input::yaml::form::Form;

/// What a theme says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Its name in words.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Its licence, as an SPDX expression.
    pub licence: String,
    /// One sentence.
    pub description: String,
}

/// Reads a manifest; what is wrong in it is told, and the rest stands.
#[must_use]
pub fn read(path: &SourcePath, bytes: &[u8]) -> Outcome<Manifest> {
    let mut findings = Findings::default();
    let text = match decode(path, bytes) {
        Ok(text) => text,
        Err(finding) => {
            findings.push(finding);
            return Outcome::new(Manifest::default(), findings);
        }
    };
    let Some(node) = findings.keep(yaml::read::read(&text, 0, path)) else {
        return Outcome::new(Manifest::default(), findings);
    };
    let mut form = Form::new(path, "theme.yaml", &node);
    // The folder is what a theme is known by; the name is for people who read the file.
    let _ = form.plain("name");
    let manifest = Manifest {
        title: form.required_text("title", "").value,
        version: form.plain("version").unwrap_or_default(),
        licence: form.plain("licence").unwrap_or_default(),
        description: form.plain("description").unwrap_or_default(),
    };
    findings.extend(form.finish());
    Outcome::new(manifest, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_and_what_it_does_not_know_is_told() {
        let check = |text: &str, title: &str, codes: &[&str]| {
            let outcome = read(&SourcePath::new("themes/a/theme.yaml"), text.as_bytes());
            assert_eq!(outcome.value.title, title, "{text}");
            assert_eq!(outcome.findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), codes, "{text}");
        };
        check("name: a\ntitle: 海\nversion: 1.0.0\nlicence: MIT\ndescription: 一句\n", "海", &[]);
        check("title: 海\nlicense: MIT\n", "海", &["FM005"]);
        check("version: 1\n", "", &["FM007"]);
        check("title: [海\n", "", &["FM002"]);
    }
}
