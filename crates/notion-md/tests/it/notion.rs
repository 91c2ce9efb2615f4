//! Notion's second dialect keeps everything.

use notion_md::{Dialect, ReadOptions, WriteOptions, normal, read, write};
use notion_model::request::{AppendChildren, Block};
use proptest::prelude::*;

use crate::trees;

fn v2() -> (ReadOptions, WriteOptions) {
    let dialect = Dialect::V2;
    (ReadOptions { dialect, ..<_>::default() }, WriteOptions { dialect, ..<_>::default() })
}

fn json(blocks: &[Block]) -> String {
    serde_json::to_string_pretty(blocks).expect("blocks can be written")
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::with_cases(10_000)
    })]

    #[test]
    fn every_tree_survives(blocks in trees::page()) {
        let request = AppendChildren { children: blocks, position: None };
        prop_assert_eq!(trees::refused(&request), []);
        let (reading, writing) = v2();
        let blocks = normal(request.children);
        let written = write(&blocks, &writing);
        prop_assert_eq!(&written.remarks, &[]);
        let again = normal(read(&written.text, &reading).blocks);
        prop_assert!(again == blocks, "{}\n{}\n{}", written.text, json(&blocks), json(&again));
    }
}
