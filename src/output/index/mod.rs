//! What search engines read.

pub mod sitemap;
pub mod robots;
pub mod search;
