//! The examples of the front page are specs.

use super::Spec;

#[test]
fn every_example_reads() {
    let page = include_str!("../../README.md");
    let examples: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|it| it.split("```").next()).collect();
    let mut kinds = Vec::new();
    for (number, example) in examples.iter().enumerate() {
        match Spec::parse(&format!("example {}", number + 1), example) {
            Ok(spec) => kinds.push(spec.kind.word()),
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(kinds, ["query", "batch", "sync", "migrate", "push"]);
}
