//! Themes: files and overrides, and the engine that renders with them.

pub mod builtin;
pub mod minify;
pub mod qr;
pub mod filters;
pub mod doorway;
pub mod bounded;
pub mod shared;
pub mod functions;
pub mod closure;
pub mod marks;
pub mod bare;
pub mod manifest;
pub mod words;
pub mod files;
pub mod fit;
pub mod engines;
pub mod engine;
