//! Numbers as they are drawn and read, whatever came in.

/// Largest amount that is drawn; nothing that a school counts comes near it.
const AMOUNT_MAX: f64 = 1e12;

/// An amount to draw: never negative, never without end; what is no number counts as none.
pub fn amount(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(0.0, AMOUNT_MAX) }
}

/// An amount to read: whole where it is whole, else with one decimal; `—` where it is no number.
pub fn figure(value: f64) -> String {
    if !value.is_finite() {
        return "—".to_owned();
    }
    trimmed(value.clamp(-AMOUNT_MAX, AMOUNT_MAX), 1)
}

/// A percentage to read: never 100% before all is done, never 0% after a beginning.
pub fn percentage(percent: f64) -> String {
    if !percent.is_finite() {
        return "—".to_owned();
    }
    let percent = percent.clamp(0.0, AMOUNT_MAX);
    let whole = percent.round();
    let shown = if whole >= 100.0 && percent < 100.0 {
        99.0
    } else if whole < 1.0 && percent > 0.0 {
        1.0
    } else {
        whole
    };
    format!("{shown:.0}%")
}

/// A coordinate with at most two decimals.
pub fn coordinate(value: f64) -> String {
    trimmed(if value.is_finite() { value } else { 0.0 }, 2)
}

fn trimmed(value: f64, decimals: usize) -> String {
    let mut text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// A count as a number to draw with; charts count far below the bound.
pub fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// The part of `whole` that `part` is, 0 to 1.
pub fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}

/// The marks of an axis from 0 to at least `most`: at most five steps of 1, 2 or 5 times a power of ten.
pub fn axis_marks(most: f64) -> Vec<f64> {
    let most = amount(most);
    if most <= 0.0 {
        return vec![0.0, 1.0];
    }
    let power = 10_f64.powf((most / 5.0).log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].iter().map(|n| n * power).find(|step| step * 5.0 >= most).unwrap_or(most);
    // Things are counted whole: between 0 and 3 stand 1 and 2, not 0.5.
    let step = if most >= 1.0 { step.max(1.0) } else { step };
    let mut marks = vec![0.0];
    for n in 1..=5 {
        let mark = step * f64::from(n);
        marks.push(mark);
        if mark >= most {
            break;
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_without_noise() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-0.01, "0"),
            (12.0, "12"),
            (12.34, "12.3"),
            (10.0, "10"),
            (-3.5, "-3.5"),
            (f64::NAN, "—"),
            (f64::INFINITY, "—"),
            (f64::MAX, "1000000000000"),
        ] {
            assert_eq!(figure(value), expected);
        }
    }

    #[test]
    fn a_percentage_does_not_flatter() {
        for (value, expected) in [
            (0.0, "0%"),
            (0.2, "1%"),
            (59.5, "60%"),
            (99.7, "99%"),
            (100.0, "100%"),
            (120.0, "120%"),
            (-5.0, "0%"),
            (f64::NAN, "—"),
        ] {
            assert_eq!(percentage(value), expected);
        }
    }

    #[test]
    fn an_axis_has_round_marks() {
        for (most, expected) in [
            (0.0, vec![0.0, 1.0]),
            (1.0, vec![0.0, 1.0]),
            (3.0, vec![0.0, 1.0, 2.0, 3.0]),
            (39.0, vec![0.0, 10.0, 20.0, 30.0, 40.0]),
            (100.0, vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
            (1234.0, vec![0.0, 500.0, 1000.0, 1500.0]),
            (f64::NAN, vec![0.0, 1.0]),
        ] {
            assert_eq!(axis_marks(most), expected, "{most}");
        }
        let top = axis_marks(f64::INFINITY);
        assert!(top.len() <= 6 && top.last().is_some_and(|t| t.is_finite() && *t >= AMOUNT_MAX));
    }

    #[test]
    fn coordinates_are_short() {
        for (value, expected) in
            [(1.0, "1"), (1.006, "1.01"), (0.1 + 0.2, "0.3"), (-0.001, "0"), (f64::NAN, "0")]
        {
            assert_eq!(coordinate(value), expected);
        }
    }
}
