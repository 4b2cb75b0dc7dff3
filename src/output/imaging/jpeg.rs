//! A JPEG's segments: enough to drop what tells of its maker, and to see that it is whole.

/// A JPEG in parts.
pub struct Parts<'b> {
    /// Segments before the first scan: marker and all bytes of the segment, marker included.
    pub head: Vec<(u8, &'b [u8])>,
    /// From the first scan to the end marker, or to the end of the file where there is none.
    pub scans: &'b [u8],
    /// Whether the end marker was found. What stands behind it (a phone's film, a second picture with its own place of
    /// taking) belongs to no part.
    pub whole: bool,
}

/// Takes a JPEG apart; `None` where it is none or breaks off before its first scan.
#[must_use]
pub fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let mut at = bytes.starts_with(&[0xff, 0xd8]).then_some(2)?;
    let mut head = Vec::new();
    loop {
        let marker = marker(bytes, &mut at)?;
        if marker == 0xda {
            let start = at - 2;
            let end = end_of_scans(bytes, start);
            let whole = end.is_some();
            return Some(Parts { head, scans: bytes.get(start..end.unwrap_or(bytes.len()))?, whole });
        }
        let segment = segment(bytes, at)?;
        head.push((marker, bytes.get(at - 2..segment)?));
        at = segment;
    }
}

impl Parts<'_> {
    /// How many colour components the frame has: 4 for print colours.
    #[must_use]
    pub fn components(&self) -> Option<u8> {
        let is_frame = |m: u8| matches!(m, 0xc0..=0xcf) && !matches!(m, 0xc4 | 0xc8 | 0xcc);
        self.head.iter().find(|(marker, _)| is_frame(*marker)).and_then(|(_, bytes)| bytes.get(9).copied())
    }
}

/// The marker at `at`, which then stands behind it; fill bytes are passed over.
fn marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    if *bytes.get(*at)? != 0xff {
        return None;
    }
    while *bytes.get(*at)? == 0xff {
        *at += 1;
    }
    *at += 1;
    bytes.get(*at - 1).copied()
}

/// Where the segment ends whose length stands at `at`.
fn segment(bytes: &[u8], at: usize) -> Option<usize> {
    let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    (length >= 2 && at + length <= bytes.len()).then_some(at + length)
}

/// Where the end marker ends. Between the scans stand tables, whose bytes may look like markers.
fn end_of_scans(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == 0xff)?;
        match *bytes.get(at + 1)? {
            0xd9 => return Some(at + 2),
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => at = segment(bytes, at + 2)?,
        }
    }
}
