//! The whole catalogue of codes: those of the wings below and the shell's own.

use super::disk::{find, folder, verify};
use super::history;
use crate::base::diagnostic::code::Code;
use crate::build::catalogue;

/// Every code of the program, by name.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    catalogue::with(&[find::CODES, folder::CODES, verify::CODES, history::CODES])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_codes_have_one_name() {
        for pair in all().windows(2) {
            assert_ne!(pair[0].name, pair[1].name);
        }
    }
}
