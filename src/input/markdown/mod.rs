//! Markdown to HTML with holes: CommonMark, the CJK-friendly amendments and our directives.

pub mod body;
pub mod read;
