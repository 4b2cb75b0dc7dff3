//! Files that are published as they are.

pub mod asset;
pub mod rendition;
pub mod static_file;
