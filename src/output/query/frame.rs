//! Head and foot of every page.

use super::answer::{Frame, MenuView};
use super::context::{Context, host};
use super::language;
use crate::site::reference::{MenuNode, Resolved};

/// Site path of the service worker. It stands at the root, since a worker sees no more than what lies below it.
pub const WORKER: &str = "/offline-worker.js";

/// The frame of a site's pages.
#[must_use]
pub fn frame(context: &Context<'_>) -> Frame {
    let site = context.site;
    let config = &site.config;
    let logo = config.organisation.logo.as_str();
    Frame {
        title: config.title.clone(),
        description: config.description.clone(),
        base_url: config.base_url.clone(),
        base_path: context.base_path.to_owned(),
        language: config.language.clone(),
        units: language::has_units(site),
        organisation: config.organisation.name.clone(),
        organiser: config.organisation.organiser.clone(),
        organisation_url: config.organisation.url.clone(),
        contact: config.organisation.contact.clone(),
        logo: if logo.is_empty() || logo.contains("://") { logo.to_owned() } else { context.root_href(logo) },
        menu: site.menu.iter().map(|node| menu(context, node)).collect(),
        footer_links: site.footer_links.iter().map(|node| menu(context, node)).collect(),
        icp: config.filing.icp.clone(),
        police: config.filing.police.clone(),
        police_code: config.filing.police.chars().filter(char::is_ascii_digit).collect(),
        site_code: config.filing.site_code.clone(),
        domain: host(&config.base_url).to_owned(),
        year: site.today.year(),
        show_review: config.review.show,
        search: config.search.enabled,
        worker: if config.offline.enabled { context.root_href(WORKER) } else { String::new() },
        generator: format!("Chaoyin {}", env!("CARGO_PKG_VERSION")),
        edit_url: config.repository.edit_url.clone(),
        extra: config.extra.clone(),
    }
}

fn menu(context: &Context<'_>, node: &MenuNode) -> MenuView {
    MenuView {
        title: node.title.clone(),
        url: context.href_of(&node.to),
        language: match &node.to {
            Resolved::Elsewhere(_) => {
                context.languages.first().map_or_else(String::new, |main| main.config.language.clone())
            }
            _ => String::new(),
        },
        external: matches!(&node.to, Resolved::Address(address) if address.contains("://")),
        children: node.children.iter().map(|child| menu(context, child)).collect(),
    }
}
