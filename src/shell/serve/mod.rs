//! The development server: `build` in a loop over the last good outputs, held in memory.

pub mod sink;
pub mod shown;
pub mod page;
pub mod http;
pub mod watch;
pub mod server;
