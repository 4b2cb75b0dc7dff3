//! Word documents and workbooks of any bytes are read or refused, never a panic.
#![no_main]

use std::collections::BTreeSet;

use chaoyin::input::import::tables::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.docx", "a.xlsx"] {
        let _ = read(name, bytes, None, &BTreeSet::new());
    }
});
