//! What the documents mean together: resolved, cross-checked, immutable once built.

pub mod id;
pub mod shelf;
pub mod url;
pub mod value;
pub mod unit;
pub mod account;
pub mod reference;
pub mod entry;
pub mod column;
pub mod schedule;
pub mod tree;
pub mod order;
pub mod taxonomy;
pub mod address;
pub mod link;
pub mod related;
pub mod task;
pub mod duty;
pub mod model;
pub mod ground;
pub mod claims;
pub mod fill;
pub mod print;
pub mod assemble;
pub mod renew;
pub mod check;
#[cfg(test)]
pub mod support;
