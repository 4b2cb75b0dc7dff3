//! Markdown to HTML with holes: CommonMark, the CJK-friendly amendments and our directives.

pub mod body;
pub mod prepared;
pub mod emphasis;
pub mod soft_break;
pub mod heading;
pub mod html;
pub mod code;
pub mod math;
pub mod directive;
pub mod output;
pub mod writer;
pub mod block;
pub mod read;
