//! The run: the stages in order, and what is kept between runs.

pub mod pending;
pub mod memory;
pub mod cache;
pub mod timing;
pub mod catalogue;
pub mod build;
