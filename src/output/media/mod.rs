//! Files that are published as they are.

pub mod asset;
pub mod static_file;
