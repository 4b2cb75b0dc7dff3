//! `site.yaml`.

pub mod settings;
