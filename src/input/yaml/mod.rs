//! YAML as values that know where they stand.

pub mod node;
