//! A value together with what was found while making it.

use super::code::Severity;
use super::finding::Finding;

/// All findings of a run, or of one stage.
#[derive(Clone, Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Takes the value out of an outcome and keeps its findings.
    pub fn keep<T>(&mut self, outcome: Outcome<T>) -> T {
        self.0.extend(outcome.findings.0);
        outcome.value
    }

    /// Adds one finding.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds all of another's.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Finding>) {
        self.0.extend(others);
    }

    /// Puts them in file order and drops equal ones.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| a.order().cmp(&b.order()));
        self.0.dedup_by(|a, b| a.order() == b.order());
    }

    /// The findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// How many of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|f| f.severity == severity).count()
    }

    /// Whether anything forbids publishing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|f| f.severity == Severity::Error)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Turns warnings into errors: `--strict`.
    pub fn make_strict(&mut self) {
        for finding in &mut self.0 {
            if finding.severity == Severity::Warning {
                finding.severity = Severity::Error;
            }
        }
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'f> IntoIterator for &'f Findings {
    type Item = &'f Finding;
    type IntoIter = std::slice::Iter<'f, Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A stage's value and its findings. The value is always there: the best that could be made, so that all findings
/// of a run come together.
#[derive(Clone, Debug, Default)]
pub struct Outcome<T> {
    /// What was made.
    pub value: T,
    /// What was found.
    pub findings: Findings,
}

impl<T> Outcome<T> {
    /// A value without findings.
    pub fn clean(value: T) -> Self {
        Self { value, findings: Findings::default() }
    }

    /// A value with findings.
    pub fn new(value: T, findings: Findings) -> Self {
        Self { value, findings }
    }

    /// Another form of the value, with the same findings.
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { value: form(self.value), findings: self.findings }
    }
}
