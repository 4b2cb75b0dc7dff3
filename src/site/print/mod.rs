//! Fingerprints of everything that can be asked: equal exactly where the answers are equal.

pub mod value;
pub mod content;
pub mod plan;
pub mod seal;
