//! The nearest word, for suggestions.

/// The word that differs least from `word`, where it differs by less than half.
#[must_use]
pub fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let length = word.chars().count();
    let most = (length / 2).clamp(1, 4);
    words
        .into_iter()
        .map(|other| (distance(word, other), other))
        .filter(|(d, other)| *d <= most && *other != word)
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, other)| other)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (n, ca) in a.chars().enumerate() {
        let mut above = n;
        let mut left = n + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let here = if ca == *cb { above } else { above.min(left).min(*cell) + 1 };
            above = *cell;
            left = here;
            *cell = here;
        }
        if let Some(first) = row.first_mut() {
            *first = n + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
