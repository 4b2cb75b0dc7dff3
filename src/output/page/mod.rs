//! Pages: one file for each sort.

pub mod meta;
pub mod home;
pub mod column;
pub mod entry;
pub mod taxonomy;
pub mod unit;
pub mod progress;
pub mod report;
pub mod site_map;
pub mod feeds;
pub mod error;
pub mod redirect;
