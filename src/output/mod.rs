//! What readers get: pure; sees the site only through [`query`].

pub mod query;
pub mod trace;
pub mod recipe;
pub mod sink;
