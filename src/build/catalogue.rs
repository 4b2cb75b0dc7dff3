//! Every code of the program, gathered from the slices beside the lines that raise them.

use crate::base::diagnostic::code::Code;
use crate::input;
use crate::output;
use crate::site;

/// The slices of the wings below. The shell adds its own, since it stands above.
const WINGS: &[&[&Code]] = &[
    input::source::decode::CODES,
    input::yaml::mistake::CODES,
    input::yaml::read::CODES,
    input::yaml::form::CODES,
    input::kind::read::CODES,
    input::kind::check::CODES,
    input::config::read::CODES,
    input::markdown::bounds::CODES,
    output::imaging::album::CODES,
    input::markdown::raw::CODES,
    input::markdown::inline::CODES,
    input::markdown::leaf::CODES,
    input::markdown::block::CODES,
    input::document::split::CODES,
    input::document::common::CODES,
    input::document::read_column::CODES,
    input::document::read_tasks::CODES,
    input::document::read_units::CODES,
    input::import::rows::CODES,
    input::import::tables::CODES,
    input::parse::CODES,
    input::sorted::CODES,
    site::url::CODES,
    site::unit::CODES,
    site::account::CODES,
    site::tree::CODES,
    site::address::CODES,
    site::link::text::CODES,
    site::link::front::CODES,
    site::task::outline::CODES,
    site::task::target::CODES,
    site::task::plan::CODES,
    site::check::run::CODES,
    output::theme::files::CODES,
    output::theme::fit::CODES,
    output::theme::engine::CODES,
    output::family::CODES,
    super::vanished::CODES,
];

/// Every code of the wings below the shell, by name.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    with(&[])
}

/// The same with further slices: those of the floors above.
#[must_use]
pub fn with(above: &[&[&'static Code]]) -> Vec<&'static Code> {
    let mut codes: Vec<&'static Code> =
        WINGS.iter().chain(above).flat_map(|codes| codes.iter().copied()).collect();
    codes.sort_by_key(|code| code.name);
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_codes_have_one_name() {
        let codes = all();
        for pair in codes.windows(2) {
            assert_ne!(pair[0].name, pair[1].name);
        }
    }
}
