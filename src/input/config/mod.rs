//! `site.yaml`.

pub mod settings;
pub mod read;
