//! What is on disk, as the shell or a test hands it in.

pub mod path;
pub mod tree;
pub mod decode;
