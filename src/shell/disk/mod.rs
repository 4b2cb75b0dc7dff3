//! The disk: reading a site whole, writing its outputs all or nothing.

pub mod lock;
pub mod store;
pub mod walk;
pub mod stat;
pub mod near;
pub mod sources;
pub mod find;
pub mod reader;
pub mod read;
pub mod reread;
pub mod kept;
pub mod seen;
pub mod rewrite;
pub mod manifest;
pub mod settled;
pub mod folder;
pub mod sink;
pub mod verify;
pub mod commit;
