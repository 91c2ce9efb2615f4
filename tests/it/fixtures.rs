//! The fixtures mean what we think they mean: the model reads all of them.

use std::fs;
use std::path::Path;

use notion_model::request::Block;
use serde_json::Value;

fn read(path: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    serde_json::from_str(&fs::read_to_string(root.join(path)).unwrap()).unwrap()
}

#[test]
fn every_block_of_a_world_can_be_sent() {
    let world = read("worlds/demo.json");
    let pages = world["pages"].as_array().unwrap().iter();
    let databases = world["databases"].as_array().unwrap().iter();
    let rows = databases.flat_map(|it| it["rows"].as_array().unwrap());
    let mut count = 0;
    for page in pages.chain(rows) {
        for block in page["children"].as_array().into_iter().flatten() {
            let read: Block = serde_json::from_value(block.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), *block);
            count += read.count();
        }
    }
    assert!(count > 1000, "{count} blocks");
}
