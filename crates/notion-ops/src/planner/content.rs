//! The content of a page, read at every depth, as it can be created somewhere else.

use std::collections::BTreeMap;

use notion_client::{BlockTree, Client, Error};
use notion_model::{BlockId, BlockKind, Guarded, request};

/// The content of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Content {
    /// What can be created.
    pub(crate) blocks: Vec<request::Block>,
    /// What cannot, and how often.
    pub(crate) lost: BTreeMap<String, usize>,
    /// How many blocks were read.
    pub(crate) count: usize,
}

impl Content {
    /// Turns a tree that was read into blocks to be created.
    ///
    /// What cannot be created leaves its children in its place. A list of open blocks takes the place of
    /// recursion, so that trees may be as deep as they like.
    pub(crate) fn of(tree: &BlockTree) -> Self {
        let mut content = Self { count: tree.len(), ..Self::default() };
        // Each open block with its depth in the source.
        let mut open: Vec<(usize, request::Block)> = Vec::new();
        for node in tree.in_order() {
            close(&mut open, node.depth, &mut content.blocks);
            let Guarded::Item(block) = &node.block else {
                *content.lost.entry("a block that cannot be read".to_owned()).or_default() += 1;
                continue;
            };
            let carried = block.to_request();
            for lost in &carried.lost {
                *content.lost.entry(lost.to_string()).or_default() += 1;
            }
            match carried.value {
                Some(value) => open.push((node.depth, value)),
                None if carried.lost.is_empty() => {
                    let name = describe(&block.kind);
                    *content.lost.entry(name).or_default() += 1;
                }
                None => {}
            }
        }
        close(&mut open, 0, &mut content.blocks);
        content
    }

    /// The same content, every block of which Notion takes again.
    pub(crate) fn creatable(mut self) -> Self {
        let fitted = notion_md::fit(std::mem::take(&mut self.blocks));
        for remark in fitted.remarks {
            *self.lost.entry(remark.message).or_default() += 1;
        }
        Self { blocks: fitted.blocks, ..self }
    }
}

/// Reads the content of a page.
pub(crate) async fn page_content(
    client: &Client,
    page: impl Into<BlockId>,
) -> Result<Content, Error> {
    Ok(Content::of(&client.block_tree(page).await?))
}

/// Closes every open block that is at least so deep: it becomes a child of the one around it.
fn close(open: &mut Vec<(usize, request::Block)>, depth: usize, top: &mut Vec<request::Block>) {
    while open.last().is_some_and(|(it, _)| *it >= depth) {
        let Some((_, block)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(block),
            None => top.push(block),
        }
    }
}

fn describe(kind: &BlockKind) -> String {
    format!("{} cannot be created through the API", kind.type_name())
}
