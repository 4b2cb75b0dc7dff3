//! Long runs of digits, as numbers of cards and telephones are written.

/// Fewest digits of a run that is told of: a mobile number's.
pub const DIGITS_MIN: usize = 11;

/// Every run of at least [`DIGITS_MIN`] digits, in one piece or in groups with single spaces or hyphens between, that
/// is no part of a longer word, address or figure.
pub fn runs(text: &str) -> impl Iterator<Item = Run> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || next_run(bytes, &mut at))
}

fn next_run(bytes: &[u8], at: &mut usize) -> Option<Run> {
    let in_run = |n: usize| bytes.get(n).is_some_and(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-'));
    // A run that is long enough covers one byte of every DIGITS_MIN, so only those are looked at: most texts have
    // no digits there at all.
    while *at + DIGITS_MIN <= bytes.len() {
        let probe = *at + DIGITS_MIN - 1;
        if !in_run(probe) {
            *at = probe + 1;
            continue;
        }
        let mut start = probe;
        while start > *at && in_run(start - 1) {
            start -= 1;
        }
        while bytes.get(start).is_some_and(|b| !b.is_ascii_digit()) && start <= probe {
            start += 1;
        }
        if start > probe {
            *at = start;
            continue;
        }
        let run = Run::at(bytes, start);
        *at = run.end;
        if run.digits.len() >= DIGITS_MIN && !run.in_word(bytes) {
            return Some(run);
        }
    }
    None
}

/// A run of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The digits alone, with a last `X` where it stands.
    pub digits: String,
    /// Lengths of the groups in which they are written.
    pub groups: Vec<usize>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Run {
    /// The longest run from `start`, which is a digit.
    fn at(bytes: &[u8], start: usize) -> Self {
        let mut run = Self { digits: String::new(), groups: vec![0], start, end: start };
        let byte = |n: usize| bytes.get(n).copied().unwrap_or(0);
        loop {
            let here = byte(run.end);
            if here.is_ascii_digit() {
                run.digits.push(char::from(here));
                run.end += 1;
                if let Some(group) = run.groups.last_mut() {
                    *group += 1;
                }
            } else if matches!(here, b' ' | b'-') && byte(run.end + 1).is_ascii_digit() {
                run.groups.push(0);
                run.end += 1;
            } else {
                break;
            }
        }
        // An identity number may end in X.
        if matches!(byte(run.end), b'X' | b'x') && run.digits.len() == 17 {
            run.digits.push('X');
            run.end += 1;
            if let Some(group) = run.groups.last_mut() {
                *group += 1;
            }
        }
        run
    }

    fn in_word(&self, bytes: &[u8]) -> bool {
        let byte = |n: Option<usize>| n.and_then(|n| bytes.get(n)).copied().unwrap_or(b' ');
        let (before, after) = (byte(self.start.checked_sub(1)), byte(Some(self.end)));
        let joins = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'/' | b'=' | b'%');
        let decimal = (before == b'.' && byte(self.start.checked_sub(2)).is_ascii_digit())
            || (after == b'.' && byte(Some(self.end + 1)).is_ascii_digit());
        joins(before) || joins(after) || decimal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_stands_where_it_is_written_and_is_no_part_of_a_word() {
        for (text, expected) in [
            ("电话 138 0000 1234。", &["138 0000 1234"][..]),
            ("4111-1111-1111-1111 和 13800001234", &["4111-1111-1111-1111", "13800001234"]),
            ("11010519491231002X", &["11010519491231002X"]),
            ("a13800001234 3.14159265358979 /13800001234", &[]),
            ("2026-05-06 12", &[]),
        ] {
            let found: Vec<&str> = runs(text).map(|run| &text[run.start..run.end]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn runs_lie_inside_the_text_and_in_order(text in "[0-9Xx \\-.a/中]{0,60}") {
            let mut end = 0;
            for run in runs(&text) {
                assert!(run.start >= end && text.get(run.start..run.end).is_some());
                end = run.end;
            }
        }
    }
}
