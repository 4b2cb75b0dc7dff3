//! `site.yaml`.

pub mod settings;
pub mod part;
pub mod languages;
pub mod read;
