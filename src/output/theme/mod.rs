//! Themes: files and overrides, one engine for each worker.

pub mod builtin;
pub mod files;
pub mod filters;
pub mod functions;
pub mod engine;
