//! Bytes up to the bound of an output: the template engine has none of its own.

use std::io;

use crate::base::limits::OUTPUT_BYTES_MAX;

/// Takes bytes up to the bound.
pub struct Bounded(pub Vec<u8>);

impl Default for Bounded {
    fn default() -> Self {
        Self(Vec::with_capacity(16 * 1024))
    }
}

impl io::Write for &mut Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len().saturating_add(bytes.len()) > OUTPUT_BYTES_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
