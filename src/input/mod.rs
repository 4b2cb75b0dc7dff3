//! What editors wrote, one file at a time: pure, parallel, cacheable by content.

pub mod source;
pub mod yaml;
pub mod kind;
pub mod config;
pub mod markdown;
pub mod document;
pub mod import;
pub mod shelf;
pub mod sorted;
pub mod parsed;
pub mod parse;
pub mod reparse;
