//! The search: its page, and the parts of the index that the page fetches.

pub mod page;
pub mod parts;
