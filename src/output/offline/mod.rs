//! What a reader can go on reading without a network: a service worker and its page.

pub mod page;
pub mod worker;
