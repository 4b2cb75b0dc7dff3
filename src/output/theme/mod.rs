//! Themes: files and overrides, one engine for each worker.

pub mod builtin;
pub mod manifest;
pub mod minify;
pub mod files;
pub mod qr;
pub mod filters;
pub mod functions;
pub mod fit;
pub mod engine;
