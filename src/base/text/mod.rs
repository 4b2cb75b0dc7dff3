//! Chinese and other text: scripts, width, readings, counts, addresses, escapes, the nearest word.

pub mod script;
pub mod width;
pub mod scan;
pub mod escape;
pub mod reading;
pub mod pinyin;
pub mod digits;
pub mod count;
pub mod slug;
pub mod nearest;
pub mod segment;
pub mod traditional;
pub mod rewriting;
