//! The search index: which pages are found, by which terms, and in which parts readers' browsers fetch it.
//!
//! Pages are numbered in the order of their days, so that a new entry gets the last number and moves no other. Blocks
//! of pages are cut into terms each for itself and are kept between builds by the fingerprints of their pages; a
//! shard gathers one share of the terms from all blocks. So an edited body costs one block and the shards of its terms.

pub mod bytes;
pub mod plain;
pub mod page;
pub mod text;
pub mod block;
pub mod postings;
pub mod files;
