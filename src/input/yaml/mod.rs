//! YAML as values that know where they stand.

pub mod located;
pub mod node;
pub mod mistake;
pub mod read;
pub mod scalar;
pub mod edit;
pub mod form;
