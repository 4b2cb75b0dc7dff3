//! Any text read as every file that a site has: entry, column, kind, task table, accounts, units, configuration.
#![no_main]

use chaoyin::input::config::read::read;
use chaoyin::input::parse::parse;
use chaoyin::input::parsed::ParsedMemory;
use chaoyin::input::source::tree::SourceTree;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut tree = SourceTree::default();
    for path in [
        "site.yaml",
        "content/units.yaml",
        "content/kinds/own.yaml",
        "content/a/_index.md",
        "content/a/b.md",
        "content/c/d/index.md",
    ] {
        tree.insert_text(path, text);
    }
    for (column, kind) in [("p", "tasks"), ("m", "accounts"), ("w", "work"), ("k", "course")] {
        tree.insert_text(
            &format!("content/{column}/_index.md"),
            &format!("---\ntitle: 甲\nkind: {kind}\n---\n"),
        );
        tree.insert_text(&format!("content/{column}/a.yaml"), text);
        tree.insert_text(&format!("content/{column}/b.md"), text);
        tree.insert_text(&format!("content/{column}/c/_index.md"), text);
    }
    let config = read(&tree).value;
    let mut kept = ParsedMemory::default();
    let first = parse(&tree, &config, &mut kept);
    let entries = kept.entries.documents();
    let second = parse(&tree, &config, &mut kept);
    assert_eq!(entries, kept.entries.documents());
    assert_eq!(first.findings.len(), second.findings.len());
});
