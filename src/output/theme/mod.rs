//! Themes: files and overrides, one engine for each worker.

pub mod builtin;
pub mod minify;
pub mod qr;
pub mod filters;
pub mod functions;
pub mod bounded;
pub mod shared;
pub mod engines;
pub mod bare;
pub mod manifest;
pub mod words;
pub mod files;
pub mod fit;
pub mod engine;
