//! Any text read as YAML: never a panic, every place inside the text.
#![no_main]

use chaoyin::input::source::path::SourcePath;
use chaoyin::input::yaml::node::{Node, Value};
use chaoyin::input::yaml::read::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let outcome = read(text, 0, &SourcePath::new("content/a.yaml"));
    for finding in &outcome.findings {
        let span = finding.place.span.expect("a finding in YAML has a place");
        assert!(text.get(span.start as usize..span.end as usize).is_some());
    }
    let mut nodes: Vec<&Node> = outcome.value.iter().collect();
    while let Some(node) = nodes.pop() {
        assert!(text.get(node.span.start as usize..node.span.end as usize).is_some());
        match &node.value {
            Value::List(list) => nodes.extend(list),
            Value::Mapping(pairs) => nodes.extend(pairs.iter().map(|(_, node)| node)),
            _ => {}
        }
    }
});
