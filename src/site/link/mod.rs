//! References to what they point at.

pub mod target;
pub mod text;
pub mod front;
pub mod all;
