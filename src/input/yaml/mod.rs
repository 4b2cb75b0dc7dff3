//! YAML as values that know where they stand.

pub mod located;
pub mod node;
pub mod read;
pub mod form;
