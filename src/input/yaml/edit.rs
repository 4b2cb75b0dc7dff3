//! Changes one value of a YAML text and keeps every other byte.
