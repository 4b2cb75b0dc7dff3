//! The zip around an office file, within bounds: what it unpacks to is counted before anything is kept.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::base::limits::{IMPORT_BYTES_MAX, IMPORT_PARTS_MAX, IMPORT_UNPACKED_BYTES_MAX};

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not what its name says, or broken; in words.
    Unreadable(String),
    /// It is larger than anything that holds a plan.
    TooLarge,
}

/// Opens an archive that stays within bounds.
///
/// # Errors
/// The refusal.
pub fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Refusal> {
    if bytes.len() > IMPORT_BYTES_MAX {
        return Err(Refusal::TooLarge);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > IMPORT_PARTS_MAX {
        return Err(Refusal::TooLarge);
    }
    // The sizes that an archive states may be lies, so that each part is unpacked once into nothing.
    let mut room = IMPORT_UNPACKED_BYTES_MAX;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(unreadable)?;
        let unpacked = std::io::copy(&mut part.take(room + 1), &mut std::io::sink()).map_err(unreadable)?;
        room = room.checked_sub(unpacked).ok_or(Refusal::TooLarge)?;
    }
    Ok(archive)
}

/// A part of an archive that [`open`] gave; `None` where there is none.
///
/// # Errors
/// The refusal.
pub fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
    let part = match archive.by_name(name) {
        Ok(part) => part,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let mut bytes = Vec::new();
    part.take(IMPORT_UNPACKED_BYTES_MAX).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Some(bytes))
}

/// A refusal with the words of a library.
pub fn unreadable(error: impl ToString) -> Refusal {
    Refusal::Unreadable(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_bomb_is_refused_whatever_it_says_of_itself() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let zeroes = vec![0; 1 << 20];
        writer.start_file("a", SimpleFileOptions::default()).expect("a part");
        for _ in 0..=(IMPORT_UNPACKED_BYTES_MAX >> 20) {
            writer.write_all(&zeroes).expect("it is written");
        }
        let bytes = writer.finish().expect("an archive").into_inner();
        assert!(bytes.len() < 1 << 20);
        assert_eq!(open(&bytes).err(), Some(Refusal::TooLarge));
    }

    #[test]
    fn what_is_no_archive_is_told() {
        assert!(matches!(open(b"PK is no archive"), Err(Refusal::Unreadable(_))));
    }
}
