//! Pictures as bytes: what is known of one, and what is made of it. Pure, and knows nothing of the site.

pub mod format;
pub mod size;
pub mod jpeg;
pub mod cleaning;
pub mod svg;
pub mod pixels;
pub mod placeholder;
pub mod typeface;
pub mod title_lines;
pub mod share_card;
pub mod avif;
pub mod motion;
pub mod facts;
pub mod rendition;
pub mod ladder;
pub mod store;
pub mod darkroom;
pub mod album;
#[cfg(test)]
pub mod sample;
