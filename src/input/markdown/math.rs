//! Formulas as MathML, which browsers show without JavaScript.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};

/// A formula as MathML; `Err` says what is wrong with it.
///
/// # Errors
/// The first thing that the reader of formulas does not understand.
pub fn mathml(latex: &str, display: bool) -> Result<String, String> {
    let storage = Storage::new();
    if let Some(Err(error)) = Parser::new(latex, &storage).find(Result::is_err) {
        return Err(error.to_string().lines().next().unwrap_or_default().to_owned());
    }
    let config = RenderConfig {
        display_mode: if display { DisplayMode::Block } else { DisplayMode::Inline },
        ..RenderConfig::default()
    };
    let mut out = String::new();
    push_mathml(&mut out, Parser::new(latex, &storage), config).map_err(|error| error.to_string())?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_mathml_and_a_broken_one_says_so() {
        assert!(mathml("H = L \\log_2 N", true).is_ok_and(|m| m.starts_with("<math") && m.contains("block")));
        assert!(mathml("\\frac{1", false).is_err());
    }
}
