//! Markdown to HTML with holes: CommonMark, the CJK-friendly amendments and our directives.

pub mod body;
pub mod prepared;
pub mod emphasis;
pub mod soft_break;
pub mod bounds;
pub mod address;
pub mod heading;
pub mod html;
pub mod code;
pub mod math;
pub mod directive;
pub mod output;
pub mod footnote;
pub mod events;
pub mod said;
pub mod writer;
pub mod raw;
pub mod inline;
pub mod leaf;
pub mod media;
pub mod block;
pub mod walk;
pub mod read;
