//! What the documents mean together: resolved, cross-checked, immutable once built.

pub mod id;
pub mod unit;
pub mod account;
pub mod reference;
pub mod column;
pub mod entry;
pub mod taxonomy;
pub mod task;
pub mod model;
