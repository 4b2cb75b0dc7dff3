//! Text: East Asian width, pinyin, slugs, counting, nearest words, escaping.

pub mod width;
pub mod pinyin;
pub mod slug;
pub mod nearest;
pub mod count;
pub mod escape;
