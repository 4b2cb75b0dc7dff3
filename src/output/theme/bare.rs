//! The template engine before it knows any template.

use tera::Tera;

use super::{filters, functions, marks};

/// An engine without templates: escaping, filters, functions.
#[must_use]
pub fn bare() -> Tera {
    let mut tera = Tera::default();
    filters::register(&mut tera);
    functions::register(&mut tera);
    marks::register(&mut tera);
    tera
}
