//! The nearest valid word, for suggestions.

/// The word that is nearest to what was typed, where one is near enough to be meant: a third of its length in typing
/// errors (at least one), or the same pinyin. The first of equals wins.
#[must_use]
pub fn nearest<'w>(typed: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let typed_folded = folded(typed);
    let mut best: Option<(usize, &str)> = None;
    for word in words {
        if word == typed {
            continue;
        }
        let candidate = folded(word);
        let longer = typed_folded.len().max(candidate.len());
        // Two Hanzi of which one is wrong are still near; two Latin letters are not.
        let most = if longer <= 2 && typed.is_ascii() { 0 } else { (longer / 3).max(1) };
        let far = distance(&typed_folded, &candidate);
        let near = if far <= most {
            far
        } else if !typed.is_ascii() && super::slug::slug(typed) == super::slug::slug(word) {
            most
        } else {
            continue;
        };
        if best.is_none_or(|(least, _)| near < least) {
            best = Some((near, word));
        }
    }
    best.map(|(_, word)| word)
}

/// Small letters, full-width forms as ASCII.
fn folded(text: &str) -> Vec<char> {
    text.trim()
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, cb) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(ca != cb);
            let mut least = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *cb && *ca == b[j - 1] {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_finds_its_word() {
        let words = ["title", "date", "tags", "summary", "进行中", "已完成", "宣传部"];
        for (typed, expected) in [
            ("titel", Some("title")),
            ("Title", Some("title")),
            ("sumary", Some("summary")),
            ("进行", Some("进行中")),
            ("以完成", Some("已完成")),
            ("宣传不", Some("宣传部")),
            ("zzzzzz", None),
        ] {
            assert_eq!(nearest(typed, words), expected, "{typed}");
        }
    }
}
