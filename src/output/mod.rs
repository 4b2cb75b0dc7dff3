//! What readers get: pure; sees the site only through [`query`].

pub mod imaging;
pub mod query;
pub mod recipe;
pub mod sink;
pub mod theme;
pub mod family;
pub mod page;
pub mod feed;
pub mod data;
pub mod media;
pub mod index;
pub mod offline;
pub mod plan;
pub mod packed;
pub mod render;
