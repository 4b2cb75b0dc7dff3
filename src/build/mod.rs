//! The run: the stages in order, and what is kept between runs.

pub mod known;
pub mod memory;
pub mod cache;
pub mod timing;
pub mod published;
pub mod vanished;
pub mod world;
pub mod catalogue;
pub mod consequences;
pub mod nowhere;
#[expect(clippy::module_inception, reason = "the room holds the one verb that it is named for")]
pub mod build;
