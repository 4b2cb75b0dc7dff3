//! Everything that touches the machine: the only wing, with the command line, where files, network, environment and
//! clock are allowed.

#![expect(clippy::disallowed_methods, reason = "the shell is where the machine is touched")]

pub mod clock;
pub mod machine;
pub mod disk;
pub mod history;
pub mod open;
pub mod publish;
pub mod diagnostics;
pub mod serve;
pub mod catalogue;
