//! Feeds.

pub mod atom;
pub mod json_feed;
