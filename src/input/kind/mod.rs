//! Kinds are data: which fields an entry has, how entries sort, which templates show them.

pub mod field;
pub mod schema;
pub mod read;
pub mod builtin;
pub mod check;
pub mod scaffold;
