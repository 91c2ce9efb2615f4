//! Trees of blocks as flat lists, so that neither saving nor comparing them depends on their depth.

use notion_model::request::{self, Block};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::hex;

/// A block without its children, and how deep it is.
#[derive(Serialize, Deserialize)]
struct Line(u32, Block);

/// Saves a tree as a list: JSON readers refuse what is nested more than about forty blocks deep.
pub(crate) fn serialize<S: Serializer>(blocks: &[Block], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(lines(blocks))
}

/// Reads a tree that was saved as a list.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Block>, D::Error> {
    let mut top = Vec::new();
    let mut open: Vec<(u32, Block)> = Vec::new();
    for Line(depth, block) in Vec::<Line>::deserialize(from)? {
        close(&mut open, depth, &mut top);
        open.push((depth, block));
    }
    close(&mut open, 0, &mut top);
    Ok(top)
}

fn close(open: &mut Vec<(u32, Block)>, depth: u32, top: &mut Vec<Block>) {
    while open.last().is_some_and(|(it, _)| *it >= depth) {
        let Some((_, block)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(block),
            None => top.push(block),
        }
    }
}

/// The blocks in the order in which one reads them.
fn lines(blocks: &[Block]) -> impl Iterator<Item = Line> {
    walk(blocks).map(|(depth, block)| Line(depth, Block::new(block.kind.clone())))
}

fn walk(blocks: &[Block]) -> impl Iterator<Item = (u32, &Block)> {
    let mut next: Vec<(u32, &Block)> = blocks.iter().rev().map(|it| (0, it)).collect();
    std::iter::from_fn(move || {
        let (depth, block) = next.pop()?;
        next.extend(block.children.iter().rev().map(|it| (depth + 1, it)));
        Some((depth, block))
    })
}

/// The fingerprint of a tree in normal form.
pub(crate) fn digest(blocks: Vec<Block>) -> String {
    let blocks = notion_md::normal(blocks);
    let mut text = String::new();
    for line in lines(&blocks) {
        // Blocks are made to be sent as JSON.
        text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
    }
    hex::sha256(text.as_bytes())
}

/// The first place where two trees differ, in words. `None` if they say the same.
pub(crate) fn difference(expected: Vec<Block>, found: Vec<Block>) -> Option<String> {
    let (expected, found) = (notion_md::normal(expected), notion_md::normal(found));
    let (mut one, mut other) = (walk(&expected), walk(&found));
    let mut number = 0;
    loop {
        number += 1;
        match (one.next(), other.next()) {
            (None, None) => return None,
            (Some((depth, block)), Some((found_depth, found))) => {
                if depth != found_depth {
                    return Some(format!("block {number} ({}) is at another depth", words(block)));
                }
                if block.kind != found.kind {
                    let (was, is) = (words(block), words(found));
                    return Some(format!("block {number} should be {was}, and is {is}"));
                }
            }
            (Some((_, block)), None) => {
                return Some(format!("block {number} ({}) is missing", words(block)));
            }
            (None, Some((_, found))) => {
                return Some(format!("block {number} ({}) should not be there", words(found)));
            }
        }
    }
}

/// A block in a few words.
fn words(block: &Block) -> String {
    let text = request::plain_text(block.kind.rich_text().unwrap_or_default());
    let text: String = text.chars().take(30).collect();
    format!("{} {text:?}", block.kind.type_name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, EditContent};

    fn item(text: &str, children: Vec<Block>) -> Block {
        Block::bulleted(vec![text.into()]).with_children(children)
    }

    #[test]
    fn a_tree_of_any_depth_is_saved_and_read() {
        let deep = (0..500).fold(item("bottom", vec![]), |it, _| item("level", vec![it]));
        let content = vec![deep, item("a", vec![item("b", vec![]), item("c", vec![])])];
        let action = Action::EditContent(Box::new(EditContent {
            page: notion_model::PageId::from(uuid::Uuid::nil()),
            properties: notion_model::Properties::default(),
            edits: Vec::new(),
            content,
        }));
        let json = serde_json::to_string(&action).unwrap();
        assert_eq!(serde_json::from_str::<Action>(&json).unwrap(), action);
    }

    #[test]
    fn the_first_difference_is_named() {
        let tree = || vec![item("a", vec![item("b", vec![])]), item("c", vec![])];
        assert_eq!(difference(tree(), tree()), None);
        assert_eq!(digest(tree()), digest(tree()));
        let other = vec![item("a", vec![]), item("b", vec![]), item("c", vec![])];
        assert_ne!(digest(tree()), digest(other.clone()));
        insta::assert_snapshot!(difference(tree(), other).unwrap(), @r#"block 2 (bulleted_list_item "b") is at another depth"#);
        let shorter = vec![item("a", vec![item("b", vec![])])];
        insta::assert_snapshot!(difference(tree(), shorter).unwrap(), @r#"block 3 (bulleted_list_item "c") is missing"#);
        let changed = vec![item("a", vec![item("x", vec![])]), item("c", vec![])];
        insta::assert_snapshot!(difference(tree(), changed).unwrap(), @r#"block 2 should be bulleted_list_item "b", and is bulleted_list_item "x""#);
    }
}
