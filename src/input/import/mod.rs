//! Files of other programs: bytes in, task tables and findings out.

pub mod grid;
pub mod archive;
pub mod xlsx;
pub mod docx;
pub mod words;
pub mod imported;
pub mod heads;
pub mod rows;
pub mod tables;
pub mod write;
