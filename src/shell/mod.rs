//! Everything that touches the machine: the only wing, with the command line, where files, network, environment and
//! clock are allowed.

pub mod clock;
pub mod disk;
pub mod open;
pub mod publish;
pub mod diagnostics;
pub mod serve;
pub mod catalogue;
