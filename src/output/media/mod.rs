//! Files that are published as they are.

pub mod asset;
pub mod rendition;
pub mod share_card;
pub mod static_file;
