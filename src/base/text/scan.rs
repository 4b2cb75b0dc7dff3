//! Texts gone through many bytes at a time.

/// How many bytes are looked at as one, where none of them is meant.
const STRIDE: usize = 32;

/// The same near the byte that is meant, and near the end.
const STEP: usize = 8;

/// Whether a byte is one of these, told without branches.
#[must_use]
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is done for many bytes at once")]
pub fn is_one_of<const N: usize>(byte: u8, signs: [u8; N]) -> bool {
    signs.iter().fold(false, |found, sign| found | (byte == *sign))
}

/// Where the first byte from `from` on stands that `is` holds for. Written without branches (`|`, not `||`), `is` is
/// asked of many bytes at once, so that a text with few such bytes is gone through faster than it could be read.
#[must_use]
pub fn position(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    let at = passed::<STRIDE>(bytes, from, &is);
    let at = passed::<STEP>(bytes, at, &is);
    bytes.get(at..)?.iter().position(|byte| is(*byte)).map(|n| at + n)
}

/// Where the first run of so many bytes begins that holds what is meant, or is the last and shorter.
#[inline]
fn passed<const LEN: usize>(bytes: &[u8], from: usize, is: &impl Fn(u8) -> bool) -> usize {
    let mut at = from;
    while let Some(run) = bytes.get(at..).and_then(|rest| rest.first_chunk::<LEN>()) {
        if run.iter().fold(false, |found, byte| found | is(*byte)) {
            break;
        }
        at += LEN;
    }
    at
}

/// The lines of a text with their ends, as `split_inclusive('\n')` gives them.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let last = (!text.is_empty() && !text.ends_with('\n')).then_some(text.len());
    ends.chain(last).map(move |end| {
        let line = text.get(from..end).unwrap_or_default();
        from = end;
        line
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_is_found_wherever_it_stands(text in "[甲a ]{0,80}[b乙]{0,2}[甲a b]{0,80}", from in 0_usize..200) {
            let expected = text.bytes().enumerate().skip(from).find(|(_, byte)| *byte == b'b').map(|(at, _)| at);
            prop_assert_eq!(position(text.as_bytes(), from, |byte| byte == b'b'), expected);
        }

        #[test]
        fn lines_are_those_of_the_standard_library(text in "[甲a\n]{0,40}") {
            let expected: Vec<&str> = text.split_inclusive('\n').collect();
            prop_assert_eq!(lines(&text).collect::<Vec<_>>(), expected);
        }
    }
}
