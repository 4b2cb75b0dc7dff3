//! Any text read as Markdown: never a panic, every place inside the text, every hole with its reference, elements
//! balanced, nothing that runs.
#![no_main]

use chaoyin::input::markdown::body::Piece;
use chaoyin::input::markdown::read::read;
use chaoyin::input::source::path::SourcePath;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let outcome = read(text, 0, &SourcePath::new("content/a/b.md"));
    for span in outcome.findings.iter().filter_map(|finding| finding.place.span) {
        assert!(text.get(span.start as usize..span.end as usize).is_some());
    }
    let body = outcome.value;
    let mut html = String::new();
    for piece in &body.pieces {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Hole(hole) => {
                let reference = body.references.get(hole.number()).expect("a hole has its reference");
                assert!(text.get(reference.span.start as usize..reference.span.end as usize).is_some());
            }
        }
    }
    let lower = html.to_lowercase();
    assert!(!lower.contains("<script") && !lower.contains("<iframe") && !lower.contains("<style"));
});
