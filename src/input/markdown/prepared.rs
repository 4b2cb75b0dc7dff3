//! A text with characters put in for the parser, and the way back to the places in the written text.

/// A text and where characters were put in.
pub struct Prepared {
    /// What the parser reads.
    pub text: String,
    /// Start and length, in the prepared text's bytes, of what was put in; ascending.
    insertions: Vec<(usize, usize)>,
}

impl Prepared {
    /// Puts `what` in at byte places of `text`, given in ascending order.
    #[must_use]
    pub fn new(text: &str, places: &[(usize, String)]) -> Self {
        let extra: usize = places.iter().map(|(_, what)| what.len()).sum();
        let mut out = String::with_capacity(text.len() + extra);
        let mut insertions = Vec::with_capacity(places.len());
        let mut from = 0;
        for (at, what) in places {
            out.push_str(text.get(from..*at).unwrap_or_default());
            insertions.push((out.len(), what.len()));
            out.push_str(what);
            from = *at;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        Self { text: out, insertions }
    }

    /// The place in the written text of a byte of the prepared one.
    #[must_use]
    pub fn written(&self, at: usize) -> usize {
        let before = self.insertions.partition_point(|(start, _)| *start < at);
        let shift: usize = self
            .insertions
            .get(..before)
            .unwrap_or_default()
            .iter()
            .map(|(start, len)| (*len).min(at - start))
            .sum();
        at - shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_leads_back() {
        let prepared = Prepared::new("abcd", &[(1, "--".to_owned()), (3, "+".to_owned())]);
        assert_eq!(prepared.text, "a--bc+d");
        let back: Vec<usize> = (0..=7).map(|at| prepared.written(at)).collect();
        assert_eq!(back, [0, 1, 1, 1, 2, 3, 3, 4]);
    }
}
