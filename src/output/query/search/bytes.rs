//! Numbers as bytes: LEB128, small numbers first.

/// Writes a number.
pub fn put(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Reads a number and moves on; 0 at the end of the bytes.
pub fn take(bytes: &mut &[u8]) -> u32 {
    let mut number = 0_u32;
    let mut shift = 0;
    while let Some((first, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(first & 0x7F).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if first & 0x80 == 0 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_taken() {
        let numbers = [0, 1, 127, 128, 300, 16_383, 16_384, 1 << 22, u32::MAX];
        let mut out = Vec::new();
        numbers.iter().for_each(|n| put(&mut out, *n));
        let mut rest = out.as_slice();
        for n in numbers {
            assert_eq!(take(&mut rest), n);
        }
        assert!(rest.is_empty());
        assert_eq!(take(&mut rest), 0);
    }
}
