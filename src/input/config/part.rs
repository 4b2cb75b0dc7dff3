//! Parts of `site.yaml` that stand in more than one place.

use std::collections::BTreeMap;

use super::settings::{MenuLink, Organisation};
use crate::base::diagnostic::outcome::{Findings, Outcome};
use crate::base::diagnostic::span::Aside;
use crate::input::source::path::SourcePath;
use crate::input::yaml::form::Form;
use crate::input::yaml::node::Node;

/// Who publishes.
#[must_use]
pub fn organisation(node: &Node, path: &SourcePath) -> Outcome<Organisation> {
    let mut form = Form::new(path, "organisation", node);
    let organisation = Organisation {
        name: form.plain("name").unwrap_or_default(),
        organiser: form.plain("organiser").unwrap_or_default(),
        url: form.plain("url").unwrap_or_default(),
        contact: form.plain("contact").unwrap_or_default(),
        logo: form.plain("logo").unwrap_or_default(),
    };
    Outcome::new(organisation, form.finish())
}

/// Links of a menu, at most `levels` deep.
pub fn menu(list: &[Node], path: &SourcePath, findings: &mut Findings, levels: usize) -> Vec<MenuLink> {
    let mut links = Vec::new();
    for node in list {
        let mut form = Form::new(path, "菜单", node);
        let title = form.required_text("title", "").value;
        let to = form.required_text("to", "/");
        let children =
            if levels > 1 { menu(form.list("children"), path, findings, levels - 1) } else { Vec::new() };
        findings.extend(form.finish());
        links.push(MenuLink { title, to: to.value, at: Aside(to.span), children });
    }
    links
}

/// Free texts by name.
#[must_use]
pub fn texts(node: &Node, path: &SourcePath) -> Outcome<BTreeMap<String, String>> {
    let texts = Form::new(path, "extra", node).all_texts();
    Outcome::new(texts.value.into_iter().map(|(k, v)| (k.value, v.value)).collect(), texts.findings)
}
